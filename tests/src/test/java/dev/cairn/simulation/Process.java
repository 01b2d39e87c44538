package dev.cairn.simulation;

import dev.cairn.store.Item;
import dev.cairn.store.ItemStore;
import dev.cairn.store.Table;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The tables as seen by one process of a function: at every call other tasks may continue, some calls are refused or
 * never answered, reads of several items are not atomic, and the process may die at one of them. The settings are read
 * under locks, so no other task continues meanwhile.
 */
final class Process implements ItemStore {
    private static final int ITEMS_AT_ONCE = 2;
    /** One of this many throttled calls fails; the client retries the others. */
    private static final int THROTTLES_A_FAILURE = 4;

    private final ItemStore tables;
    private final Steps steps;
    private final Dice dice;
    private final Tally tally;
    private final Runnable watcher;
    private int callsToLive = Integer.MAX_VALUE;
    private @Nullable What deathIs;

    Process(ItemStore tables, Steps steps, Dice dice, Tally tally, Runnable watcher) {
        this.watcher = watcher;
        this.tables = tables;
        this.steps = steps;
        this.dice = dice;
        this.tally = tally;
    }

    /** Makes the process die at one of its next calls. */
    void dieWithin(int calls, What what) {
        callsToLive = 1 + dice.below(calls);
        deathIs = what;
    }

    boolean isDead() {
        return callsToLive <= 0;
    }

    @Override
    public Map<Item.Key, Item> get(Collection<Item.Key> keys) {
        Table table = keys.isEmpty() ? Table.SETTINGS : keys.iterator().next().table();
        return call(table, () -> keys.size() < 2 || !torn(table) ? tables.get(keys) : getInParts(keys));
    }

    @Override
    public List<Item> query(Table table, String partition, String from, String to) {
        return call(
                table,
                () -> torn(table)
                        ? queryInParts(table, partition, from, to)
                        : tables.query(table, partition, from, to));
    }

    @Override
    public boolean put(Item item) {
        return call(item.key().table(), () -> seeded(item));
    }

    @Override
    public void replace(Item item) {
        call(item.key().table(), () -> {
            tables.replace(item);
            return true;
        });
    }

    @Override
    public boolean delete(Item.Key key, long revision) {
        return call(key.table(), () -> tables.delete(key, revision));
    }

    /** A salt is random beyond any seed, so a fixed one is stored, as if another process had been faster. */
    private boolean seeded(Item item) {
        if (item.key().table() != Table.SALTS) {
            return tables.put(item);
        }
        tables.put(new Item(item.key(), item.revision(), Salt.body(item.key()), item.expires()));
        return false;
    }

    private <T> T call(Table table, Supplier<T> call) {
        live();
        if (table != Table.SETTINGS) {
            steps.pause();
            live();
        }
        tally.add(What.TABLE_CALLS);
        watcher.run();
        if (callsToLive != Integer.MAX_VALUE && --callsToLive == 0) {
            tally.add(Objects.requireNonNull(deathIs));
            if (dice.below(2) == 0) {
                call.get();
            }
            throw new Killed();
        }
        Faults faults = dice.faults();
        if (dice.happens(faults.throttled())) {
            tally.add(What.THROTTLES);
            return again(table, call, dice.below(THROTTLES_A_FAILURE) > 0, "throttled");
        }
        if (dice.happens(faults.lost())) {
            tally.add(What.ANSWERS_LOST);
            call.get();
            return again(table, call, dice.below(2) == 0, "the answer was lost");
        }
        return call.get();
    }

    /** The client's reaction to a failed call: it retries, while others may have continued, or gives up. */
    private <T> T again(Table table, Supplier<T> call, boolean once, String why) {
        if (!once) {
            throw new IllegalStateException(why);
        }
        if (table != Table.SETTINGS) {
            steps.giveWay();
            live();
        }
        return call.get();
    }

    private void live() {
        if (isDead()) {
            throw new Killed();
        }
    }

    private boolean torn(Table table) {
        return table != Table.SETTINGS && dice.happens(dice.faults().torn());
    }

    private Map<Item.Key, Item> getInParts(Collection<Item.Key> keys) {
        tally.add(What.TORN_READS);
        List<Item.Key> all = new ArrayList<>(keys);
        Map<Item.Key, Item> found = new LinkedHashMap<>();
        for (int from = 0; from < all.size(); from += ITEMS_AT_ONCE) {
            found.putAll(tables.get(all.subList(from, Math.min(all.size(), from + ITEMS_AT_ONCE))));
            steps.giveWay();
            live();
        }
        return found;
    }

    /** Two pages: a write between them is visible after the first page's end, but not before it. */
    private List<Item> queryInParts(Table table, String partition, String from, String to) {
        tally.add(What.TORN_READS);
        List<Item> first = tables.query(table, partition, from, to);
        if (first.size() < 2) {
            return first;
        }
        List<Item> found = new ArrayList<>(first.subList(0, first.size() / 2));
        steps.giveWay();
        live();
        String last = found.getLast().key().sort();
        for (Item item : tables.query(table, partition, last, to)) {
            if (item.key().sort().compareTo(last) > 0) {
                found.add(item);
            }
        }
        return found;
    }
}
