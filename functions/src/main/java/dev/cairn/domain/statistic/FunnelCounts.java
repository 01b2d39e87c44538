package dev.cairn.domain.statistic;

import dev.cairn.domain.funnel.Funnel;
import dev.cairn.domain.funnel.FunnelMatcher;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Counts the entries of one funnel on one day (F1, F2, F5).
 *
 * @param entered visitors who did step 1
 * @param reached by step: number of visitors who got at least that far
 * @param outcomes the entries by their state
 * @param droppedAfter by step: number of visitors who dropped after it
 * @param closed entries whose window has closed (for {@code maturity})
 * @param times by step: number of visitors per bucket b = floor(8·log2(1 + seconds)) of the time from the previous
 *     step; empty for step 1
 * @param lags number of conversions by local days since the entry day (F6); null in rows stored before lags were
 *     counted
 */
public record FunnelCounts(
        long entered,
        List<Long> reached,
        Outcomes outcomes,
        List<Long> droppedAfter,
        long closed,
        List<Map<Integer, Long>> times,
        @Nullable Map<Integer, Long> lags)
        implements Counts<FunnelCounts> {

    /** The view by entry day. */
    public static final FunnelStatistic<FunnelCounts> ENTRY = statistic("entry", FunnelCounts::entry);

    /** The view of all visitors, with the window cut at midnight. */
    public static final FunnelStatistic<FunnelCounts> SAME_DAY = statistic("same_day", FunnelCounts::sameDay);

    private static final int BUCKETS_PER_DOUBLING = 8;

    /** Numbers of entries by their state at the time of counting (F2); together they are all entries. */
    public record Outcomes(long converted, long inProgress, long dropped, long excluded) {
        public static final Outcomes NONE = new Outcomes(0, 0, 0, 0);

        /** The outcome of one entry. */
        static Outcomes of(FunnelMatcher.State state) {
            return switch (state) {
                case CONVERTED -> new Outcomes(1, 0, 0, 0);
                case IN_PROGRESS -> new Outcomes(0, 1, 0, 0);
                case DROPPED -> new Outcomes(0, 0, 1, 0);
                case EXCLUDED -> new Outcomes(0, 0, 0, 1);
            };
        }

        Outcomes plus(Outcomes other) {
            return new Outcomes(
                    converted + other.converted,
                    inProgress + other.inProgress,
                    dropped + other.dropped,
                    excluded + other.excluded);
        }
    }

    public static FunnelCounts empty(int steps) {
        return new FunnelCounts(
                0,
                Collections.nCopies(steps, 0L),
                Outcomes.NONE,
                Collections.nCopies(steps, 0L),
                0,
                Collections.nCopies(steps, Map.of()),
                Map.of());
    }

    private static FunnelStatistic<FunnelCounts> statistic(
            String name, BiFunction<Funnel, VisitorDayInput, Optional<FunnelMatcher.Entry>> entries) {
        return new FunnelStatistic<>(
                name,
                StatisticValues.of(FunnelCounts.class),
                funnel -> empty(funnel.steps().size()),
                (funnel, input, into) ->
                        entries.apply(funnel, input).ifPresent(entry -> add(funnel, entry, input.asOf(), into)));
    }

    private static void add(
            Funnel funnel, FunnelMatcher.Entry entry, long asOf, StatisticAccumulator<FunnelCounts> into) {
        FunnelCounts counts = of(funnel, entry, asOf);
        into.add(counts);
        into.addToAll(entry.first().touch(), counts);
        if (asOf < entry.closesAt()) {
            into.closesAt(entry.closesAt());
        }
    }

    /**
     * Returns a linkable visitor's entry on this day, including later events of the journey; empty without an entry.
     */
    public static Optional<FunnelMatcher.Entry> entry(Funnel funnel, VisitorDayInput input) {
        return input.visitor().linkable()
                ? FunnelMatcher.entry(funnel, input.journey(), input.day())
                : Optional.empty();
    }

    /** Returns any visitor's entry on this day, with the window cut at local midnight. */
    public static Optional<FunnelMatcher.Entry> sameDay(Funnel funnel, VisitorDayInput input) {
        return input.isVisitor()
                ? FunnelMatcher.sameDay(
                        funnel, input.journey(), input.day(), input.calendar().endOf(input.day()))
                : Optional.empty();
    }

    public static FunnelCounts of(Funnel funnel, FunnelMatcher.Entry entry, long asOf) {
        int steps = funnel.steps().size();
        FunnelMatcher.State state = entry.state(funnel, asOf);
        List<Long> reached = new ArrayList<>();
        List<Long> droppedAfter = new ArrayList<>();
        List<Map<Integer, Long>> times = new ArrayList<>();
        for (int step = 1; step <= steps; step++) {
            reached.add(entry.depth() >= step ? 1L : 0L);
            droppedAfter.add(state == FunnelMatcher.State.DROPPED && entry.depth() == step ? 1L : 0L);
            long millis = entry.millisFromPrevious()[step - 1];
            times.add(millis < 0 ? Map.of() : Map.of(timeBucket(millis), 1L));
        }
        return new FunnelCounts(
                1, reached, Outcomes.of(state), droppedAfter, asOf >= entry.closesAt() ? 1 : 0, times, lags(entry));
    }

    private static Map<Integer, Long> lags(FunnelMatcher.Entry entry) {
        return entry.convertedOn() == null
                ? Map.of()
                : Map.of((int) ChronoUnit.DAYS.between(entry.first().day(), entry.convertedOn()), 1L);
    }

    static int timeBucket(long millis) {
        double seconds = millis / 1000.0;
        return (int) Math.floor(BUCKETS_PER_DOUBLING * Math.log(1 + seconds) / Math.log(2));
    }

    /**
     * Returns the lower edge, 2^(b/8) - 1 rounded down to whole seconds, of the bucket that holds the ceil(q·n)-th time
     * (F5). Empty when there are no times.
     */
    public static Optional<Long> quantileSeconds(Map<Integer, Long> times, double q) {
        long count = times.values().stream().mapToLong(Long::longValue).sum();
        long rank = (long) Math.ceil(q * count);
        for (Map.Entry<Integer, Long> bucket : new TreeMap<>(times).entrySet()) {
            rank -= bucket.getValue();
            if (rank <= 0) {
                return Optional.of((long) Math.floor(Math.pow(2, bucket.getKey() / (double) BUCKETS_PER_DOUBLING) - 1));
            }
        }
        return Optional.empty();
    }

    @Override
    public FunnelCounts plus(FunnelCounts other) {
        List<Map<Integer, Long>> sumOfTimes = new ArrayList<>();
        for (int step = 0; step < Math.max(times.size(), other.times.size()); step++) {
            sumOfTimes.add(sum(
                    step < times.size() ? times.get(step) : Map.of(),
                    step < other.times.size() ? other.times.get(step) : Map.of()));
        }
        return new FunnelCounts(
                entered + other.entered,
                plus(reached, other.reached),
                outcomes.plus(other.outcomes),
                plus(droppedAfter, other.droppedAfter),
                closed + other.closed,
                sumOfTimes,
                lags == null || other.lags == null ? null : sum(lags, other.lags));
    }

    private static Map<Integer, Long> sum(Map<Integer, Long> one, Map<Integer, Long> other) {
        Map<Integer, Long> sum = new TreeMap<>(one);
        other.forEach((key, count) -> sum.merge(key, count, Long::sum));
        return sum;
    }

    private static List<Long> plus(List<Long> one, List<Long> other) {
        List<Long> sum = new ArrayList<>();
        for (int i = 0; i < Math.max(one.size(), other.size()); i++) {
            sum.add((i < one.size() ? one.get(i) : 0) + (i < other.size() ? other.get(i) : 0));
        }
        return sum;
    }

    @Override
    public long weight() {
        return entered;
    }
}
