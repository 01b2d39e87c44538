package dev.cairn.report.audiences;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.report.api.Ratios;
import dev.cairn.report.statistics.ReportContext;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;

/**
 * How many of those who entered an audience were recovered within 14 days (N5.5), from the days about which nothing is
 * still to come.
 *
 * @param days of the asked ones, those
 * @param entered memberships that began on them
 * @param recovered how many of them were left by meeting {@code not} in time
 */
public record Recovery(List<LocalDate> days, long entered, long recovered) {
    /** Days after which nobody who entered can be recovered any more. */
    public static final int DAYS = 14;

    /** A rate of fewer is not shown. */
    private static final int FEWEST = 25;

    public static Recovery of(ReportContext period, AudienceDays days, Collection<LocalDate> asked) {
        List<LocalDate> mature =
                asked.stream().filter(day -> isMature(period, day)).toList();
        return new Recovery(
                mature,
                mature.stream().mapToLong(days::entered).sum(),
                mature.stream().mapToLong(days::recovered).sum());
    }

    /** Whether nothing about those who entered on the day is still to come. */
    static boolean isMature(ReportContext period, LocalDate day) {
        return period.isComplete(day.plusDays(DAYS));
    }

    /** Whether there are enough for a rate. */
    public boolean isShown() {
        return entered >= FEWEST;
    }

    /**
     * Whether a rate is not shown because it would be of too few.
     *
     * @param all memberships that began on the asked days, the latest included
     */
    boolean isTooFew(long all) {
        return all > 0 && !days.isEmpty() && !isShown();
    }

    /** Adds both numbers, the rate and its interval, null where they are not known or not shown. */
    public void put(ObjectNode into) {
        into.put("recovered_14d", days.isEmpty() ? null : Long.valueOf(recovered));
        into.put("recovery_entered", days.isEmpty() ? null : Long.valueOf(entered));
        long denominator = isShown() ? entered : 0;
        into.set("recovery_rate", Ratios.share(recovered, denominator));
        into.set("recovery_interval", Ratios.wilson(recovered, denominator));
    }
}
