package dev.cairn.store.statistic;

import dev.cairn.domain.statistic.HealthCounts;
import dev.cairn.store.work.Quarantine;
import java.util.Map;
import java.util.TreeMap;

/**
 * Accounts for the events that a site received on a day.
 *
 * @param quarantined events by reason
 * @param unsaid accepted events known only from quarantine
 */
public record IngestionBalance(HealthCounts counts, Map<String, Long> quarantined, long unsaid) {
    public static final IngestionBalance NOTHING = new IngestionBalance(HealthCounts.EMPTY, Map.of(), 0);

    static IngestionBalance of(HealthCounts counts) {
        return new IngestionBalance(counts, Map.of(), 0);
    }

    static IngestionBalance of(Quarantine.Kept entry) {
        return new IngestionBalance(
                HealthCounts.EMPTY, Map.of(entry.reason(), (long) entry.events()), entry.accepted());
    }

    public IngestionBalance plus(IngestionBalance other) {
        Map<String, Long> sum = new TreeMap<>(quarantined);
        other.quarantined.forEach((reason, count) -> sum.merge(reason, count, Long::sum));
        return new IngestionBalance(counts.plus(other.counts), sum, unsaid + other.unsaid);
    }

    /** The number of accepted events as reported by the deliveries. */
    public long accepted() {
        return counts.acceptedEvents() + unsaid;
    }

    public long received() {
        return accepted() + counts.rejectedEvents();
    }

    /**
     * The number of accepted events that are not accounted for: 0 once everything in transit has arrived. Positive when
     * part of a delivery was lost, negative when an event is counted that no delivery reported.
     */
    public long residual() {
        long inQuarantine =
                quarantined.values().stream().mapToLong(Long::longValue).sum();
        return accepted() - counts.countedEvents() - inQuarantine;
    }
}
