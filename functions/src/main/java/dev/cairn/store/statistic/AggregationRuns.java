package dev.cairn.store.statistic;

import dev.cairn.store.Item;
import dev.cairn.store.ItemStore;
import dev.cairn.store.Json;
import dev.cairn.store.Table;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Stores the state that an aggregation run leaves for the next run and for readers. */
public final class AggregationRuns {
    private static final Item.Key LAST = new Item.Key(Table.STATISTICS, "runs", "last");

    /** The interval between runs, as scheduled by the template; also the grid of {@code as_of} (F2). */
    public static final Duration INTERVAL = Duration.ofMinutes(30);

    /** How long after its end a day may still receive events that were in transit (F10). */
    public static final Duration SETTLING = Duration.ofMinutes(30);

    private static final String WANTED = "wanted";
    private static final Duration FORGOTTEN_AFTER = Duration.ofHours(1);

    private final ItemStore items;

    public AggregationRuns(ItemStore items) {
        this.items = items;
    }

    /**
     * The {@code as_of} of a run that starts at this time: the time rounded down to the interval, in epoch
     * milliseconds.
     */
    public static long asOf(long millis) {
        return millis - Math.floorMod(millis, INTERVAL.toMillis());
    }

    /**
     * Whether every run processes the day (today or yesterday), and not only the run after the site's day closed (F10).
     */
    public static boolean isOfEveryRun(LocalDate day, LocalDate today) {
        return !day.isBefore(today.minusDays(1));
    }

    /**
     * The last completed run.
     *
     * @param asOf the run's {@code as_of} in epoch milliseconds, a whole half hour (F2)
     * @param pending sites whose daily part could not be finished
     */
    public record LastRun(long asOf, Set<String> pending) {}

    /** The last run that completed. */
    public Optional<LastRun> last() {
        return items.get(LAST).map(item -> Json.read(item.body(), LastRun.class));
    }

    public void finished(LastRun run) {
        items.replace(Item.first(LAST, Json.write(run), null));
    }

    /** Asks the next run to process all due days of a site, as it does once a day. */
    public void want(String site) {
        long revision = ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE);
        items.replace(new Item(new Item.Key(Table.STATISTICS, WANTED, site), revision, "{}", null));
    }

    /** Sites with a pending request, each with the revision that {@link #had} needs. */
    public Map<String, Long> wanted() {
        return items.query(Table.STATISTICS, WANTED).stream()
                .collect(Collectors.toMap(item -> item.key().sort(), Item::revision));
    }

    /** Withdraws the request for a site that was processed, unless it was requested again since. */
    public void had(String site, long revision) {
        items.delete(new Item.Key(Table.STATISTICS, WANTED, site), revision);
    }

    /**
     * The head of a day's rows.
     *
     * @param nextClose when the next window of the day closes, in epoch milliseconds; {@link Long#MAX_VALUE} for none
     * @param folding the epoch of the run that is writing the day's rows, 0 when none is
     * @param work estimated work of counting the day, in microseconds; 0 when unknown
     */
    private record Head(long nextClose, long folding, long work) {
        static final Head NONE = new Head(Long.MAX_VALUE, 0, 0);
    }

    /**
     * The state that a run leaves for a day it has folded.
     *
     * @param nextClose when the next window of the day closes, in epoch milliseconds; {@link Long#MAX_VALUE} for none
     * @param work estimated work of counting the whole day, in microseconds
     */
    public record Folded(long nextClose, long work) {
        public boolean isOpen() {
            return nextClose < Long.MAX_VALUE;
        }
    }

    /** The site's days that have open windows or were folded within the last hour. */
    public Map<LocalDate, Folded> folded(String site) {
        Map<LocalDate, Folded> folded = new TreeMap<>();
        for (Item item : items.query(Table.STATISTICS, "open#" + site)) {
            Head head = Json.read(item.body(), Head.class);
            folded.put(LocalDate.parse(item.key().sort()), new Folded(head.nextClose(), head.work()));
        }
        return folded;
    }

    /**
     * The head of a day as a run read it before reading the rows.
     *
     * @param unfinished whether a run that did not finish may have written some rows and may still write others. All
     *     rows must then be written, including unchanged and missing ones, so that later writes of that run are refused
     */
    public record DayHead(Optional<Item> stored, boolean unfinished) {}

    public DayHead head(String site, LocalDate day) {
        Optional<Item> stored = items.get(headKey(site, day));
        return new DayHead(stored, head(stored).folding() != 0);
    }

    /**
     * Claims a day for a run that has read the day's head and then the revisions of its rows, but nothing else of the
     * day. Returns false when another run has claimed the day since.
     *
     * @param epoch of the run
     */
    public boolean claim(String site, LocalDate day, DayHead read, long epoch) {
        Head head = head(read.stored());
        return put(site, day, read.stored(), new Head(head.nextClose(), epoch, head.work()), null);
    }

    /**
     * Records that all rows of a day are written. Returns false when another run has claimed the day since. The head of
     * a day without open windows is kept for longer than any run lasts: if it were deleted, a new head would reuse a
     * revision that a slow run may have read.
     *
     * @param now the current time
     */
    public boolean finish(String site, LocalDate day, long epoch, Folded folded, Instant now) {
        Optional<Item> stored = items.get(headKey(site, day));
        Instant expires = folded.isOpen() ? null : now.plus(FORGOTTEN_AFTER);
        return head(stored).folding() == epoch
                && put(site, day, stored, new Head(folded.nextClose(), 0, folded.work()), expires);
    }

    /** Removes the head of a day that is past its retention. */
    public void forget(String site, LocalDate day) {
        items.get(headKey(site, day)).ifPresent(item -> items.delete(item.key(), item.revision()));
    }

    private static Head head(Optional<Item> stored) {
        return stored.map(item -> Json.read(item.body(), Head.class)).orElse(Head.NONE);
    }

    private boolean put(String site, LocalDate day, Optional<Item> stored, Head head, @Nullable Instant expires) {
        long revision = stored.map(Item::revision).orElse(0L) + 1;
        return items.put(new Item(headKey(site, day), revision, Json.write(head), expires));
    }

    private static Item.Key headKey(String site, LocalDate day) {
        return new Item.Key(Table.STATISTICS, "open#" + site, day.toString());
    }
}
