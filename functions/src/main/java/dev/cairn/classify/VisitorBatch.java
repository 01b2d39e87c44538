package dev.cairn.classify;

import dev.cairn.domain.event.AcceptedEvent;
import dev.cairn.domain.event.Delivery;
import dev.cairn.domain.event.ExclusionReason;
import dev.cairn.domain.event.LinkLevel;
import dev.cairn.domain.event.StoredEvent;
import dev.cairn.domain.event.VisitorKey;
import dev.cairn.domain.visit.VisitorDay.DeliverySummary;
import dev.cairn.facts.TombstoneFilter;
import dev.cairn.plan.model.Site;
import dev.cairn.plan.version.PlanRepository;
import dev.cairn.store.Hashes;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Groups a batch's deliveries by visitor, so that each visitor is read and written once, regardless of its number of
 * events.
 */
final class VisitorBatch {
    private record VisitorId(String site, VisitorKey visitor) {}

    private record ClassifiedEvent(StoredEvent event, LocalDate day) {}

    /**
     * Within this distance of midnight, copies of one event may fall on different days, and a daily visitor may have
     * different keys.
     */
    private static final long NEAR_MIDNIGHT_MILLIS = Duration.ofMinutes(10).toMillis();

    /**
     * A device id this new counts as just created: its day is written without being read. If the guess is wrong, the
     * write is refused.
     */
    private static final long JUST_MADE_MILLIS = Duration.ofSeconds(45).toMillis();

    /**
     * A device's clock may be wrong: a creation time further in the future than this is ignored until it is reached.
     * From then on it must be used, because that day may hold events that are known only from the device's id.
     */
    private static final long MOST_AHEAD_MILLIS = Duration.ofDays(1).toMillis();

    private final PlanRepository plans;
    private final Clock clock;
    private final Map<VisitorId, VisitorAdditions> updates = new LinkedHashMap<>();

    VisitorBatch(PlanRepository plans, Clock clock) {
        this.plans = plans;
        this.clock = clock;
    }

    Collection<VisitorAdditions> updates() {
        return updates.values();
    }

    /** Adds a whole delivery, or no part of it if this throws. */
    void add(StreamRecord record, Delivery delivery, Site site, GoalMatcher goals) {
        String hash = EventClassifier.deliveryHash(delivery);
        Map<String, Integer> excluded = new TreeMap<>();
        List<ClassifiedEvent> classified = new ArrayList<>();
        List<DeliverySummary> erased = new ArrayList<>();
        for (int i = 0; i < delivery.events().size(); i++) {
            AcceptedEvent event = delivery.events().get(i);
            if (event.exclusion() == ExclusionReason.ERASED) {
                erased.add(TombstoneFilter.receipt(
                        hash, delivery.receivedAt(), i, delivery.events().size()));
            } else if (event.exclusion() != null) {
                excluded.merge(event.exclusion().word(), 1, Integer::sum);
            } else {
                LocalDate day = site.zones().dayOf(event.at());
                classified.add(new ClassifiedEvent(
                        EventClassifier.classify(delivery, i, site, tags(delivery, site, day), goals), day));
            }
        }
        // Deferred until here, so that a record that cannot be interpreted adds nothing to the batch.
        classified.forEach(each -> add(record, each.event(), each.day(), delivery, site));
        Map<String, Integer> rejected = new TreeMap<>();
        delivery.rejected().forEach(each -> rejected.merge(each.reason(), 1, Integer::sum));
        if (!excluded.isEmpty() || !rejected.isEmpty() || !erased.isEmpty()) {
            // Stored separately: excluded events belong to no visitor and never need to be erased with one.
            VisitorAdditions update = update(record, site, new VisitorKey(LinkLevel.NONE, hash));
            List<DeliverySummary> receipts =
                    update.on(site.zones().dayOf(delivery.receivedAt())).receipts();
            receipts.addAll(erased);
            if (!excluded.isEmpty() || !rejected.isEmpty()) {
                int accepted = isFirst(delivery, ExclusionReason.ERASED) ? 0 : acceptedUnsaid(delivery);
                receipts.add(new DeliverySummary(hash, delivery.receivedAt(), excluded, rejected, accepted));
            }
        }
    }

    private static boolean isFirst(Delivery delivery, ExclusionReason exclusion) {
        return !delivery.events().isEmpty() && delivery.events().getFirst().exclusion() == exclusion;
    }

    /** Returns the number of accepted events if the first event has no copy to declare it, otherwise 0. */
    private static int acceptedUnsaid(Delivery delivery) {
        return !delivery.events().isEmpty() && delivery.events().getFirst().exclusion() != null
                ? delivery.events().size()
                : 0;
    }

    /** R4: returns a backfill's version if it is later than the version that was active when the event was received. */
    private EventClassifier.Tags tags(Delivery delivery, Site site, LocalDate day) {
        int version = plans.taggedBy(site.id(), day, delivery.planVersion());
        Site then = version == delivery.planVersion()
                ? site
                : plans.version(version).sites().get(site.id());
        return then == null
                ? new EventClassifier.Tags(delivery.planVersion(), site)
                : new EventClassifier.Tags(version, then);
    }

    private void add(StreamRecord record, StoredEvent stored, LocalDate day, Delivery delivery, Site site) {
        VisitorKey visitor = delivery.visitor().link() == LinkLevel.NONE
                ? new VisitorKey(LinkLevel.NONE, Hashes.text(stored.id().bits()))
                : delivery.visitor();
        VisitorAdditions update = update(record, site, visitor);
        update.on(day).copies().add(stored);
        VisitorKey device = visitor.link() == LinkLevel.DEVICE || delivery.device() == null
                ? visitor
                : delivery.device().visitor();
        Long madeAt = delivery.sender().deviceMadeAt();
        if (device.link() == LinkLevel.DEVICE && madeAt != null && madeAt <= clock.millis() + MOST_AHEAD_MILLIS) {
            update.madeOn.put(device, site.zones().dayOf(madeAt));
            update.justMade = Math.abs(clock.millis() - madeAt) <= JUST_MADE_MILLIS;
        }
        AcceptedEvent event = delivery.events().get(stored.copy().position());
        if (event.time().adjusted() || claims(visitor, event.at(), day, site)) {
            update.claiming.add(new VisitorAdditions.IdClaim(Hashes.text(event.id()), day, stored));
        }
    }

    /** Whether another copy of the event may be stored under a different visitor key (D1). */
    private static boolean claims(VisitorKey visitor, long at, LocalDate day, Site site) {
        return visitor.link() == LinkLevel.NONE
                || visitor.link() == LinkLevel.DAILY
                        && (at - site.zones().startOf(day) < NEAR_MIDNIGHT_MILLIS
                                || site.zones().endOf(day) - at <= NEAR_MIDNIGHT_MILLIS);
    }

    private VisitorAdditions update(StreamRecord record, Site site, VisitorKey visitor) {
        VisitorAdditions update =
                updates.computeIfAbsent(new VisitorId(site.id(), visitor), any -> new VisitorAdditions(site, visitor));
        update.positions.add(record.position());
        return update;
    }
}
