package dev.cairn.aggregate;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.domain.statistic.Counts;
import dev.cairn.domain.statistic.Dimension;
import dev.cairn.domain.statistic.GoalCounts;
import dev.cairn.store.Json;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A day's statistics as the rows that readers get, by resource. */
final class Figures {
    private final Map<String, JsonNode> rows = new TreeMap<>();

    private Figures() {}

    static Map<String, JsonNode> of(DayStatistics day) {
        Figures figures = new Figures();
        figures.put("overview", day.overview());
        figures.put("goals", day.goals());
        figures.put("events", Split.largest(day.events()));
        figures.put("health", day.health());
        figures.put("orderless", day.orderless());
        figures.put("linkable", day.linkable());
        for (Dimension dimension : Dimension.values()) {
            String word = dimension.word();
            figures.put("overview/by/" + word, Split.largest(day.overviewBy().getOrDefault(word, Map.of())));
            figures.put(
                    "goals/by/" + word,
                    Split.largest(day.goalsBy().getOrDefault(word, Map.of()), Figures::conversions, Counts::plus));
        }
        day.funnels().forEach(figures::putFunnel);
        return figures.rows;
    }

    /** Every resource a day can have a row of. */
    static List<String> resources(Collection<String> funnels) {
        List<String> resources = new ArrayList<>(List.of("events", "health", "orderless", "linkable"));
        List<String> split = new ArrayList<>(List.of("overview", "goals"));
        for (String funnel : funnels) {
            split.addAll(List.of(
                    "funnel/" + funnel + "/entry",
                    "funnel/" + funnel + "/same_day",
                    "funnel/" + funnel + "/completion"));
        }
        for (String resource : split) {
            resources.add(resource);
            for (Dimension dimension : Dimension.values()) {
                resources.add(resource + "/by/" + dimension.word());
            }
        }
        return resources;
    }

    private void putFunnel(String id, FunnelStatistics funnel) {
        putView("funnel/" + id + "/entry", funnel.entry(), funnel.entryBy());
        putView("funnel/" + id + "/same_day", funnel.sameDay(), funnel.sameDayBy());
        putView("funnel/" + id + "/completion", funnel.completion(), funnel.completionBy());
    }

    private <S extends Counts<S>> void putView(String resource, S total, Map<String, Map<String, S>> by) {
        put(resource, total);
        for (Dimension dimension : Dimension.values()) {
            put(resource + "/by/" + dimension.word(), Split.largest(by.getOrDefault(dimension.word(), Map.of())));
        }
    }

    private static long conversions(Map<String, GoalCounts> goals) {
        return goals.values().stream().mapToLong(GoalCounts::conversions).sum();
    }

    private void put(String resource, Object statistic) {
        rows.put(resource, Json.MAPPER.valueToTree(statistic));
    }
}
