package dev.cairn.report.statistics;

import dev.cairn.domain.statistic.OverviewCounts;
import dev.cairn.domain.statistic.RowKey;
import dev.cairn.plan.model.Site;
import dev.cairn.plan.version.PlanRepository;
import dev.cairn.report.api.DayRange;
import dev.cairn.store.Dependencies;
import dev.cairn.store.statistic.AggregationRuns;
import dev.cairn.store.statistic.StatisticRows;
import dev.cairn.store.statistic.Watermark;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads the data that accompanies the figures of every report by day: the last run, the watermark and the overview. */
public final class ReportContextReader {
    private final PlanRepository plans;
    private final Clock clock;
    private final StatisticRows rows;
    private final AggregationRuns runs;
    private final Watermark watermark;

    public ReportContextReader(PlanRepository plans, Dependencies dependencies) {
        this.plans = plans;
        this.clock = dependencies.clock();
        this.rows = new StatisticRows(dependencies.items());
        this.runs = new AggregationRuns(dependencies.items());
        this.watermark = new Watermark(dependencies.items());
    }

    public LocalDate today(Site site) {
        return site.zones().dayOf(clock.millis());
    }

    /** The last complete day (F10); empty when there is none. */
    public Optional<LocalDate> completeThrough(Site site) {
        Long asOf = runs.last().map(AggregationRuns.LastRun::asOf).orElse(null);
        return Optional.ofNullable(completeThrough(site, asOf, today(site)));
    }

    public ReportContext of(Site site, DayRange range) {
        LocalDate today = today(site);
        Long asOf = runs.last().map(AggregationRuns.LastRun::asOf).orElse(null);
        return new ReportContext(
                site,
                range,
                range.until(today),
                clock.instant(),
                plans.current().version(),
                asOf,
                completeThrough(site, asOf, today),
                overview(site, range));
    }

    private Map<LocalDate, OverviewCounts> overview(Site site, DayRange range) {
        Map<LocalDate, OverviewCounts> days = new TreeMap<>();
        for (StatisticRows.Row row :
                rows.range(site.id(), RowKey.of(OverviewCounts.STATISTIC), range.from(), range.to())) {
            days.put(row.day(), row.total(OverviewCounts.STATISTIC));
        }
        return days;
    }

    /** The last day that ended at least 30 minutes before both the watermark and the last run. */
    private @Nullable LocalDate completeThrough(Site site, @Nullable Long asOf, LocalDate today) {
        OptionalLong read = watermark.lowest();
        if (asOf == null || read.isEmpty()) {
            return null;
        }
        long bound = Math.min(asOf, read.getAsLong()) - AggregationRuns.SETTLING.toMillis();
        LocalDate last = site.zones().dayOf(bound).minusDays(1);
        return last.isBefore(today) ? last : today.minusDays(1);
    }
}
