package dev.cairn.jobs;

import dev.cairn.classify.Reclassifier;
import dev.cairn.store.Dependencies;
import dev.cairn.store.work.DeferredSites;
import dev.cairn.store.work.Quarantine;
import dev.cairn.store.work.Quarantine.Kept;
import dev.cairn.telemetry.Telemetry;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Classifies the records that the classifier deferred because their site had used up its share. The sites take turns.
 * An entry is deleted only after its record is classified, so the next run completes what a crashed one left, and
 * repeated work changes nothing.
 */
final class DeferredReplay {
    /** Number of records per site and turn. */
    private static final int A_TURN = 10;

    private final DeferredSites sites;
    private final Quarantine quarantine;
    private final Reclassifier reclassifier;
    private final Telemetry telemetry;

    DeferredReplay(Reclassifier reclassifier, Dependencies dependencies) {
        this.sites = new DeferredSites(dependencies.items(), dependencies.clock());
        this.quarantine = new Quarantine(dependencies.items(), dependencies.clock());
        this.reclassifier = reclassifier;
        this.telemetry = dependencies.telemetry();
    }

    private record Site(DeferredSites.Listed listed, Deque<Kept> entries) {
        String id() {
            return listed.site();
        }
    }

    /** Works until nothing is left or time runs out; returns the number of sites that were not reached. */
    int run(BooleanSupplier timeLeft) {
        Deque<Site> waiting = new ArrayDeque<>();
        for (DeferredSites.Listed each : sites.all()) {
            Deque<Kept> entries = new ArrayDeque<>(quarantine.list(each.site(), Quarantine.DEFERRED));
            if (entries.isEmpty()) {
                sites.remove(each);
            } else {
                waiting.add(new Site(each, entries));
            }
        }
        while (!waiting.isEmpty() && timeLeft.getAsBoolean()) {
            Site site = waiting.remove();
            try {
                takeTurn(site, timeLeft);
                if (!site.entries().isEmpty()) {
                    waiting.add(site);
                }
            } catch (RuntimeException passing) {
                telemetry.error("deferred records could not be classified", passing, Map.of("site", site.id()));
            }
        }
        return waiting.size();
    }

    private void takeTurn(Site site, BooleanSupplier timeLeft) {
        for (int i = 0; i < A_TURN && !site.entries().isEmpty() && timeLeft.getAsBoolean(); i++) {
            Kept entry = site.entries().getFirst();
            Optional<byte[]> record = quarantine.payload(site.id(), entry);
            // A record that can't be stored after all is now an entry of its own, with its reason.
            record.map(List::of).ifPresent(reclassifier::classify);
            quarantine.delete(site.id(), entry);
            site.entries().removeFirst();
        }
    }
}
