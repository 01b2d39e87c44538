package dev.cairn.store.statistic;

import dev.cairn.domain.statistic.HealthCounts;
import dev.cairn.store.work.Quarantine;
import java.util.Map;
import java.util.TreeMap;

/**
 * What became of what a site received on a day.
 *
 * @param quarantined events by reason
 * @param unsaid accepted events that nothing but quarantine knows of
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

    /** As the deliveries say it of themselves. */
    public long accepted() {
        return counts.acceptedEvents() + unsaid;
    }

    public long received() {
        return accepted() + counts.rejectedEvents();
    }

    /**
     * Accepted events of which it is not known what became: 0 once everything that is under way has arrived. Positive
     * when a part of a delivery got lost, negative when something is counted that no delivery brought.
     */
    public long residual() {
        long inQuarantine =
                quarantined.values().stream().mapToLong(Long::longValue).sum();
        return accepted() - counts.countedEvents() - inQuarantine;
    }
}
