package dev.cairn.report.statistics;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.domain.funnel.Funnel;
import dev.cairn.domain.statistic.Counts;
import dev.cairn.domain.statistic.FunnelStatistic;
import dev.cairn.domain.statistic.RowKey;
import dev.cairn.report.api.DayRange;
import dev.cairn.report.api.TableResponse;
import dev.cairn.report.api.Warning;
import dev.cairn.report.selection.Selection;
import dev.cairn.store.Json;
import dev.cairn.store.statistic.StatisticRows;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Writes one funnel's days as a response and adds them up. One instance serves one request. */
final class FunnelTable<S extends Counts<S>> {

    /** @param funnel the funnel's definition on the last requested day */
    record Question(Funnel funnel, FunnelStatistic<?> view, Selection selection) {
        RowKey key() {
            return RowKey.of(view, funnel.id()).by(selection.stored().orElse(null));
        }

        List<String> steps() {
            return funnel.steps();
        }
    }

    /** A day with its row, if any, and the row's definition. */
    record Day(LocalDate date, StatisticRows.@Nullable Row row, FunnelVersions.Definition definition) {}

    /**
     * The days summed in a row of the response.
     *
     * @param last the last day, whose definition the row uses
     * @param revision the largest revision
     * @param asOf the latest time; null if no day was written
     */
    private record Span(
            DayRange range,
            Day last,
            long revision,
            @Nullable Long asOf) {
        static Span of(List<Day> days) {
            long revision = 0;
            Long asOf = null;
            for (Day day : days) {
                if (day.row != null) {
                    revision = Math.max(revision, day.row.revision());
                    asOf = asOf == null ? day.row.asOf() : Math.max(asOf, day.row.asOf());
                }
            }
            return new Span(new DayRange(days.getFirst().date, days.getLast().date), days.getLast(), revision, asOf);
        }
    }

    private final ReportContext period;
    private final Question question;
    private final FunnelMetrics<S> figures;
    private final Map<String, S> sums = new TreeMap<>();
    private S sum;
    private Set<String> shown = Set.of();
    /** Whether a filter's value may be among the values that a day merged into one. */
    private boolean others;

    FunnelTable(ReportContext period, Question question, FunnelMetrics<S> figures) {
        this.period = period;
        this.question = question;
        this.figures = figures;
        this.sum = figures.empty(question.steps().size());
    }

    TableResponse report(List<Day> days, boolean needsBackfill) {
        Map<LocalDate, Day> byDate = new HashMap<>();
        Map<LocalDate, Map<String, S>> counts = new HashMap<>();
        for (Day day : days) {
            byDate.put(day.date, day);
            Map<String, S> ofDay = counts(day);
            counts.put(day.date, ofDay);
            ofDay.forEach((value, each) -> {
                sum = sum.plus(each);
                sums.merge(value, each, Counts::plus);
            });
        }
        shown = question.selection.largest(sums, Counts::weight);
        List<TableResponse.Row> rows = new ArrayList<>();
        for (DayRange range :
                question.selection.interval().spans(days.stream().map(Day::date).toList())) {
            List<LocalDate> dates = range.until(range.to());
            Span span = Span.of(dates.stream().map(byDate::get).toList());
            Map<String, S> ofSpan = new TreeMap<>();
            dates.forEach(date -> counts.getOrDefault(date, Map.of())
                    .forEach((value, each) -> ofSpan.merge(value, each, Counts::plus)));
            ofSpan.forEach((value, each) -> {
                if (shown.contains(value)) {
                    rows.add(new TableResponse.Row(range.from().toString(), value, () -> row(span, value, each)));
                }
            });
        }
        return new TableResponse(
                head(),
                rows,
                figures.put(Json.MAPPER.createObjectNode(), sum),
                totals(),
                period.meta(warnings(days, needsBackfill)),
                blank(),
                period.isSettled());
    }

    /** By breakdown value; without a breakdown, under the empty value, including zeros. */
    private Map<String, S> counts(Day day) {
        Map<String, S> none = question.selection.breakdown().isPresent()
                ? Map.of()
                : Map.of("", figures.empty(day.definition.steps().size()));
        if (day.row == null) {
            return none;
        }
        Map<String, S> values =
                figures.read(day, day.row, question.selection.stored().isPresent());
        others |= question.selection.mayBeOther(values.keySet());
        Map<String, S> selected = question.selection.of(values);
        return selected.isEmpty() ? none : selected;
    }

    private ObjectNode row(Span span, String value, S counts) {
        ObjectNode row = question.selection.putSpan(Json.MAPPER.createObjectNode(), span.range);
        Breakdowns.put(row, question.selection.breakdown(), value);
        FunnelVersions.Definition definition = span.last.definition;
        if (!definition.steps().equals(question.steps())) {
            row.set("steps", Json.MAPPER.valueToTree(definition.steps()));
        }
        return figures.put(row, counts)
                .put("complete", period.isComplete(span.range.to()))
                .put("revision", span.revision)
                .put("as_of", ReportContext.instant(span.asOf == null ? period.asOf() : span.asOf))
                .put("plan_version", definition.version());
    }

    private ObjectNode blank() {
        Day none = new Day(period.range().from(), null, new FunnelVersions.Definition(question.funnel, 0));
        return row(Span.of(List.of(none)), "", figures.empty(question.steps().size()));
    }

    private ObjectNode head() {
        ObjectNode head = Json.MAPPER
                .createObjectNode()
                .put("site", period.site().id())
                .put("funnel", question.funnel.id())
                .put("view", question.view.name());
        head.set("steps", Json.MAPPER.valueToTree(question.steps()));
        return head;
    }

    private List<TableResponse.Row> totals() {
        List<TableResponse.Row> totals = new ArrayList<>();
        if (question.selection.breakdown().isPresent()) {
            sums.forEach((value, counts) -> {
                if (shown.contains(value)) {
                    totals.add(new TableResponse.Row("", value, () -> {
                        ObjectNode total = Json.MAPPER.createObjectNode();
                        Breakdowns.put(total, question.selection.breakdown(), value);
                        return figures.put(total, counts);
                    }));
                }
            });
        }
        return totals;
    }

    private List<Warning> warnings(List<Day> days, boolean needsBackfill) {
        List<Warning> warnings = new ArrayList<>();
        if (days.stream().anyMatch(day -> !day.definition.steps().equals(question.steps()))) {
            warnings.add(Warning.STEPS_CHANGED);
        }
        if (others || Breakdowns.usesOther(sums.keySet())) {
            warnings.add(Warning.OTHER_VALUES);
        }
        if (figures.isFew(sum)) {
            warnings.add(Warning.FEW_VALUES);
        }
        if (needsBackfill) {
            warnings.add(Warning.NEEDS_BACKFILL);
        }
        return warnings;
    }
}
