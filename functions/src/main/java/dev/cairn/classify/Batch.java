package dev.cairn.classify;

import dev.cairn.domain.AcceptedEvent;
import dev.cairn.domain.Delivery;
import dev.cairn.domain.LinkLevel;
import dev.cairn.domain.StoredEvent;
import dev.cairn.domain.VisitorDay.Receipt;
import dev.cairn.domain.VisitorKey;
import dev.cairn.plan.Site;
import dev.cairn.store.Hashes;
import java.time.LocalDate;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** Groups a batch's deliveries by visitor, so that each visitor is read and written once however much it brings. */
final class Batch {
    private record Whose(String site, VisitorKey visitor) {}

    private final Map<Whose, VisitorWork> works = new LinkedHashMap<>();

    Collection<VisitorWork> works() {
        return works.values();
    }

    void add(StreamRecord record, Delivery delivery, Site site) {
        String hash = Recognition.deliveryHash(delivery);
        Map<String, Integer> excluded = new TreeMap<>();
        for (int i = 0; i < delivery.events().size(); i++) {
            AcceptedEvent event = delivery.events().get(i);
            if (event.exclusion() != null) {
                excluded.merge(event.exclusion().word(), 1, Integer::sum);
            } else {
                add(record, Recognition.recognize(delivery, i, site), event, delivery, site);
            }
        }
        Map<String, Integer> rejected = new TreeMap<>();
        delivery.rejected().forEach(each -> rejected.merge(each.reason(), 1, Integer::sum));
        if (!excluded.isEmpty() || !rejected.isEmpty()) {
            VisitorKey visitor = delivery.visitor().link() == LinkLevel.NONE
                    ? new VisitorKey(LinkLevel.NONE, hash)
                    : delivery.visitor();
            VisitorWork work = work(record, site, visitor);
            work.on(site.zones().dayOf(delivery.receivedAt()))
                    .receipts()
                    .add(new Receipt(hash, delivery.receivedAt(), excluded, rejected));
        }
    }

    private void add(StreamRecord record, StoredEvent stored, AcceptedEvent event, Delivery delivery, Site site) {
        VisitorKey visitor = delivery.visitor().link() == LinkLevel.NONE
                ? new VisitorKey(LinkLevel.NONE, Hashes.text(stored.idHash()))
                : delivery.visitor();
        LocalDate day = site.zones().dayOf(event.at());
        VisitorWork work = work(record, site, visitor);
        work.on(day).copies().add(stored);
        if (event.adjusted()) {
            work.adjusted.add(new VisitorWork.Adjusted(Hashes.text(event.id()), day, stored));
        }
    }

    private VisitorWork work(StreamRecord record, Site site, VisitorKey visitor) {
        VisitorWork work =
                works.computeIfAbsent(new Whose(site.id(), visitor), whose -> new VisitorWork(site, visitor));
        work.positions.add(record.position());
        return work;
    }
}
