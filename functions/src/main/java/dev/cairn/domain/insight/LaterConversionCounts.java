package dev.cairn.domain.insight;

import dev.cairn.domain.funnel.FunnelEvent;
import dev.cairn.domain.statistic.Counts;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Counts the visitors observed from a day on, and those of them who converted afterwards.
 *
 * @param followed number of visitors
 * @param converted visitors who converted, by the shortest of the {@link #WINDOWS} that contains their first conversion
 */
public record LaterConversionCounts(long followed, Map<Integer, Long> converted)
        implements Counts<LaterConversionCounts> {

    /** The windows that a report may use, in days (N2.3). */
    public static final List<Integer> WINDOWS = List.of(7, 14, 30);

    /** The longest window, in days. */
    public static final int LONGEST_WINDOW = WINDOWS.getLast();

    public static final LaterConversionCounts EMPTY = new LaterConversionCounts(0, Map.of());

    /** Returns how many converted at most {@code days} days later; {@code days} must be one of the windows. */
    public long convertedWithin(int days) {
        return converted.entrySet().stream()
                .filter(each -> each.getKey() <= days)
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    @Override
    public LaterConversionCounts plus(LaterConversionCounts other) {
        Map<Integer, Long> sum = new TreeMap<>(converted);
        other.converted.forEach((window, count) -> sum.merge(window, count, Long::sum));
        return new LaterConversionCounts(followed + other.followed, sum);
    }

    @Override
    public long weight() {
        return followed;
    }

    /** Counts visitors in place. */
    static final class Counter {
        private long followed;
        private final long[] converted = new long[WINDOWS.size()];

        void add() {
            followed++;
        }

        /** @param days number of days since the visitor was first observed */
        void addConverted(int days) {
            followed++;
            for (int i = 0; i < WINDOWS.size(); i++) {
                if (days <= WINDOWS.get(i)) {
                    converted[i]++;
                    return;
                }
            }
        }

        LaterConversionCounts counts() {
            Map<Integer, Long> byWindow = new TreeMap<>();
            for (int i = 0; i < WINDOWS.size(); i++) {
                if (converted[i] > 0) {
                    byWindow.put(WINDOWS.get(i), converted[i]);
                }
            }
            return new LaterConversionCounts(followed, byWindow);
        }

        static <K extends Comparable<K>> Map<K, LaterConversionCounts> counts(Map<K, Counter> counters) {
            Map<K, LaterConversionCounts> counts = new TreeMap<>();
            counters.forEach((key, counter) -> counts.put(key, counter.counts()));
            return counts;
        }
    }

    /** Returns the number of days from a day to the first later day on which each goal was met, within the window. */
    static Map<String, Integer> daysToNext(List<FunnelEvent> journey, LocalDate day, Set<String> goals) {
        Map<String, Integer> next = new HashMap<>();
        LocalDate last = day.plusDays(LONGEST_WINDOW);
        for (FunnelEvent event : journey) {
            if (event.day().isAfter(day) && !event.day().isAfter(last)) {
                int days = (int) ChronoUnit.DAYS.between(day, event.day());
                event.goals().stream().filter(goals::contains).forEach(goal -> next.putIfAbsent(goal, days));
            }
        }
        return next;
    }
}
