package dev.cairn.report.insights;

import dev.cairn.domain.goal.Goal;
import dev.cairn.domain.goal.MicroKind;
import dev.cairn.domain.insight.LaterConversionCounts;
import dev.cairn.domain.insight.MicroCounts;
import dev.cairn.report.statistics.ReportContext;
import java.time.LocalDate;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A question about the micro goals of one macro goal.
 *
 * @param window the number of days over which visitors are observed, one of {@link LaterConversionCounts#WINDOWS}
 */
record MicroQuestion(ReportContext period, String macro, int window) {
    /** Additional days until a day's figure is final: today and the day after the window. */
    private static final int MARGIN_DAYS = 2;

    /** Minimum retention in days for correct assists (N0.9). */
    static final int ASSIST_RETENTION = MicroCounts.LOOK_BACK_DAYS + MARGIN_DAYS;

    /** Minimum retention in days for all figures to be correct (N0.9). */
    static final int RETENTION = MicroCounts.LOOK_BACK_DAYS + LaterConversionCounts.LONGEST_WINDOW + MARGIN_DAYS;

    /**
     * @param chosen empty for the longest window for which a day in the range is mature, or the shortest if there is
     *     none (N2.3)
     */
    static MicroQuestion of(ReportContext period, String macro, Optional<Integer> chosen) {
        int window = chosen.orElseGet(() -> LaterConversionCounts.WINDOWS.reversed().stream()
                .filter(days -> new MicroQuestion(period, macro, days).matureDays() > 0)
                .findFirst()
                .orElse(LaterConversionCounts.WINDOWS.getFirst()));
        return new MicroQuestion(period, macro, window);
    }

    /** Whether the day's visitors have been observed for the whole window (N0.4). */
    boolean isMature(LocalDate day) {
        return period.isComplete(day.plusDays(window));
    }

    long matureDays() {
        return period.days().stream().filter(this::isMature).count();
    }

    boolean hasAssists() {
        return period.site().retentionDays() >= ASSIST_RETENTION;
    }

    boolean hasFollowUps() {
        return period.site().retentionDays() >= RETENTION;
    }

    /** Returns the kind that the site declares; null if its plan no longer has the micro goal. */
    @Nullable
    MicroKind kind(String micro) {
        Goal goal = period.site().goals().get(micro);
        return goal == null ? null : goal.kind();
    }
}
