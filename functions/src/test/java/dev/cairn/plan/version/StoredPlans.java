package dev.cairn.plan.version;

import dev.cairn.plan.model.TimeZoneHistory;
import dev.cairn.store.ItemStore;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;

/** Stores plans as an earlier version of this code did, which had fewer limits. */
public final class StoredPlans {
    private StoredPlans() {}

    /** Puts a document in force as version 1, unchecked; its sites are in UTC. */
    public static void put(ItemStore items, Instant since, String source, String... sites) {
        PlanStore store = new PlanStore(items);
        Map<String, TimeZoneHistory> zones = new java.util.TreeMap<>();
        for (String site : sites) {
            zones.put(site, TimeZoneHistory.of(ZoneId.of("UTC")));
        }
        PlanStore.Ref zero =
                store.write(0, Instant.EPOCH, new PlanStore.Content(PlanStore.DEFAULT_SOURCE, Map.of()), null);
        PlanStore.Ref first = store.write(1, since, new PlanStore.Content(source, zones), null);
        store.moveTo(first, store.head(), zero);
    }
}
