package dev.cairn.report.statistics;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.domain.statistic.OverviewCounts;
import dev.cairn.plan.model.Site;
import dev.cairn.report.api.DayRange;
import dev.cairn.report.api.Ratios;
import dev.cairn.report.api.Warning;
import dev.cairn.store.Json;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The data that every report by day needs, regardless of its figures.
 *
 * @param days up to today
 * @param asOf time of the last run, epoch milliseconds; null before the first one
 * @param completeThrough the last complete day (F10); null when there is none
 * @param overview the overview of each day that has one
 */
public record ReportContext(
        Site site,
        DayRange range,
        List<LocalDate> days,
        Instant now,
        int planVersion,
        @Nullable Long asOf,
        @Nullable LocalDate completeThrough,
        Map<LocalDate, OverviewCounts> overview) {

    public boolean isComplete(LocalDate day) {
        return completeThrough != null && !day.isAfter(completeThrough);
    }

    /** Whether no day in the range is in the future or can still change in normal operation. */
    public boolean isSettled() {
        return isComplete(range.to());
    }

    public OverviewCounts overviewOf(LocalDate day) {
        return overview.getOrDefault(day, OverviewCounts.EMPTY);
    }

    public OverviewCounts sum() {
        return overview.values().stream().reduce(OverviewCounts.EMPTY, OverviewCounts::plus);
    }

    /** A time in the API's format; null for null. */
    public static @Nullable String instant(@Nullable Long epochMillis) {
        return epochMillis == null ? null : Instant.ofEpochMilli(epochMillis).toString();
    }

    public ObjectNode meta(Collection<Warning> more) {
        OverviewCounts sum = sum();
        ObjectNode meta = Json.MAPPER.createObjectNode();
        meta.put("time_zone", site.zones().at(now).getId());
        meta.put("as_of", instant(asOf));
        meta.put("complete_through", completeThrough == null ? null : completeThrough.toString());
        meta.put("plan_version", planVersion);
        meta.set("linkable_share", Ratios.share(sum.linkableVisitors(), sum.visitors()));
        TreeSet<Warning> warnings = new TreeSet<>(java.util.Comparator.comparing(Warning::code));
        warnings.addAll(more);
        if (sum.visitors() > 0 && sum.linkableVisitors() == 0) {
            warnings.add(Warning.NO_LINKABLE_VISITORS);
        }
        meta.set("warnings", Json.MAPPER.valueToTree(warnings));
        return meta;
    }
}
