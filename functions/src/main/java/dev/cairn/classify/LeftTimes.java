package dev.cairn.classify;

import dev.cairn.domain.StoredEvent;
import dev.cairn.domain.StoredEvent.Copy;
import dev.cairn.domain.VisitorKey;
import dev.cairn.plan.Site;
import dev.cairn.store.Claims;
import dev.cairn.store.Claims.TimeClaim;
import dev.cairn.store.Contention;
import dev.cairn.store.Items;
import dev.cairn.store.Marks.Place;
import dev.cairn.store.VisitorDays;
import dev.cairn.store.VisitorDays.Id;
import dev.cairn.store.VisitorDays.Loaded;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Takes an erased event out of the claim of its id (D1): where it counted it counts no more, and of the other homes of
 * the id the one with the smallest copy is its home now. A sign may say something of the erased event, so all of the id
 * are made anew.
 */
final class LeftTimes {
    private static final int ATTEMPTS = 40;

    private final Claims claims;
    private final VisitorDays visitorDays;
    private final Settling settling;
    private final Joining joining;

    LeftTimes(Items items, Settling settling, Joining joining) {
        this.claims = new Claims(items);
        this.visitorDays = new VisitorDays(items);
        this.settling = settling;
        this.joining = joining;
    }

    /** @param id hash of the event's id, as claims have it */
    record Event(String id, long idHash, LocalDate day) {}

    void leave(Site site, VisitorKey home, Event event, Set<Place> marks) {
        Id place = new Id(site.id(), event.day(), home);
        List<StoredEvent> left = copies(visitorDays.load(List.of(place)).get(place), event.idHash());
        TimeClaim claim = claims.releaseTime(
                site.id(),
                event.id(),
                home,
                event.day(),
                own(left).map(StoredEvent::copy).orElse(null));
        for (TimeClaim.Home each : claim.homes()) {
            Copy counting = each.equals(claim.winner()) ? null : claim.winner().copy();
            sign(site, new Id(site.id(), each.date(), each.visitorKey()), event.idHash(), counting, marks);
        }
    }

    /** @param counting the copy that counts elsewhere; null where the event counts here */
    private void sign(Site site, Id id, long event, @Nullable Copy counting, Set<Place> marks) {
        for (Contention tries = Contention.over("a visitor day", ATTEMPTS, 8); ; tries.tryAgain()) {
            Loaded loaded = visitorDays.load(List.of(id)).get(id);
            List<StoredEvent> copies = copies(loaded, event);
            List<StoredEvent> signs =
                    copies.stream().filter(StoredEvent::elsewhere).toList();
            List<StoredEvent> wanted = counting == null
                    ? List.of()
                    : own(copies)
                            .map(own -> List.of(own.keptElsewhere(counting)))
                            .orElse(List.of());
            if (signs.equals(wanted)) {
                settle(site, id, event, copies, marks);
                return;
            }
            if (signs.isEmpty()) {
                visitorDays.append(id, loaded, wanted, List.of(), site.forgets(id.day()));
            } else {
                visitorDays.remove(id, loaded, copy -> copy.elsewhere() && copy.idHash() == event);
            }
        }
    }

    private void settle(Site site, Id id, long event, List<StoredEvent> copies, Set<Place> marks) {
        settling.settle(
                new Settling.Task(site, id.visitor(), Set.of(id.day()), (day, touched) -> touched == event, Set.of()),
                null,
                true,
                marks);
        Joining.Identified.by(copies, site, id.visitor(), id.day(), device -> false)
                .forEach(identified -> joining.join(identified, true, marks));
    }

    private static List<StoredEvent> copies(Loaded loaded, long event) {
        return loaded.day().kept().stream()
                .flatMap(kept -> kept.copies().stream())
                .filter(copy -> copy.idHash() == event)
                .toList();
    }

    private static Optional<StoredEvent> own(List<StoredEvent> copies) {
        return copies.stream().filter(copy -> !copy.elsewhere()).min(Comparator.comparing(StoredEvent::copy));
    }
}
