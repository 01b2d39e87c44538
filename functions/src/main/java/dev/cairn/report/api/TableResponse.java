package dev.cairn.report.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An answer with rows, not yet cut into pages: by day, or a list of something.
 *
 * @param head what it is about
 * @param name of the rows in JSON
 * @param rows by day, then by what a day has several rows of; of a list by key; in order
 * @param total of the range; null of a list
 * @param totals one for each value of a breakdown or each name; in order; empty where there is nothing of the kind
 * @param meta null of a list
 * @param blank a row without figures: the columns that are always there
 * @param settled every day of the range is complete
 * @param comparison the same about other days; null where that was not asked for
 */
public record TableResponse(
        ObjectNode head,
        String name,
        List<Row> rows,
        @Nullable JsonNode total,
        List<Row> totals,
        @Nullable ObjectNode meta,
        ObjectNode blank,
        boolean settled,
        @Nullable Comparison comparison)
        implements Response {

    /** An answer by day. */
    public TableResponse(
            ObjectNode head,
            List<Row> rows,
            JsonNode total,
            List<Row> totals,
            ObjectNode meta,
            ObjectNode blank,
            boolean settled) {
        this(head, "rows", rows, total, totals, meta, blank, settled, null);
    }

    /** Other days to compare with. */
    public record Comparison(DayRange range, TableResponse days) {}

    /** This answer with another one of the same kind to compare it with. */
    TableResponse comparedWith(DayRange range, TableResponse days) {
        return new TableResponse(
                head, name, rows, total, totals, meta, blank, settled && days.settled, new Comparison(range, days));
    }

    /** All rows there are, in the order in which pages have them. */
    List<List<Row>> sections() {
        return comparison == null
                ? List.of(rows, totals)
                : List.of(rows, totals, comparison.days.rows, comparison.days.totals);
    }

    /**
     * A list.
     *
     * @param rows in the order of their keys
     */
    public static TableResponse list(ObjectNode head, String name, List<Row> rows, ObjectNode blank) {
        return new TableResponse(head, name, rows, null, List.of(), null, blank, false, null);
    }

    /**
     * @param date empty for a total and in a list
     * @param key orders the rows of one day; empty where a day has one row
     * @param source makes the figures when they are written, for a large breakdown has more rows than memory has room
     *     for in this form
     */
    public record Row(String date, String key, Supplier<ObjectNode> source) {
        /** One of a list. */
        public static Row of(String key, ObjectNode figures) {
            return new Row("", key, () -> figures);
        }

        public ObjectNode figures() {
            return source.get();
        }
    }
}
