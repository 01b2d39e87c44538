package dev.cairn.report.statistics;

import dev.cairn.domain.funnel.Funnel;
import dev.cairn.domain.statistic.FunnelCounts;
import dev.cairn.domain.statistic.FunnelStatistic;
import dev.cairn.domain.statistic.LifeTable;
import dev.cairn.domain.statistic.LifeTable.Cohort;
import dev.cairn.domain.statistic.LifeTable.Expectation;
import dev.cairn.plan.model.TimeZoneHistory;
import dev.cairn.report.api.DayRange;
import dev.cairn.report.statistics.FunnelTable.Day;
import java.time.Duration;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Forecasts how far the entries of open days will get (F6) from the entry days of the last two windows. A lag is over
 * for an entry day when the local day it falls on is complete (F10), however many hours that day has. Days are pooled
 * only if they share the funnel's definition and the breakdown value.
 */
final class ConversionForecast {
    private static final int WINDOWS = 2;
    private static final long DAY_MILLIS = Duration.ofDays(1).toMillis();

    /** The key of a pool: entries under one definition and one breakdown value. */
    private record Pool(Funnel funnel, String value) {}

    private final ReportContext period;
    private final TimeZoneHistory zones;
    private final FunnelStatistic<?> view;
    private final boolean split;
    private final Map<Pool, LifeTable> tables = new HashMap<>();

    ConversionForecast(ReportContext period, FunnelStatistic<?> view, boolean split) {
        this.period = period;
        this.zones = period.site().zones();
        this.view = view;
        this.split = split;
    }

    /** The days to read: the requested days and, if one of them is open, the days to learn from. */
    DayRange reads(Function<LocalDate, Funnel> holds) {
        LocalDate through = period.completeThrough();
        LocalDate from = period.range().from();
        LocalDate to = period.range().to();
        if (through != null) {
            for (LocalDate day : period.days()) {
                Funnel funnel = holds.apply(day);
                if (observed(day) < possible(day, funnel)) {
                    LocalDate begins = poolBegins(funnel, through);
                    from = begins.isBefore(from) ? begins : from;
                    to = through.isAfter(to) ? through : to;
                }
            }
        }
        return new DayRange(from, to);
    }

    /** Adds a day to its pool, if it belongs to one. */
    void learn(Day day) {
        LocalDate through = period.completeThrough();
        Funnel funnel = day.definition().funnel();
        if (through == null
                || day.row() == null
                || day.date().isAfter(through)
                || day.date().isBefore(poolBegins(funnel, through))) {
            return;
        }
        Breakdowns.figures(day.row(), FunnelCounts.ENTRY, split)
                .forEach((value, counts) -> tables.computeIfAbsent(new Pool(funnel, value), pool -> table(funnel))
                        .add(cohort(day, counts)));
    }

    /** Empty if too few entries were observed for a forecast. */
    Optional<Expectation> expectation(Day day, String value, FunnelCounts counts) {
        Funnel funnel = day.definition().funnel();
        LifeTable known = tables.get(new Pool(funnel, value));
        return (known == null ? table(funnel) : known).expectation(cohort(day, counts));
    }

    /** The {@code same_day} view has no lags beyond the entry day. */
    private LifeTable table(Funnel funnel) {
        return new LifeTable(funnel.steps().size(), view == FunnelCounts.SAME_DAY ? 0 : windowDays(funnel));
    }

    private Cohort cohort(Day day, FunnelCounts counts) {
        return new Cohort(
                counts,
                observed(day.date()),
                possible(day.date(), day.definition().funnel()));
    }

    /** The first entry day of the last two windows, each rounded up to whole days. */
    private static LocalDate poolBegins(Funnel funnel, LocalDate through) {
        return through.plusDays(1).minusDays(WINDOWS * (long) windowDays(funnel));
    }

    private static int windowDays(Funnel funnel) {
        return Math.toIntExact(Math.ceilDiv(funnel.windowMillis(), DAY_MILLIS));
    }

    /** The number of lags that are over for an entry day. */
    private int observed(LocalDate day) {
        @Nullable LocalDate through = period.completeThrough();
        return through == null ? 0 : Math.toIntExact(Math.max(0, ChronoUnit.DAYS.between(day, through) + 1));
    }

    private int possible(LocalDate day, Funnel funnel) {
        return view == FunnelCounts.SAME_DAY ? 1 : possible(zones, day, funnel);
    }

    /**
     * The number of lags at which an entry on the day can convert: the last entry may be a millisecond before the day's
     * end.
     */
    static int possible(TimeZoneHistory zones, LocalDate day, Funnel funnel) {
        LocalDate last = zones.dayOf(zones.endOf(day) - 1 + funnel.windowMillis());
        return Math.toIntExact(ChronoUnit.DAYS.between(day, last) + 1);
    }
}
