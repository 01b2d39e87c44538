package dev.cairn.report;

import dev.cairn.domain.Funnel;
import dev.cairn.domain.statistic.Dimension;
import dev.cairn.domain.statistic.FunnelStatistic;
import dev.cairn.plan.Plans;
import dev.cairn.report.FunnelAnswer.Day;
import dev.cairn.report.FunnelAnswer.Question;
import dev.cairn.store.Ports;
import dev.cairn.store.Rows;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a funnel's rows of a range, each with the definition that it is about. */
final class FunnelDays {
    private final Periods periods;
    private final Definitions definitions;
    private final Rows rows;

    FunnelDays(Periods periods, Plans plans, Ports ports) {
        this.periods = periods;
        this.definitions = new Definitions(plans);
        this.rows = new Rows(ports.items());
    }

    /** Days with what is needed to say how many of their entries will convert (F6). */
    record Followed(Forecast forecast, List<Day> days) {}

    /** About the funnel as it is on the last day that has come. */
    Question question(Period period, String funnel, FunnelStatistic<?> view, Optional<Dimension> dimension) {
        LocalDate last =
                period.days().isEmpty() ? period.range().to() : period.days().getLast();
        return new Question(holds(period, funnel, last), view, dimension);
    }

    Followed followed(Period period, Question question) {
        Forecast forecast =
                new Forecast(period, question.view(), question.dimension().isPresent());
        DayRange read = forecast.reads(day -> holds(period, question.funnel().id(), day));
        List<Day> all = days(period, question, read);
        all.forEach(forecast::learn);
        return new Followed(
                forecast,
                all.stream().filter(day -> period.range().contains(day.date())).toList());
    }

    List<Day> days(Period period, Question question, DayRange range) {
        Map<LocalDate, Rows.Row> found = new HashMap<>();
        for (Rows.Row row : rows.range(period.site().id(), question.key(), range.from(), range.to())) {
            found.put(row.day(), row);
        }
        String funnel = question.funnel().id();
        return range.until(periods.today(period.site())).stream()
                .map(day -> new Day(day, found.get(day), definitions.of(period.site(), funnel, day, found.get(day))))
                .toList();
    }

    private Funnel holds(Period period, String funnel, LocalDate day) {
        return definitions.of(period.site(), funnel, day, null).funnel();
    }
}
