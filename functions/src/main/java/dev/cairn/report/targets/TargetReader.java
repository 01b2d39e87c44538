package dev.cairn.report.targets;

import dev.cairn.domain.statistic.GoalCounts;
import dev.cairn.domain.statistic.OverviewCounts;
import dev.cairn.domain.statistic.RowKey;
import dev.cairn.domain.target.ComparisonPeriod;
import dev.cairn.domain.target.DailyMetric;
import dev.cairn.domain.target.TargetProgress;
import dev.cairn.domain.target.TargetTerms;
import dev.cairn.plan.model.Site;
import dev.cairn.plan.model.Target;
import dev.cairn.report.api.DayRange;
import dev.cairn.report.statistics.ReportContext;
import dev.cairn.report.statistics.ReportContextReader;
import dev.cairn.store.Dependencies;
import dev.cairn.store.statistic.StatisticRows;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the data for a site's targets, with two Queries regardless of their number, and computes their progress. */
public final class TargetReader {
    /** Days for which a target stays listed after its end. */
    private static final int LISTED_DAYS = 90;

    /** Days of history for weekday weights and level. */
    private static final int LOOK_BACK_DAYS = 56;

    private static final LocalDate FIRST_OF_ALL = LocalDate.EPOCH;

    private final ReportContextReader periods;
    private final StatisticRows rows;

    public TargetReader(ReportContextReader periods, Dependencies dependencies) {
        this.periods = periods;
        this.rows = new StatisticRows(dependencies.items());
    }

    /** @param reports the state at the end of this day; empty for now */
    public SiteTargets read(Site site, Optional<LocalDate> at) {
        LocalDate lastDay = at.orElseGet(() -> periods.today(site));
        @Nullable
        LocalDate completeThrough = periods.completeThrough(site)
                .map(day -> day.isAfter(lastDay) ? lastDay : day)
                .orElse(null);
        List<Target> targets = site.definitions().targets().values().stream()
                .filter(target -> !target.to().plusDays(LISTED_DAYS).isBefore(lastDay))
                .sorted(Comparator.comparing(Target::id))
                .toList();
        DayRange range = new DayRange(firstNeeded(targets, completeThrough, lastDay), lastDay);
        ReportContext period = periods.of(site, range);
        TargetMetrics metrics = new TargetMetrics(period.overview(), goals(site, targets, range), site.currency());
        LocalDate firstDay = firstDay(period);
        Known known = new Known(firstDay, completeThrough, lastDay);
        return new SiteTargets(
                period,
                firstDay,
                targets.stream().map(target -> report(target, metrics, known)).toList());
    }

    /** The days on which the metrics are known, see {@link DailyMetric}. */
    private record Known(
            @Nullable LocalDate firstDay, @Nullable LocalDate completeThrough, LocalDate lastDay) {}

    private static TargetReport report(Target target, TargetMetrics metrics, Known known) {
        DailyMetric metric = new DailyMetric(metrics.of(target), known.firstDay, known.completeThrough, known.lastDay);
        boolean money = TargetMetrics.isMoney(target);
        BigDecimal figure = figure(target, metric).orElse(null);
        TargetTerms terms = new TargetTerms(target.from(), target.to(), figure, isCeiling(target), money);
        return new TargetReport(
                target,
                figure,
                isCeiling(target),
                money ? metrics.currency() : null,
                TargetProgress.of(terms, metric),
                metrics.otherCurrencies(target));
    }

    private static Optional<BigDecimal> figure(Target target, DailyMetric metric) {
        return switch (target.aim()) {
            case Target.Value value -> Optional.of(value.value());
            case Target.ChangeAgainstBaseline change -> Optional.of(changed(change.baseline(), change.change()));
            case Target.ChangeAgainstPeriod change ->
                comparison(change)
                        .sum(metric, target.from(), target.to())
                        .map(compared -> changed(compared, change.change()));
        };
    }

    private static BigDecimal changed(BigDecimal compared, BigDecimal change) {
        return compared.multiply(BigDecimal.ONE.add(change));
    }

    private static boolean isCeiling(Target target) {
        return switch (target.aim()) {
            case Target.Value noChange -> false;
            case Target.ChangeAgainstBaseline change -> change.change().signum() < 0;
            case Target.ChangeAgainstPeriod change -> change.change().signum() < 0;
        };
    }

    private static ComparisonPeriod comparison(Target.ChangeAgainstPeriod change) {
        return change.period().equals("year_before") ? ComparisonPeriod.YEAR_BEFORE : ComparisonPeriod.PERIOD_BEFORE;
    }

    private static LocalDate firstNeeded(List<Target> targets, @Nullable LocalDate completeThrough, LocalDate lastDay) {
        LocalDate level = (completeThrough == null ? lastDay : completeThrough).minusDays(LOOK_BACK_DAYS);
        return Stream.concat(Stream.of(level), targets.stream().flatMap(TargetReader::firstNeeded))
                .min(Comparator.naturalOrder())
                .orElseThrow();
    }

    private static Stream<LocalDate> firstNeeded(Target target) {
        LocalDate weights = target.from().minusDays(LOOK_BACK_DAYS);
        return target.aim() instanceof Target.ChangeAgainstPeriod change
                ? Stream.of(weights, comparison(change).firstDay(target.from(), target.to()))
                : Stream.of(weights);
    }

    private Map<LocalDate, Map<String, GoalCounts>> goals(Site site, List<Target> targets, DayRange range) {
        Map<LocalDate, Map<String, GoalCounts>> days = new HashMap<>();
        if (targets.stream().anyMatch(target -> target.goal() != null)) {
            for (StatisticRows.Row row :
                    rows.range(site.id(), RowKey.of(GoalCounts.STATISTIC), range.from(), range.to())) {
                days.put(row.day(), row.total(GoalCounts.STATISTIC));
            }
        }
        return days;
    }

    /** Reads days before the range only if the range begins without events. */
    private @Nullable LocalDate firstDay(ReportContext period) {
        LocalDate from = period.range().from();
        if (period.overviewOf(from).events() > 0) {
            return from;
        }
        boolean earlier = rows
                .range(period.site().id(), RowKey.of(OverviewCounts.STATISTIC), FIRST_OF_ALL, from.minusDays(1))
                .stream()
                .anyMatch(row -> row.total(OverviewCounts.STATISTIC).events() > 0);
        return earlier
                ? from
                : period.overview().entrySet().stream()
                        .filter(day -> day.getValue().events() > 0)
                        .map(Map.Entry::getKey)
                        .min(Comparator.naturalOrder())
                        .orElse(null);
    }
}
