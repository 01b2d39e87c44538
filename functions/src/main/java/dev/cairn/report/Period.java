package dev.cairn.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.domain.statistic.Overview;
import dev.cairn.plan.Site;
import dev.cairn.store.Json;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a site's days that are asked for, whatever the figures are.
 *
 * @param days up to today
 * @param asOf of the last run, epoch milliseconds; null before the first one
 * @param completeThrough the last complete day (F10); null when there is none
 * @param overview of the days that have any
 */
record Period(
        Site site,
        DayRange range,
        List<LocalDate> days,
        Instant now,
        int planVersion,
        @Nullable Long asOf,
        @Nullable LocalDate completeThrough,
        Map<LocalDate, Overview> overview) {

    boolean isComplete(LocalDate day) {
        return completeThrough != null && !day.isAfter(completeThrough);
    }

    /** Whether no day of the range is still to come or to change in the usual course of things. */
    boolean isSettled() {
        return isComplete(range.to());
    }

    Overview overviewOf(LocalDate day) {
        return overview.getOrDefault(day, Overview.EMPTY);
    }

    Overview sum() {
        return overview.values().stream().reduce(Overview.EMPTY, Overview::plus);
    }

    /** Time as readers get it; JSON null of null. */
    static @Nullable String instant(@Nullable Long epochMillis) {
        return epochMillis == null ? null : Instant.ofEpochMilli(epochMillis).toString();
    }

    ObjectNode meta(Collection<Warning> more) {
        Overview sum = sum();
        ObjectNode meta = Json.MAPPER.createObjectNode();
        meta.put("time_zone", site.zones().at(now).getId());
        meta.put("as_of", instant(asOf));
        meta.put("complete_through", completeThrough == null ? null : completeThrough.toString());
        meta.put("plan_version", planVersion);
        meta.set("linkable_share", Fractions.share(sum.linkableVisitors(), sum.visitors()));
        TreeSet<Warning> warnings = new TreeSet<>(java.util.Comparator.comparing(Warning::code));
        warnings.addAll(more);
        if (sum.visitors() > 0 && sum.linkableVisitors() == 0) {
            warnings.add(Warning.NO_LINKABLE_VISITORS);
        }
        meta.set("warnings", Json.MAPPER.valueToTree(warnings));
        return meta;
    }
}
