package dev.cairn.report.audiences;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.report.api.Ratios;
import dev.cairn.report.statistics.ReportContext;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;

/**
 * How many of the visitors who entered an audience were recovered within 14 days (N5.5), over the mature days only.
 *
 * @param days the mature days among the requested ones
 * @param entered memberships that began on these days
 * @param recovered how many of them ended within 14 days because the visitor met {@code not}
 */
public record Recovery(List<LocalDate> days, long entered, long recovered) {
    /** Days after entry within which a visitor counts as recovered. */
    public static final int DAYS = 14;

    /** The minimum number of entries for a rate to be shown. */
    private static final int FEWEST = 25;

    public static Recovery of(ReportContext period, AudienceDays days, Collection<LocalDate> asked) {
        List<LocalDate> mature =
                asked.stream().filter(day -> isMature(period, day)).toList();
        return new Recovery(
                mature,
                mature.stream().mapToLong(days::entered).sum(),
                mature.stream().mapToLong(days::recovered).sum());
    }

    /** Whether the recovery of the day's entries is final. */
    static boolean isMature(ReportContext period, LocalDate day) {
        return period.isComplete(day.plusDays(DAYS));
    }

    /** Whether there are enough entries for a rate. */
    public boolean isShown() {
        return entered >= FEWEST;
    }

    /**
     * Whether the rate is hidden because there are too few entries.
     *
     * @param all memberships that began on the requested days, including the most recent ones
     */
    boolean isTooFew(long all) {
        return all > 0 && !days.isEmpty() && !isShown();
    }

    /** Adds both counts, the rate and its interval; null if unknown or not shown. */
    public void put(ObjectNode into) {
        into.put("recovered_14d", days.isEmpty() ? null : Long.valueOf(recovered));
        into.put("recovery_entered", days.isEmpty() ? null : Long.valueOf(entered));
        long denominator = isShown() ? entered : 0;
        into.set("recovery_rate", Ratios.share(recovered, denominator));
        into.set("recovery_interval", Ratios.wilson(recovered, denominator));
    }
}
