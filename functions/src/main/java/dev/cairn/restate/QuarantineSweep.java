package dev.cairn.restate;

import dev.cairn.domain.VisitorKey;
import dev.cairn.plan.Site;
import dev.cairn.store.DeliveryJson;
import dev.cairn.store.Items;
import dev.cairn.store.Quarantine;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Set;

/**
 * Takes erased visitors out of what was put aside. The entries stay, without a name: that many events are counted there
 * and nowhere else.
 */
final class QuarantineSweep {
    private final Quarantine quarantine;
    private final VisitorEraser eraser;

    QuarantineSweep(VisitorEraser eraser, Items items, Clock clock) {
        this.quarantine = new Quarantine(items, clock);
        this.eraser = eraser;
    }

    /** @param concerned whom a record must name to be looked at */
    void sweep(Site site, Set<VisitorKey> concerned) {
        for (Quarantine.Kept entry : quarantine.list(site.id(), LocalDate.EPOCH, LocalDate.of(9999, 12, 31))) {
            quarantine
                    .payload(site.id(), entry)
                    .flatMap(record -> ErasureWork.concerned(record, site, concerned))
                    .map(eraser::redact)
                    .filter(RedactedDelivery::changed)
                    .flatMap(RedactedDelivery::delivery)
                    .ifPresent(left -> quarantine.replacePayload(site.id(), entry, DeliveryJson.write(left)));
        }
    }
}
