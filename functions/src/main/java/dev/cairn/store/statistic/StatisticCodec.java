package dev.cairn.store.statistic;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.type.TypeFactory;
import dev.cairn.domain.statistic.StatisticDefinition;
import dev.cairn.domain.statistic.StatisticSum;
import dev.cairn.store.Json;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Encodes statistics as JSON, for rows and for sums in partials. */
public final class StatisticCodec {
    private static final TypeFactory TYPES = Json.MAPPER.getTypeFactory();
    private static final Map<StatisticDefinition<?>, JavaType> TOTALS =
            StatisticRegistry.ALL.stream().collect(Collectors.toMap(Function.identity(), StatisticCodec::typeOfTotal));
    private static final Map<StatisticDefinition<?>, JavaType> SUMS = StatisticRegistry.ALL.stream()
            .collect(Collectors.toMap(
                    Function.identity(),
                    statistic -> TYPES.constructParametricType(StatisticSum.class, TOTALS.get(statistic))));

    private StatisticCodec() {}

    /** Encodes a total, or one value of a breakdown. */
    public static JsonNode write(Object value) {
        return Json.MAPPER.valueToTree(value);
    }

    public static <S> S readTotal(JsonNode figures, StatisticDefinition<S> statistic) {
        return Json.MAPPER.convertValue(figures, total(statistic));
    }

    /** Decodes a breakdown, ordered by the value of its dimension. */
    public static <S> Map<String, S> readBreakdown(JsonNode figures, StatisticDefinition<S> statistic) {
        return Json.MAPPER.convertValue(figures, byText(total(statistic)));
    }

    /** The type of a {@link StatisticSum}. */
    public static JavaType sum(StatisticDefinition<?> statistic) {
        return Objects.requireNonNull(SUMS.get(statistic));
    }

    private static JavaType total(StatisticDefinition<?> statistic) {
        return Objects.requireNonNull(TOTALS.get(statistic));
    }

    private static JavaType typeOfTotal(StatisticDefinition<?> statistic) {
        JavaType counts = TYPES.constructType(statistic.values().type());
        return statistic.values().isByName() ? byText(counts) : counts;
    }

    private static JavaType byText(JavaType values) {
        return TYPES.constructMapType(TreeMap.class, TYPES.constructType(String.class), values);
    }
}
