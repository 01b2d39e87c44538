package dev.cairn.report;

import dev.cairn.domain.Funnel;
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

    private Tabular report(Period period, String funnel, View view, Optional<Dimension> dimension) {
        LocalDate last =
                period.days().isEmpty() ? period.range().to() : period.days().getLast();
        Question question = new Question(holds(period, funnel, last), view, dimension);
        boolean needsBackfill = backfillCheck.isNeeded(period, funnel);
        DayRange range = period.range();
        if (view == View.COMPLETION) {
            List<Day> days = days(period, question, range);
            return new FunnelAnswer<>(period, question, new FunnelFigures.OfCompletions()).report(days, needsBackfill);
        }
        Forecast forecast = new Forecast(period, view, dimension.isPresent());
        DayRange followed = forecast.reads(day -> holds(period, funnel, day));
        List<Day> all = days(period, question, followed);
        all.forEach(forecast::learn);
        List<Day> days = all.stream().filter(day -> range.contains(day.date())).toList();
        return new FunnelAnswer<>(period, question, new FunnelFigures.OfEntries(forecast)).report(days, needsBackfill);
    }

    private Funnel holds(Period period, String funnel, LocalDate day) {
        return definitions.of(period.site(), funnel, day, null).funnel();
    }

    private List<Day> days(Period period, Question question, DayRange range) {
        Map<LocalDate, Rows.Row> found = new HashMap<>();
        for (Rows.Row row : rows.range(period.site().id(), question.resource(), range.from(), range.to())) {
            found.put(row.day(), row);
        }
        String funnel = question.funnel().id();
        return range.until(periods.today(period.site())).stream()
                .map(day -> new Day(day, found.get(day), definitions.of(period.site(), funnel, day, found.get(day))))
                .toList();
    }
}
