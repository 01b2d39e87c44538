package dev.cairn.plan.model;

import dev.cairn.domain.statistic.DayDefinitions.Watch;
import java.time.LocalDate;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A site's settings for anomalies (N6).
 *
 * @param webhook https URL to which messages are posted; null for none
 * @param chat https URL of a chat's incoming webhook, which receives them in the chat's format; null for none
 * @param quietDays local days that are excluded from the baseline, such as holidays
 * @param off ids of goals and series that are not monitored
 * @param watch additional pairs of goals whose rate is monitored, by id
 */
public record Alerts(
        @Nullable String webhook,
        @Nullable String chat,
        Set<LocalDate> quietDays,
        Set<String> off,
        Map<String, Watch> watch) {
    public static final Alerts NONE = new Alerts(null, null, Set.of(), Set.of(), Map.of());

    private static final String GOAL = "goal:";

    /** Whether a series is not monitored because the series or its goal is listed. */
    public boolean isOff(String series) {
        return off.contains(series) || series.startsWith(GOAL) && off.contains(series.substring(GOAL.length()));
    }
}
