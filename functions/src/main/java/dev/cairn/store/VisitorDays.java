package dev.cairn.store;

import dev.cairn.domain.StoredEvent;
import dev.cairn.domain.VisitorDay;
import dev.cairn.domain.VisitorDay.Claimed;
import dev.cairn.domain.VisitorDay.Receipt;
import dev.cairn.domain.VisitorKey;
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

/**
 * Visitor days: per (site, day, visitor) a few pages in the partition {@code site#day#bucket}. A page that has grown
 * to {@link #FULL_PAGE_CHARS} is never written again; what comes later goes to the next one. So a write costs about
 * one unit however much a visitor did before, and two writers of one visitor day always meet at its last page, where
 * one of them fails and repeats.
 */
public final class VisitorDays {
    /** The days of a site are spread over this many partitions by the visitor's hash. Part of the key: never changes. */
    public static final int BUCKETS = 16;

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

    private static final int ATTEMPTS = 40;

    private static final String PAGE = "/";
    /** Sorts behind all pages of a visitor: the version before put a sign there. */
    private static final String SIGN = "~";

    private final Items items;

    public VisitorDays(Items items) {
        this.items = items;
    }

    /** Which visitor day. */
    public record Id(String site, LocalDate day, VisitorKey visitor) {
        /** By visitor, then day: the same order in every process. */
        public static final Comparator<Id> ORDER =
                Comparator.comparing(Id::visitor, VisitorKey.BY_TEXT).thenComparing(Id::day);

        public int bucket() {
            return Math.floorMod(visitor.hash().hashCode(), BUCKETS);
        }

        private Item.Key page(int number) {
            String sort = number == 0 ? visitor.toString() : visitor + PAGE + "%04d".formatted(number);
            return new Item.Key(Table.STATE, partition(site, day, bucket()), sort);
        }

        private Item.Key sign() {
            return new Item.Key(Table.STATE, partition(site, day, bucket()), visitor + SIGN);
        }
    }

    /**
     * A visitor day as it was read, with what is needed to write it again.
     *
     * @param signed the visitor has other days or is connected with others: the day cannot be understood by itself
     * @param before something of it was written by the version before
     */
    public record Loaded(VisitorDay day, List<Item> pages, boolean signed, boolean before) {

        /** As it is read where nothing is stored. */
        public static Loaded nothing() {
            return of(List.of(), false);
        }

        /** The same, read again out of its pages: without what was added to {@link #day()} since. */
        public Loaded again() {
            return of(pages, signed);
        }

        /** Whether the visitor's index is known to name the day: it does before the day has anything but a sign. */
        public boolean isIndexed() {
            return !before && !day.isEmpty();
        }
    }

    /** One visitor day, empty where nothing is stored of it. */
    public Loaded load(Id id) {
        return Objects.requireNonNull(load(List.of(id)).get(id));
    }

    /** Every visitor day asked for; one that does not exist is empty. */
    public Map<Id, Loaded> load(Collection<Id> ids) {
        Map<Item.Key, Item> first = items.get(ids.stream().map(id -> id.page(0)).toList());
        Map<Id, Loaded> loaded = new HashMap<>();
        for (Id id : ids) {
            Item page = first.get(id.page(0));
            List<Item> pages = page == null ? List.of() : List.of(page);
            loaded.put(id, of(isFull(pages) ? allPages(id) : pages, false));
        }
        List<Id> before = ids.stream()
                .filter(id -> Objects.requireNonNull(loaded.get(id)).before())
                .toList();
        if (!before.isEmpty()) {
            Map<Item.Key, Item> signs = items.get(before.stream().map(Id::sign).toList());
            before.stream()
                    .filter(id -> signs.containsKey(id.sign()))
                    .forEach(id -> loaded.computeIfPresent(id, (any, day) -> of(day.pages(), true)));
        }
        return loaded;
    }

    /** Which of the events are kept in which of the visitor days. Reads all, takes apart only those that may hold one. */
    public Map<Id, Set<Long>> holding(Collection<Id> ids, Set<Long> events) {
        List<String> wanted = events.stream().map(Hashes::text).toList();
        Map<Item.Key, Item> first = items.get(ids.stream().map(id -> id.page(0)).toList());
        Map<Id, Set<Long>> holding = new HashMap<>();
        for (Id id : ids) {
            Item page = first.get(id.page(0));
            List<Item> pages = page == null ? List.of() : List.of(page);
            List<Item> all = isFull(pages) ? allPages(id) : pages;
            if (all.stream().anyMatch(each -> wanted.stream().anyMatch(each.body()::contains))) {
                VisitorDay day = of(all, false).day();
                Set<Long> held = new HashSet<>(events);
                held.removeIf(event -> day.copies(event).isEmpty());
                holding.put(id, held);
            }
        }
        return holding;
    }

    private List<Item> allPages(Id id) {
        Item.Key first = id.page(0);
        return items.query(first.table(), first.partition(), first.sort(), first.sort() + PAGE + "9999");
    }

    private static boolean isFull(List<Item> pages) {
        return !pages.isEmpty() && pages.getLast().body().length() >= FULL_PAGE_CHARS;
    }

    private static Loaded of(List<Item> pages, boolean signedBeside) {
        VisitorDay day = new VisitorDay();
        boolean signed = signedBeside;
        boolean before = false;
        for (Item page : pages) {
            VisitorDayJson.Page content = VisitorDayJson.read(page.body());
            content.addTo(day);
            signed |= content.signed();
            before |= content.before();
        }
        return new Loaded(day, pages, signed, before);
    }

