package dev.cairn.domain.statistic;

import dev.cairn.domain.event.Money;
import dev.cairn.domain.funnel.Funnel;
import dev.cairn.domain.funnel.FunnelEvent;
import dev.cairn.domain.funnel.FunnelMatcher;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Counts the entries of one funnel on one day (F1, F2, F5), and the visitors who arrived on that day (N8.2).
 *
 * @param entered visitors who did step 1
 * @param reached by step: number of visitors who got at least that far
 * @param outcomes the entries by their state
 * @param droppedAfter by step: number of visitors who dropped out after it
 * @param closed entries whose window has closed (for {@code maturity})
 * @param times by step: number of visitors per bucket b = floor(8·log2(1 + seconds)) of the time from the previous
 *     step; empty for step 1
 * @param lags number of conversions by local days since the entry day (F6); null in rows stored before lags were
 *     counted
 * @param journeys figures from these visitors' journeys, which extend beyond the day
 */
public record FunnelCounts(
        long entered,
        List<Long> reached,
        Outcomes outcomes,
        List<Long> droppedAfter,
        long closed,
        List<Map<Integer, Long>> times,
        @Nullable Map<Integer, Long> lags,
        Journeys journeys)
        implements Counts<FunnelCounts> {

    /** The view by entry day. */
    public static final FunnelStatistic<FunnelCounts> ENTRY = statistic("entry", FunnelCounts::addEntry);

    /** The view of all visitors, with the window cut at midnight. */
    public static final FunnelStatistic<FunnelCounts> SAME_DAY = statistic("same_day", FunnelCounts::addSameDay);

    /** A visitor arrives again after this many local days without a step of the funnel (N8.2). */
    public static final int DAYS_AWAY = 30;

    private static final int BUCKETS_PER_DOUBLING = 8;

    /** Numbers of entries by their state at the time of counting (F2). They add up to all entries. */
    public record Outcomes(long converted, long inProgress, long dropped, long excluded) {
        public static final Outcomes NONE = new Outcomes(0, 0, 0, 0);

        /** Returns the outcome of one entry. */
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

    /**
     * The figures that are counted from journeys. Each is null in rows stored before it was counted, and in every sum
     * that includes such a row.
     *
     * @param stepLags by step: number of entries that first reached it, by local days since the entry day (F6); empty
     *     for step 1, and for the last step, whose lags are {@link FunnelCounts#lags}
     * @param value by currency: amounts, under the last step's goal, of the events at which the converted entries first
     *     reached the last step (N8.1)
     * @param cameIn by step: number of visitors who arrived at it (N8.2); null in the same-day view, which does not
     *     track visitors across days
     */
    public record Journeys(
            @Nullable List<Map<Integer, Long>> stepLags,
            @Nullable Map<String, BigDecimal> value,
            @Nullable List<Long> cameIn) {
        /** For rows stored before journeys were counted. */
        public static final Journeys UNKNOWN = new Journeys(null, null, null);

        Journeys plus(Journeys other) {
            return new Journeys(
                    stepLags == null || other.stepLags == null ? null : sums(stepLags, other.stepLags),
                    value == null || other.value == null ? null : GoalCounts.plus(value, other.value),
                    cameIn == null || other.cameIn == null ? null : FunnelCounts.plus(cameIn, other.cameIn));
        }

        Journeys withoutArrivals() {
            return new Journeys(stepLags, value, null);
        }
    }

    public static FunnelCounts empty(int steps) {
        return of(0, Collections.nCopies(steps, 0L), new Journeys(noneBySteps(steps), Map.of(), zeros(steps)));
    }

    /** Returns counts in which only the entries, the steps reached and the journeys are known. */
    private static FunnelCounts of(long entered, List<Long> reached, Journeys journeys) {
        int steps = reached.size();
        return new FunnelCounts(
                entered, reached, Outcomes.NONE, zeros(steps), 0, noneBySteps(steps), Map.of(), journeys);
    }

    private static List<Long> zeros(int steps) {
        return Collections.nCopies(steps, 0L);
    }

    private static List<Map<Integer, Long>> noneBySteps(int steps) {
        return Collections.nCopies(steps, Map.of());
    }

    private static FunnelStatistic<FunnelCounts> statistic(String name, FunnelStatistic.Of<FunnelCounts> of) {
        return new FunnelStatistic<>(
                name,
                StatisticValues.of(FunnelCounts.class),
                funnel -> empty(funnel.steps().size()),
                of);
    }

    private static void addEntry(Funnel funnel, VisitorDayInput input, StatisticAccumulator<FunnelCounts> into) {
        entry(funnel, input).ifPresent(entry -> add(entry, of(funnel, entry, input.asOf()), input, into));
        arrival(funnel, input).ifPresent(event -> {
            FunnelCounts counts = cameIn(funnel, event);
            into.add(counts);
            into.addToAll(event.touch(), counts);
        });
    }

    private static void addSameDay(Funnel funnel, VisitorDayInput input, StatisticAccumulator<FunnelCounts> into) {
        sameDay(funnel, input).ifPresent(entry -> {
            FunnelCounts counts = of(funnel, entry, input.asOf());
            add(entry, counts.with(counts.journeys.withoutArrivals()), input, into);
        });
    }

    private static void add(
            FunnelMatcher.Entry entry,
            FunnelCounts counts,
            VisitorDayInput input,
            StatisticAccumulator<FunnelCounts> into) {
        into.add(counts);
        into.addToAll(entry.first().touch(), counts);
        if (input.asOf() < entry.closesAt()) {
            into.closesAt(entry.closesAt(), input.asOf(), entry.first().touch(), counts.onceClosed(entry.depth()));
        }
    }

    /**
     * Returns the event with which a linkable visitor arrives (N8.2): the day's first event that meets a step, if no
     * event did in the {@link #DAYS_AWAY} local days before.
     */
    private static Optional<FunnelEvent> arrival(Funnel funnel, VisitorDayInput input) {
        LocalDate day = input.day();
        LocalDate first = day.minusDays(DAYS_AWAY);
        return input.visitor().linkable()
                ? input.journey().stream()
                        .filter(event ->
                                !event.day().isBefore(first) && !event.day().isAfter(day))
                        .filter(event -> funnel.steps().stream().anyMatch(event.goals()::contains))
                        .findFirst()
                        .filter(event -> event.day().equals(day))
                : Optional.empty();
    }

    private static FunnelCounts cameIn(Funnel funnel, FunnelEvent event) {
        List<Long> cameIn = new ArrayList<>(zeros(funnel.steps().size()));
        for (int step = 0; step < cameIn.size(); step++) {
            if (event.goals().contains(funnel.steps().get(step))) {
                cameIn.set(step, 1L);
                break;
            }
        }
        int steps = cameIn.size();
        return of(0, zeros(steps), new Journeys(noneBySteps(steps), Map.of(), cameIn));
    }

    /**
     * Returns a linkable visitor's entry on this day, including later events of the journey; empty if there is no
     * entry.
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
                1,
                reached,
                Outcomes.of(state),
                droppedAfter,
                asOf >= entry.closesAt() ? 1 : 0,
                times,
                lags(entry, steps),
                new Journeys(stepLags(entry, steps), value(funnel, entry), zeros(steps)));
    }

    private static Map<Integer, Long> lags(FunnelMatcher.Entry entry, int step) {
        return entry.depth() < step
                ? Map.of()
                : Map.of(
                        (int) ChronoUnit.DAYS.between(
                                entry.first().day(),
                                entry.reachedAt().get(step - 1).day()),
                        1L);
    }

    private static List<Map<Integer, Long>> stepLags(FunnelMatcher.Entry entry, int steps) {
        List<Map<Integer, Long>> stepLags = new ArrayList<>();
        for (int step = 1; step <= steps; step++) {
            stepLags.add(step == 1 || step == steps ? Map.of() : lags(entry, step));
        }
        return stepLags;
    }

    private static Map<String, BigDecimal> value(Funnel funnel, FunnelMatcher.Entry entry) {
        if (entry.depth() < funnel.steps().size()) {
            return Map.of();
        }
        Money value = entry.reachedAt().getLast().values().get(funnel.steps().getLast());
        return value == null ? Map.of() : Map.of(value.currency(), value.amount());
    }

    /** Returns how the counts of one open entry change if its window closes without another event. */
    private FunnelCounts onceClosed(int depth) {
        int steps = reached.size();
        List<Long> dropped = new ArrayList<>(zeros(steps));
        dropped.set(depth - 1, outcomes.inProgress());
        List<Long> none = journeys.cameIn == null ? null : zeros(steps);
        return new FunnelCounts(
                0,
                zeros(steps),
                new Outcomes(0, -outcomes.inProgress(), outcomes.inProgress(), 0),
                dropped,
                1,
                noneBySteps(steps),
                Map.of(),
                new Journeys(noneBySteps(steps), Map.of(), none));
    }

    private FunnelCounts with(Journeys others) {
        return new FunnelCounts(entered, reached, outcomes, droppedAfter, closed, times, lags, others);
    }

    /** Returns, by lag, the number of entries that first reached a step (numbered from 2); null if unknown. */
    public @Nullable Map<Integer, Long> lagsOf(int step) {
        return step == reached.size() ? lags : journeys.stepLags == null ? null : journeys.stepLags.get(step - 1);
    }

    /** Returns the bucket of a time: floor(8·log2(1 + seconds)) (F5). */
    public static int timeBucket(long millis) {
        double seconds = millis / 1000.0;
        return (int) Math.floor(BUCKETS_PER_DOUBLING * Math.log(1 + seconds) / Math.log(2));
    }

    /**
     * Returns the lower edge, 2^(b/8) - 1 rounded down to whole seconds, of the bucket that contains the ceil(q·n)-th
     * time (F5). Empty if there are no times.
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
        return new FunnelCounts(
                entered + other.entered,
                plus(reached, other.reached),
                outcomes.plus(other.outcomes),
                plus(droppedAfter, other.droppedAfter),
                closed + other.closed,
                sums(times, other.times),
                lags == null || other.lags == null ? null : sum(lags, other.lags),
                journeys.plus(other.journeys));
    }

    private static List<Map<Integer, Long>> sums(List<Map<Integer, Long>> one, List<Map<Integer, Long>> other) {
        List<Map<Integer, Long>> sums = new ArrayList<>();
        for (int step = 0; step < Math.max(one.size(), other.size()); step++) {
            sums.add(sum(
                    step < one.size() ? one.get(step) : Map.of(), step < other.size() ? other.get(step) : Map.of()));
        }
        return sums;
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
