package dev.cairn.store;

import dev.cairn.domain.VisitorKey;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Into how many buckets the visitors of a site's day are spread. The number is part of the keys of the day's visitor
 * days, so it stands in an item that exists before the first of them and never changes. A run puts it for the next day
 * ({@link #prepare}); where no run did, the first writer puts {@link #UNPREPARED}. Several may put it at once: the first
 * wins, and each reads what is there.
 *
 * <p>What is there is remembered; that nothing is there is not. A day without the item has at most visitor days that the
 * version before wrote, which had 16 buckets a day.
 *
 * <p>The item has no expiry: where a site keeps its events for longer than before, days get visitor days that outlive
 * whatever the item was given. It is small and names nobody. Thread-safe.
 */
public final class Buckets {
    /** What every day had in the version before. It may have written visitor days of a day that no run has prepared. */
    public static final int UNPREPARED = 16;

    /** Every number is a power of 4, so that of two numbers the smaller one divides the larger one. */
    static final int MOST = 4_096;

    private static final String PREFIX = "buckets#";
    private static final int MOST_REMEMBERED = 100_000;

    private final Items items;
    private final Map<Day, Integer> known = new ConcurrentHashMap<>();

    public Buckets(Items items) {
        this.items = items;
    }

    /** A site's day. */
    public record Day(String site, LocalDate day) {}

    private record Stored(int buckets) {}

    /**
     * How many buckets a day gets whose visitor days are expected to be as many.
     *
     * <p>Few visitor days: a run marks, counts, keeps and clears each bucket that an event falls into. That costs about
     * as much as reading 150 visitor days (3 write units, or 15 read units; a read unit has some 10 visitor days). The
     * running day's buckets are touched by nearly every run, so there more buckets only cost; a late event of the day
     * before reads its bucket alone, so there they save. With one late event a run, 4 buckets are cheaper than 1 from
     * some 600 visitor days on, and 16 cheaper than 4 from 10,000. A small site would pay 0.4 write units an event for
     * 16.
     *
     * <p>Many visitor days: a bucket is a task, and at 45 to 75 microseconds of CPU a visitor day 16,000 take about a
     * second. So no task is long, and the tasks of the largest site can be shared among hundreds of workers.
     */
    public static int forVisitorDays(long visitorDays) {
        if (visitorDays <= 1_000) {
            return 1;
        }
        if (visitorDays <= 10_000) {
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

    /** The number of a day that somebody is about to write to: from now on it is there. */
    int fixed(String site, LocalDate day) {
        Day of = new Day(site, day);
        Integer stored = stored(Set.of(of)).get(of);
        return stored == null ? put(of, UNPREPARED) : stored;
    }

    /** Chooses the number of a day that nobody has written to; without effect when it is chosen already. */
    public void prepare(String site, LocalDate day, int number) {
        put(new Day(site, day), number);
    }

    private int put(Day day, int number) {
        Item item = Item.first(key(day), Json.write(new Stored(number)), null);
        int there = items.put(item) ? number : number(items.get(item.key()).orElseThrow());
        remember(day, there);
        return there;
    }

    /** The number of a day, to read what is there. */
    public int number(String site, LocalDate day) {
        Day of = new Day(site, day);
        return Objects.requireNonNull(numbers(Set.of(of)).get(of));
    }

    /** The numbers of days, to read what is there. */
    Map<Day, Integer> numbers(Collection<Day> days) {
        Map<Day, Integer> numbers = stored(new HashSet<>(days));
        days.forEach(day -> numbers.putIfAbsent(day, UNPREPARED));
        return numbers;
    }

    private Map<Day, Integer> stored(Set<Day> days) {
        Map<Day, Integer> stored = new HashMap<>();
        Set<Item.Key> unknown = new HashSet<>();
        for (Day day : days) {
            Integer number = known.get(day);
            if (number == null) {
                unknown.add(key(day));
            } else {
                stored.put(day, number);
            }
        }
        if (!unknown.isEmpty()) {
            items.get(unknown).values().forEach(item -> {
                stored.put(day(item.key()), number(item));
                remember(day(item.key()), number(item));
            });
        }
        return stored;
    }

    private void remember(Day day, int number) {
        if (known.size() >= MOST_REMEMBERED) {
            known.clear();
        }
        known.put(day, number);
    }

    private static int number(Item item) {
        return Json.read(item.body(), Stored.class).buckets();
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
