package dev.cairn.classify;

import dev.cairn.domain.event.StoredEvent;
import dev.cairn.domain.event.VisitorKey;
import dev.cairn.domain.visit.VisitorDay.DeliverySummary;
import dev.cairn.plan.model.Site;
import java.math.BigInteger;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The data that a batch adds for one visitor of one site. */
final class VisitorAdditions {
    final Site site;
    final VisitorKey visitor;
    final Map<LocalDate, DayUpdate> days = new TreeMap<>();
    /** Positions of the records that contained the data; the lowest is reported if the update fails. */
    final Set<BigInteger> positions = new TreeSet<>();
    /** By device, the local day on which its id was created, if the id includes it. */
    final Map<VisitorKey, LocalDate> madeOn = new TreeMap<>(VisitorKey.BY_TEXT);
    /** Whether the device's id was just created, so that a write of its day's first page is unlikely to be refused. */
    boolean justMade;
    /** Events that claim their id (D1). */
    final List<IdClaim> claiming = new ArrayList<>();

    /** The data for one day. */
    record DayUpdate(List<StoredEvent> copies, List<DeliverySummary> receipts) {}

    /** @param hash hash of the event's id */
    record IdClaim(String hash, LocalDate day, StoredEvent event) {}

    VisitorAdditions(Site site, VisitorKey visitor) {
        this.site = site;
        this.visitor = visitor;
    }

    DayUpdate on(LocalDate day) {
        return days.computeIfAbsent(day, any -> new DayUpdate(new ArrayList<>(), new ArrayList<>()));
    }
}
