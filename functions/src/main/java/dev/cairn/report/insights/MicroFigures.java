package dev.cairn.report.insights;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.domain.insight.AssistCounts;
import dev.cairn.domain.insight.FourfoldTable;
import dev.cairn.domain.insight.LaterConversionCounts;
import dev.cairn.domain.insight.RatioEstimate;
import dev.cairn.domain.statistic.FunnelCounts;
import dev.cairn.report.api.MoneyJson;
import dev.cairn.report.api.Ratios;
import dev.cairn.store.Json;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes the figures of one micro goal. A rate is null below a denominator of 25 (N0.6). */
final class MicroFigures {
    static final int FEWEST = FourfoldTable.FEWEST;
    private static final double MEDIAN = 0.5;

    private MicroFigures() {}

    static JsonNode rate(long part, long whole) {
        return whole < FEWEST ? NullNode.getInstance() : Ratios.share(part, whole);
    }

    static JsonNode interval(long part, long whole) {
        return whole < FEWEST ? NullNode.getInstance() : Ratios.wilson(part, whole);
    }

    static JsonNode interval(@Nullable RatioEstimate estimate) {
        ArrayNode interval = Json.MAPPER.createArrayNode();
        return estimate == null
                ? NullNode.getInstance()
                : interval.add(Ratios.number(estimate.low())).add(Ratios.number(estimate.high()));
    }

    static JsonNode number(@Nullable Double number) {
        return number == null ? NullNode.getInstance() : Ratios.number(number);
    }

    /** @param counts null if assists are unknown */
    static ObjectNode assist(@Nullable AssistCounts counts, String micro) {
        AssistCounts.Micro of = counts == null ? AssistCounts.Micro.EMPTY : counts.of(micro);
        long macros = counts == null ? 0 : counts.macros();
        boolean known = counts != null;
        ObjectNode assist = Json.MAPPER.createObjectNode();
        assist.put("macros", known ? macros : null).put("assisted", known ? of.assisted() : null);
        assist.set("rate", rate(of.assisted(), macros));
        assist.set("interval", interval(of.assisted(), macros));
        assist.put("last", known ? of.last() : null);
        assist.set("fractional", number(known ? of.fractional() : null));
        assist.set("value", MoneyJson.json(of.value()));
        assist.put(
                "lag_seconds_p50",
                FunnelCounts.quantileSeconds(of.lags(), MEDIAN).orElse(null));
        return assist;
    }

    /** @param table null if the day is not mature or the figures are unknown */
    static ObjectNode association(@Nullable FourfoldTable table) {
        FourfoldTable cells = table == null ? new FourfoldTable(0, 0, 0, 0) : table;
        boolean known = table != null;
        ObjectNode association = Json.MAPPER.createObjectNode();
        association
                .put("n11", known ? cells.n11() : null)
                .put("n10", known ? cells.n10() : null)
                .put("n01", known ? cells.n01() : null)
                .put("n00", known ? cells.n00() : null);
        association.set("exposed_rate", rate(cells.n11(), cells.exposed()));
        association.set("other_rate", rate(cells.n01(), cells.others()));
        return association;
    }

    /** @param counts null if the day is not mature or the figures are unknown */
    static ObjectNode sufficiency(@Nullable LaterConversionCounts counts, int window) {
        LaterConversionCounts of = counts == null ? LaterConversionCounts.EMPTY : counts;
        ObjectNode sufficiency = Json.MAPPER.createObjectNode();
        sufficiency
                .put("entries", counts == null ? null : of.followed())
                .put("converted", counts == null ? null : of.convertedWithin(window));
        sufficiency.set("rate", rate(of.convertedWithin(window), of.followed()));
        return sufficiency;
    }

    static ObjectNode byMicros(Map<Integer, Long> counts) {
        ObjectNode byMicros = Json.MAPPER.createObjectNode();
        counts.forEach((micros, macros) -> byMicros.put(micros.toString(), macros));
        return byMicros;
    }
}
