package dev.cairn.report.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A response with rows, by day or as a list, before it is divided into pages.
 *
 * @param head fields that identify the report
 * @param name the rows' field name in JSON
 * @param rows by day, then by key if a day has several rows; in a list, by key
 * @param totals of the range
 * @param meta null for a list
 * @param blank a row without figures, for the columns that are always present
 * @param settled whether every day of the range is complete
 * @param comparison the same report on other days; null unless requested
 */
public record TableResponse(
        ObjectNode head,
        String name,
        List<Row> rows,
        Totals totals,
        @Nullable ObjectNode meta,
        ObjectNode blank,
        boolean settled,
        @Nullable Comparison comparison)
        implements Response {

    /** A response by day, without a comparison. */
    public TableResponse(
            ObjectNode head,
            List<Row> rows,
            JsonNode total,
            List<Row> totals,
            ObjectNode meta,
            ObjectNode blank,
            boolean settled) {
        this(head, "rows", rows, new Totals(total, totals), meta, blank, settled, null);
    }

    /**
     * The figures for the whole range.
     *
     * @param ofRange null for a list
     * @param byValue one for each breakdown value or name, in order; empty if there are none
     */
    public record Totals(@Nullable JsonNode ofRange, List<Row> byValue) {
        static final Totals NONE = new Totals(null, List.of());
    }

    /** The days to compare with. */
    public record Comparison(DayRange range, TableResponse days) {}

    /** This response, compared with another one of the same kind. */
    TableResponse comparedWith(DayRange range, TableResponse days) {
        return new TableResponse(
                head, name, rows, totals, meta, blank, settled && days.settled, new Comparison(range, days));
    }

    /** This response without its rows. */
    TableResponse withoutRows() {
        Comparison other = comparison == null ? null : new Comparison(comparison.range, comparison.days.withoutRows());
        return new TableResponse(head, name, List.of(), totals, meta, blank, settled, other);
    }

    /** All rows, in the order in which they are paged. */
    List<List<Row>> sections() {
        return comparison == null
                ? List.of(rows, totals.byValue)
                : List.of(rows, totals.byValue, comparison.days.rows, comparison.days.totals.byValue);
    }

    /**
     * A list.
     *
     * @param rows in the order of their keys
     */
    public static TableResponse list(ObjectNode head, String name, List<Row> rows, ObjectNode blank) {
        return new TableResponse(head, name, rows, Totals.NONE, null, blank, false, null);
    }

    /**
     * @param date empty for a total and in a list
     * @param key orders the rows of one day; empty where a day has one row
     * @param source creates the figures when they are written, because a large breakdown would not fit in memory in
     *     this form
     * @param csv creates the figures for CSV if they differ: a list within a row does not fit into a table
     */
    public record Row(String date, String key, Supplier<ObjectNode> source, Supplier<ObjectNode> csv) {
        /** A row that is the same in JSON and CSV. */
        public Row(String date, String key, Supplier<ObjectNode> source) {
            this(date, key, source, source);
        }

        /** A row of a list. */
        public static Row of(String key, ObjectNode figures) {
            return new Row("", key, () -> figures);
        }

        public ObjectNode figures() {
            return source.get();
        }

        /** The figures for CSV before flattening. */
        ObjectNode cells() {
            return csv.get();
        }
    }
}
