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

/** What one run of the aggregator leaves for the next and for readers. */
public final class AggregationRuns {
    private static final Item.Key LAST = new Item.Key(Table.STATISTICS, "runs", "last");

    private static final String WANTED = "wanted";
    private static final Duration FORGOTTEN_AFTER = Duration.ofHours(1);

    private final ItemStore items;

    public AggregationRuns(ItemStore items) {
        this.items = items;
    }

    /**
     * @param asOf of the run, epoch milliseconds, a whole half hour (F2)
     * @param pending sites whose daily part could not be finished
     */
    public record LastRun(long asOf, Set<String> pending) {}

    /** The last run that came to its end. */
    public Optional<LastRun> last() {
        return items.get(LAST).map(item -> Json.read(item.body(), LastRun.class));
    }

    public void finished(LastRun run) {
        items.replace(Item.first(LAST, Json.write(run), null));
    }

    /** Asks the next run to look at every day of a site that is to be looked at, as it does once a day. */
    public void want(String site) {
        long revision = ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE);
        items.replace(new Item(new Item.Key(Table.STATISTICS, WANTED, site), revision, "{}", null));
    }

    /** Sites whose every day is asked for, each with what {@link #had} needs. */
    public Map<String, Long> wanted() {
        return items.query(Table.STATISTICS, WANTED).stream()
                .collect(Collectors.toMap(item -> item.key().sort(), Item::revision));
    }

    /** The site was looked at; unless it was asked for again since. */
    public void had(String site, long revision) {
        items.delete(new Item.Key(Table.STATISTICS, WANTED, site), revision);
    }

    /**
     * The head of a day's rows.
     *
     * @param nextClose when the next window of the day closes, epoch milliseconds; {@link Long#MAX_VALUE} for none
     * @param folding the epoch of the run that is writing the day's rows, 0 when none is
     * @param work that counting the day is, microseconds; 0 when that is not known
     */
    private record Head(long nextClose, long folding, long work) {
        static final Head NONE = new Head(Long.MAX_VALUE, 0, 0);
    }

    /**
     * What a run leaves of a day that it has folded.
     *
     * @param nextClose when the next window of the day closes, epoch milliseconds; {@link Long#MAX_VALUE} for none
     * @param work that counting all of it is, estimated, microseconds
     */
    public record Folded(long nextClose, long work) {
        public boolean isOpen() {
            return nextClose < Long.MAX_VALUE;
        }
    }

    /** Days of a site that have open windows, or were folded within the hour. */
    public Map<LocalDate, Folded> folded(String site) {
        Map<LocalDate, Folded> folded = new TreeMap<>();
        for (Item item : items.query(Table.STATISTICS, "open#" + site)) {
            Head head = Json.read(item.body(), Head.class);
            folded.put(LocalDate.parse(item.key().sort()), new Folded(head.nextClose(), head.work()));
        }
        return folded;
    }

    /**
     * The head of a day as a run read it, before the rows.
     *
     * @param unfinished a run that did not finish may have written some rows, and may still write others: all rows are
     *     to be put then, also equal ones and those that are not there, so that whatever it writes later is refused
     */
    public record DayHead(Optional<Item> stored, boolean unfinished) {}

    public DayHead head(String site, LocalDate day) {
        Optional<Item> stored = items.get(headKey(site, day));
        return new DayHead(stored, head(stored).folding() != 0);
    }

    /**
     * Claims a day for a run that has read its head and then the revisions of its rows, in this order, and has read
     * nothing else of it yet. False when another run has claimed it since.
     *
     * @param epoch of the run
     */
    public boolean claim(String site, LocalDate day, DayHead read, long epoch) {
        Head head = head(read.stored());
        return put(site, day, read.stored(), new Head(head.nextClose(), epoch, head.work()), null);
    }

    /**
     * All rows of a day are written. False when another run has claimed the day since. The head of a day without open
     * windows stays longer than any run lasts: deleted, it would begin again with a revision that a slow run has read.
     *
     * @param now the time
     */
    public boolean finish(String site, LocalDate day, long epoch, Folded folded, Instant now) {
        Optional<Item> stored = items.get(headKey(site, day));
        Instant expires = folded.isOpen() ? null : now.plus(FORGOTTEN_AFTER);
        return head(stored).folding() == epoch
                && put(site, day, stored, new Head(folded.nextClose(), 0, folded.work()), expires);
    }

    /** Forgets a day that is past its retention. */
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
