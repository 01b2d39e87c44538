package dev.cairn.jobs;

import dev.cairn.store.ItemStore;
import dev.cairn.store.work.JobStore;
import dev.cairn.store.work.Quarantine;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Map;

/**
 * Requests a replay of a site's quarantine after its archive was classified again: a record that could be stored this
 * time is still in quarantine and would be counted twice.
 */
final class ReplayScheduler {
    private static final LocalDate NEVER = LocalDate.of(9999, 12, 31);

    private final Quarantine quarantine;
    private final JobStore jobs;

    ReplayScheduler(ItemStore items, Clock clock) {
        this.quarantine = new Quarantine(items, clock);
        this.jobs = new JobStore(items, clock);
    }

    /** Adds one job per reason, which leaves out the failed batches, since they belong to all sites. Safe to repeat. */
    void give(String site) {
        quarantine.list(site, LocalDate.EPOCH, NEVER).stream()
                .map(Quarantine.Kept::reason)
                .distinct()
                .forEach(reason -> jobs.add(JobStore.Kind.REPLAY, site, Map.of("reason", reason)));
    }
}
