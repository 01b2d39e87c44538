package dev.cairn.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.domain.statistic.Counts;
import dev.cairn.domain.statistic.Dimension;
import dev.cairn.plan.Plans;
import dev.cairn.plan.Site;
import dev.cairn.store.Json;
import dev.cairn.store.Ports;
import dev.cairn.store.Rows;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** One funnel by day, in one of its three views (F4, F5). The rows of a range are one Query. */
final class FunnelReport implements SiteReport {
    private static final int DEFAULT_DAYS = 30;

    private final Periods periods;
    private final Definitions definitions;
    private final BackfillCheck backfillCheck;
    private final Rows rows;

    FunnelReport(Periods periods, Plans plans, Ports ports) {
        this.periods = periods;
        this.definitions = new Definitions(plans);
        this.backfillCheck = new BackfillCheck(plans, ports);
        this.rows = new Rows(ports.items());
    }

    private record Question(String funnel, View view, Optional<Dimension> dimension) {
        String resource() {
            return Breakdowns.resource("funnel/" + funnel + "/" + view.word(), dimension);
        }
    }

    /** A day with its row, if it has one, and what the row is about. */
    private record Day(LocalDate date, Rows.@Nullable Row row, Definitions.Definition definition) {}

    @Override
    public Answer answer(Site site, Call call) {
        String funnel = call.path("funnel");
        if (!site.funnels().containsKey(funnel)) {
            return Refusal.missing(
                    "unknown_funnel",
                    "The site has no such funnel.",
                    new TreeSet<>(site.funnels().keySet()));
        }
        Parameters parameters =
                new Parameters(call.request().query(), "from", "to", "view", Breakdowns.PARAMETER, "format", "cursor");
        DayRange range = parameters.range(periods.today(site), DEFAULT_DAYS);
        Question question = new Question(
                funnel,
                parameters.choice("view", View.WORDS).orElse(View.ENTRY),
                parameters.choice(Breakdowns.PARAMETER, Breakdowns.WORDS));
        return parameters.fault().<Answer>map(fault -> fault).orElseGet(() -> {
            Period period = periods.of(site, range);
            return question.view == View.COMPLETION
                    ? report(period, question, new FunnelFigures.OfCompletions())
                    : report(period, question, new FunnelFigures.OfEntries());
        });
    }

    private <S extends Counts<S>> DailyReport report(Period period, Question question, FunnelFigures<S> figures) {
        DayRange range = period.range();
        List<String> steps = definitions
                .of(period.site(), question.funnel, lastDay(period), null)
                .steps();
        List<Day> days = days(period, question);
        Sum<S> sum = new Sum<>(figures, steps.size());
        List<DailyReport.Row> answer = new ArrayList<>();
        for (Day day : days) {
            counts(day, question, figures).forEach((value, counts) -> {
                sum.add(value, counts);
                ObjectNode row = Json.MAPPER.createObjectNode().put("date", day.date.toString());
                Breakdowns.put(row, question.dimension, value);
                if (!day.definition.steps().equals(steps)) {
                    row.set("steps", Json.MAPPER.valueToTree(day.definition.steps()));
                }
                figures.put(row, counts);
                answer.add(new DailyReport.Row(day.date.toString(), value, state(row, day, period)));
            });
        }
        Day none = new Day(range.from(), null, new Definitions.Definition(steps, 0));
        ObjectNode blank = Json.MAPPER.createObjectNode().put("date", "");
        Breakdowns.put(blank, question.dimension, "");
        figures.put(blank, figures.empty(steps.size()));
        return new DailyReport(
                head(period, question, steps),
                answer,
                sum.total(),
                sum.totals(question.dimension),
                period.meta(warnings(period, question, days, sum)),
                state(blank, none, period),
                period.isSettled());
    }

    private List<Day> days(Period period, Question question) {
        Map<LocalDate, Rows.Row> found = new HashMap<>();
        DayRange range = period.range();
        for (Rows.Row row : rows.range(period.site().id(), question.resource(), range.from(), range.to())) {
            found.put(row.day(), row);
        }
        return period.days().stream()
                .map(day -> new Day(
                        day, found.get(day), definitions.of(period.site(), question.funnel, day, found.get(day))))
                .toList();
    }

    private static LocalDate lastDay(Period period) {
        return period.days().isEmpty() ? period.range().to() : period.days().getLast();
    }

    /** By value of the breakdown; without one, under the empty value, zeros included. */
    private static <S extends Counts<S>> Map<String, S> counts(Day day, Question question, FunnelFigures<S> figures) {
        if (question.dimension.isPresent()) {
            return day.row == null ? Map.of() : Breakdowns.figures(day.row, figures.type());
        }
        return Map.of(
                "",
                day.row == null
                        ? figures.empty(day.definition.steps().size())
                        : Json.MAPPER.convertValue(day.row.figures(), figures.type()));
    }

    private static ObjectNode state(ObjectNode row, Day day, Period period) {
        return row.put("complete", period.isComplete(day.date))
                .put("revision", day.row == null ? 0 : day.row.revision())
                .put("as_of", Period.instant(day.row == null ? period.asOf() : Long.valueOf(day.row.asOf())))
                .put("plan_version", day.definition.version());
    }

    private static ObjectNode head(Period period, Question question, List<String> steps) {
        ObjectNode head = Json.MAPPER.createObjectNode();
        head.put("site", period.site().id()).put("funnel", question.funnel).put("view", question.view.word());
        head.set("steps", Json.MAPPER.valueToTree(steps));
        return head;
    }

    private List<Warning> warnings(Period period, Question question, List<Day> days, Sum<?> sum) {
        List<Warning> warnings = new ArrayList<>();
        if (days.stream().map(day -> day.definition.steps()).distinct().count() > 1) {
            warnings.add(Warning.STEPS_CHANGED);
        }
        if (Breakdowns.usesOther(sum.byValue.keySet())) {
            warnings.add(Warning.OTHER_VALUES);
        }
        if (backfillCheck.isNeeded(period, question.funnel)) {
            warnings.add(Warning.NEEDS_BACKFILL);
        }
        return warnings;
    }

    /** The range: entries are added up, not people. */
    private static final class Sum<S extends Counts<S>> {
        private final FunnelFigures<S> figures;
        private final Map<String, S> byValue = new TreeMap<>();
        private S all;

        Sum(FunnelFigures<S> figures, int steps) {
            this.figures = figures;
            this.all = figures.empty(steps);
        }

        void add(String value, S counts) {
            all = all.plus(counts);
            byValue.merge(value, counts, Counts::plus);
        }

        JsonNode total() {
            ObjectNode total = Json.MAPPER.createObjectNode();
            figures.put(total, all);
            return total;
        }

        List<DailyReport.Row> totals(Optional<Dimension> dimension) {
            List<DailyReport.Row> totals = new ArrayList<>();
            if (dimension.isPresent()) {
                byValue.forEach((value, counts) -> {
                    ObjectNode total = Json.MAPPER.createObjectNode();
                    Breakdowns.put(total, dimension, value);
                    figures.put(total, counts);
                    totals.add(new DailyReport.Row("", value, total));
                });
            }
            return totals;
        }
    }
}
