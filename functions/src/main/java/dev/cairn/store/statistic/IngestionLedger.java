package dev.cairn.store.statistic;

import dev.cairn.domain.statistic.HealthCounts;
import dev.cairn.domain.statistic.RowKey;
import dev.cairn.store.work.Quarantine;
import java.time.LocalDate;
import java.util.Map;
import java.util.TreeMap;

/** Accounts for received events by local day of receipt, from the rows and from quarantine. */
public final class IngestionLedger {
    private final StatisticRows rows;
    private final Quarantine quarantine;

    public IngestionLedger(StatisticRows rows, Quarantine quarantine) {
        this.rows = rows;
        this.quarantine = quarantine;
    }

    /**
     * The days of receipt in the range, both ends included, that received events. Events received on a day may belong
     * to any earlier day within retention, and are counted in that day's row.
     */
    public Map<LocalDate, IngestionBalance> of(String site, int retentionDays, LocalDate from, LocalDate to) {
        Map<LocalDate, IngestionBalance> days = new TreeMap<>();
        for (StatisticRows.Row row :
                rows.range(site, RowKey.of(HealthCounts.STATISTIC), from.minusDays(retentionDays), to)) {
            row.total(HealthCounts.STATISTIC)
                    .forEach((day, counts) ->
                            days.merge(LocalDate.parse(day), IngestionBalance.of(counts), IngestionBalance::plus));
        }
        for (Quarantine.Kept entry : quarantine.list(site, from, to)) {
            days.merge(entry.day(), IngestionBalance.of(entry), IngestionBalance::plus);
        }
        days.keySet().removeIf(day -> day.isBefore(from) || day.isAfter(to));
        return days;
    }
}
