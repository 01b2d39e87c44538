package dev.cairn.report.statistics;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.domain.statistic.Dimension;
import dev.cairn.domain.statistic.StatisticDefinition;
import dev.cairn.report.selection.Selection;
import dev.cairn.store.statistic.StatisticRows;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/** Shared code for breakdowns (F7). */
public final class Breakdowns {
    public static final String PARAMETER = Selection.BREAKDOWN;

    private Breakdowns() {}

    /** Adds {@code "breakdown":{"channel":"organic_search"}} to a row; null stands for an unknown value. */
    static void put(ObjectNode row, Optional<Dimension> dimension, String value) {
        dimension.ifPresent(
                by -> row.putObject(PARAMETER).put(by.word(), value.equals(Dimension.NOT_SET) ? null : value));
    }

    /** A row's figures by breakdown value; without a breakdown, under the empty value. */
    static <S> Map<String, S> figures(StatisticRows.Row row, StatisticDefinition<S> statistic, boolean split) {
        return split ? row.breakdown(statistic) : Map.of("", row.total(statistic));
    }

    static boolean usesOther(Collection<String> values) {
        return values.contains(Dimension.OTHER);
    }
}
