package dev.cairn.domain.insight;

import dev.cairn.domain.statistic.Counts;
import dev.cairn.domain.statistic.DayDefinitions;
import dev.cairn.domain.statistic.VisitorDayInput;
import dev.cairn.domain.visit.TaggedDay.TaggedEvent;
import dev.cairn.domain.visit.Visit;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Counts the visitors who were new on a day (no visit in the 30 days before) and did not meet the macro goal that day,
 * and those of them who met it later. Visitors who met a micro goal that day are also counted separately (N2). The
 * counts are split by the number of pages viewed that day, so that visitors are compared with equally active ones
 * (N2.6).
 *
 * @param strata by number of page views: {@code 0-1}, {@code 2-3}, {@code 4-7}, {@code 8+}
 */
public record AssociationCounts(Map<String, Stratum> strata) implements Counts<AssociationCounts> {

    public static final AssociationCounts EMPTY = new AssociationCounts(Map.of());

    /**
     * The visitors with a similar number of page views.
     *
     * @param cohort all of these visitors
     * @param exposed those who met a micro goal, by goal
     */
    public record Stratum(LaterConversionCounts cohort, Map<String, LaterConversionCounts> exposed)
            implements Counts<Stratum> {
        static final Stratum EMPTY = new Stratum(LaterConversionCounts.EMPTY, Map.of());

        @Override
        public Stratum plus(Stratum other) {
            return new Stratum(cohort.plus(other.cohort), Counts.plus(exposed, other.exposed));
        }

        @Override
        public long weight() {
            return cohort.weight();
        }

        /** Returns the visitors by whether they met the micro goal and whether they converted within the window. */
        FourfoldTable table(String micro, int window) {
            LaterConversionCounts with = exposed.getOrDefault(micro, LaterConversionCounts.EMPTY);
            long n11 = with.convertedWithin(window);
            long n01 = cohort.convertedWithin(window) - n11;
            return new FourfoldTable(n11, with.followed() - n11, n01, cohort.followed() - with.followed() - n01);
        }
    }

    /** Returns the whole cohort. */
    public LaterConversionCounts cohort() {
        return whole().cohort();
    }

    /** Returns the fourfold table of a micro goal over all strata. */
    public FourfoldTable table(String micro, int window) {
        return whole().table(micro, window);
    }

    private Stratum whole() {
        return strata.values().stream().reduce(Stratum.EMPTY, Stratum::plus);
    }

    /** Returns the fourfold table of a micro goal in each stratum. */
    public List<FourfoldTable> tables(String micro, int window) {
        return strata.values().stream().map(each -> each.table(micro, window)).toList();
    }

    static String stratum(int pageViews) {
        return pageViews <= 1 ? "0-1" : pageViews <= 3 ? "2-3" : pageViews <= 7 ? "4-7" : "8+";
    }

    @Override
    public AssociationCounts plus(AssociationCounts other) {
        return new AssociationCounts(Counts.plus(strata, other.strata));
    }

    @Override
    public long weight() {
        return cohort().weight();
    }

    /** Counts visitors in place. */
    static final class Counter {
        private final DayDefinitions definitions;
        private final Map<String, Map<String, StratumCounter>> macros = new HashMap<>();

        Counter(DayDefinitions definitions) {
            this.definitions = definitions;
        }

        private record StratumCounter(
                LaterConversionCounts.Counter cohort, Map<String, LaterConversionCounts.Counter> exposed) {
            StratumCounter() {
                this(new LaterConversionCounts.Counter(), new HashMap<>());
            }

            Stratum counts() {
                return new Stratum(cohort.counts(), LaterConversionCounts.Counter.counts(exposed));
            }
        }

        void add(VisitorDayInput input) {
            LocalDate day = input.day();
            if (definitions.macros().isEmpty()
                    || input.visited(day.minusDays(MicroCounts.LOOK_BACK_DAYS), day.minusDays(1))) {
                return;
            }
            Set<String> met = new HashSet<>();
            for (TaggedEvent event : input.tagged().events()) {
                met.addAll(event.goals());
            }
            Map<String, Integer> outcomes =
                    LaterConversionCounts.daysToNext(input.journey(), day, definitions.macros());
            List<String> exposures =
                    met.stream().filter(definitions.micros()::contains).toList();
            String stratum = stratum(
                    input.tagged().visits().stream().mapToInt(Visit::pageViews).sum());
            for (String macro : definitions.macros()) {
                if (!met.contains(macro)) {
                    add(macro, stratum, exposures, outcomes.get(macro));
                }
            }
        }

        private void add(String macro, String stratum, List<String> exposures, @Nullable Integer outcome) {
            StratumCounter counter = macros.computeIfAbsent(macro, any -> new HashMap<>())
                    .computeIfAbsent(stratum, any -> new StratumCounter());
            List<LaterConversionCounts.Counter> counters = new ArrayList<>();
            counters.add(counter.cohort());
            exposures.forEach(micro ->
                    counters.add(counter.exposed().computeIfAbsent(micro, any -> new LaterConversionCounts.Counter())));
            for (LaterConversionCounts.Counter each : counters) {
                if (outcome == null) {
                    each.add();
                } else {
                    each.addConverted(outcome);
                }
            }
        }

        Map<String, AssociationCounts> counts() {
            Map<String, AssociationCounts> counts = new HashMap<>();
            macros.forEach((macro, strata) -> {
                Map<String, Stratum> byPageViews = new TreeMap<>();
                strata.forEach((stratum, counter) -> byPageViews.put(stratum, counter.counts()));
                counts.put(macro, new AssociationCounts(byPageViews));
            });
            return counts;
        }
    }
}
