package dev.cairn.domain.statistic;

import dev.cairn.domain.event.Money;
import dev.cairn.domain.funnel.Funnel;
import dev.cairn.domain.funnel.FunnelMatcher;
import java.math.BigDecimal;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Counts the events that completed a chain of one funnel on a day, regardless of the entry day (F4, view
 * {@code completion}).
 *
 * @param value by currency, under the funnel's last goal
 * @param lags by local days since the chain's entry: {@code 0}, {@code 1}, {@code 2-7}, {@code 8-14}, {@code 15-30},
 *     {@code 31-60}, {@code 61+}
 */
public record FunnelCompletionCounts(long completed, Map<String, BigDecimal> value, Map<String, Long> lags)
        implements Counts<FunnelCompletionCounts> {

    public static final FunnelCompletionCounts EMPTY = new FunnelCompletionCounts(0, Map.of(), Map.of());

    /** The view by day of the completing event. */
    public static final FunnelStatistic<FunnelCompletionCounts> COMPLETION = new FunnelStatistic<>(
            "completion",
            StatisticValues.of(FunnelCompletionCounts.class),
            funnel -> EMPTY,
            FunnelCompletionCounts::add);

    /** The labels of the lags, in order. */
    public static final List<String> LAGS = List.of("0", "1", "2-7", "8-14", "15-30", "31-60", "61+");

    private static void add(Funnel funnel, VisitorDayInput input, StatisticAccumulator<FunnelCompletionCounts> into) {
        for (FunnelMatcher.Completion each : completions(funnel, input)) {
            FunnelCompletionCounts counts = of(funnel, each);
            into.add(counts);
            into.addToAll(each.entry().touch(), counts);
        }
    }

    /** Returns the day's completions; empty unless the visitor is linkable. */
    private static List<FunnelMatcher.Completion> completions(Funnel funnel, VisitorDayInput input) {
        return input.visitor().linkable()
                ? FunnelMatcher.completions(funnel, input.journey()).stream()
                        .filter(completion -> completion.event().day().equals(input.day()))
                        .toList()
                : List.of();
    }

    private static FunnelCompletionCounts of(Funnel funnel, FunnelMatcher.Completion completion) {
        Money value = completion.event().values().get(funnel.steps().getLast());
        long days = ChronoUnit.DAYS.between(
                completion.entry().day(), completion.event().day());
        return new FunnelCompletionCounts(1, amounts(value), Map.of(lag(days), 1L));
    }

    private static Map<String, BigDecimal> amounts(@Nullable Money value) {
        return value == null ? Map.of() : Map.of(value.currency(), value.amount());
    }

    static String lag(long days) {
        if (days <= 1) {
            return Long.toString(days);
        }
        return days <= 7 ? "2-7" : days <= 14 ? "8-14" : days <= 30 ? "15-30" : days <= 60 ? "31-60" : "61+";
    }

    @Override
    public FunnelCompletionCounts plus(FunnelCompletionCounts other) {
        Map<String, Long> sum = new TreeMap<>(lags);
        other.lags.forEach((lag, count) -> sum.merge(lag, count, Long::sum));
        return new FunnelCompletionCounts(completed + other.completed, GoalCounts.plus(value, other.value), sum);
    }

    @Override
    public long weight() {
        return completed;
    }
}
