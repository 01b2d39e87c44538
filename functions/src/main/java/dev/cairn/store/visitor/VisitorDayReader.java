package dev.cairn.store.visitor;

import dev.cairn.domain.event.VisitorKey;
import dev.cairn.store.Item;
import dev.cairn.store.ItemStore;
import dev.cairn.store.Table;
import dev.cairn.store.bucket.DayBuckets;
import dev.cairn.store.visitor.VisitorDayCodec.Page;
import dev.cairn.store.visitor.VisitorDayStore.Id;
import dev.cairn.store.visitor.VisitorDayStore.Loaded;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads visitor days as {@link VisitorDayStore} writes them: pages, and chunks where a bucket is compacted. Caches each
 * day's number of buckets, so a long-running process should keep one instance. Thread-safe.
 */
public sealed class VisitorDayReader permits VisitorDayStore {
    final ItemStore items;
    final Clock clock;
    final DayBuckets buckets;
    final ClosedDayChunks closed;

    VisitorDayReader(ItemStore items, Clock clock) {
        this.items = items;
        this.clock = clock;
        this.buckets = new DayBuckets(items, clock);
        this.closed = new ClosedDayChunks(items);
    }

    /** The locations of the visitor days, if they exist. */
    List<VisitorDayAddress> addresses(Collection<Id> ids) {
        Map<DayBuckets.Day, DayBuckets.Form> forms = buckets.forms(
                ids.stream().map(id -> new DayBuckets.Day(id.site(), id.day())).collect(Collectors.toSet()));
        return ids.stream()
                .distinct()
                .map(id -> VisitorDayAddress.of(
                        id, Objects.requireNonNull(forms.get(new DayBuckets.Day(id.site(), id.day())))))
                .toList();
    }

    /** The number of buckets of a day, for reading. */
    public int buckets(String site, LocalDate day) {
        return buckets.number(site, day);
    }

    /** One visitor day, empty when nothing is stored. */
    public Loaded load(Id id) {
        return Objects.requireNonNull(load(List.of(id)).get(id));
    }

    /** Every requested visitor day; one that does not exist is empty. */
    public Map<Id, Loaded> load(Collection<Id> ids) {
        return load(ids, false);
    }

    /**
     * Loads visitor days to append to them. For a sealed day that is not compacted yet, they lack everything written
     * before it was sealed: a compaction in progress may or may not see that data, so it is added again.
     */
    public Map<Id, Loaded> loadToAppend(Collection<Id> ids) {
        return load(ids, true);
    }

    /** Loads one visitor day to append to it. */
    public Loaded loadToAppend(Id id) {
        return Objects.requireNonNull(loadToAppend(List.of(id)).get(id));
    }

    private Map<Id, Loaded> load(Collection<Id> ids, boolean toAppend) {
        List<VisitorDayAddress> addresses = addresses(ids);
        Set<Item.Key> keys = new HashSet<>();
        Map<String, ClosedDayChunks.Head> heads = closed.heads(addresses.stream()
                .filter(VisitorDayAddress::sealed)
                .map(VisitorDayAddress::partition)
                .collect(Collectors.toSet()));
        for (VisitorDayAddress address : addresses) {
            ClosedDayChunks.Head head = heads.get(address.partition());
            keys.add(address.page(0, address.sealed()));
            if (head != null) {
                keys.add(ClosedDayChunks.chunkKey(
                        address.partition(), head, address.id().visitor()));
            }
            if (address.sealed() && !toAppend && !isDone(head)) {
                keys.add(address.page(0, false));
            }
        }
        Map<Item.Key, Item> found = items.get(keys);
        Map<Id, Loaded> loaded = new HashMap<>();
        List<VisitorDayAddress> before = new ArrayList<>();
        for (VisitorDayAddress address : addresses) {
            Loaded day = loaded(address, heads.get(address.partition()), found, toAppend);
            loaded.put(address.id(), day);
            if (day.before()) {
                before.add(address);
            }
        }
        if (!before.isEmpty()) {
            Map<Item.Key, Item> flagged = items.get(
                    before.stream().map(VisitorDayAddress::previousFlag).toList());
            before.stream()
                    .filter(address -> flagged.containsKey(address.previousFlag()))
                    .forEach(address -> loaded.computeIfPresent(address.id(), (any, day) -> asConnected(day)));
        }
        return loaded;
    }

    private static Loaded asConnected(Loaded day) {
        return new Loaded(day.day(), day.pages(), day.late(), true, day.before());
    }

    static boolean isDone(ClosedDayChunks.@Nullable Head head) {
        return head != null && head.done();
    }

