package dev.cairn.report.audiences;

import dev.cairn.domain.audience.Audience;
import dev.cairn.domain.statistic.MembershipChangeCounts;
import dev.cairn.domain.statistic.RowKey;
import dev.cairn.plan.model.Site;
import dev.cairn.report.api.DayRange;
import dev.cairn.store.Dependencies;
import dev.cairn.store.statistic.StatisticRows;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the membership changes of audiences: counts only, never the members themselves. */
public final class AudienceReader {
    private final StatisticRows rows;

    public AudienceReader(Dependencies dependencies) {
        this.rows = new StatisticRows(dependencies.items());
    }

    /**
     * Returns the membership changes of the site's audiences, in the given order, exact for each day of the range.
     *
     * @param asOf time of the last run; null before the first one
     */
    public Map<Audience, AudienceDays> read(
            Site site, DayRange range, @Nullable Long asOf, Collection<Audience> audiences) {
        Map<Audience, AudienceDays> days = new LinkedHashMap<>();
        audiences.stream()
                .map(audience -> AudienceDays.firstCause(audience, range.from()))
                .min(Comparator.naturalOrder())
                .ifPresent(first -> {
                    List<StatisticRows.Row> stored = rows(site, first, range.to());
                    audiences.forEach(audience -> days.put(audience, days(site, audience, stored, asOf)));
                });
        return days;
    }

    /** The same for one audience. */
    AudienceDays read(Site site, DayRange range, @Nullable Long asOf, Audience audience) {
        return days(site, audience, rows(site, AudienceDays.firstCause(audience, range.from()), range.to()), asOf);
    }

    private List<StatisticRows.Row> rows(Site site, LocalDate from, LocalDate to) {
        return rows.range(site.id(), RowKey.of(MembershipChangeCounts.STATISTIC), from, to);
    }

    private static AudienceDays days(Site site, Audience audience, List<StatisticRows.Row> rows, @Nullable Long asOf) {
        return AudienceDays.of(audience, rows, site.zones(), asOf == null ? Long.MIN_VALUE : asOf);
    }
}
