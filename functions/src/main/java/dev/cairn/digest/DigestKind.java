package dev.cairn.digest;

import dev.cairn.plan.model.Site;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Which digest: that of yesterday, or that of last week. */
enum DigestKind {
    DAILY,

    /** Sent on Mondays. */
    WEEKLY;

    /** The digests that the plan wants on a day. */
    static List<DigestKind> on(LocalDate day, Site site) {
        return Arrays.stream(values()).filter(kind -> kind.isDue(day, site)).toList();
    }

    private boolean isDue(LocalDate day, Site site) {
        return switch (this) {
            case DAILY -> site.notifications().digest().isDaily();
            case WEEKLY -> site.notifications().digest().isWeekly() && day.getDayOfWeek() == DayOfWeek.MONDAY;
        };
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
