package dev.cairn.report.statistics;

import dev.cairn.domain.statistic.OverviewCounts;
import dev.cairn.report.api.DayRange;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The numbers of visits and visitors that rates are divided by, by day and breakdown value (the empty value without a
 * breakdown). Zero if there are none, in which case there is no rate.
 */
record GoalDenominators(Map<LocalDate, Map<String, Numbers>> byDay, Map<String, Numbers> byValue) {

    /** @param visitors over several days, the sum of the days */
    record Numbers(long visits, long visitors) {
        static final Numbers NONE = new Numbers(0, 0);

        static Numbers of(OverviewCounts overview) {
            return new Numbers(overview.visits(), overview.visitors());
        }

        private Numbers plus(Numbers other) {
            return new Numbers(visits + other.visits, visitors + other.visitors);
        }
    }

    static GoalDenominators of(Map<LocalDate, Map<String, Numbers>> byDay) {
        Map<String, Numbers> byValue = new HashMap<>();
        byDay.values().forEach(day -> day.forEach((value, numbers) -> byValue.merge(value, numbers, Numbers::plus)));
        return new GoalDenominators(byDay, byValue);
    }

    static GoalDenominators of(ReportContext period) {
        Map<LocalDate, Map<String, Numbers>> byDay = new HashMap<>();
        period.overview().forEach((day, overview) -> byDay.put(day, Map.of("", Numbers.of(overview))));
        return of(byDay);
    }

    /** Adds up each span of days, under its first day. */
    GoalDenominators bySpan(List<DayRange> spans) {
        Map<LocalDate, Map<String, Numbers>> sums = new HashMap<>();
        for (DayRange span : spans) {
            Map<String, Numbers> values = sums.computeIfAbsent(span.from(), any -> new HashMap<>());
            span.until(span.to())
                    .forEach(day -> byDay.getOrDefault(day, Map.of())
                            .forEach((value, numbers) -> values.merge(value, numbers, Numbers::plus)));
        }
        return new GoalDenominators(sums, byValue);
    }

    Numbers on(LocalDate day, String value) {
        return byDay.getOrDefault(day, Map.of()).getOrDefault(value, Numbers.NONE);
    }

    Numbers of(String value) {
        return byValue.getOrDefault(value, Numbers.NONE);
    }
}
