package dev.cairn.store.bucket;

import dev.cairn.domain.event.VisitorKey;
import dev.cairn.store.Item;
import dev.cairn.store.ItemStore;
import dev.cairn.store.Json;
import dev.cairn.store.OptimisticRetry;
import dev.cairn.store.Table;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Stores the number of buckets over which the visitors of a site's day are spread. The number is part of the keys of
 * the day's visitor days, so it never changes, and the item that stores it is written before the first of them. A run
 * writes the item for the next day ({@link #prepare}); if none did, the first writer to the day writes
 * {@link #UNPREPARED}. Concurrent writers are safe: the first one wins, and all of them read the stored number.
 *
 * <p>The number is cached in the process. Two negative results are not: that an item is missing, and that a day that is
 * over is not sealed. A day without the item can only have visitor days from the previous version, which used 16
 * buckets per day.
 *
 * <p>The item does not expire: if a site's retention is extended, its days may receive visitor days that outlive any
 * expiry set earlier. The item is small and contains no personal data. Thread-safe.
 */
public final class DayBuckets {
    /**
     * The number of buckets of every day in the previous version, which may have written to a day that no run prepared.
     */
    public static final int UNPREPARED = 16;

    /** Every number is a power of 4, so the smaller of two numbers always divides the larger. */
    static final int MOST = 4_096;

    private static final String PREFIX = "buckets#";
    private static final int MOST_REMEMBERED = 100_000;
    private static final int ATTEMPTS = 40;

    /**
     * The shortest time between the end of a day and its sealing. After the day ends, every writer checks again whether
     * it is sealed, so this is the tolerated clock skew.
     */
    private static final Duration LATE_WRITERS = Duration.ofMinutes(30);

    private final ItemStore items;
    private final Clock clock;
    private final Map<Day, Form> known = new ConcurrentHashMap<>();

    public DayBuckets(ItemStore items, Clock clock) {
        this.items = items;
        this.clock = clock;
    }

    /** A site's day. */
    public record Day(String site, LocalDate day) {}

    /**
     * The stored form of a day.
     *
     * @param sealed whether new writes to the day are kept apart from the earlier ones, which are compacted
     *     ({@code ClosedDayChunks})
     * @param compacted whether all earlier writes are compacted
     */
    public record Form(int buckets, boolean sealed, boolean compacted) {
        private static final Form BEFORE = new Form(UNPREPARED, false, false);
    }

    /**
     * The number of buckets for a day with this many expected visitor days.
     *
     * <p>Few visitor days: a run marks, counts, caches and clears each bucket that an event falls into. On a real shop
     * that costs about 9 write units, or 45 read units, and a read unit holds about 20 visitor days. The statistics of
     * a day with one bucket are not cached. Nearly every run touches the current day's buckets, so more buckets only
     * add cost there. A late event of the previous day rereads only its own bucket, so more buckets save reads there.
     * On balance, one bucket is cheaper than 4 for up to about 10,000 visitor days.
     *
     * <p>Many visitor days: a bucket is a task, and at 45 to 75 microseconds of CPU per visitor day, 16,000 take about
     * a second. Tasks therefore stay short, and those of the largest site can be shared among hundreds of workers.
     */
    public static int forVisitorDays(long visitorDays) {
        if (visitorDays <= 10_000) {
            return 1;
        }
        if (visitorDays <= 40_000) {
            return 4;
        }
        int number = 16;
        while (number < MOST && visitorDays > number * 16_000L) {
            number *= 4;
        }
        return number;
    }

    /** The visitor's bucket on a day with this number of buckets. */
    public static int of(VisitorKey visitor, int number) {
        return Math.floorMod(visitor.hash().hashCode(), number);
    }

    /** The form of a day that is about to be written to; creates it if it does not exist. */
    public Form fixed(String site, LocalDate day) {
        Day of = new Day(site, day);
        Form stored = stored(Set.of(of)).get(of);
        return stored == null ? put(of, UNPREPARED) : stored;
    }

    /** The number of buckets of a day that is about to be written to. */
    public int fixedNumber(String site, LocalDate day) {
        Form form = known.get(new Day(site, day));
        return (form == null ? fixed(site, day) : form).buckets();
    }

    /** Sets the number of buckets of a day before anything is written to it; no effect when it is already set. */
    public void prepare(String site, LocalDate day, int number) {
        put(new Day(site, day), number);
    }

    private Form put(Day day, int number) {
        Form form = new Form(number, false, false);
        Item item = Item.first(key(day), Json.write(form), null);
        return remembered(
                day, items.put(item) ? form : form(items.get(item.key()).orElseThrow()));
    }

    /**
     * Seals a day permanently. A write that starts after this sees the seal; an earlier write is visible to every read
     * of the day that starts after this. Returns false when it is too early to seal the day, or when the day has no
     * form yet.
     */
    public boolean seal(String site, LocalDate day) {
        Day of = new Day(site, day);
        if (clock.instant().isBefore(over(day).plus(LATE_WRITERS))) {
            return false;
        }
        return change(of, before -> new Form(before.buckets(), true, before.compacted()));
    }

    /** Records that all buckets of a sealed day are compacted. */
    public void compacted(String site, LocalDate day) {
        change(new Day(site, day), before -> new Form(before.buckets(), before.sealed(), true));
    }

    /** Returns false when the day has no form. */
    private boolean change(Day day, UnaryOperator<Form> change) {
        for (OptimisticRetry tries = OptimisticRetry.over("a day's bucket layout", ATTEMPTS); ; tries.tryAgain()) {
            Item stored = items.get(key(day)).orElse(null);
            if (stored == null) {
                return false;
            }
            Form after = change.apply(form(stored));
            if (after.equals(form(stored)) || items.put(stored.next(Json.write(after)))) {
                remembered(day, after);
                return true;
            }
        }
    }

    /** The site's days that have a form and are not compacted. */
    public Set<LocalDate> uncompacted(String site) {
        return items.query(Table.STATISTICS, PREFIX + site).stream()
                .filter(item -> !form(item).compacted())
                .map(item -> day(item.key()).day())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The time at which a day is over in every time zone. */
    public static Instant over(LocalDate day) {
        return day.plusDays(1).atTime(LocalTime.NOON).toInstant(ZoneOffset.UTC);
    }

    /** The number of buckets of a day, for reading. */
    public int number(String site, LocalDate day) {
        Day of = new Day(site, day);
        Form form = known.get(of);
        return (form == null ? Objects.requireNonNull(forms(Set.of(of)).get(of)) : form).buckets();
    }

    /** The forms of days, for reading. */
    public Map<Day, Form> forms(Collection<Day> days) {
        Map<Day, Form> forms = stored(new HashSet<>(days));
        days.forEach(day -> forms.putIfAbsent(day, Form.BEFORE));
        return forms;
    }

    private Map<Day, Form> stored(Set<Day> days) {
        Map<Day, Form> stored = new HashMap<>();
        Set<Item.Key> unknown = new HashSet<>();
        for (Day day : days) {
            Form form = known.get(day);
            if (form == null || mayHaveBeenSealed(day, form)) {
                unknown.add(key(day));
            } else {
                stored.put(day, form);
            }
        }
        if (!unknown.isEmpty()) {
            items.get(unknown).values().forEach(item -> {
                Day day = day(item.key());
                stored.put(day, remembered(day, form(item)));
            });
        }
        return stored;
    }

    private boolean mayHaveBeenSealed(Day day, Form known) {
        return !known.sealed() && !clock.instant().isBefore(over(day.day()));
    }

    private Form remembered(Day day, Form form) {
        if (known.size() >= MOST_REMEMBERED) {
            known.clear();
        }
        return Objects.requireNonNull(known.merge(day, form, (before, read) -> before.sealed() ? before : read));
    }

    private static Form form(Item item) {
        return Json.read(item.body(), Form.class);
    }

    private static Item.Key key(Day day) {
        return new Item.Key(Table.STATISTICS, PREFIX + day.site(), day.day().toString());
    }

    private static Day day(Item.Key key) {
        return new Day(key.partition().substring(PREFIX.length()), LocalDate.parse(key.sort()));
    }

    /** The bucket's number in a key: two digits, or more if needed. */
    public static String name(int bucket) {
        return bucket < 10 ? "0" + bucket : Integer.toString(bucket);
    }
}
