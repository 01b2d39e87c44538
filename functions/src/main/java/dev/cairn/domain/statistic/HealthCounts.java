package dev.cairn.domain.statistic;

import dev.cairn.domain.event.StoredEvent;
import dev.cairn.domain.visit.VisitorDay;
import java.time.LocalDate;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Accounts for everything received on a day: {@code accepted = stored + duplicates + conflicting + bots}, not including
 * quarantine, which is counted where it is stored. The deliveries declare the left side, and the right side is counted
 * from storage, so that a loss in between becomes visible.
 *
 * @param accepted number of events declared by the deliveries; null in rows stored before deliveries declared it
 * @param conflicting copies that differ from the kept copy (D1)
 * @param late stored events that were received after the end of their local day
 * @param bots events excluded from the statistics, by reason (V3)
 * @param rejected rejected events, by reason
 * @param warnings stored events that had no effect, by kind; not part of the equation
 */
public record HealthCounts(
        @Nullable Long accepted,
        long stored,
        long duplicates,
        long conflicting,
        long late,
        Map<String, Long> bots,
        Map<String, Long> rejected,
        Map<String, Long> warnings)
        implements Counts<HealthCounts> {

    /** A refund whose currency differs from its order's (D3). */
    public static final String REFUND_CURRENCY = "refund_currency";

    public static final HealthCounts EMPTY = new HealthCounts(0L, 0, 0, 0, 0, Map.of(), Map.of(), Map.of());

    /** Rows stored before warnings existed have no warnings. */
    public HealthCounts {
        warnings = warnings == null ? Map.of() : warnings;
    }

    public static final SiteStatistic<Map<String, HealthCounts>> STATISTIC =
            SiteStatistic.of("health", StatisticValues.byName(HealthCounts.class), Map.of(), HealthCounts::of);

    /** Returns the number declared by the deliveries or, if they declared none, the number counted. */
    public long acceptedEvents() {
        return accepted == null ? countedEvents() : accepted;
    }

    /** Returns the number of events that are accounted for, not including quarantine. */
    public long countedEvents() {
        return stored + duplicates + conflicting + sum(bots);
    }

    public long rejectedEvents() {
        return sum(rejected);
    }

    private static long sum(Map<String, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Counts by local day of receipt. */
    public static Map<String, HealthCounts> of(VisitorDayInput input) {
        Map<String, HealthCounts> days = new TreeMap<>();
        for (VisitorDay.DeduplicatedEvent kept : input.personDay().kept()) {
            for (StoredEvent copy : kept.copies()) {
                if (!copy.elsewhere()) {
                    LocalDate received = input.calendar().dayOf(copy.copy().receivedAt());
                    days.merge(received.toString(), of(kept.event(), copy, received, input.day()), HealthCounts::plus);
                }
            }
        }
        for (StoredEvent refund : input.tagged().refundsInOtherCurrency()) {
            LocalDate received = input.calendar().dayOf(refund.copy().receivedAt());
            days.merge(received.toString(), warning(REFUND_CURRENCY), HealthCounts::plus);
        }
        for (VisitorDay.DeliverySummary receipt : input.receipts()) {
            days.merge(input.calendar().dayOf(receipt.receivedAt()).toString(), of(receipt), HealthCounts::plus);
        }
        return days;
    }

    private static HealthCounts warning(String word) {
        return new HealthCounts(0L, 0, 0, 0, 0, Map.of(), Map.of(), Map.of(word, 1L));
    }

    private static HealthCounts of(StoredEvent kept, StoredEvent copy, LocalDate received, LocalDate day) {
        boolean stored = copy.equals(kept);
        boolean repeats = copy.copy().content().equals(kept.copy().content());
        return new HealthCounts(
                said(copy.copy()),
                stored ? 1 : 0,
                !stored && repeats ? 1 : 0,
                !stored && !repeats ? 1 : 0,
                stored && received.isAfter(day) ? 1 : 0,
                Map.of(),
                Map.of(),
                Map.of());
    }

    /**
     * Returns the number of events that a copy declares. The first event of a delivery declares all of them. In older
     * deliveries, which declare no number, each event counts as one.
     */
    private static long said(StoredEvent.EventSource copy) {
        if (copy.deliveryEvents() == 0) {
            return 1;
        }
        return copy.position() == 0 ? copy.deliveryEvents() : 0;
    }

    private static HealthCounts of(VisitorDay.DeliverySummary receipt) {
        Map<String, Long> excluded = longs(receipt.excluded());
        long said = receipt.accepted() == VisitorDay.DeliverySummary.UNSAID ? sum(excluded) : receipt.accepted();
        return new HealthCounts(said, 0, 0, 0, 0, excluded, longs(receipt.rejected()), Map.of());
    }

    private static Map<String, Long> longs(Map<String, Integer> counts) {
        Map<String, Long> longs = new TreeMap<>();
        counts.forEach((reason, count) -> longs.put(reason, count.longValue()));
        return longs;
    }

    @Override
    public HealthCounts plus(HealthCounts other) {
        return new HealthCounts(
                accepted == null && other.accepted == null
                        ? null
                        : Long.valueOf(acceptedEvents() + other.acceptedEvents()),
                stored + other.stored,
                duplicates + other.duplicates,
                conflicting + other.conflicting,
                late + other.late,
                plus(bots, other.bots),
                plus(rejected, other.rejected),
                plus(warnings, other.warnings));
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
