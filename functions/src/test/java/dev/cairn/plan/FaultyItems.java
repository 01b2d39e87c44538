package dev.cairn.plan;

import dev.cairn.store.Item;
import dev.cairn.store.ItemStore;
import dev.cairn.store.Table;
import dev.cairn.store.memory.MemoryItemStore;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** A store that counts reads, dies after a number of writes, loses a response, or lets another writer intervene. */
public final class FaultyItems implements ItemStore {
    private final MemoryItemStore items;
    private int reads;
    private int writesLeft = Integer.MAX_VALUE;
    private boolean loseAnswer;
    private Runnable beforePut = () -> {};

    public FaultyItems(MemoryItemStore items) {
        this.items = items;
    }

    public void failAfter(int writes) {
        writesLeft = writes;
    }

    public void heal() {
        writesLeft = Integer.MAX_VALUE;
    }

    public void loseAnswerOfNextPut() {
        loseAnswer = true;
    }

    public void beforeNextPut(Runnable other) {
        beforePut = other;
    }

    public int reads() {
        return reads;
    }

    public List<Item> all() {
        return items.all();
    }

    @Override
    public Map<Item.Key, Item> get(Collection<Item.Key> keys) {
        reads++;
        return items.get(keys);
    }

    @Override
    public List<Item> query(Table table, String partition, String from, String to) {
        reads++;
        return items.query(table, partition, from, to);
    }

    @Override
    public boolean put(Item item) {
        Runnable other = beforePut;
        beforePut = () -> {};
        other.run();
        spend();
        boolean done = items.put(item);
        if (loseAnswer) {
            loseAnswer = false;
            throw new IllegalStateException("the answer was lost");
        }
        return done;
    }

    @Override
    public void replace(Item item) {
        spend();
        items.replace(item);
    }

    @Override
    public boolean delete(Item.Key key, long revision) {
        spend();
        return items.delete(key, revision);
    }

    private void spend() {
        if (writesLeft-- <= 0) {
            throw new IllegalStateException("the process died");
        }
    }
}
