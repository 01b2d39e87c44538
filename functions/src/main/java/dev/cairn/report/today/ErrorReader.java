package dev.cairn.report.today;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.domain.statistic.PropertyCounts;
import dev.cairn.domain.statistic.RowKey;
import dev.cairn.plan.model.Site;
import dev.cairn.store.Dependencies;
import dev.cairn.store.Json;
import dev.cairn.store.statistic.StatisticRows;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads form and video errors in the last 7 complete days and the 7 days before, by property value (F13). */
final class ErrorReader {
    static final int DAYS = 7;
    static final String FORM = "form_error";
    private static final String VIDEO = "video_error";

    /** The properties by event; the one that every such event has comes first. */
    private static final Map<String, List<String>> PROPERTIES =
            Map.of(FORM, List.of("form", "field"), VIDEO, List.of("video", "code"));

    /** Maximum number of values per property. */
    private static final int MOST_VALUES = 5;

    private final StatisticRows rows;

    ErrorReader(Dependencies dependencies) {
        this.rows = new StatisticRows(dependencies.items());
    }

    /**
     * The errors of one kind.
     *
     * @param event the event's name
     * @param before the count in the 7 days before
     * @param values most errors first; the property that every error has comes before the others
     */
    record Errors(String event, long count, long before, List<OfValue> values) {
        ObjectNode total() {
            return Json.MAPPER
                    .createObjectNode()
                    .put("name", event)
                    .put("count", count)
                    .put("count_before", before);
        }
    }

    /** The errors with one value of a property. */
    record OfValue(String prop, String value, long count, long before) {
        OfValue plus(OfValue other) {
            return new OfValue(prop, value, count + other.count, before + other.before);
        }

        ObjectNode json(String event) {
            return Json.MAPPER
                    .createObjectNode()
                    .put("name", event)
                    .put("prop", prop)
                    .put("value", value)
                    .put("count", count)
                    .put("count_before", before);
        }
    }

    /** The kinds with an error in the 7 days before the given day. */
    List<Errors> untilBefore(Site site, LocalDate today) {
        LocalDate first = today.minusDays(DAYS);
        List<StatisticRows.Row> days =
                rows.range(site.id(), RowKey.of(PropertyCounts.STATISTIC), first.minusDays(DAYS), today.minusDays(1));
        List<Errors> found = new ArrayList<>();
        for (String event : List.of(FORM, VIDEO)) {
            List<OfValue> values = new ArrayList<>();
            List<OfValue> all = List.of();
            for (String prop : PROPERTIES.getOrDefault(event, List.of())) {
                List<OfValue> some = values(days, first, event, prop);
                all = all.isEmpty() ? some : all;
                some.stream()
                        .filter(value -> value.count > 0)
                        .limit(MOST_VALUES)
                        .forEach(values::add);
            }
            long count = all.stream().mapToLong(OfValue::count).sum();
            if (count > 0) {
                found.add(new Errors(
                        event, count, all.stream().mapToLong(OfValue::before).sum(), values));
            }
        }
        return found;
    }

    private static List<OfValue> values(List<StatisticRows.Row> days, LocalDate first, String event, String prop) {
        Map<String, OfValue> sums = new TreeMap<>();
        for (StatisticRows.Row day : days) {
            PropertyCounts counts = day.total(PropertyCounts.STATISTIC).get(event);
            if (counts == null) {
                continue;
            }
            boolean isBefore = day.day().isBefore(first);
            counts.props().getOrDefault(prop, Map.of()).forEach((value, each) -> {
                long count = each.count();
                OfValue add = new OfValue(prop, value, isBefore ? 0 : count, isBefore ? count : 0);
                sums.merge(value, add, OfValue::plus);
            });
        }
        return sums.values().stream()
                .sorted(Comparator.comparingLong(OfValue::count).reversed().thenComparing(OfValue::value))
                .toList();
    }
}
