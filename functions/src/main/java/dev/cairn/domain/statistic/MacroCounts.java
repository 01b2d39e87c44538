package dev.cairn.domain.statistic;

import dev.cairn.domain.goal.Conversion;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Counts the conversions of all macro goals together (F8).
 *
 * @param visits visits with at least one of these conversions; link level none has no visits
 * @param value by currency
 */
public record MacroCounts(long conversions, long visits, Map<String, BigDecimal> value) {
    public static final MacroCounts NONE = new MacroCounts(0, 0, Map.of());

    /** Groups a day's conversions of the macro goals. */
    static Map<String, MacroCounts> grouped(
            VisitorDayInput input, Set<String> macros, Function<Conversion, String> group) {
        Map<String, MacroCounts> groups = new TreeMap<>();
        Set<Integer> visits = new HashSet<>();
        for (Conversion conversion : input.tagged().conversions()) {
            if (macros.contains(conversion.goal())) {
                boolean firstOfVisit = conversion.visit() >= 0 && visits.add(conversion.visit());
                groups.merge(
                        group.apply(conversion),
                        new MacroCounts(1, firstOfVisit ? 1 : 0, GoalCounts.amounts(conversion.value())),
                        MacroCounts::plus);
            }
        }
        return groups;
    }

    MacroCounts plus(MacroCounts other) {
        if (other.conversions == 0) {
            return this;
        }
        return new MacroCounts(
                conversions + other.conversions, visits + other.visits, GoalCounts.plus(value, other.value));
    }
}
