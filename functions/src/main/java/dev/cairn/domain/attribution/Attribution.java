package dev.cairn.domain.attribution;

import dev.cairn.domain.event.Channel;
import dev.cairn.domain.event.TrafficSource;
import dev.cairn.domain.statistic.VisitorDayInput;
import dev.cairn.domain.visit.Visit;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Decides which visit is credited with a conversion (F7). For a linkable visitor, this is a visit within the
 * {@link #DAYS_BACK} local days before the conversion's day, or on that day up to the conversion's own visit. For other
 * visitors, it is always the conversion's own visit.
 */
public enum Attribution {
    /** The conversion's own visit. */
    VISIT,
    /** The last visit that was not direct; the conversion's own visit if all of them were direct. */
    LAST_NON_DIRECT,
    /** The first visit. */
    FIRST_TOUCH;

    /** How many days before the conversion a visit may be. */
    public static final int DAYS_BACK = 30;

    private static final String DIRECT = Channel.DIRECT.word();

    /** Returns the name used in the API: {@code last_non_direct}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @param visit the conversion's visit, an index into the day's visits */
    TrafficSource touch(VisitorDayInput input, int visit) {
        List<Visit> visits = input.tagged().visits();
        if (this == VISIT || !input.visitor().linkable()) {
            return visits.get(visit).touch();
        }
        List<Visit> candidates = new ArrayList<>(before(input));
        candidates.addAll(visits.subList(0, visit + 1));
        return this == FIRST_TOUCH
                ? candidates.getFirst().touch()
                : candidates.reversed().stream()
                        .map(Visit::touch)
                        .filter(touch -> !touch.channel().equals(DIRECT))
                        .findFirst()
                        .orElse(visits.get(visit).touch());
    }

    private static List<Visit> before(VisitorDayInput input) {
        LocalDate day = input.day();
        return input.person().days().subMap(day.minusDays(DAYS_BACK), true, day, false).values().stream()
                .flatMap(each -> each.tagged().visits().stream())
                .toList();
    }
}
