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
 * Into how many buckets the visitors of a site's day are spread. The number is part of the keys of the day's visitor
 * days, so it stands in an item that exists before the first of them and never changes. A run puts it for the next day
 * ({@link #prepare}); where no run did, the first writer puts {@link #UNPREPARED}. Several may put it at once: the first
 * wins, and each reads what is there.
 *
 * <p>The number is remembered; that nothing is there is not, nor, once the day is over, that it is not sealed. A day without the item has at most visitor days that the
 * version before wrote, which had 16 buckets a day.
 *
 * <p>The item has no expiry: where a site keeps its events for longer than before, days get visitor days that outlive
 * whatever the item was given. It is small and names nobody. Thread-safe.
 */
public final class DayBuckets {
    /** What every day had in the version before. It may have written visitor days of a day that no run has prepared. */
    public static final int UNPREPARED = 16;

    /** Every number is a power of 4, so that of two numbers the smaller one divides the larger one. */
    static final int MOST = 4_096;

    private static final String PREFIX = "buckets#";
    private static final int MOST_REMEMBERED = 100_000;
    private static final int ATTEMPTS = 40;

    /**
     * From the time at which a day is over everybody looks again whether it is sealed, and that much later it may be:
     * what clocks may differ by.
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
     * What is said of a day.
     *
     * @param sealed what comes for the day is kept apart from what came before, which is compacted ({@code ClosedDayChunks})
     * @param compacted all of what came before is
     */
    public record Form(int buckets, boolean sealed, boolean compacted) {
        private static final Form BEFORE = new Form(UNPREPARED, false, false);
    }

    /**
     * How many buckets a day gets whose visitor days are expected to be as many.
     *
     * <p>Few visitor days: a run marks, counts, keeps and clears each bucket that an event falls into. On a real shop
     * that costs some 9 write units, or 45 read units, and a read unit has some 20 visitor days. What a day with one
     * bucket comes to is not kept. The running day's buckets are touched by nearly every run, so there more buckets only
     * cost; a late event of the day before reads its bucket alone, so there they save. So one bucket is cheaper than 4 up
     * to some 10,000 visitor days.
     *
     * <p>Many visitor days: a bucket is a task, and at 45 to 75 microseconds of CPU a visitor day 16,000 take about a
     * second. So no task is long, and the tasks of the largest site can be shared among hundreds of workers.
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

    /** The bucket of a visitor on a day with that number of them. */
    public static int of(VisitorKey visitor, int number) {
        return Math.floorMod(visitor.hash().hashCode(), number);
    }

    /** What is said of a day that somebody is about to write to: from now on it is there. */
    public Form fixed(String site, LocalDate day) {
        Day of = new Day(site, day);
        Form stored = stored(Set.of(of)).get(of);
        return stored == null ? put(of, UNPREPARED) : stored;
    }

    /** The number of such a day. */
    public int fixedNumber(String site, LocalDate day) {
        Form form = known.get(new Day(site, day));
        return (form == null ? fixed(site, day) : form).buckets();
    }

    /** Chooses the number of a day that nobody has written to; without effect when it is chosen already. */
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
     * Seals a day, for good: whoever writes to it from now on sees that, or has written before and is seen by whoever
     * reads the day after this. False when it is too early for that, or when nobody has written to the day.
     */
    public boolean seal(String site, LocalDate day) {
        Day of = new Day(site, day);
        if (clock.instant().isBefore(over(day).plus(LATE_WRITERS))) {
            return false;
        }
        return change(of, before -> new Form(before.buckets(), true, before.compacted()));
    }

    /** All buckets of a sealed day are compacted. */
    public void compacted(String site, LocalDate day) {
        change(new Day(site, day), before -> new Form(before.buckets(), before.sealed(), true));
    }

    /** False when nothing is said of the day. */
    private boolean change(Day day, UnaryOperator<Form> change) {
        for (OptimisticRetry tries = OptimisticRetry.over("a day's form", ATTEMPTS); ; tries.tryAgain()) {
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

    /** The days of a site that are not compacted, of those that have a form. */
    public Set<LocalDate> uncompacted(String site) {
        return items.query(Table.STATISTICS, PREFIX + site).stream()
                .filter(item -> !form(item).compacted())
                .map(item -> day(item.key()).day())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** When a day is over wherever somebody is: it begins and ends at different times in different zones. */
    public static Instant over(LocalDate day) {
        return day.plusDays(1).atTime(LocalTime.NOON).toInstant(ZoneOffset.UTC);
    }

    /** The number of a day, to read what is there. */
    public int number(String site, LocalDate day) {
        Day of = new Day(site, day);
        Form form = known.get(of);
        return (form == null ? Objects.requireNonNull(forms(Set.of(of)).get(of)) : form).buckets();
    }

    /** What is said of days, to read what is there. */
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

    /** A bucket in a key: two digits, or as many as it needs. */
    public static String name(int bucket) {
        return bucket < 10 ? "0" + bucket : Integer.toString(bucket);
    }
}
