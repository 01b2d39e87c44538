package dev.cairn.report;

import dev.cairn.domain.statistic.Dimension;
import dev.cairn.plan.Plans;
import dev.cairn.plan.Site;
import dev.cairn.report.FunnelAnswer.Day;
import dev.cairn.report.FunnelAnswer.Question;
import dev.cairn.store.Ports;
import dev.cairn.store.Rows;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

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
        View view = parameters.choice("view", View.WORDS).orElse(View.ENTRY);
        Optional<Dimension> dimension = parameters.choice(Breakdowns.PARAMETER, Breakdowns.WORDS);
        return parameters
                .fault()
                .<Answer>map(fault -> fault)
                .orElseGet(() -> report(periods.of(site, range), funnel, view, dimension));
    }

    private DailyReport report(Period period, String funnel, View view, Optional<Dimension> dimension) {
        LocalDate last =
                period.days().isEmpty() ? period.range().to() : period.days().getLast();
        List<String> steps = definitions.of(period.site(), funnel, last, null).steps();
        Question question = new Question(funnel, view, dimension, steps);
        List<Day> days = days(period, question);
        boolean needsBackfill = backfillCheck.isNeeded(period, funnel);
        return view == View.COMPLETION
                ? new FunnelAnswer<>(period, question, new FunnelFigures.OfCompletions()).report(days, needsBackfill)
                : new FunnelAnswer<>(period, question, new FunnelFigures.OfEntries()).report(days, needsBackfill);
    }

    private List<Day> days(Period period, Question question) {
        Map<LocalDate, Rows.Row> found = new HashMap<>();
        DayRange range = period.range();
        for (Rows.Row row : rows.range(period.site().id(), question.resource(), range.from(), range.to())) {
            found.put(row.day(), row);
        }
        return period.days().stream()
                .map(day -> new Day(
                        day, found.get(day), definitions.of(period.site(), question.funnel(), day, found.get(day))))
                .toList();
    }
}
