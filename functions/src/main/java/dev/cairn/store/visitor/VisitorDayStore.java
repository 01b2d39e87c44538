package dev.cairn.store.visitor;

import dev.cairn.domain.event.StoredEvent;
import dev.cairn.domain.event.VisitorKey;
import dev.cairn.domain.visit.VisitorDay;
import dev.cairn.domain.visit.VisitorDay.Claimed;
import dev.cairn.domain.visit.VisitorDay.DeliverySummary;
import dev.cairn.store.Item;
import dev.cairn.store.ItemStore;
import dev.cairn.store.OptimisticRetry;
import dev.cairn.store.Table;
import dev.cairn.store.bucket.DayBuckets;
import dev.cairn.store.bucket.DirtyBuckets;
import dev.cairn.store.visitor.VisitorDayCodec.Page;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Stores visitor days: per (site, day, visitor) a few pages in the partition {@code site#day#bucket}. A page that has
 * grown to {@link #FULL_PAGE_CHARS} is never appended to again; later data goes to the next page. A write therefore
 * costs about one unit, however much the visitor did before. Two writers of one visitor day always meet at its last
 * page, where one of them fails and repeats its write.
 *
 * <p>Some time after a day is over, it is sealed and its buckets are compacted ({@link ClosedDayChunks}). Data that
 * arrives later is stored in late pages, separate from the earlier ones, which may be deleted after a while.
 */
public final class VisitorDayStore {
    /**
     * Measured with {@code bench/run WriteUnits}: a page of this size and four more events deflate to less than one
     * write unit (1 KB), and smaller pages only cost more reads. Units per event for visitor days:
     * <pre>
     * characters    750   1,300   1,500   2,000   2,500   3,000   4,000   6,000
     * write       0.250   0.250   0.260   0.291   0.309   0.319   0.339   0.375
     * read        0.709   0.622   0.605   0.568   0.541   0.525   0.496   0.466
     * </pre>
     * May be lowered, never raised: a stored page that was full would no longer look it, and the next one be missed.
     */
    static final int FULL_PAGE_CHARS = 1_300;

    /** Per visitor. */
    private static final int MOST_CHARS_IN_A_CHUNK = 50_000;

    private static final int ATTEMPTS = 40;

    private static final String PAGE = "/";
    /** Prefix of the visitor in the key of a late page: sorts before all visitors. */
    private static final String LATE = "+";

    /**
     * How long pages are kept after the day is over or, if that is later, after their last write. By then the day is
     * compacted, unless no run has completed for a month.
     */
    private static final Duration KEPT_UNCOMPACTED = Duration.ofDays(30);

    /** Sorts after all pages of a visitor; the previous version stored a sign there. */
    private static final String SIGN = "~";

    private final ItemStore items;
    private final Clock clock;
    private final DayBuckets buckets;
    private final ClosedDayChunks closed;

    /** Caches the days' numbers of buckets: a long-running process should keep one instance. */
    public VisitorDayStore(ItemStore items, Clock clock) {
        this.items = items;
        this.clock = clock;
        this.buckets = new DayBuckets(items, clock);
        this.closed = new ClosedDayChunks(items);
    }

    /** Identifies a visitor day. */
    public record Id(String site, LocalDate day, VisitorKey visitor) {
        /** By visitor, then by day: the same order in every process. */
        public static final Comparator<Id> ORDER =
                Comparator.comparing(Id::visitor, VisitorKey.BY_TEXT).thenComparing(Id::day);
    }

    /**
     * The location of a visitor day: its bucket of the day.
     *
     * @param sealed whether new data is written to late pages
     */
    private record Address(Id id, int bucket, boolean sealed) {
        static Address of(Id id, DayBuckets.Form form) {
            return new Address(id, DayBuckets.of(id.visitor, form.buckets()), form.sealed());
        }

        String partition() {
            return VisitorDayStore.partition(id.site, id.day, bucket);
        }

        /** @param late whether the page was written after the day was sealed */
        Item.Key page(int number, boolean late) {
            String visitor = late ? LATE + id.visitor : id.visitor.toString();
            return key(number == 0 ? visitor : visitor + PAGE + "%04d".formatted(number));
        }

        Item.Key sign() {
            return key(id.visitor + SIGN);
        }

        private Item.Key key(String sort) {
            return new Item.Key(Table.STATE, partition(), sort);
        }
    }

    /** The locations of the visitor days, if they exist. */
    private List<Address> addresses(Collection<Id> ids) {
        Map<DayBuckets.Day, DayBuckets.Form> forms = buckets.forms(
                ids.stream().map(id -> new DayBuckets.Day(id.site, id.day)).collect(Collectors.toSet()));
        return ids.stream()
                .distinct()
                .map(id -> Address.of(id, Objects.requireNonNull(forms.get(new DayBuckets.Day(id.site, id.day)))))
                .toList();
    }

    /** The location of a visitor day that is about to be written. */
    private Address toWrite(Id id) {
        return Address.of(id, buckets.fixed(id.site, id.day));
    }

    /**
     * The bucket in which an existing or new visitor day is counted. For writers: fixes the day's number of buckets.
     */
    public DirtyBuckets.BucketKey place(Id id) {
        return new DirtyBuckets.BucketKey(
                id.site, id.day, DayBuckets.of(id.visitor, buckets.fixedNumber(id.site, id.day)));
    }

    /** The site's days that can be compacted once they are over. */
    public Set<LocalDate> uncompacted(String site) {
        return buckets.uncompacted(site);
    }

    /** Records that all buckets of a day are compacted, or that the day is forgotten. */
    public void compacted(String site, LocalDate day) {
        buckets.compacted(site, day);
    }

    /** The number of buckets of a day, for reading. */
    public int buckets(String site, LocalDate day) {
        return buckets.number(site, day);
    }

    /**
     * A visitor day as it was read, with the state needed to write it again.
     *
     * @param pages the last of which is written next
     * @param late whether they are late pages, which are not the whole day
     * @param signed whether the visitor has other days or is connected with others: the day cannot be resolved on its
     *     own
     * @param before whether any of it was written by the previous version
     */
    public record Loaded(VisitorDay day, List<Item> pages, boolean late, boolean signed, boolean before) {

        /** The state of a visitor day of which nothing is stored. */
        public static Loaded nothing() {
            return of(List.of(), List.of(), false, false);
        }

        private static Loaded of(List<Page> beside, List<Item> pages, boolean late, boolean signed) {
            List<Page> all = new ArrayList<>(beside);
            pages.forEach(page -> all.add(VisitorDayCodec.read(page.body())));
            VisitorDay day = new VisitorDay();
            all.forEach(page -> page.addTo(day));
            return new Loaded(
                    day,
                    pages,
                    late,
                    signed || all.stream().anyMatch(Page::signed),
                    all.stream().anyMatch(Page::before));
        }

        /** The same day, decoded from its pages again: without later additions to {@link #day()}. */
        public Loaded again() {
            return of(List.of(), pages, late, signed);
        }

        /**
         * Whether the visitor's index is known to list the day, which it does before the day holds anything but a sign.
         */
        public boolean isIndexed() {
            return !before && !day.isEmpty();
        }
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
        List<Address> addresses = addresses(ids);
        Set<Item.Key> keys = new HashSet<>();
        Map<String, ClosedDayChunks.Head> heads = closed.heads(addresses.stream()
                .filter(Address::sealed)
                .map(Address::partition)
                .collect(Collectors.toSet()));
        for (Address address : addresses) {
            ClosedDayChunks.Head head = heads.get(address.partition());
            keys.add(address.page(0, address.sealed));
            if (head != null) {
                keys.add(ClosedDayChunks.chunkKey(address.partition(), head, address.id.visitor));
            }
            if (address.sealed && !toAppend && !isDone(head)) {
                keys.add(address.page(0, false));
            }
        }
        Map<Item.Key, Item> found = items.get(keys);
        Map<Id, Loaded> loaded = new HashMap<>();
        List<Address> before = new ArrayList<>();
        for (Address address : addresses) {
            Loaded day = loaded(address, heads.get(address.partition()), found, toAppend);
            loaded.put(address.id, day);
            if (day.before()) {
                before.add(address);
            }
        }
        if (!before.isEmpty()) {
            Map<Item.Key, Item> signs =
                    items.get(before.stream().map(Address::sign).toList());
            before.stream()
                    .filter(address -> signs.containsKey(address.sign()))
                    .forEach(address -> loaded.computeIfPresent(address.id, (any, day) -> signed(day)));
        }
        return loaded;
    }

    private static Loaded signed(Loaded day) {
        return new Loaded(day.day, day.pages, day.late, true, day.before);
    }

    private static boolean isDone(ClosedDayChunks.@Nullable Head head) {
        return head != null && head.done();
    }

    private Loaded loaded(
            Address address, ClosedDayChunks.@Nullable Head head, Map<Item.Key, Item> found, boolean toAppend) {
        List<Page> beside = new ArrayList<>();
        if (head != null) {
            Item chunk = found.get(ClosedDayChunks.chunkKey(address.partition(), head, address.id.visitor));
            Page page = ClosedDayChunks.page(chunk, address.id.visitor);
            if (page != null) {
                beside.add(page);
            }
        }
        if (address.sealed && !toAppend && !isDone(head)) {
            pages(address, false, found).forEach(page -> beside.add(VisitorDayCodec.read(page.body())));
        }
        return Loaded.of(beside, pages(address, address.sealed, found), address.sealed, false);
    }

    /** @param found contains the first page */
    private List<Item> pages(Address address, boolean late, Map<Item.Key, Item> found) {
        Item first = found.get(address.page(0, late));
        List<Item> pages = first == null ? List.of() : List.of(first);
        return isFull(pages) ? allPages(address, late) : pages;
    }

    private List<Item> allPages(Address address, boolean late) {
        Item.Key first = address.page(0, late);
        return items.query(first.table(), first.partition(), first.sort(), first.sort() + PAGE + "9999");
    }

    private static boolean isFull(List<Item> pages) {
        return !pages.isEmpty() && pages.getLast().body().length() >= FULL_PAGE_CHARS;
    }

    /** Data to add to a visitor day. */
    public record Addition(List<StoredEvent> copies, List<DeliverySummary> receipts, List<Claimed> claimed) {
        public boolean isEmpty() {
            return copies.isEmpty() && receipts.isEmpty() && claimed.isEmpty();
        }
    }

    /**
     * Writes what was added to a visitor day since it was loaded. A sign that is written later finds this write; a sign
     * that was written earlier is seen here.
     *
     * @param loaded as it was last read, or as it is presumed to be: if the stored state differs, nothing is written
     * @param sign whether this write signs the visitor day
     * @return the updated visitor day; empty when another writer won: load, add and append again
     */
    public Optional<Loaded> append(Id id, Loaded loaded, Addition added, boolean sign, Instant expires) {
        List<Item> pages = new ArrayList<>(loaded.pages());
        boolean signed = loaded.signed() || sign;
        Item last;
        if (pages.isEmpty() || isFull(pages)) {
            String body = VisitorDayCodec.write(Page.of(added, signed));
            last = page(toWrite(id).page(pages.size(), loaded.late()), 1, body, kept(id, loaded, expires), expires);
        } else {
            Page content = VisitorDayCodec.read(pages.getLast().body());
            content.copies().addAll(added.copies());
            content.receipts().addAll(added.receipts());
            content.claimed().addAll(added.claimed());
            last = next(id, loaded, pages.removeLast(), content.signed(signed), expires);
        }
        if (!items.put(last) || isSealedSince(id, loaded)) {
            return Optional.empty();
        }
        if (!signed && last.revision() == 1 && !pages.isEmpty()) {
            // An earlier page may have been signed since it was read: it is full, so nothing else would reveal that.
            signed = isSigned(pages.getLast().key());
        }
        pages.add(last);
        return Optional.of(new Loaded(loaded.day(), List.copyOf(pages), loaded.late(), signed, false));
    }

    private Item next(Id id, Loaded loaded, Item page, Page content, Instant expires) {
        Instant kept = kept(id, loaded, expires);
        Instant before = page.deletable() == null ? page.expires() : page.deletable();
        // A site's retention may have been shortened. If this write made the page expire, the page would be hidden from
        // the erasure that signs it, yet stay in the table until DynamoDB deletes it.
        boolean longer = before == null || before.isAfter(kept) || !kept.isAfter(clock.instant());
        String body = VisitorDayCodec.write(content);
        return longer ? page.next(body) : page(page.key(), page.revision() + 1, body, kept, expires);
    }

    private static Item page(Item.Key key, long revision, String body, Instant kept, Instant expires) {
        return kept.isBefore(expires)
                ? new Item(key, revision, body, null, kept)
                : new Item(key, revision, body, expires);
    }

    /** @param expires when the day is forgotten */
    private Instant kept(Id id, Loaded loaded, Instant expires) {
        Instant over = DayBuckets.over(id.day);
        Instant now = clock.instant();
        Instant kept = (now.isAfter(over) ? now : over).plus(KEPT_UNCOMPACTED);
        return loaded.late() || expires.isBefore(kept) ? expires : kept;
    }

    /** Whether the day was sealed in the meantime: a compaction may miss the latest write, so it must be repeated. */
    private boolean isSealedSince(Id id, Loaded loaded) {
        return !loaded.late() && buckets.fixed(id.site, id.day).sealed();
    }

    private boolean isSigned(Item.Key page) {
        return items.get(page)
                .map(item -> VisitorDayCodec.read(item.body()).signed())
                .orElse(false);
    }

    /**
     * Removes copies from a visitor day, page by page, and returns those that it contained. A page that was full still
     * looks full, so that writers find the same last page as before.
     *
     * @param expires when the day is forgotten
     */
    public List<StoredEvent> remove(Id id, Predicate<StoredEvent> unwanted, Instant expires) {
        Loaded loaded = load(id);
        List<StoredEvent> there =
                loaded.day().copies().stream().filter(unwanted).toList();
        Address address = addresses(List.of(id)).getFirst();
        if (there.isEmpty() && !mayBeBeingCompacted(address, loaded)) {
            return there;
        }
        for (boolean late : new boolean[] {false, true}) {
            for (OptimisticRetry tries = OptimisticRetry.over("a visitor day", ATTEMPTS);
                    !allPages(address, late).stream().allMatch(page -> remove(page, unwanted));
                    tries.tryAgain()) {
                // A concurrent writer changed a page.
            }
        }
        // Checked only now: if the day is sealed later, its compaction reads the pages as they are now.
        if (addresses(List.of(id)).getFirst().sealed()) {
            for (OptimisticRetry tries = OptimisticRetry.over("a closed day", ATTEMPTS);
                    !closed.remove(address.partition(), id.visitor, unwanted, hasLatePages(loaded), expires);
                    tries.tryAgain()) {
                // A concurrent compaction changed the chunk.
            }
        }
        return there;
    }

    private static boolean hasLatePages(Loaded loaded) {
        return loaded.late() && !loaded.pages().isEmpty();
    }

    /**
     * If so, a compaction may have read the copies before they were removed from the pages, and an earlier erasure may
     * have died before touching the chunk.
     */
    private boolean mayBeBeingCompacted(Address address, Loaded loaded) {
        return hasLatePages(loaded)
                || address.sealed() && !isDone(closed.head(address.partition()).orElse(null));
    }

    private boolean remove(Item page, Predicate<StoredEvent> unwanted) {
        Page content = VisitorDayCodec.read(page.body());
        if (!content.copies().removeIf(unwanted)) {
            return true;
        }
        String left = VisitorDayCodec.write(content);
        boolean full = page.body().length() >= FULL_PAGE_CHARS;
        return items.put(page.next(full ? VisitorDayCodec.filled(left, FULL_PAGE_CHARS) : left));
    }

    /**
     * Deletes a visitor day that is no longer written to, if it is empty: its pages and its separate sign. Deletes
     * later pages first, because they cannot be found without the first one. Idempotent.
     *
     * @param expires when the day is forgotten
     */
    public void deleteEmpty(Id id, Instant expires) {
        Address address = addresses(List.of(id)).getFirst();
        Loaded loaded = load(id);
        if (loaded.day().isEmpty()) {
            for (boolean late : new boolean[] {true, false}) {
                allPages(address, late).reversed().forEach(page -> items.delete(page.key(), page.revision()));
            }
            items.delete(address.sign(), 1);
            if (addresses(List.of(id)).getFirst().sealed()) {
                for (OptimisticRetry tries = OptimisticRetry.over("a closed day", ATTEMPTS);
                        !closed.delete(address.partition(), id.visitor, hasLatePages(loaded), expires);
                        tries.tryAgain()) {
                    // A concurrent compaction changed the chunk.
                }
            }
        }
    }

    /**
     * Signs visitor days, whether they exist or not: they cannot be resolved on their own. The sign is in the last
     * page, so a writer that did not see it fails, or reads that page again. Idempotent.
     */
    public void sign(Collection<Id> ids, Function<LocalDate, Instant> expiry) {
        Map<Id, Loaded> loaded = new HashMap<>(loadToAppend(ids));
        for (Id id : ids) {
            for (OptimisticRetry tries = OptimisticRetry.over("a visitor day", ATTEMPTS);
                    !sign(id, Objects.requireNonNull(loaded.get(id)), expiry.apply(id.day()));
                    tries.tryAgain()) {
                loaded.put(id, loadToAppend(id));
            }
        }
    }

    private boolean sign(Id id, Loaded loaded, Instant expires) {
        if (loaded.pages().isEmpty()) {
            Addition nothing = new Addition(List.of(), List.of(), List.of());
            return loaded.late() && loaded.signed()
                    || append(id, loaded, nothing, true, expires).isPresent();
        }
        Item last = loaded.pages().getLast();
        Page content = VisitorDayCodec.read(last.body());
        return content.signed()
                || items.put(next(id, loaded, last, content.signed(true), expires)) && !isSealedSince(id, loaded);
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
        String partition = partition(site, day, bucket);
        BiConsumer<VisitorKey, Loaded> ofBucket = (visitor, loaded) -> {
            if (DayBuckets.of(visitor, form.buckets()) == bucket) {
                each.accept(visitor, loaded);
            }
        };
        if (!form.sealed()) {
            early(
                    partition,
                    (visitor, pages, signed) -> ofBucket.accept(visitor, Loaded.of(List.of(), pages, false, signed)));
            return;
        }
        Map<VisitorKey, List<Item>> late = late(partition);
        Optional<ClosedDayChunks.Head> head = closed.head(partition);
        if (head.filter(ClosedDayChunks.Head::done).isPresent()) {
            closed.forEach(partition, head.get(), (visitor, page) -> {
                Loaded loaded = Loaded.of(List.of(page), taken(late, visitor), true, false);
                boolean signed = page.before()
                        && items.get(new Address(new Id(site, day, visitor), bucket, true).sign())
                                .isPresent();
                ofBucket.accept(visitor, signed ? signed(loaded) : loaded);
            });
        } else {
            early(partition, (visitor, pages, signed) -> {
                List<Page> beside = pages.stream()
                        .map(page -> VisitorDayCodec.read(page.body()))
                        .toList();
                ofBucket.accept(visitor, Loaded.of(beside, taken(late, visitor), true, signed));
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

    private void early(String partition, Pages.Each each) {
        Pages pages = new Pages(each);
        items.forEach(Table.STATE, partition, item -> {
            if (!item.key().sort().startsWith(LATE)
                    && !ClosedDayChunks.isPart(item.key().sort())) {
                pages.add(item, item.key().sort());
            }
        });
        pages.end();
    }

    private Map<VisitorKey, List<Item>> late(String partition) {
        Map<VisitorKey, List<Item>> late = new LinkedHashMap<>();
        Pages pages = new Pages((visitor, of, signed) -> late.put(visitor, of));
        items.query(Table.STATE, partition, LATE, LATE + "\uffff")
                .forEach(item -> pages.add(item, item.key().sort().substring(LATE.length())));
        pages.end();
        return late;
    }

    /**
     * Compacts a bucket of a day that is over, which from then on consists of chunks and of late pages for later data.
     * Also compacts late pages that were written since the last compaction. Idempotent, and safe at any time. Returns
     * false when it is too early to seal the day.
     *
     * @param expires when the day is forgotten
     */
    public boolean compact(String site, LocalDate day, int bucket, Instant expires) {
        String partition = partition(site, day, bucket);
        if (!buckets.seal(site, day)) {
            return false;
        }
        closed.compact(
                partition,
                each -> {
                    if (!isDone(closed.head(partition).orElse(null))) {
                        early(partition, (visitor, pages, signed) -> {
                            if (isLarge(pages)) {
                                keepInPages(new Id(site, day, visitor), pages, signed, expires);
                            } else {
                                give(visitor, pages, each);
                            }
                            if (signed) {
                                each.accept(visitor, Page.SIGN);
                            }
                        });
                    }
                    late(partition).forEach((visitor, pages) -> {
                        if (!isLarge(pages)) {
                            give(visitor, pages, each);
                        }
                    });
                },
                expires);
        return true;
    }

    private static void give(VisitorKey visitor, List<Item> pages, BiConsumer<VisitorKey, Page> to) {
        pages.forEach(page -> to.accept(visitor, VisitorDayCodec.read(page.body())));
    }

    /**
     * An item holds 400 KB: a visitor who filled a day does not fit into a chunk and would leave no room for others.
     */
    private static boolean isLarge(List<Item> pages) {
        return pages.stream().mapToLong(page -> page.body().length()).sum() > MOST_CHARS_IN_A_CHUNK;
    }

    /**
     * Rewrites a large visitor day as late pages, which are kept. A concurrent erasure of the visitor checks again
     * after all writers that were active have finished.
     */
    private void keepInPages(Id id, List<Item> pages, boolean signed, Instant expires) {
        Loaded loaded = loadToAppend(id);
        for (Item page : pages) {
            Page content = VisitorDayCodec.read(page.body());
            for (OptimisticRetry tries = OptimisticRetry.over("a visitor day", ATTEMPTS); ; tries.tryAgain()) {
                Addition missing = missing(loaded.day(), content);
                boolean sign = (signed || content.signed()) && !loaded.signed();
                if (missing.isEmpty() && !sign) {
                    break;
                }
                Optional<Loaded> written = append(id, loaded, missing, sign, expires);
                loaded = written.orElseGet(() -> loadToAppend(id));
                if (written.isPresent()) {
                    break;
                }
            }
        }
    }

    /** Adds a page's content to a visitor day; returns the missing part, which has to be written. */
    private static Addition missing(VisitorDay day, Page content) {
        Map<Long, StoredEvent.EventSource> elsewhere = Map.copyOf(day.signs());
        List<StoredEvent> copies = new ArrayList<>(day.addCopies(content.copies()));
        content.copies().stream()
                .filter(StoredEvent::elsewhere)
                .filter(copy -> !copy.copy().equals(elsewhere.get(copy.idHash())))
                .forEach(copies::add);
        return new Addition(copies, day.addReceipts(content.receipts()), day.addClaimed(content.claimed()));
    }

    /**
     * Groups items by visitor. A visitor's items are adjacent, because all hashes of a link level have the same length.
     */
    private static final class Pages {
        private interface Each {
            void accept(VisitorKey visitor, List<Item> pages, boolean signed);
        }

        private final Each each;
        private final List<Item> pages = new ArrayList<>();
        private String visitor = "";
        private boolean signed;

        Pages(Each each) {
            this.each = each;
        }

        /** @param sort begins with the visitor */
        void add(Item item, String sort) {
            if (!visitorOf(sort).equals(visitor)) {
                end();
                visitor = visitorOf(sort);
            }
            if (sort.endsWith(SIGN)) {
                signed = true;
            } else {
                pages.add(item);
            }
        }

        void end() {
            if (!visitor.isEmpty()) {
                each.accept(VisitorKey.tryParse(visitor).orElseThrow(), List.copyOf(pages), signed);
            }
            pages.clear();
            signed = false;
        }
    }

    private static String visitorOf(String sort) {
        int end = sort.indexOf(PAGE);
        return end >= 0 ? sort.substring(0, end) : sort.endsWith(SIGN) ? sort.substring(0, sort.length() - 1) : sort;
    }

    private static String partition(String site, LocalDate day, int bucket) {
        return site + "#" + day + "#" + DayBuckets.name(bucket);
    }
}
