package dev.cairn.classify;

import dev.cairn.domain.StoredEvent;
import dev.cairn.domain.VisitorDay.Receipt;
import dev.cairn.domain.VisitorKey;
import dev.cairn.plan.Site;
import java.math.BigInteger;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What a batch brings for one visitor of one site. */
final class VisitorWork {
    final Site site;
    final VisitorKey visitor;
    final TreeMap<LocalDate, Part> days = new TreeMap<>();
    /** Positions of the records it came with; the lowest is reported when it fails. */
    final Set<BigInteger> positions = new TreeSet<>();
    /** Ids of events whose time we corrected, with the copy (D1). */
    final List<Adjusted> adjusted = new ArrayList<>();

    /** What it brings for one day. */
    record Part(List<StoredEvent> copies, List<Receipt> receipts) {}

    record Adjusted(String id, LocalDate day, StoredEvent event) {}

    VisitorWork(Site site, VisitorKey visitor) {
        this.site = site;
        this.visitor = visitor;
    }

    /** Ids of the day's events, as hashes. */
    Set<Long> touched(LocalDate day) {
        return days.get(day).copies().stream().map(StoredEvent::idHash).collect(Collectors.toSet());
    }

    Part on(LocalDate day) {
        return days.computeIfAbsent(day, any -> new Part(new ArrayList<>(), new ArrayList<>()));
    }
}
