package dev.cairn.plan.model;

import dev.cairn.domain.statistic.DayDefinitions.Watch;
import java.time.LocalDate;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a site says of its anomalies (N6).
 *
 * @param webhook https address to which messages are posted; null for none
 * @param chat https address of a chat's incoming webhook, which gets them in the chat's form; null for none
 * @param quietDays local days that are not part of what is usual, such as holidays
 * @param off ids of goals, and of series, that are not judged
 * @param watch pairs of goals whose rate is watched in addition, by id
 */
public record Alerts(
        @Nullable String webhook,
        @Nullable String chat,
        Set<LocalDate> quietDays,
        Set<String> off,
        Map<String, Watch> watch) {
    public static final Alerts NONE = new Alerts(null, null, Set.of(), Set.of(), Map.of());

    private static final String GOAL = "goal:";

    /** Whether a series is not judged: it is named, or its goal is. */
    public boolean isOff(String series) {
        return off.contains(series) || series.startsWith(GOAL) && off.contains(series.substring(GOAL.length()));
    }
}
