package dev.cairn.report.statistics;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The numbers of visitors that conversion rates are divided by, by day and breakdown value (the empty value without a
 * breakdown). Null where there is none, so that there is no rate.
 */
record GoalDenominators(Map<LocalDate, Map<String, Long>> byDay, Map<String, Long> byValue) {

    static GoalDenominators of(Map<LocalDate, Map<String, Long>> byDay) {
        Map<String, Long> byValue = new HashMap<>();
        byDay.values().forEach(day -> day.forEach((value, visitors) -> byValue.merge(value, visitors, Long::sum)));
        return new GoalDenominators(byDay, byValue);
    }

    static GoalDenominators of(ReportContext period) {
        Map<LocalDate, Map<String, Long>> byDay = new HashMap<>();
        period.overview().forEach((day, overview) -> byDay.put(day, Map.of("", overview.visitors())));
        return of(byDay);
    }

    @Nullable
    Long on(LocalDate day, String value) {
        return byDay.getOrDefault(day, Map.of()).get(value);
    }

    @Nullable
    Long of(String value) {
        return byValue.get(value);
    }
}
