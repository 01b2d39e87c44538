package dev.cairn.domain.statistic;

import dev.cairn.domain.StoredEvent;
import dev.cairn.domain.VisitorDay;
import java.time.LocalDate;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongFunction;

/**
 * What became of what was received on a day: {@code accepted = stored + duplicates + conflicting + bots}, apart from
 * quarantine, which is counted where it is kept.
 *
 * @param conflicting copies that differ from the one that is kept (D1)
 * @param late stored events whose local day was over when they were received
 * @param bots left out of the statistics, by reason (V3)
 * @param rejected by reason
 */
public record HealthCounts(
        long stored, long duplicates, long conflicting, long late, Map<String, Long> bots, Map<String, Long> rejected)
        implements Counts<HealthCounts> {

    public static final HealthCounts EMPTY = new HealthCounts(0, 0, 0, 0, Map.of(), Map.of());

    public long accepted() {
        return stored + duplicates + conflicting + sum(bots);
    }

    public long received() {
        return accepted() + sum(rejected);
    }

    private static long sum(Map<String, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    /** By the local day on which it was received. */
    public static Map<String, HealthCounts> of(DayFacts facts, LongFunction<LocalDate> dayOf) {
        Map<String, HealthCounts> days = new TreeMap<>();
        for (VisitorDay.Kept kept : facts.personDay().kept()) {
            for (StoredEvent copy : kept.copies()) {
                if (!copy.elsewhere()) {
                    LocalDate received = dayOf.apply(copy.copy().receivedAt());
                    days.merge(received.toString(), of(kept.event(), copy, received, facts.day()), HealthCounts::plus);
                }
            }
        }
        for (VisitorDay.Receipt receipt : facts.receipts()) {
            days.merge(
                    dayOf.apply(receipt.receivedAt()).toString(),
                    new HealthCounts(0, 0, 0, 0, longs(receipt.excluded()), longs(receipt.rejected())),
                    HealthCounts::plus);
        }
        return days;
    }

    private static HealthCounts of(StoredEvent kept, StoredEvent copy, LocalDate received, LocalDate day) {
        boolean stored = copy.equals(kept);
        boolean repeats = copy.copy().content() == kept.copy().content();
        return new HealthCounts(
                stored ? 1 : 0,
                !stored && repeats ? 1 : 0,
                !stored && !repeats ? 1 : 0,
                stored && received.isAfter(day) ? 1 : 0,
                Map.of(),
                Map.of());
    }

    private static Map<String, Long> longs(Map<String, Integer> counts) {
        Map<String, Long> longs = new TreeMap<>();
        counts.forEach((reason, count) -> longs.put(reason, count.longValue()));
        return longs;
    }

    @Override
    public HealthCounts plus(HealthCounts other) {
        return new HealthCounts(
                stored + other.stored,
                duplicates + other.duplicates,
                conflicting + other.conflicting,
                late + other.late,
                plus(bots, other.bots),
                plus(rejected, other.rejected));
    }

    private static Map<String, Long> plus(Map<String, Long> one, Map<String, Long> other) {
        Map<String, Long> sum = new TreeMap<>(one);
        other.forEach((reason, count) -> sum.merge(reason, count, Long::sum));
        return sum;
    }

    @Override
    public long weight() {
        return stored;
    }
}
