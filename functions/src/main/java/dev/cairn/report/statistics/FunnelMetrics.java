package dev.cairn.report.statistics;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.domain.statistic.Counts;
import dev.cairn.domain.statistic.FunnelCompletionCounts;
import dev.cairn.domain.statistic.FunnelCounts;
import dev.cairn.domain.statistic.LifeTable;
import dev.cairn.domain.statistic.LifeTable.Expectation;
import dev.cairn.report.api.MoneyJson;
import dev.cairn.report.api.Ratios;
import dev.cairn.store.statistic.StatisticRows;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Computes rates, intervals and times from a view's counts, for a day and for a range. */
interface FunnelMetrics<S extends Counts<S>> {

    S empty(int steps);

    /** The counts of a day's row by breakdown value if {@code split}, otherwise under "". */
    Map<String, S> read(FunnelTable.Day day, StatisticRows.Row row, boolean split);

    /** Writes the figures for the counts into an object, and returns the object. */
    ObjectNode put(ObjectNode into, S counts);

    /** Whether figures are null because the counts are too small. */
    default boolean isFew(S counts) {
        return false;
    }

    /** The views by entry day (F5). */
    final class OfEntries implements FunnelMetrics<ExpectedFunnelCounts> {
        private static final double MEDIAN = 0.5;
        private static final double NINE_IN_TEN = 0.9;

        private final ConversionForecast forecast;

        OfEntries(ConversionForecast forecast) {
            this.forecast = forecast;
        }

        @Override
        public ExpectedFunnelCounts empty(int steps) {
            return ExpectedFunnelCounts.none(steps);
        }

        @Override
        public Map<String, ExpectedFunnelCounts> read(FunnelTable.Day day, StatisticRows.Row row, boolean split) {
            Map<String, ExpectedFunnelCounts> entries = new TreeMap<>();
            Breakdowns.figures(row, FunnelCounts.ENTRY, split)
                    .forEach((value, counts) -> entries.put(
                            value, ExpectedFunnelCounts.of(counts, forecast.expectation(day, value, counts))));
            return entries;
        }

        @Override
        public boolean isFew(ExpectedFunnelCounts entries) {
            long entered = entries.counts().entered();
            return entered > 0 && entered < LifeTable.FEWEST_ENTRIES;
        }

        @Override
        public ObjectNode put(ObjectNode into, ExpectedFunnelCounts entries) {
            FunnelCounts counts = entries.counts();
            into.put("entered", counts.entered());
            putAll(into.putArray("reached"), counts.reached());
            into.put("converted", counts.outcomes().converted())
                    .put("in_progress", counts.outcomes().inProgress())
                    .put("dropped", counts.outcomes().dropped())
                    .put("excluded", counts.outcomes().excluded());
            putAll(into.putArray("dropped_after"), counts.droppedAfter());
            putRates(into, counts);
            ObjectNode seconds = into.putObject("seconds_from_previous");
            putQuantile(seconds.putArray("p50"), counts.times(), MEDIAN);
            putQuantile(seconds.putArray("p90"), counts.times(), NINE_IN_TEN);
            into.set("maturity", Ratios.share(counts.closed(), counts.entered()));
            putExpected(into, entries);
            putJourneys(into, counts);
            return into;
        }

        /** The differences of rounded numbers, so that the continuing and the lost visitors add up. */
        private static void putExpected(ObjectNode into, ExpectedFunnelCounts entries) {
            Expectation expected = entries.expected();
            if (expected == null) {
                into.putNull("expected_reached")
                        .putNull("expected_lost")
                        .putNull("expected_rate")
                        .putNull("expected_within_days");
                return;
            }
            List<Long> reached = entries.expectedReached();
            putAll(into.putArray("expected_reached"), reached);
            ArrayNode lost = into.putArray("expected_lost");
            for (int step = 1; step < reached.size(); step++) {
                lost.add(reached.get(step - 1) - reached.get(step));
            }
            into.set("expected_rate", Ratios.share(entries.expectedRate()));
            into.put("expected_within_days", expected.withinDays());
        }

        private static void putJourneys(ObjectNode into, FunnelCounts counts) {
            Map<String, BigDecimal> value = counts.journeys().value();
            into.set("value", value == null ? NullNode.getInstance() : MoneyJson.json(value));
            into.set(
                    "value_per_entry",
                    value == null || counts.entered() < LifeTable.FEWEST_ENTRIES
                            ? NullNode.getInstance()
                            : MoneyJson.shares(value, counts.entered()));
            List<Long> cameIn = counts.journeys().cameIn();
            if (cameIn == null) {
                into.putNull("came_in");
            } else {
                putAll(into.putArray("came_in"), cameIn);
            }
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
                stepRate.add(Ratios.share(reached, previous));
                totalRate.add(Ratios.share(reached, counts.entered()));
                interval.add(Ratios.wilson(reached, counts.entered()));
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
    final class OfCompletions implements FunnelMetrics<FunnelCompletionCounts> {
        @Override
        public FunnelCompletionCounts empty(int steps) {
            return FunnelCompletionCounts.EMPTY;
        }

        @Override
        public Map<String, FunnelCompletionCounts> read(FunnelTable.Day day, StatisticRows.Row row, boolean split) {
            return Breakdowns.figures(row, FunnelCompletionCounts.COMPLETION, split);
        }

        @Override
        public ObjectNode put(ObjectNode into, FunnelCompletionCounts counts) {
            into.put("completed", counts.completed());
            into.set("value", MoneyJson.json(counts.value()));
            ObjectNode lags = into.putObject("lags");
            FunnelCompletionCounts.LAGS.forEach(
                    lag -> lags.put(lag, counts.lags().getOrDefault(lag, 0L)));
            return into;
        }
    }
}
