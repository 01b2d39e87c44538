package dev.cairn.store;

import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Passes every call on to another store: for stores that do something else in one of them. */
public class ForwardingItems implements ItemStore {
    private final ItemStore items;

    protected ForwardingItems(ItemStore items) {
        this.items = items;
    }

    @Override
    public Map<Item.Key, Item> get(Collection<Item.Key> keys) {
        return items.get(keys);
    }

    @Override
    public List<Item> query(Table table, String partition, String from, String to) {
        return items.query(table, partition, from, to);
    }

    @Override
    public boolean put(Item item) {
        return items.put(item);
    }

    @Override
    public void replace(Item item) {
        items.replace(item);
    }

    @Override
    public boolean delete(Item.Key key, long revision) {
        return items.delete(key, revision);
    }
}
