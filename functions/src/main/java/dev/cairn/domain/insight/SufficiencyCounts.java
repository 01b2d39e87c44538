package dev.cairn.domain.insight;

import dev.cairn.domain.statistic.Counts;
import dev.cairn.domain.statistic.DayDefinitions;
import dev.cairn.domain.statistic.VisitorDayInput;
import dev.cairn.domain.visit.TaggedDay.TaggedEvent;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Counts the visitors who met a micro goal on a day, and those of them who met the macro goal after the first such
 * event, on that day or later (N4.1).
 *
 * @param micros by micro goal
 */
public record SufficiencyCounts(Map<String, LaterConversionCounts> micros) implements Counts<SufficiencyCounts> {

    public static final SufficiencyCounts EMPTY = new SufficiencyCounts(Map.of());

    public LaterConversionCounts of(String micro) {
        return micros.getOrDefault(micro, LaterConversionCounts.EMPTY);
    }

    @Override
    public SufficiencyCounts plus(SufficiencyCounts other) {
        return new SufficiencyCounts(Counts.plus(micros, other.micros));
    }

    @Override
    public long weight() {
        return micros.values().stream().mapToLong(LaterConversionCounts::weight).sum();
    }

    /** Counts visitors in place. */
    static final class Counter {
        private final DayDefinitions definitions;
        private final Map<String, Map<String, LaterConversionCounts.Counter>> macros = new HashMap<>();

        Counter(DayDefinitions definitions) {
            this.definitions = definitions;
        }

        void add(VisitorDayInput input) {
            Map<String, Integer> first = new HashMap<>();
            Map<String, Integer> last = new HashMap<>();
            List<TaggedEvent> events = input.tagged().events();
            for (int i = 0; i < events.size(); i++) {
                for (String goal : events.get(i).goals()) {
                    first.putIfAbsent(goal, i);
                    last.put(goal, i);
                }
            }
            first.keySet().removeIf(goal -> !definitions.micros().contains(goal));
            if (first.isEmpty()) {
                return;
            }
            Map<String, Integer> next =
                    LaterConversionCounts.daysToNext(input.journey(), input.day(), definitions.macros());
            for (String macro : definitions.macros()) {
                int lastOfDay = last.getOrDefault(macro, -1);
                first.forEach((micro, entry) -> {
                    LaterConversionCounts.Counter counter = macros.computeIfAbsent(macro, any -> new HashMap<>())
                            .computeIfAbsent(micro, any -> new LaterConversionCounts.Counter());
                    Integer later = lastOfDay > entry ? Integer.valueOf(0) : next.get(macro);
                    if (later == null) {
                        counter.add();
                    } else {
                        counter.addConverted(later);
                    }
                });
            }
        }

        Map<String, SufficiencyCounts> counts() {
            Map<String, SufficiencyCounts> counts = new HashMap<>();
            macros.forEach((macro, micros) ->
                    counts.put(macro, new SufficiencyCounts(LaterConversionCounts.Counter.counts(micros))));
            return counts;
        }
    }
}
