package dev.cairn.report;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.domain.statistic.Dimension;
import dev.cairn.store.Json;
import dev.cairn.store.Rows;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What the resources share about breakdowns (F7). */
final class Breakdowns {
    static final String PARAMETER = "breakdown";

    static final Map<String, Dimension> WORDS =
            Arrays.stream(Dimension.values()).collect(Collectors.toMap(Dimension::word, Function.identity()));

    private Breakdowns() {}

    /** The rows' resource: that of the whole days, or of a breakdown. */
    static String resource(String resource, Optional<Dimension> dimension) {
        return dimension.map(by -> resource + "/by/" + by.word()).orElse(resource);
    }

    /** Adds {@code "breakdown":{"channel":"organic_search"}} to a row; null is what is not known of a visit. */
    static void put(ObjectNode row, Optional<Dimension> dimension, String value) {
        dimension.ifPresent(
                by -> row.putObject(PARAMETER).put(by.word(), value.equals(Dimension.NOT_SET) ? null : value));
    }

    /** A row's figures by name, in order. */
    static <S> Map<String, S> figures(Rows.Row row, Class<S> type) {
        JavaType map = Json.MAPPER.getTypeFactory().constructMapType(TreeMap.class, String.class, type);
        return Json.MAPPER.convertValue(row.figures(), map);
    }

    /** A row's figures by value of a breakdown; without one, under the empty value. */
    static <S> Map<String, S> figures(Rows.Row row, Class<S> type, boolean split) {
        return split ? figures(row, type) : Map.of("", Json.MAPPER.convertValue(row.figures(), type));
    }

    static boolean usesOther(Collection<String> values) {
        return values.contains(Dimension.OTHER);
    }
}
