package dev.cairn.compatibility;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.store.ItemStore;
import dev.cairn.store.statistic.StatisticRows;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Compares the figures of rows, ignoring revision and time. A missing figure is zero, because a row is not created with
 * only zeros. A figure whose name occurs nowhere in the expected rows of its statistic was added by a later version and is
 * ignored; any other unexpected figure is a difference.
 */
final class RowFigures {
    private static final LocalDate FIRST = LocalDate.parse("1970-01-01");
    private static final LocalDate LAST = LocalDate.parse("9999-12-31");

    private RowFigures() {}

    /** The location of a row. */
    record Place(String site, String resource, String day) implements Comparable<Place> {
        @Override
        public int compareTo(Place other) {
            return toString().compareTo(other.toString());
        }

        @Override
        public String toString() {
            return site + " " + resource + " " + day;
        }
    }

    /** The figures of all days of the given resources. */
    static Map<Place, JsonNode> of(ItemStore items, Collection<Place> resources) {
        Map<Place, JsonNode> figures = new TreeMap<>();
        Set<Place> anyDay = resources.stream()
                .map(place -> new Place(place.site(), place.resource(), ""))
                .collect(Collectors.toCollection(TreeSet::new));
        for (Place each : anyDay) {
            for (StatisticRows.Row row : new StatisticRows(items)
                    .range(each.site(), StatisticRows.key(each.resource()).orElseThrow(), FIRST, LAST)) {
                figures.put(new Place(each.site(), each.resource(), row.day().toString()), row.figures());
            }
        }
        return figures;
    }

    /** A line for each figure that differs from the expected one. */
    static List<String> differences(Map<Place, JsonNode> expected, Map<Place, JsonNode> actual) {
        Map<String, String> expectedCells = cells(expected);
        Map<String, String> actualCells = cells(actual);
        Set<String> names = new TreeSet<>();
        expectedCells.keySet().forEach(path -> names.addAll(names(path)));
        List<String> differences = new ArrayList<>();
        expectedCells.forEach((path, value) -> {
            String other = actualCells.getOrDefault(path, "0");
            if (!value.equals(other)) {
                differences.add(path + " is " + other + " and not " + value);
            }
        });
        actualCells.forEach((path, value) -> {
            if (!expectedCells.containsKey(path) && names.containsAll(names(path))) {
                differences.add(path + " is " + value + " and not 0");
            }
        });
        return differences;
    }

    /** The names in a path, each with the statistic that it belongs to. */
    private static List<String> names(String path) {
        List<String> parts = List.of(path.split("\\|"));
        String statistic = parts.getFirst().split(" ")[1].split("/by/")[0];
        return parts.stream().skip(1).map(name -> statistic + " " + name).toList();
    }

    private static Map<String, String> cells(Map<Place, JsonNode> rows) {
        Map<String, String> cells = new TreeMap<>();
        rows.forEach((place, figures) -> add(place.toString(), figures, cells));
        return cells;
    }

    private static void add(String path, JsonNode figures, Map<String, String> cells) {
        if (figures.isObject()) {
            figures.properties().forEach(part -> add(path + "|" + part.getKey(), part.getValue(), cells));
        } else if (figures.isArray()) {
            for (int i = 0; i < figures.size(); i++) {
                add(path + "|" + i, figures.get(i), cells);
            }
        } else if (!figures.isNumber()) {
            cells.put(path, figures.asText());
        } else if (figures.decimalValue().signum() != 0) {
            BigDecimal number = figures.decimalValue();
            cells.put(path, number.stripTrailingZeros().toPlainString());
        }
    }
}
