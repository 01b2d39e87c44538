package dev.cairn.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.Supplier;

/**
 * An answer by day, not yet cut into pages.
 *
 * @param head what it is about
 * @param rows by day, then by what a day has several rows of; in order
 * @param total of the range
 * @param totals one for each value of a breakdown or each name; in order; empty where there is nothing of the kind
 * @param blank a row without figures: the columns that are always there
 * @param settled every day of the range is complete
 */
record DailyReport(
        ObjectNode head,
        List<Row> rows,
        JsonNode total,
        List<Row> totals,
        ObjectNode meta,
        ObjectNode blank,
        boolean settled)
        implements Answer {

    /**
     * @param date empty for a total
     * @param key orders the rows of one day; empty where a day has one row
     * @param source makes the figures when they are written, for a large breakdown has more rows than memory has room
     *     for in this form
     */
    record Row(String date, String key, Supplier<ObjectNode> source) {
        ObjectNode figures() {
            return source.get();
        }
    }
}
