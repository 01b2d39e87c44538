package dev.cairn.bench;

import dev.cairn.aws.CountingItems;
import dev.cairn.aws.CountingItems.Counted;
import dev.cairn.store.Item;
import dev.cairn.store.ItemStore;
import dev.cairn.store.Table;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Counts the cost of each kind of item. A get across several kinds counts once for each. */
final class ItemsByKind implements ItemStore {
    private final Map<Kind, CountingItems> counters = new EnumMap<>(Kind.class);

    ItemsByKind(ItemStore items) {
        for (Kind kind : Kind.values()) {
            counters.put(kind, new CountingItems(items));
        }
    }

    Map<Kind, Counted> counted() {
        Map<Kind, Counted> counted = new EnumMap<>(Kind.class);
        counters.forEach((kind, counter) -> counted.put(kind, counter.counted()));
        return counted;
    }

    private CountingItems of(Table table, String partition) {
        return counters.get(Kind.of(table, partition));
    }

    private CountingItems of(Item.Key key) {
        return of(key.table(), key.partition());
    }

    @Override
    public Map<Item.Key, Item> get(Collection<Item.Key> keys) {
        Map<Item.Key, Item> found = new HashMap<>();
        keys.stream()
                .collect(Collectors.groupingBy(this::of))
                .forEach((counter, own) -> found.putAll(counter.get(own)));
        return found;
    }

    @Override
    public List<Item> query(Table table, String partition, String from, String to) {
        return of(table, partition).query(table, partition, from, to);
    }

    @Override
    public boolean put(Item item) {
        return of(item.key()).put(item);
    }

    @Override
    public void replace(Item item) {
        of(item.key()).replace(item);
    }

    @Override
    public boolean delete(Item.Key key, long revision) {
        return of(key).delete(key, revision);
    }
}
