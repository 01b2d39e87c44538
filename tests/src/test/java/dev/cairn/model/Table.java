package dev.cairn.model;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The rows being filled. */
final class Table {
    static final List<String> DIMENSIONS = List.of(
            "channel",
            "source",
            "medium",
            "campaign",
            "term",
            "content",
            "referrer_host",
            "entry_page",
            "device",
            "country");

    private static final String OTHER = "(other)";
    private static final int MOST_VALUES = 500;
    private static final int MOST_MARKS = 200;

    private final Map<Row, Figures> rows = new HashMap<>();
    private final Map<Row, Map<String, Figures>> split = new HashMap<>();

    private record Row(String resource, LocalDate day) {}

    /** A row's figures. */
    Figures row(String resource, LocalDate day) {
        return rows.computeIfAbsent(new Row(resource, day), any -> new Figures());
    }

    /** The figures of a value in a row by dimension or name, of which only the largest are kept. */
    Figures row(String resource, LocalDate day, String value) {
        return split.computeIfAbsent(new Row(resource, day), any -> new HashMap<>())
                .computeIfAbsent(value, any -> new Figures());
    }

    Figures by(String resource, String dimension, LocalDate day, String value) {
        return row(resource + "/by/" + dimension, day, value);
    }

    Map<String, String> cells() {
        Map<String, String> cells = new HashMap<>();
        rows.forEach((row, figures) -> figures.forEach(
                MOST_MARKS, (path, value) -> cells.put(row.resource + "|" + row.day + "|" + path, value)));
        split.forEach((row, values) -> largest(values)
                .forEach((value, figures) -> figures.forEach(
                        MOST_MARKS,
                        (path, cell) ->
                                cells.put(row.resource + "|" + row.day + "|" + Cells.part(value) + "|" + path, cell))));
        return cells;
    }

    /**
     * The values with the largest weight, ties broken by value, and the rest merged into one; {@code (none)} is not a
     * value (F7).
     */
    private static Map<String, Figures> largest(Map<String, Figures> values) {
        if (values.size() <= MOST_VALUES) {
            return values;
        }
        List<String> ranked = values.keySet().stream()
                .filter(value -> !value.equals(Touch.NOBODY))
                .sorted(Comparator.<String>comparingLong(value -> -values.get(value).weight)
                        .thenComparing(Comparator.naturalOrder()))
                .toList();
        Map<String, Figures> largest = new HashMap<>(values);
        Figures other = new Figures();
        for (String value : ranked.subList(Math.min(MOST_VALUES, ranked.size()), ranked.size())) {
            other.addAll(largest.remove(value));
        }
        largest.computeIfAbsent(OTHER, any -> new Figures()).addAll(other);
        return largest;
    }
}
