package dev.cairn.report.statistics;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.domain.funnel.Funnel;
import dev.cairn.domain.statistic.Counts;
import dev.cairn.domain.statistic.Dimension;
import dev.cairn.domain.statistic.FunnelStatistic;
import dev.cairn.domain.statistic.RowKey;
import dev.cairn.report.api.TableResponse;
import dev.cairn.report.api.Warning;
import dev.cairn.store.Json;
import dev.cairn.store.statistic.StatisticRows;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Writes one funnel's days as a response and adds them up on the way. For one request. */
final class FunnelTable<S extends Counts<S>> {

    /** @param funnel as it is on the last requested day */
    record Question(Funnel funnel, FunnelStatistic<?> view, Optional<Dimension> dimension) {
        RowKey key() {
            return RowKey.of(view, funnel.id()).by(dimension.orElse(null));
        }

        List<String> steps() {
            return funnel.steps();
        }
    }

    /** A day with its row, if any, and the row's definition. */
    record Day(LocalDate date, StatisticRows.@Nullable Row row, FunnelVersions.Definition definition) {}

    private final ReportContext period;
    private final Question question;
    private final FunnelMetrics<S> figures;
    private final Map<String, S> sums = new TreeMap<>();
    private S sum;

    FunnelTable(ReportContext period, Question question, FunnelMetrics<S> figures) {
        this.period = period;
        this.question = question;
        this.figures = figures;
        this.sum = figures.empty(question.steps().size());
    }

    TableResponse report(List<Day> days, boolean needsBackfill) {
        List<TableResponse.Row> rows = new ArrayList<>();
        for (Day day : days) {
            counts(day).forEach((value, counts) -> {
                sum = sum.plus(counts);
                sums.merge(value, counts, Counts::plus);
                rows.add(new TableResponse.Row(day.date.toString(), value, () -> row(day, value, counts)));
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

    /** By breakdown value; without a breakdown, under the empty value, zeros included. */
    private Map<String, S> counts(Day day) {
        if (day.row == null) {
            return question.dimension.isPresent()
                    ? Map.of()
                    : Map.of("", figures.empty(day.definition.steps().size()));
        }
        return figures.read(day, day.row, question.dimension.isPresent());
    }

    private ObjectNode row(Day day, String value, S counts) {
        ObjectNode row = Json.MAPPER.createObjectNode().put("date", day.date.toString());
        Breakdowns.put(row, question.dimension, value);
        if (!day.definition.steps().equals(question.steps())) {
            row.set("steps", Json.MAPPER.valueToTree(day.definition.steps()));
        }
        return figures.put(row, counts)
                .put("complete", period.isComplete(day.date))
                .put("revision", day.row == null ? 0 : day.row.revision())
                .put("as_of", ReportContext.instant(day.row == null ? period.asOf() : Long.valueOf(day.row.asOf())))
                .put("plan_version", day.definition.version());
    }

    private ObjectNode blank() {
        Day none = new Day(period.range().from(), null, new FunnelVersions.Definition(question.funnel, 0));
        return row(none, "", figures.empty(question.steps().size()));
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
        if (question.dimension.isPresent()) {
            sums.forEach((value, counts) -> totals.add(new TableResponse.Row("", value, () -> {
                ObjectNode total = Json.MAPPER.createObjectNode();
                Breakdowns.put(total, question.dimension, value);
                return figures.put(total, counts);
            })));
        }
        return totals;
    }

    private List<Warning> warnings(List<Day> days, boolean needsBackfill) {
        List<Warning> warnings = new ArrayList<>();
        if (days.stream().anyMatch(day -> !day.definition.steps().equals(question.steps()))) {
            warnings.add(Warning.STEPS_CHANGED);
        }
        if (Breakdowns.usesOther(sums.keySet())) {
            warnings.add(Warning.OTHER_VALUES);
        }
        if (needsBackfill) {
            warnings.add(Warning.NEEDS_BACKFILL);
        }
        return warnings;
    }
}
