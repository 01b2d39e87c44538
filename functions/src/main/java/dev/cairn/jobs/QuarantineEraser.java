package dev.cairn.jobs;

import dev.cairn.domain.event.VisitorKey;
import dev.cairn.plan.model.Site;
import dev.cairn.store.ItemStore;
import dev.cairn.store.codec.DeliveryCodec;
import dev.cairn.store.work.Quarantine;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Set;

/**
 * Removes erased visitors from the quarantine. The entries stay, anonymized, because their events are counted there and
 * nowhere else.
 */
final class QuarantineEraser {
    private final Quarantine quarantine;
    private final VisitorEraser eraser;

    QuarantineEraser(VisitorEraser eraser, ItemStore items, Clock clock) {
        this.quarantine = new Quarantine(items, clock);
        this.eraser = eraser;
    }

    /** @param concerned only records that refer to at least one of these visitors are processed */
    void sweep(Site site, Set<VisitorKey> concerned) {
        for (Quarantine.Kept entry : quarantine.list(site.id(), LocalDate.EPOCH, LocalDate.of(9999, 12, 31))) {
            quarantine
                    .payload(site.id(), entry)
                    .flatMap(record -> ErasureTask.concerned(record, site, concerned))
                    .map(eraser::redact)
                    .filter(RedactedDelivery::changed)
                    .flatMap(RedactedDelivery::delivery)
                    .ifPresent(left -> quarantine.replacePayload(site.id(), entry, DeliveryCodec.write(left)));
        }
    }
}
