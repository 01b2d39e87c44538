package dev.cairn.report.statistics;

import dev.cairn.domain.funnel.Funnel;
import dev.cairn.domain.statistic.FunnelCounts;
import dev.cairn.domain.statistic.FunnelStatistic;
import dev.cairn.plan.version.PlanRepository;
import dev.cairn.report.api.DayRange;
import dev.cairn.report.selection.Selection;
import dev.cairn.report.statistics.FunnelTable.Day;
import dev.cairn.report.statistics.FunnelTable.Question;
import dev.cairn.store.Dependencies;
import dev.cairn.store.statistic.StatisticRows;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads a funnel's rows in a range, each with the definition it was computed with. */
public final class FunnelDays {
    private final ReportContextReader periods;
    private final FunnelVersions definitions;
    private final StatisticRows rows;

    public FunnelDays(ReportContextReader periods, PlanRepository plans, Dependencies dependencies) {
        this.periods = periods;
        this.definitions = new FunnelVersions(plans);
        this.rows = new StatisticRows(dependencies.items());
    }

    /** The days, and the forecast of how many of their entries will convert (F6). */
    record Followed(ConversionForecast forecast, List<Day> days) {}

    /** Uses the funnel's definition on the last day of the range that is not in the future. */
    Question question(ReportContext period, String funnel, FunnelStatistic<?> view, Selection selection) {
        LocalDate last =
                period.days().isEmpty() ? period.range().to() : period.days().getLast();
        return new Question(holds(period, funnel, last), view, selection);
    }

    Followed followed(ReportContext period, Question question) {
        ConversionForecast forecast = new ConversionForecast(
                period, question.view(), question.selection().stored().isPresent());
        DayRange read = forecast.reads(day -> holds(period, question.funnel().id(), day));
        List<Day> all = days(period, question, read);
        all.forEach(forecast::learn);
        return new Followed(
                forecast,
                all.stream().filter(day -> period.range().contains(day.date())).toList());
    }

    /**
     * Returns how many of the range's entries are expected to reach each step (F6), in whole visitors, without days
     * that were counted with different steps. Empty if it is unknown for any of them, or without entries.
     */
    public List<Long> expectedReached(ReportContext period, Funnel funnel) {
        Question question = new Question(funnel, FunnelCounts.ENTRY, Selection.ALL);
        Followed followed = followed(period, question);
        FunnelMetrics.OfEntries figures = new FunnelMetrics.OfEntries(followed.forecast());
        ExpectedFunnelCounts sum = figures.empty(funnel.steps().size());
        for (Day day : followed.days()) {
            if (day.row() != null && day.definition().steps().equals(funnel.steps())) {
                for (ExpectedFunnelCounts entries :
                        figures.read(day, day.row(), false).values()) {
                    sum = sum.plus(entries);
                }
            }
        }
        return sum.expectedReached();
    }

    List<Day> days(ReportContext period, Question question, DayRange range) {
        Map<LocalDate, StatisticRows.Row> found = new HashMap<>();
        for (StatisticRows.Row row : rows.range(period.site().id(), question.key(), range.from(), range.to())) {
            found.put(row.day(), row);
        }
        String funnel = question.funnel().id();
        return range.until(periods.today(period.site())).stream()
                .map(day -> new Day(day, found.get(day), definitions.of(period.site(), funnel, day, found.get(day))))
                .toList();
    }

    private Funnel holds(ReportContext period, String funnel, LocalDate day) {
        return definitions.of(period.site(), funnel, day, null).funnel();
    }
}
