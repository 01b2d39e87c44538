package dev.cairn.aggregate.count;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import dev.cairn.domain.statistic.DayDefinitions;
import dev.cairn.domain.statistic.FunnelStatistic;
import dev.cairn.domain.statistic.RowKey;
import dev.cairn.domain.statistic.SiteStatistic;
import dev.cairn.domain.statistic.StatisticAccumulator;
import dev.cairn.domain.statistic.StatisticCounter;
import dev.cairn.domain.statistic.StatisticDefinition;
import dev.cairn.domain.statistic.StatisticSum;
import dev.cairn.domain.statistic.VisitorDayInput;
import dev.cairn.store.statistic.StatisticRegistry;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;

/**
 * All statistics of one site's day or of one of its buckets: a monoid made of monoids.
 *
 * @param sums by the key of the total's row
 * @param closings by time, epoch milliseconds: what to add to the sums as windows close, for the near future only
 * @param countedUntil when the first window closes that is not among the closings, in epoch milliseconds; from then on
 *     the figures must be recounted
 */
public record DayStatistics(
        @JsonSerialize(using = SumsCodec.Writer.class) @JsonDeserialize(using = SumsCodec.Reader.class)
        Map<RowKey, StatisticSum<?>> sums,

        @JsonSerialize(contentUsing = SumsCodec.Writer.class) @JsonDeserialize(contentUsing = SumsCodec.Reader.class)
        NavigableMap<Long, Map<RowKey, StatisticSum<?>>> closings,

        long countedUntil) {

    /** Earlier versions stored no closings. */
    @JsonCreator
    public DayStatistics {
        closings = Objects.requireNonNullElse(closings, Collections.emptyNavigableMap());
    }

    static DayStatistics empty(DayDefinitions definitions) {
        return new Builder(definitions).build();
    }

    /** When the next figure changes because a window closes, in epoch milliseconds. */
    long nextClose() {
        return closings.isEmpty() ? countedUntil : Math.min(closings.firstKey(), countedUntil);
    }

    /** The statistics as of a later time before {@link #countedUntil}, the same as if they were counted again. */
    DayStatistics at(long asOf) {
        Map<RowKey, StatisticSum<?>> sum = new LinkedHashMap<>(sums);
        closings.headMap(asOf, true).values().forEach(closed -> add(closed, sum));
        return new DayStatistics(sum, closings.tailMap(asOf, false), countedUntil);
    }

    /** The same statistics, to be recounted when the next window closes. */
    DayStatistics withoutClosings() {
        return new DayStatistics(sums, Collections.emptyNavigableMap(), nextClose());
    }

    /** The sum of both, without closings; both must have been counted for the same time. */
    DayStatistics plus(DayStatistics other) {
        Map<RowKey, StatisticSum<?>> sum = new LinkedHashMap<>(sums);
        add(other.sums, sum);
        return new DayStatistics(sum, Collections.emptyNavigableMap(), Math.min(nextClose(), other.nextClose()));
    }

    private static void add(Map<RowKey, StatisticSum<?>> more, Map<RowKey, StatisticSum<?>> into) {
        more.forEach((key, sum) -> into.merge(key, sum, (before, after) -> plus(key.statistic(), before, after)));
    }

    /** A key holds only sums of its own statistic. */
    @SuppressWarnings("unchecked")
    private static <S> StatisticSum<S> plus(
            StatisticDefinition<S> statistic, StatisticSum<?> one, StatisticSum<?> other) {
        return ((StatisticSum<S>) one).plus((StatisticSum<S>) other, statistic.values());
    }

    /** Adds up visitors in place; consistent with {@link DayStatistics#plus}. */
    static final class Builder {
        private final Map<RowKey, StatisticCounter<?>> counters = new LinkedHashMap<>();

        Builder(DayDefinitions definitions) {
            for (StatisticDefinition<?> statistic : StatisticRegistry.ALL) {
                switch (statistic) {
                    case SiteStatistic<?> ofSite -> counters.put(RowKey.of(ofSite), ofSite.counter(definitions));
                    case FunnelStatistic<?> view ->
                        definitions
                                .funnels()
                                .forEach((id, funnel) -> counters.put(RowKey.of(view, id), view.counter(funnel)));
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
            NavigableMap<Long, Map<RowKey, StatisticSum<?>>> closings = new TreeMap<>();
            long countedUntil = StatisticAccumulator.NEVER;
            for (Map.Entry<RowKey, StatisticCounter<?>> each : counters.entrySet()) {
                sums.put(each.getKey(), each.getValue().sum());
                each.getValue()
                        .closings()
                        .forEach((time, closing) -> closings.computeIfAbsent(time, any -> new LinkedHashMap<>())
                                .put(each.getKey(), closing));
                countedUntil = Math.min(countedUntil, each.getValue().countedUntil());
            }
            return new DayStatistics(sums, closings, countedUntil);
        }
    }
}
