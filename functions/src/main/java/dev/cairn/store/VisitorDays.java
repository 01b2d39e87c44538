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
import java.util.stream.Collectors;

/**
 * Visitor days: per (site, day, visitor) a few pages in the partition {@code site#day#bucket}. A page that has grown
 * to {@link #FULL_PAGE_CHARS} is never written again; what comes later goes to the next one. So a write costs about
 * one unit however much a visitor did before, and two writers of one visitor day always meet at its last page, where
 * one of them fails and repeats.
 */
public final class VisitorDays {
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
    private final Buckets buckets;

    /** Remembers the days' numbers of buckets: to be kept for as long as the process lives, where that is long. */
    public VisitorDays(Items items) {
        this.items = items;
        this.buckets = new Buckets(items);
    }

    /** Which visitor day. */
    public record Id(String site, LocalDate day, VisitorKey visitor) {
        /** By visitor, then day: the same order in every process. */
        public static final Comparator<Id> ORDER =
                Comparator.comparing(Id::visitor, VisitorKey.BY_TEXT).thenComparing(Id::day);
    }

    /** Where a visitor day is: in which bucket of its day. */
    private record Address(Id id, int bucket) {
        Item.Key page(int number) {
            String sort = number == 0 ? id.visitor.toString() : id.visitor + PAGE + "%04d".formatted(number);
            return new Item.Key(Table.STATE, partition(id.site, id.day, bucket), sort);
        }

        Item.Key sign() {
            return new Item.Key(Table.STATE, partition(id.site, id.day, bucket), id.visitor + SIGN);
        }
    }

    /** Where the visitor days are, if they exist. */
    private Map<Id, Address> addresses(Collection<Id> ids) {
        Map<Buckets.Day, Integer> numbers = buckets.numbers(
                ids.stream().map(id -> new Buckets.Day(id.site, id.day)).collect(Collectors.toSet()));
        Map<Id, Address> addresses = new HashMap<>();
        for (Id id : ids) {
            int number = Objects.requireNonNull(numbers.get(new Buckets.Day(id.site, id.day)));
            addresses.put(id, new Address(id, Buckets.of(id.visitor, number)));
        }
        return addresses;
    }

    /** Where a visitor day is that is about to be written. */
    private Address toWrite(Id id) {
        return new Address(id, place(id).bucket());
    }

    /** The bucket in which a visitor day is counted that exists or is about to. For writers: it fixes the day's number. */
    public Marks.Place place(Id id) {
        return new Marks.Place(id.site, id.day, Buckets.of(id.visitor, buckets.fixed(id.site, id.day)));
    }

    /** How many buckets a day has, to read them. */
    public int buckets(String site, LocalDate day) {
        return buckets.number(site, day);
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
        Map<Id, Loaded> loaded = new HashMap<>();
        List<Address> before = new ArrayList<>();
        forEach(ids, (address, pages) -> {
            Loaded day = of(pages, false);
            loaded.put(address.id, day);
            if (day.before()) {
                before.add(address);
            }
        });
        if (!before.isEmpty()) {
            Map<Item.Key, Item> signs =
                    items.get(before.stream().map(Address::sign).toList());
            before.stream()
                    .filter(address -> signs.containsKey(address.sign()))
                    .forEach(address -> loaded.computeIfPresent(address.id, (any, day) -> of(day.pages(), true)));
        }
        return loaded;
    }

    /** Which of the events are kept in which of the visitor days. Reads all, takes apart only those that may hold one. */
    public Map<Id, Set<Long>> holding(Collection<Id> ids, Set<Long> events) {
        List<String> wanted = events.stream().map(Hashes::text).toList();
        Map<Id, Set<Long>> holding = new HashMap<>();
        forEach(ids, (address, pages) -> {
            if (pages.stream().anyMatch(each -> wanted.stream().anyMatch(each.body()::contains))) {
                VisitorDay day = of(pages, false).day();
                Set<Long> held = new HashSet<>(events);
                held.removeIf(event -> day.copies(event).isEmpty());
                holding.put(address.id, held);
            }
        });
        return holding;
    }

    private void forEach(Collection<Id> ids, BiConsumer<Address, List<Item>> each) {
        Collection<Address> addresses = addresses(ids).values();
        Map<Item.Key, Item> first =
                items.get(addresses.stream().map(address -> address.page(0)).toList());
        for (Address address : addresses) {
            Item page = first.get(address.page(0));
            List<Item> pages = page == null ? List.of() : List.of(page);
            each.accept(address, isFull(pages) ? allPages(address) : pages);
        }
    }

    private List<Item> allPages(Address address) {
        Item.Key first = address.page(0);
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
            last = Item.first(toWrite(id).page(pages.size()), body, expires);
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
        Address address = Objects.requireNonNull(addresses(List.of(id)).get(id));
        List<Item> pages = allPages(address);
        if (of(pages, false).day().isEmpty()) {
            pages.reversed().forEach(page -> items.delete(page.key(), page.revision()));
            items.delete(address.sign(), 1);
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
            String body = VisitorDayJson.write(VisitorDayJson.Page.of(nothing, true));
            return items.put(Item.first(toWrite(id).page(0), body, expires));
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

    /**
     * All visitor days of a bucket, one after the other: a bucket may be larger than what there is room for. What the
     * version before wrote into another bucket than the day's number says is in none: nobody else finds it either.
     */
    public void forEach(String site, LocalDate day, int bucket, BiConsumer<VisitorKey, Loaded> each) {
        int number = buckets(site, day);
        Pages pages = new Pages((visitor, loaded) -> {
            if (Buckets.of(visitor, number) == bucket) {
                each.accept(visitor, loaded);
            }
        });
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
        return site + "#" + day + "#" + Buckets.name(bucket);
    }
}
