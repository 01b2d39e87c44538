package dev.cairn.classify;

import dev.cairn.domain.StoredEvent;
import dev.cairn.domain.VisitorDay.Receipt;
import dev.cairn.domain.VisitorKey;
import dev.cairn.plan.Site;
import java.math.BigInteger;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;

/** What a batch brings for one visitor of one site. */
final class VisitorWork {
    final Site site;
    final VisitorKey visitor;
    final TreeMap<LocalDate, Part> days = new TreeMap<>();
    /** Positions of the records it came with; the lowest is reported when it fails. */
    final Set<BigInteger> positions = new TreeSet<>();
    /** Events that claim their id (D1). */
    final List<Claiming> claiming = new ArrayList<>();

    /** What it brings for one day. */
    record Part(List<StoredEvent> copies, List<Receipt> receipts) {}

    /** @param id hash of the event's id */
    record Claiming(String id, LocalDate day, StoredEvent event) {}

    VisitorWork(Site site, VisitorKey visitor) {
        this.site = site;
        this.visitor = visitor;
    }

    /** Whether it brings a copy of that event for that day. */
    BiPredicate<LocalDate, Long> touched() {
        Map<LocalDate, Set<Long>> ids = new HashMap<>();
        days.forEach((day, part) ->
                ids.put(day, part.copies().stream().map(StoredEvent::idHash).collect(Collectors.toSet())));
        return (day, id) -> ids.getOrDefault(day, Set.of()).contains(id);
    }

    Part on(LocalDate day) {
        return days.computeIfAbsent(day, any -> new Part(new ArrayList<>(), new ArrayList<>()));
    }
}
