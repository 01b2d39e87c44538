package dev.cairn.report.statistics;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.domain.event.PropertyValues;
import dev.cairn.domain.statistic.PropertyCounts;
import dev.cairn.domain.statistic.PropertyCounts.OfValue;
import dev.cairn.domain.statistic.RowKey;
import dev.cairn.plan.model.Site;
import dev.cairn.report.api.DayRange;
import dev.cairn.report.api.ErrorResponse;
import dev.cairn.report.api.Response;
import dev.cairn.report.api.TableResponse;
import dev.cairn.report.api.Warning;
import dev.cairn.store.Dependencies;
import dev.cairn.store.Json;
import dev.cairn.store.statistic.StatisticRows;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reports the events with one name by the values of one property: one row per day and value (F13). */
final class EventProperties {
    private static final OfValue NOTHING = new OfValue(0, 0);

    private final ReportContextReader periods;
    private final StatisticRows rows;

    EventProperties(ReportContextReader periods, Dependencies dependencies) {
        this.periods = periods;
        this.rows = new StatisticRows(dependencies.items());
    }

    /** @param name the events' name */
    record Question(String name, String prop) {}

    /** A value's sum over the days. */
    private record Sum(OfValue figures, int days) {
        Sum plus(Sum other) {
            return new Sum(figures.plus(other.figures), days + other.days);
        }

        /** Null for more than one day: the sum would count a visitor who came on two days twice. */
        @Nullable
        Long visitors() {
            return days <= 1 ? figures.visitors() : null;
        }
    }

    /** Responds with 400 if the property is not counted and was not counted on these days either. */
    Response report(Site site, DayRange range, Question question) {
        ReportContext period = periods.of(site, range);
        Map<LocalDate, Map<String, OfValue>> found = values(site, range, question);
        TreeSet<String> counted = new TreeSet<>(PropertyValues.reserved(question.name));
        counted.addAll(site.collect().reportProps());
        PropertyValues.derived(question.name).ifPresent(counted::add);
        return found.isEmpty() && !counted.contains(question.prop)
                ? notCounted(counted)
                : table(period, found, question);
    }

    private static ErrorResponse notCounted(TreeSet<String> counted) {
        String message = counted.isEmpty()
                ? "No property of these events is counted by value; list the keys in report_props of the site's plan."
                : "prop must be one of " + String.join(", ", counted)
                        + "; others are counted once report_props of the site's plan lists them.";
        return ErrorResponse.parameter("prop", message, counted);
    }

    private Map<LocalDate, Map<String, OfValue>> values(Site site, DayRange range, Question question) {
        Map<LocalDate, Map<String, OfValue>> found = new HashMap<>();
        for (StatisticRows.Row row :
                rows.range(site.id(), RowKey.of(PropertyCounts.STATISTIC), range.from(), range.to())) {
            PropertyCounts counts = row.total(PropertyCounts.STATISTIC).get(question.name);
            Map<String, OfValue> values = counts == null ? null : counts.props().get(question.prop);
            if (values != null) {
                found.put(row.day(), new TreeMap<>(values));
            }
        }
        return found;
    }

    private static TableResponse table(
            ReportContext period, Map<LocalDate, Map<String, OfValue>> found, Question question) {
        List<TableResponse.Row> days = new ArrayList<>();
        Map<String, Sum> sums = new TreeMap<>();
        for (LocalDate day : period.days()) {
            Map<String, OfValue> values = found.getOrDefault(day, Map.of());
            values.forEach((value, each) -> {
                days.add(row(day, question, value, each));
                sums.merge(value, new Sum(each, 1), Sum::plus);
            });
            if (values.isEmpty()) {
                days.add(row(day, question, null, NOTHING));
            }
        }
        List<TableResponse.Row> totals = new ArrayList<>();
        sums.forEach((value, sum) -> totals.add(new TableResponse.Row(
                "",
                value,
                () -> figures(Json.MAPPER.createObjectNode(), question, value, sum.figures)
                        .put("visitors", sum.visitors()))));
        long count =
                sums.values().stream().mapToLong(sum -> sum.figures.count()).sum();
        return new TableResponse(
                Json.MAPPER.createObjectNode().put("site", period.site().id()),
                days,
                Json.MAPPER.createObjectNode().put("count", count),
                totals,
                period.meta(Breakdowns.usesOther(sums.keySet()) ? List.of(Warning.OTHER_VALUES) : List.of()),
                row(period.range().from(), question, "", NOTHING).figures(),
                period.isSettled());
    }

    private static TableResponse.Row row(LocalDate day, Question question, @Nullable String value, OfValue counts) {
        return new TableResponse.Row(
                day.toString(),
                value == null ? "" : value,
                () -> figures(Json.MAPPER.createObjectNode().put("date", day.toString()), question, value, counts));
    }

    private static ObjectNode figures(ObjectNode into, Question question, @Nullable String value, OfValue counts) {
        return into.put("name", question.name)
                .put("prop", question.prop)
                .put("value", value)
                .put("count", counts.count())
                .put("visitors", counts.visitors());
    }
}