    private Loaded loaded(
            VisitorDayAddress address,
            ClosedDayChunks.@Nullable Head head,
            Map<Item.Key, Item> found,
            boolean toAppend) {
        List<Page> beside = new ArrayList<>();
        if (head != null) {
            Item chunk = found.get(ClosedDayChunks.chunkKey(
                    address.partition(), head, address.id().visitor()));
            Page page = ClosedDayChunks.page(chunk, address.id().visitor());
            if (page != null) {
                beside.add(page);
            }
        }
        if (address.sealed() && !toAppend && !isDone(head)) {
            pages(address, false, found).forEach(page -> beside.add(VisitorDayCodec.read(page.body())));
        }
        return Loaded.of(beside, pages(address, address.sealed(), found), address.sealed(), false);
    }

    /** @param found contains the first page */
    private List<Item> pages(VisitorDayAddress address, boolean late, Map<Item.Key, Item> found) {
        Item first = found.get(address.page(0, late));
        List<Item> pages = first == null ? List.of() : List.of(first);
        return isFull(pages) ? allPages(address, late) : pages;
    }

    List<Item> allPages(VisitorDayAddress address, boolean late) {
        Item.Key first = address.page(0, late);
        return items.query(first.table(), first.partition(), first.sort(), VisitorDayAddress.lastPageOf(first.sort()));
    }

    static boolean isFull(List<Item> pages) {
        return !pages.isEmpty() && pages.getLast().body().length() >= VisitorDayStore.FULL_PAGE_CHARS;
    }

    /** All visitor days of a bucket. */
    public Map<VisitorKey, Loaded> bucket(String site, LocalDate day, int bucket) {
        Map<VisitorKey, Loaded> days = new LinkedHashMap<>();
        forEach(site, day, bucket, days::put);
        return days;
    }

    /**
     * Visits all visitor days of a bucket one by one, because a bucket may not fit into memory. Skips visitor days that
     * the previous version wrote to a bucket that does not match the day's number of buckets; no other reader finds
     * those either.
     */
    public void forEach(String site, LocalDate day, int bucket, BiConsumer<VisitorKey, Loaded> each) {
        DayBuckets.Form form = form(site, day);
        String partition = VisitorDayAddress.partition(site, day, bucket);
        BiConsumer<VisitorKey, Loaded> ofBucket = (visitor, loaded) -> {
            if (DayBuckets.of(visitor, form.buckets()) == bucket) {
                each.accept(visitor, loaded);
            }
        };
        if (!form.sealed()) {
            early(
                    partition,
                    (visitor, pages, connected) ->
                            ofBucket.accept(visitor, Loaded.of(List.of(), pages, false, connected)));
            return;
        }
        Map<VisitorKey, List<Item>> late = late(partition);
        Optional<ClosedDayChunks.Head> head = closed.head(partition);
        if (head.filter(ClosedDayChunks.Head::done).isPresent()) {
            closed.forEach(partition, head.get(), (visitor, page) -> {
                Loaded loaded = Loaded.of(List.of(page), taken(late, visitor), true, false);
                boolean connected = page.before()
                        && items.get(new VisitorDayAddress(new Id(site, day, visitor), bucket, true).previousFlag())
                                .isPresent();
                ofBucket.accept(visitor, connected ? asConnected(loaded) : loaded);
            });
        } else {
            early(partition, (visitor, pages, connected) -> {
                List<Page> beside = pages.stream()
                        .map(page -> VisitorDayCodec.read(page.body()))
                        .toList();
                ofBucket.accept(visitor, Loaded.of(beside, taken(late, visitor), true, connected));
            });
        }
        late.forEach((visitor, pages) -> ofBucket.accept(visitor, Loaded.of(List.of(), pages, true, false)));
    }

    private DayBuckets.Form form(String site, LocalDate day) {
        DayBuckets.Day of = new DayBuckets.Day(site, day);
        return Objects.requireNonNull(buckets.forms(Set.of(of)).get(of));
    }

    private static List<Item> taken(Map<VisitorKey, List<Item>> late, VisitorKey visitor) {
        List<Item> pages = late.remove(visitor);
        return pages == null ? List.of() : pages;
    }

    void early(String partition, VisitorItemGrouper.Each each) {
        VisitorItemGrouper pages = new VisitorItemGrouper(each);
        items.forEach(Table.STATE, partition, item -> {
            if (!item.key().sort().startsWith(VisitorDayAddress.LATE)
                    && !ClosedDayChunks.isPart(item.key().sort())) {
                pages.add(item, item.key().sort());
            }
        });
        pages.end();
    }

    Map<VisitorKey, List<Item>> late(String partition) {
        Map<VisitorKey, List<Item>> late = new LinkedHashMap<>();
        VisitorItemGrouper pages = new VisitorItemGrouper((visitor, of, connected) -> late.put(visitor, of));
        items.query(Table.STATE, partition, VisitorDayAddress.LATE, VisitorDayAddress.LATE + "\uffff")
                .forEach(item -> pages.add(item, item.key().sort().substring(VisitorDayAddress.LATE.length())));
        pages.end();
        return late;
    }
}
