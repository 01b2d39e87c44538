package dev.cairn.store;

import dev.cairn.domain.statistic.HealthCounts;
import dev.cairn.domain.statistic.RowKey;
import java.time.LocalDate;
import java.util.Map;
import java.util.TreeMap;

/** What became of what was received, by the local day of receipt: from the rows and from quarantine. */
public final class ReceivedDays {
    private final Rows rows;
    private final Quarantine quarantine;

    public ReceivedDays(Rows rows, Quarantine quarantine) {
        this.rows = rows;
        this.quarantine = quarantine;
    }

    /**
     * The days of receipt from one to another, both included, that had any. A day's events may belong to any earlier day
     * that is still kept, and are counted in the row of that one.
     */
    public Map<LocalDate, Received> of(String site, int retentionDays, LocalDate from, LocalDate to) {
        Map<LocalDate, Received> days = new TreeMap<>();
        for (Rows.Row row : rows.range(site, RowKey.of(HealthCounts.STATISTIC), from.minusDays(retentionDays), to)) {
            row.total(HealthCounts.STATISTIC)
                    .forEach((day, counts) -> days.merge(LocalDate.parse(day), Received.of(counts), Received::plus));
        }
        for (Quarantine.Kept entry : quarantine.list(site, from, to)) {
            days.merge(entry.day(), Received.of(entry), Received::plus);
        }
        days.keySet().removeIf(day -> day.isBefore(from) || day.isAfter(to));
        return days;
    }
}
