package dev.cairn.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.domain.statistic.CompletionCounts;
import dev.cairn.domain.statistic.Counts;
import dev.cairn.domain.statistic.FunnelCounts;
import dev.cairn.store.Rows;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** How a view's counts become figures: rates, intervals and times are worked out here, for a day and for a range. */
interface FunnelFigures<S extends Counts<S>> {

    S empty(int steps);

    /** A day's row; {@code split} is one of a breakdown, whose values it is by, and otherwise it is by "". */
    Map<String, S> read(FunnelAnswer.Day day, Rows.Row row, boolean split);

    void put(ObjectNode into, S counts);

    /** The views by entry day (F5). */
    final class OfEntries implements FunnelFigures<Entries> {
        private static final double MEDIAN = 0.5;
        private static final double NINE_IN_TEN = 0.9;

        private final Forecast forecast;

        OfEntries(Forecast forecast) {
            this.forecast = forecast;
        }

        @Override
        public Entries empty(int steps) {
            return Entries.none(steps);
        }

        @Override
        public Map<String, Entries> read(FunnelAnswer.Day day, Rows.Row row, boolean split) {
            Map<String, Entries> entries = new TreeMap<>();
            Breakdowns.figures(row, FunnelCounts.ENTRY, split)
                    .forEach((value, counts) ->
                            entries.put(value, Entries.of(counts, forecast.expectedRate(day, value, counts))));
            return entries;
        }

        @Override
        public void put(ObjectNode into, Entries entries) {
            FunnelCounts counts = entries.counts();
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
            into.set("expected_rate", Fractions.share(entries.expectedRate()));
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
        public CompletionCounts empty(int steps) {
            return CompletionCounts.EMPTY;
        }

        @Override
        public Map<String, CompletionCounts> read(FunnelAnswer.Day day, Rows.Row row, boolean split) {
            return Breakdowns.figures(row, CompletionCounts.COMPLETION, split);
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
