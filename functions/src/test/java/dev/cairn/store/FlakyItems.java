package dev.cairn.store;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;

/** Items whose calls fail now and then: before they take effect, or afterwards, so that the response is lost. */
public final class FlakyItems implements ItemStore {
    private final ItemStore items;
    private final Random random;
    private final double failing;
    private volatile boolean on = true;

    public FlakyItems(ItemStore items, long seed, double failing) {
        this.items = items;
        this.random = new Random(seed);
        this.failing = failing;
    }

    public void heal() {
        on = false;
    }

    public void hurt() {
        on = true;
    }

    private <T> T maybe(Supplier<T> call) {
        double dice;
        boolean before;
        synchronized (random) {
            dice = random.nextDouble();
            before = random.nextBoolean();
        }
        if (!on || dice >= failing) {
            return call.get();
        }
        if (!before) {
            call.get();
        }
        throw new IllegalStateException("injected");
    }

    @Override
    public Map<Item.Key, Item> get(Collection<Item.Key> keys) {
        return maybe(() -> items.get(keys));
    }

    @Override
    public List<Item> query(Table table, String partition, String from, String to) {
        return maybe(() -> items.query(table, partition, from, to));
    }

    @Override
    public boolean put(Item item) {
        return maybe(() -> items.put(item));
    }

    @Override
    public void replace(Item item) {
        maybe(() -> {
            items.replace(item);
            return true;
        });
    }

    @Override
    public boolean delete(Item.Key key, long revision) {
        return maybe(() -> items.delete(key, revision));
    }
}
