package dev.cairn.classify;

import dev.cairn.domain.Journey;
import dev.cairn.domain.LinkLevel;
import dev.cairn.domain.Owners;
import dev.cairn.domain.StoredEvent;
import dev.cairn.domain.VisitorDay.Kept;
import dev.cairn.domain.VisitorKey;
import dev.cairn.plan.Site;
import dev.cairn.store.Contention;
import dev.cairn.store.Items;
import dev.cairn.store.Journeys;
import dev.cairn.store.Marks.Place;
import dev.cairn.store.VisitorDays;
import dev.cairn.store.VisitorDays.Id;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Joins devices with the users they identified (I3). Events stay in the visitor days they were sent for; a device's
 * journey says whose they are, its users' journeys name the device. Whoever writes an identify puts the user's journey
 * first and the device's after it, and reads them in the other order, so that of two at once one sees the other.
 */
final class Joining {
    private static final int LOOKS = 40;

    private final VisitorDays visitorDays;
    private final Journeys journeys;
    private final Settling settling;

    Joining(Items items, Settling settling) {
        this.visitorDays = new VisitorDays(items);
        this.journeys = new Journeys(items);
        this.settling = settling;
    }

    /**
     * Identifies of a user on a device that were just stored, the user's journey put.
     *
     * @param last the last day of them
     * @param sure each of them stands, so that they only add to what is known; otherwise all is looked at again
     */
    record Identified(Site site, VisitorKey user, VisitorKey device, LocalDate last, boolean sure) {

        /** One of each device that copies of an event name; those of a user's events do. */
        static List<Identified> by(
                Collection<StoredEvent> copies, Site site, VisitorKey user, LocalDate day, Predicate<String> sure) {
            return copies.stream()
                    .map(StoredEvent::device)
                    .filter(Objects::nonNull)
                    .distinct()
                    .map(device -> new Identified(
                            site, user, new VisitorKey(LinkLevel.DEVICE, device), day, sure.test(device)))
                    .toList();
        }

        /** With what another event says of the same user and device. */
        Identified and(Identified other) {
            return new Identified(
                    site, user, device, last.isBefore(other.last) ? other.last : last, sure && other.sure);
        }
    }

    /** @param again the identifies were delivered before, so that what follows from them may be missing */
    void join(Identified identified, boolean again, Set<Place> marks) {
        Site site = identified.site;
        boolean restated = again;
        for (Contention tries = Contention.over("a device", LOOKS, 4); ; tries.tryAgain()) {
            Journeys.Loaded before = journeys.load(site.id(), identified.device);
            Owners owners = owners(identified, before.journey().owners());
            Journey after = before.journey().ownedBy(owners, identified.last);
            if (after.equals(before.journey())
                    || journeys.put(
                            site.id(),
                            identified.device,
                            before,
                            after,
                            Settling.expiry(site, after, identified.last))) {
                if (restated || !owners.equals(before.journey().owners())) {
                    restate(identified, before.journey(), after, marks);
                }
                return;
            }
            // A put that was done but not answered is repeated by the client and then fails by its own doing.
            restated = true;
        }
    }

    /** Computes anew whose a device is, after events of its users were removed. */
    void recompute(Site site, VisitorKey device, Set<Place> marks) {
        for (Contention tries = Contention.over("a device", LOOKS, 4); ; tries.tryAgain()) {
            Journeys.Loaded before = journeys.load(site.id(), device);
            LocalDate last = before.journey().identifiedOn();
            if (last == null) {
                return;
            }
            Owners owners =
                    Owners.of(identifies(site, device, before.journey().owners().users()));
            Journey after = before.journey().ownedBy(owners, last);
            if (after.equals(before.journey())
                    || journeys.put(site.id(), device, before, after, Settling.expiry(site, after, last))) {
                restate(new Identified(site, device, device, last, false), before.journey(), after, marks);
                return;
            }
        }
    }

    private Owners owners(Identified identified, Owners before) {
        Set<VisitorKey> users = new LinkedHashSet<>(before.users());
        users.add(identified.user);
        return users.size() == 1 && identified.sure
                ? Owners.only(identified.user)
                : Owners.of(identifies(identified.site, identified.device, users));
    }

    /** Every identify of the device, from the visitor days of its users. */
    private List<Owners.Turn> identifies(Site site, VisitorKey device, Set<VisitorKey> users) {
        List<Id> ids = new ArrayList<>();
        journeys.load(site.id(), users)
                .forEach((user, loaded) ->
                        loaded.journey().days().keySet().forEach(day -> ids.add(new Id(site.id(), day, user))));
        List<Owners.Turn> identifies = new ArrayList<>();
        visitorDays.load(ids).forEach((id, loaded) -> {
            for (Kept kept : loaded.day().kept()) {
                if (device.hash().equals(kept.event().device()) && !kept.event().elsewhere()) {
                    identifies.add(new Owners.Turn(
                            id.visitor(),
                            kept.event().at(),
                            kept.event().seq(),
                            kept.event().idHash()));
                }
            }
        });
        return identifies;
    }

    /** All days of the device change hands: for itself, for those it now belongs to and for those it belonged to. */
    private void restate(Identified identified, Journey before, Journey after, Set<Place> marks) {
        Settling.Task all = new Settling.Task(
                identified.site, identified.device, after.days().keySet(), (day, event) -> true, Set.of());
        settling.settle(all, null, true, marks);
        Set<VisitorKey> formerly = new LinkedHashSet<>(before.owners().users());
        formerly.add(identified.user);
        formerly.removeAll(after.owners().users());
        journeys.load(identified.site.id(), formerly).forEach((user, loaded) -> {
            // Who does not name the device never had a part in its days.
            if (loaded.journey().devices().contains(identified.device.hash())) {
                settling.settle(all.forUser(user), null, true, marks);
            }
        });
    }
}
