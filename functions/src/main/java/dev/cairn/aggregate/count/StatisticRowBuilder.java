package dev.cairn.aggregate.count;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.domain.statistic.Dimension;
import dev.cairn.domain.statistic.RowKey;
import dev.cairn.domain.statistic.StatisticDefinition;
import dev.cairn.domain.statistic.StatisticSum;
import dev.cairn.domain.statistic.StatisticValues;
import dev.cairn.store.statistic.StatisticCodec;
import java.util.LinkedHashMap;
import java.util.Map;

/** Converts a day's statistics to the rows that the API reads. */
final class StatisticRowBuilder {
    private final Map<RowKey, JsonNode> rows = new LinkedHashMap<>();

    private StatisticRowBuilder() {}

    static Map<RowKey, JsonNode> of(DayStatistics day) {
        StatisticRowBuilder builder = new StatisticRowBuilder();
        day.sums().forEach((key, sum) -> builder.addRows(key, key.statistic(), sum));
        return builder.rows;
    }

    /** A key holds only sums of its own statistic. */
    @SuppressWarnings("unchecked")
    private <S> void addRows(RowKey key, StatisticDefinition<S> statistic, StatisticSum<?> sumOfKey) {
        StatisticSum<S> sum = (StatisticSum<S>) sumOfKey;
        StatisticValues<S> values = statistic.values();
        rows.put(key, StatisticCodec.write(values.kept(sum.total())));
        for (Dimension dimension : statistic.dimensions()) {
            rows.put(key.by(dimension), StatisticCodec.write(sum.largest(dimension, values)));
        }
    }
}
