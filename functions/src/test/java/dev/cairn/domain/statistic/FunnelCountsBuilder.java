package dev.cairn.domain.statistic;

import dev.cairn.domain.statistic.FunnelCounts.Journeys;
import dev.cairn.domain.statistic.FunnelCounts.Outcomes;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Builds a funnel's counts for tests: nobody left, converted or closed until told otherwise. */
public final class FunnelCountsBuilder {
    private final List<Long> reached;
    private Outcomes outcomes = Outcomes.NONE;
    private List<Long> droppedAfter;
    private long closed;
    private List<Map<Integer, Long>> times;
    private @Nullable Map<Integer, Long> lags = Map.of();
    private Journeys journeys;

    private FunnelCountsBuilder(List<Long> reached) {
        this.reached = reached;
        this.droppedAfter = Collections.nCopies(reached.size(), 0L);
        this.times = Collections.nCopies(reached.size(), Map.of());
        this.journeys = new Journeys(times, Map.of(), droppedAfter);
    }

    /** Begins with the visitors by step; the first number is that of the entries. */
    public static FunnelCountsBuilder reached(Long... bySteps) {
        return new FunnelCountsBuilder(List.of(bySteps));
    }

    public FunnelCountsBuilder outcomes(long converted, long inProgress, long dropped, long excluded) {
        outcomes = new Outcomes(converted, inProgress, dropped, excluded);
        return this;
    }

    public FunnelCountsBuilder droppedAfter(Long... bySteps) {
        droppedAfter = List.of(bySteps);
        return this;
    }

    public FunnelCountsBuilder closed(long entries) {
        closed = entries;
        return this;
    }

    public FunnelCountsBuilder times(List<Map<Integer, Long>> bySteps) {
        times = bySteps;
        return this;
    }

    public FunnelCountsBuilder lags(@Nullable Map<Integer, Long> conversions) {
        lags = conversions;
        return this;
    }

    /** By step; the first and the last are empty. */
    public FunnelCountsBuilder stepLags(List<Map<Integer, Long>> bySteps) {
        journeys = new Journeys(bySteps, journeys.value(), journeys.cameIn());
        return this;
    }

    public FunnelCountsBuilder value(Map<String, BigDecimal> byCurrency) {
        journeys = new Journeys(journeys.stepLags(), byCurrency, journeys.cameIn());
        return this;
    }

    public FunnelCountsBuilder cameIn(Long... bySteps) {
        journeys = new Journeys(journeys.stepLags(), journeys.value(), List.of(bySteps));
        return this;
    }

    public FunnelCountsBuilder journeysUnknown() {
        journeys = Journeys.UNKNOWN;
        return this;
    }

    public FunnelCounts build() {
        return new FunnelCounts(reached.getFirst(), reached, outcomes, droppedAfter, closed, times, lags, journeys);
    }
}