    /** What is to be added to a visitor day. */
    public record Addition(List<StoredEvent> copies, List<Receipt> receipts, List<Claimed> claimed) {
        public boolean isEmpty() {
            return copies.isEmpty() && receipts.isEmpty() && claimed.isEmpty();
        }
    }

    /**
     * Writes what was added to a visitor day since it was loaded. Whoever signs the day later finds it written; whoever
     * signed it before is seen here.
     *
     * @param loaded as it was read a moment ago, or as it is believed to be: where it is another now, nothing is written
     * @param sign whether the visitor day is signed by this
     * @return the visitor day afterwards; empty when another writer was faster: load, add and append again
     */
    public Optional<Loaded> append(Id id, Loaded loaded, Addition added, boolean sign, Instant expires) {
        List<Item> pages = new ArrayList<>(loaded.pages());
        boolean signed = loaded.signed() || sign;
        Item last;
        if (pages.isEmpty() || isFull(pages)) {
            String body = VisitorDayJson.write(VisitorDayJson.Page.of(added, signed));
            last = Item.first(id.page(pages.size()), body, expires);
        } else {
            VisitorDayJson.Page content = VisitorDayJson.read(pages.getLast().body());
            content.copies().addAll(added.copies());
            content.receipts().addAll(added.receipts());
            content.claimed().addAll(added.claimed());
            last = pages.removeLast().next(VisitorDayJson.write(content.signed(signed)));
        }
        if (!items.put(last)) {
            return Optional.empty();
        }
        if (!signed && last.revision() == 1 && !pages.isEmpty()) {
            // A page before it may have been signed since it was read: it is full, so nothing else would show that.
            signed = isSigned(pages.getLast().key());
        }
        pages.add(last);
        return Optional.of(new Loaded(loaded.day(), List.copyOf(pages), signed, false));
    }

    private boolean isSigned(Item.Key page) {
        return items.get(page)
                .map(item -> VisitorDayJson.read(item.body()).signed())
                .orElse(false);
    }

    /**
     * Takes copies out of a visitor day, page by page. A page that was full still looks it, so that whoever appends
     * finds the same last page as before. False when another writer was faster: load and remove again.
     */
    public boolean remove(Id id, Loaded loaded, Predicate<StoredEvent> unwanted) {
        for (Item page : loaded.pages()) {
            VisitorDayJson.Page content = VisitorDayJson.read(page.body());
            if (content.copies().removeIf(unwanted)) {
                String left = VisitorDayJson.write(content);
                boolean full = page.body().length() >= FULL_PAGE_CHARS;
                if (!items.put(page.next(full ? VisitorDayJson.filled(left, FULL_PAGE_CHARS) : left))) {
                    return false;
                }
            }
        }
        return true;
    }

    /**
     * Deletes a visitor day that nobody writes to any more, if nothing is in it: its pages and its returning sign. Later
     * pages first, for without the first one the others are not found. Harmless to repeat.
     */
    public void deleteEmpty(Id id) {
        List<Item> pages = allPages(id);
        if (of(pages, false).day().isEmpty()) {
            pages.reversed().forEach(page -> items.delete(page.key(), page.revision()));
            items.delete(id.sign(), 1);
        }
    }

    /**
     * Says of visitor days that they cannot be understood by themselves, whether they exist or not. The sign is in the
     * last page, so a writer who did not see it fails, or reads that page again. Harmless to repeat.
     */
    public void sign(Collection<Id> ids, Function<LocalDate, Instant> expiry) {
        Map<Id, Loaded> loaded = new HashMap<>(load(ids));
        for (Id id : ids) {
            for (Contention tries = Contention.over("a visitor day", ATTEMPTS);
                    !sign(id, Objects.requireNonNull(loaded.get(id)), expiry.apply(id.day()));
                    tries.tryAgain()) {
                loaded.putAll(load(List.of(id)));
            }
        }
    }

    private boolean sign(Id id, Loaded loaded, Instant expires) {
        if (loaded.pages().isEmpty()) {
            Addition nothing = new Addition(List.of(), List.of(), List.of());
            return items.put(
                    Item.first(id.page(0), VisitorDayJson.write(VisitorDayJson.Page.of(nothing, true)), expires));
        }
        Item last = loaded.pages().getLast();
        VisitorDayJson.Page content = VisitorDayJson.read(last.body());
        return content.signed() || items.put(last.next(VisitorDayJson.write(content.signed(true))));
    }

    /** All visitor days of a bucket. */
    public Map<VisitorKey, Loaded> bucket(String site, LocalDate day, int bucket) {
        Map<VisitorKey, Loaded> days = new LinkedHashMap<>();
        forEach(site, day, bucket, days::put);
        return days;
    }

    /** All visitor days of a bucket, one after the other: a bucket may be larger than what there is room for. */
    public void forEach(String site, LocalDate day, int bucket, BiConsumer<VisitorKey, Loaded> each) {
        Pages pages = new Pages(each);
        items.forEach(Table.STATE, partition(site, day, bucket), pages::add);
        pages.end();
    }

    /** Gathers a visitor's items, which are beside each other, as all hashes of a link level are of one length. */
    private static final class Pages {
        private final BiConsumer<VisitorKey, Loaded> each;
        private final List<Item> pages = new ArrayList<>();
        private String visitor = "";
        private boolean signed;

        Pages(BiConsumer<VisitorKey, Loaded> each) {
            this.each = each;
        }

        void add(Item item) {
            String sort = item.key().sort();
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
                each.accept(VisitorKey.tryParse(visitor).orElseThrow(), of(List.copyOf(pages), signed));
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
        return site + "#" + day + "#" + name(bucket);
    }

    /** A bucket in a key: two digits. */
    public static String name(int bucket) {
        return bucket < 10 ? "0" + bucket : Integer.toString(bucket);
    }
}
