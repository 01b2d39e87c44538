package dev.cairn.report;

import dev.cairn.domain.statistic.Overview;
import dev.cairn.domain.statistic.RowKey;
import dev.cairn.plan.Plans;
import dev.cairn.plan.Site;
import dev.cairn.store.Ports;
import dev.cairn.store.Rows;
import dev.cairn.store.Runs;
import dev.cairn.store.Watermark;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads what every answer by day says beside its figures: the last run, how far the stream was read, the overview. */
final class Periods {
    /** What is received by then may still be on its way to the tables (F10). */
    private static final Duration SETTLING = Duration.ofMinutes(30);

    private final Plans plans;
    private final Clock clock;
    private final Rows rows;
    private final Runs runs;
    private final Watermark watermark;

    Periods(Plans plans, Ports ports) {
        this.plans = plans;
        this.clock = ports.clock();
        this.rows = new Rows(ports.items());
        this.runs = new Runs(ports.items());
        this.watermark = new Watermark(ports.items());
    }

    LocalDate today(Site site) {
        return site.zones().dayOf(clock.millis());
    }

    Period of(Site site, DayRange range) {
        LocalDate today = today(site);
        Long asOf = runs.last().map(Runs.Run::asOf).orElse(null);
        return new Period(
                site,
                range,
                range.until(today),
                clock.instant(),
                plans.current().version(),
                asOf,
                completeThrough(site, asOf, today),
                overview(site, range));
    }

    private Map<LocalDate, Overview> overview(Site site, DayRange range) {
        Map<LocalDate, Overview> days = new TreeMap<>();
        for (Rows.Row row : rows.range(site.id(), RowKey.of(Overview.STATISTIC), range.from(), range.to())) {
            days.put(row.day(), row.total(Overview.STATISTIC));
        }
        return days;
    }

    /** The last day that ended 30 minutes before both what was read last and the last run. */
    private @Nullable LocalDate completeThrough(Site site, @Nullable Long asOf, LocalDate today) {
        OptionalLong read = watermark.lowest();
        if (asOf == null || read.isEmpty()) {
            return null;
        }
        long bound = Math.min(asOf, read.getAsLong()) - SETTLING.toMillis();
        LocalDate last = site.zones().dayOf(bound).minusDays(1);
        return last.isBefore(today) ? last : today.minusDays(1);
    }
}
