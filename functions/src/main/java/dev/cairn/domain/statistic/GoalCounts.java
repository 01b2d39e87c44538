package dev.cairn.domain.statistic;

import dev.cairn.domain.event.Money;
import dev.cairn.domain.goal.Conversion;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Counts one goal's conversions on a day (F8).
 *
 * @param converters distinct visitors; link level none is not a visitor
 * @param convertingVisits visits with a counted conversion; link level none has no visits. Null in rows stored before
 *     they were counted, and in every sum that includes such a row
 * @param unverified conversions without a server key (D2); null in rows stored before they were distinguished, and in
 *     every sum that includes such a row
 * @param value by currency
 */
public record GoalCounts(
        long conversions,
        long converters,
        @Nullable Long convertingVisits,
        @Nullable Long unverified,
        Map<String, BigDecimal> value)
        implements Counts<GoalCounts> {

    public static final GoalCounts EMPTY = new GoalCounts(0, 0, 0L, 0L, Map.of());

    public static final SiteStatistic<Map<String, GoalCounts>> STATISTIC = SiteStatistic.of(
            "goals", StatisticValues.byName(GoalCounts.class), Map.of(), GoalCounts::of, GoalCounts::by);

    /** Counts by goal. */
    public static Map<String, GoalCounts> of(VisitorDayInput input) {
        return grouped(input, conversion -> "").getOrDefault("", Map.of());
    }

    /** Counts by the dimension's value for the conversion's visit, then by goal. */
    public static Map<String, Map<String, GoalCounts>> by(Dimension dimension, VisitorDayInput input) {
        return grouped(input, conversion -> input.value(dimension, conversion.visit()));
    }

    /** Counts by group, then by goal. A visitor counts as one converter in each group. */
    public static Map<String, Map<String, GoalCounts>> grouped(
            VisitorDayInput input, Function<Conversion, String> group) {
        Map<String, Map<String, GoalCounts>> groups = new TreeMap<>();
        Set<String> seen = new HashSet<>();
        Set<String> visits = new HashSet<>();
        for (Conversion conversion : input.tagged().conversions()) {
            String value = group.apply(conversion);
            boolean firstOfVisitor = input.isVisitor() && seen.add(value + "\n" + conversion.goal());
            boolean firstOfVisit = conversion.visit() >= 0 && visits.add(conversion.visit() + "\n" + conversion.goal());
            groups.computeIfAbsent(value, any -> new TreeMap<>())
                    .merge(
                            conversion.goal(),
                            new GoalCounts(
                                    1,
                                    firstOfVisitor ? 1 : 0,
                                    firstOfVisit ? 1L : 0L,
                                    conversion.verified() ? 0L : 1L,
                                    amounts(conversion.value())),
                            GoalCounts::plus);
        }
        return groups;
    }

    static Map<String, BigDecimal> amounts(@Nullable Money value) {
        return value == null ? Map.of() : Map.of(value.currency(), value.amount());
    }

    @Override
    public GoalCounts plus(GoalCounts other) {
        return new GoalCounts(
                conversions + other.conversions,
                converters + other.converters,
                plus(convertingVisits, other.convertingVisits),
                plus(unverified, other.unverified),
                plus(value, other.value));
    }

    private static @Nullable Long plus(@Nullable Long one, @Nullable Long other) {
        return one == null || other == null ? null : Long.valueOf(one + other);
    }

    static Map<String, BigDecimal> plus(Map<String, BigDecimal> one, Map<String, BigDecimal> other) {
        Map<String, BigDecimal> sum = new TreeMap<>(one);
        other.forEach((currency, amount) -> sum.merge(currency, amount, BigDecimal::add));
        return sum;
    }

    @Override
    public long weight() {
        return conversions;
    }
}
