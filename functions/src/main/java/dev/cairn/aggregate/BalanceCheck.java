package dev.cairn.aggregate;

import dev.cairn.plan.model.Site;
import dev.cairn.store.Dependencies;
import dev.cairn.store.statistic.AggregationRuns;
import dev.cairn.store.statistic.IngestionLedger;
import dev.cairn.store.statistic.StatisticRows;
import dev.cairn.store.work.Quarantine;
import dev.cairn.telemetry.Telemetry;
import java.time.LocalDate;
import java.util.Map;

/**
 * Checks that all accepted events are accounted for. Recent events are still in transit, and the rows of earlier days
 * wait for the nightly run. The check therefore covers only closed days of receipt, after a run that left no work
 * undone.
 */
final class BalanceCheck {
    private static final int DAYS = 7;
    private final IngestionLedger received;
    private final Telemetry telemetry;

    BalanceCheck(Dependencies dependencies) {
        this.received = new IngestionLedger(
                new StatisticRows(dependencies.items()), new Quarantine(dependencies.items(), dependencies.clock()));
        this.telemetry = dependencies.telemetry();
    }

    /** The sum of the days' absolute residuals; each day with a residual is logged. */
    long of(Site site, long asOf) {
        LocalDate last =
                site.zones().dayOf(asOf - AggregationRuns.SETTLING.toMillis()).minusDays(1);
        long sum = 0;
        for (var day : received.of(site.id(), site.retentionDays(), last.minusDays(DAYS - 1L), last)
                .entrySet()) {
            long residual = day.getValue().residual();
            if (residual != 0) {
                telemetry.warn(
                        "accepted events are not accounted for",
                        Map.of("site", site.id(), "day", day.getKey().toString(), "residual", residual));
            }
            sum += Math.abs(residual);
        }
        return sum;
    }
}
