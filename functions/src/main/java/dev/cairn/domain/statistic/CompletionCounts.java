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
 * Counts the events that completed one funnel's chain on a day, whenever the entry was (F4, view {@code completion}).
 *
 * @param value by currency, under the funnel's last goal
 * @param lags by local days since the chain's entry: {@code 0}, {@code 1}, {@code 2-7}, {@code 8-14}, {@code 15-30},
 *     {@code 31-60}, {@code 61+}
 */
public record CompletionCounts(long completed, Map<String, BigDecimal> value, Map<String, Long> lags)
        implements Counts<CompletionCounts> {

    public static final CompletionCounts EMPTY = new CompletionCounts(0, Map.of(), Map.of());

    /** The view by day of the completing event. */
    public static final FunnelStatistic<CompletionCounts> COMPLETION = new FunnelStatistic<>(
            "completion", StatisticValues.of(CompletionCounts.class), funnel -> EMPTY, CompletionCounts::add);

    /** The labels of the lags, in order. */
    public static final List<String> LAGS = List.of("0", "1", "2-7", "8-14", "15-30", "31-60", "61+");

    private static void add(Funnel funnel, VisitorDayInput facts, StatisticTotals<CompletionCounts> into) {
        for (FunnelMatcher.Completion each : completions(funnel, facts)) {
            CompletionCounts counts = of(funnel, each);
            into.add(counts);
            into.addToAll(each.entry().touch(), counts);
        }
    }

    /** Returns the day's completions; empty unless the visitor is linkable. */
    private static List<FunnelMatcher.Completion> completions(Funnel funnel, VisitorDayInput facts) {
        return facts.visitor().linkable()
                ? FunnelMatcher.completions(funnel, facts.journey()).stream()
                        .filter(completion -> completion.event().day().equals(facts.day()))
                        .toList()
                : List.of();
    }

    private static CompletionCounts of(Funnel funnel, FunnelMatcher.Completion completion) {
        Money value = completion.event().values().get(funnel.steps().getLast());
        long days = ChronoUnit.DAYS.between(
                completion.entry().day(), completion.event().day());
        return new CompletionCounts(1, amounts(value), Map.of(lag(days), 1L));
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
    public CompletionCounts plus(CompletionCounts other) {
        Map<String, Long> sum = new TreeMap<>(lags);
        other.lags.forEach((lag, count) -> sum.merge(lag, count, Long::sum));
        return new CompletionCounts(completed + other.completed, GoalCounts.plus(value, other.value), sum);
    }

    @Override
    public long weight() {
        return completed;
    }
}
