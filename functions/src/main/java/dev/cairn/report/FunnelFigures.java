package dev.cairn.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.domain.statistic.CompletionCounts;
import dev.cairn.domain.statistic.Counts;
import dev.cairn.domain.statistic.FunnelCounts;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How a view's counts become figures: rates, intervals and times are worked out here, for a day and for a range. */
interface FunnelFigures<S extends Counts<S>> {

    Class<S> type();

    S empty(int steps);

    void put(ObjectNode into, S counts);

    /** The views by entry day (F5). */
    final class OfEntries implements FunnelFigures<FunnelCounts> {
        private static final double MEDIAN = 0.5;
        private static final double NINE_IN_TEN = 0.9;

        @Override
        public Class<FunnelCounts> type() {
            return FunnelCounts.class;
        }

        @Override
        public FunnelCounts empty(int steps) {
            return FunnelCounts.empty(steps);
        }

        @Override
        public void put(ObjectNode into, FunnelCounts counts) {
            into.put("entered", counts.entered());
            putAll(into.putArray("reached"), counts.reached());
            into.put("converted", counts.converted())
                    .put("in_progress", counts.inProgress())
                    .put("dropped", counts.dropped())
                    .put("excluded", counts.excluded());
            putAll(into.putArray("dropped_after"), counts.droppedAfter());
            putRates(into, counts);
            ObjectNode seconds = into.putObject("seconds_from_previous");
            putQuantile(seconds.putArray("p50"), counts.times(), MEDIAN);
            putQuantile(seconds.putArray("p90"), counts.times(), NINE_IN_TEN);
            into.set("maturity", Fractions.share(counts.closed(), counts.entered()));
            into.putNull("expected_rate");
        }

        private static void putAll(ArrayNode array, List<Long> counts) {
            counts.forEach(array::add);
        }

        private static void putRates(ObjectNode into, FunnelCounts counts) {
            ArrayNode stepRate = into.putArray("step_rate");
            ArrayNode totalRate = into.putArray("total_rate");
            ArrayNode interval = into.putArray("interval");
            long previous = counts.entered();
            for (long reached : counts.reached()) {
                stepRate.add(Fractions.share(reached, previous));
                totalRate.add(Fractions.share(reached, counts.entered()));
                interval.add(Fractions.wilson(reached, counts.entered()));
                previous = reached;
            }
        }

        private static void putQuantile(ArrayNode array, List<Map<Integer, Long>> times, double q) {
            for (Map<Integer, Long> step : times) {
                Optional<Long> seconds = FunnelCounts.quantileSeconds(step, q);
                array.add(seconds.orElse(null));
            }
        }
    }

    /** The view by the day of the completing event (F4). */
    final class OfCompletions implements FunnelFigures<CompletionCounts> {
        @Override
        public Class<CompletionCounts> type() {
            return CompletionCounts.class;
        }

        @Override
        public CompletionCounts empty(int steps) {
            return CompletionCounts.EMPTY;
        }

        @Override
        public void put(ObjectNode into, CompletionCounts counts) {
            into.put("completed", counts.completed());
            into.set("value", Amounts.json(counts.value()));
            ObjectNode lags = into.putObject("lags");
            CompletionCounts.LAGS.forEach(lag -> lags.put(lag, counts.lags().getOrDefault(lag, 0L)));
        }
    }
}
