package dev.cairn.model;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.plan.parse.PlanParser;
import dev.cairn.store.Item;
import dev.cairn.store.ItemStore;
import dev.cairn.store.Json;
import dev.cairn.store.statistic.StatisticRows;
import dev.cairn.store.statistic.VisitorSketch;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Converts stored rows to cells in the form of {@link Model#cells}. None of a row's figures is omitted: objects, arrays
 * (from 1) and numbers become cells regardless of their names; strings in arrays become cells with value 1. A sketch of
 * distinct visitors becomes its estimate, by day and for all days up to that day; a leading {@code ~} marks an inexact
 * estimate.
 */
public final class Cells {
    static final String LINKABLE = "linkable";
    private static final LocalDate FIRST = LocalDate.parse("1970-01-01");
    private static final LocalDate LAST = LocalDate.parse("9999-12-31");
    private final Map<String, String> cells = new HashMap<>();

    private Cells() {}

    /** The rows of a history's site: all resources, including the funnels of its last plan, and all days. */
    public static Map<String, String> ofRows(ItemStore items, History history) {
        Cells cells = new Cells();
        for (String resource : resources(history)) {
            cells.add(
                    resource,
                    new StatisticRows(items)
                            .range(history.site(), StatisticRows.key(resource).orElseThrow(), FIRST, LAST));
        }
        return cells.cells;
    }

    /**
     * The stored averages for the days of a site (G2), as input for the model. A day's newest backfill has that day's
     * last averages.
     */
    public static SortedMap<LocalDate, Averages> averages(ItemStore items, String site) {
        SortedMap<LocalDate, Averages> averages = new TreeMap<>();
        for (Item item : items.query(dev.cairn.store.Table.STATISTICS, "averages#" + site)) {
            averages.put(LocalDate.parse(item.key().sort().split("#")[0]), Json.read(item.body(), Averages.class));
        }
        return averages;
    }

    private static List<String> resources(History history) {
        List<String> resources = new ArrayList<>(List.of(
                "events",
                "health",
                "orderless",
                "micros",
                "pages",
                "event_properties",
                "next_events",
                "audiences",
                "pulse",
                LINKABLE));
        List<String> brokenDown = new ArrayList<>(List.of("overview", "goals"));
        String plan = history.plans().getLast().source();
        for (String funnel :
                PlanParser.read(plan).sites().get(history.site()).funnels().keySet()) {
            for (String view : List.of("entry", "same_day", "completion")) {
                brokenDown.add("funnel/" + funnel + "/" + view);
            }
        }
        for (String attribution : DayFigures.ATTRIBUTIONS) {
            for (String dimension : DayFigures.ATTRIBUTED) {
                resources.add("goals_" + attribution + "/by/" + dimension);
            }
        }
        for (String resource : brokenDown) {
            resources.add(resource);
            Table.DIMENSIONS.forEach(dimension -> resources.add(resource + "/by/" + dimension));
        }
        return resources;
    }

    private void add(String resource, List<StatisticRows.Row> rows) {
        if (resource.equals(LINKABLE)) {
            addUniques(rows);
            return;
        }
        rows.forEach(row -> add(resource + "|" + row.day(), row.figures()));
    }

    private void addUniques(List<StatisticRows.Row> rows) {
        List<VisitorSketch> soFar = new ArrayList<>();
        for (StatisticRows.Row row : rows) {
            VisitorSketch uniques = new VisitorSketch(row.figures().asText());
            soFar.add(uniques);
            if (uniques.estimate() > 0) {
                cells.put(LINKABLE + "|" + row.day() + "|distinct", distinct(uniques));
                cells.put(LINKABLE + "|" + row.day() + "|distinct_so_far", distinct(VisitorSketch.sum(soFar)));
            }
        }
    }

    private static String distinct(VisitorSketch uniques) {
        boolean exact = uniques.lowerBound() == uniques.upperBound();
        return (exact ? "" : "~") + Math.round(uniques.estimate());
    }

    private void add(String path, JsonNode figures) {
        if (figures.isObject()) {
            for (Map.Entry<String, JsonNode> part : figures.properties()) {
                add(path + "|" + part(part.getKey()), part.getValue());
            }
        } else if (figures.isArray()) {
            for (int i = 0; i < figures.size(); i++) {
                JsonNode each = figures.get(i);
                if (each.isTextual()) {
                    put(path + "|" + part(each.textValue()), "1");
                } else {
                    add(path + "|" + (i + 1), each);
                }
            }
        } else {
            put(path, figures.isNumber() ? number(figures.decimalValue()) : figures.asText());
        }
    }

    private void put(String path, String value) {
        if (cells.put(path, value) != null) {
            throw new IllegalStateException("two cells are called " + path);
        }
    }

    /** A name in a path. */
    static String part(String name) {
        return name.replace("|", "%7C");
    }

    /** Equal for equal numbers. */
    static String number(BigDecimal number) {
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }
}
