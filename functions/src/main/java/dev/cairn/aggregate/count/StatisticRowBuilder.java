package dev.cairn.aggregate.count;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.domain.statistic.Dimension;
import dev.cairn.domain.statistic.RowKey;
import dev.cairn.domain.statistic.StatisticDefinition;
import dev.cairn.domain.statistic.StatisticSum;
import dev.cairn.domain.statistic.StatisticValues;
import dev.cairn.store.statistic.StatisticCodec;
import dev.cairn.store.statistic.StatisticRegistry;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Converts a day's statistics to the rows that readers get. */
final class StatisticRowBuilder {
    private final Map<RowKey, JsonNode> rows = new LinkedHashMap<>();

    private StatisticRowBuilder() {}

    static Map<RowKey, JsonNode> of(DayStatistics day) {
        StatisticRowBuilder figures = new StatisticRowBuilder();
        day.sums().forEach((key, sum) -> figures.put(key, key.statistic(), sum));
        return figures.rows;
    }

    /** Every row a day can have. */
    static List<RowKey> resources(Collection<String> funnels) {
        return StatisticRegistry.rows(funnels);
    }

    /** A key holds only sums of its own statistic. */
    @SuppressWarnings("unchecked")
    private <S> void put(RowKey key, StatisticDefinition<S> statistic, StatisticSum<?> sum) {
        put(key, (StatisticSum<S>) sum, statistic.values());
    }

    private <S> void put(RowKey key, StatisticSum<S> sum, StatisticValues<S> values) {
        rows.put(key, StatisticCodec.write(values.kept(sum.total())));
        if (key.statistic().hasBreakdowns()) {
            for (Dimension dimension : Dimension.values()) {
                rows.put(key.by(dimension), StatisticCodec.write(sum.largest(dimension, values)));
            }
        }
    }
}
