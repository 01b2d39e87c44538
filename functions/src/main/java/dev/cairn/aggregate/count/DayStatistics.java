package dev.cairn.aggregate.count;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import dev.cairn.domain.funnel.Funnel;
import dev.cairn.domain.statistic.FunnelStatistic;
import dev.cairn.domain.statistic.RowKey;
import dev.cairn.domain.statistic.SiteStatistic;
import dev.cairn.domain.statistic.StatisticAccumulator;
import dev.cairn.domain.statistic.StatisticCounter;
import dev.cairn.domain.statistic.StatisticDefinition;
import dev.cairn.domain.statistic.StatisticSum;
import dev.cairn.domain.statistic.VisitorDayInput;
import dev.cairn.store.statistic.StatisticRegistry;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * All statistics of one site's day or of one of its buckets: a monoid made of monoids.
 *
 * @param sums by the key of the total's row
 * @param nextClose when the next figure changes because a window closes, in epoch milliseconds
 */
public record DayStatistics(
        @JsonSerialize(using = SumsCodec.Writer.class) @JsonDeserialize(using = SumsCodec.Reader.class)
        Map<RowKey, StatisticSum<?>> sums,

        long nextClose) {

    static DayStatistics empty(Map<String, Funnel> funnels) {
        return new Builder(funnels).build();
    }

    DayStatistics plus(DayStatistics other) {
        Map<RowKey, StatisticSum<?>> sum = new LinkedHashMap<>(sums);
        other.sums.forEach((key, more) -> sum.merge(key, more, (one, two) -> plus(key.statistic(), one, two)));
        return new DayStatistics(sum, Math.min(nextClose, other.nextClose));
    }

    /** A key holds only sums of its own statistic. */
    @SuppressWarnings("unchecked")
    private static <S> StatisticSum<S> plus(
            StatisticDefinition<S> statistic, StatisticSum<?> one, StatisticSum<?> other) {
        return ((StatisticSum<S>) one).plus((StatisticSum<S>) other, statistic.values());
    }

    /** Adds visitors up in place; consistent with {@link DayStatistics#plus}. */
    static final class Builder {
        private final Map<RowKey, StatisticCounter<?>> counters = new LinkedHashMap<>();

        Builder(Map<String, Funnel> funnels) {
            for (StatisticDefinition<?> statistic : StatisticRegistry.ALL) {
                switch (statistic) {
                    case SiteStatistic<?> ofSite -> counters.put(RowKey.of(ofSite), ofSite.counter());
                    case FunnelStatistic<?> view ->
                        funnels.forEach((id, funnel) -> counters.put(RowKey.of(view, id), view.counter(funnel)));
                }
            }
        }

        void add(VisitorDayInput input) {
            for (StatisticCounter<?> counter : counters.values()) {
                counter.add(input);
            }
        }

        DayStatistics build() {
            Map<RowKey, StatisticSum<?>> sums = new LinkedHashMap<>();
            long nextClose = StatisticAccumulator.NEVER;
            for (Map.Entry<RowKey, StatisticCounter<?>> each : counters.entrySet()) {
                sums.put(each.getKey(), each.getValue().sum());
                nextClose = Math.min(nextClose, each.getValue().nextClose());
            }
            return new DayStatistics(sums, nextClose);
        }
    }
}
