package dev.cairn.aggregate.count;

import dev.cairn.domain.audience.AdConsent;
import dev.cairn.domain.audience.Audience;
import dev.cairn.domain.audience.Membership;
import dev.cairn.domain.event.DeviceHash;
import dev.cairn.domain.event.LinkLevel;
import dev.cairn.domain.event.StoredEvent;
import dev.cairn.domain.event.VisitorKey;
import dev.cairn.domain.funnel.FunnelEvent;
import dev.cairn.domain.person.PersonTagger.TaggedPerson;
import dev.cairn.domain.visit.TaggedDay;
import dev.cairn.store.audience.MemberEntry;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/** Collects the entries of a bucket's list of members ({@link MemberEntry}) while the bucket is counted. */
final class MemberListBuilder {
    private final Map<String, Audience> audiences;
    private final LocalDate day;
    private final long asOf;
    private final List<MemberEntry> entries = new ArrayList<>();

    /** @param asOf the run's time, epoch milliseconds */
    MemberListBuilder(Map<String, Audience> audiences, LocalDate day, long asOf) {
        this.audiences = audiences;
        this.day = day;
        this.asOf = asOf;
    }

    void add(VisitorKey visitor, TaggedPerson person) {
        if (visitor.linkable() && lastDay(person).filter(day::equals).isPresent()) {
            List<StoredEvent> events = events(person);
            AdConsent consent = AdConsent.of(events);
            if (isListed(person.journey()) || hasOldClick(events, consent)) {
                entries.add(entry(visitor, person, events, consent));
            }
        }
    }

    List<MemberEntry> entries() {
        return List.copyOf(entries);
    }

    private static Optional<LocalDate> lastDay(TaggedPerson person) {
        return person.days().descendingMap().entrySet().stream()
                .filter(each -> !each.getValue().tagged().events().isEmpty())
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** All events of a person, in order T4. */
    static List<StoredEvent> events(TaggedPerson person) {
        return person.days().values().stream()
                .flatMap(each -> each.tagged().events().stream())
                .map(TaggedDay.TaggedEvent::event)
                .toList();
    }

    /** Whether any day's list may contain the visitor as a member. */
    private boolean isListed(List<FunnelEvent> journey) {
        return journey.stream()
                .anyMatch(event -> audiences.values().stream()
                        .anyMatch(audience ->
                                event.goals().contains(audience.did()) && event.at() + audience.withinMillis() > asOf));
    }

    /** Whether a conversion on any day may be listed with a click whose consent was withdrawn later. */
    private static boolean hasOldClick(List<StoredEvent> events, AdConsent consent) {
        return events.stream().anyMatch(event -> event.click() != null && event.at() <= consent.withdrawnAt());
    }

    private MemberEntry entry(VisitorKey visitor, TaggedPerson person, List<StoredEvent> events, AdConsent consent) {
        List<String> devices = visitor.link() == LinkLevel.USER
                ? events.stream()
                        .map(StoredEvent::device)
                        .filter(Objects::nonNull)
                        .distinct()
                        .map(DeviceHash::visitor)
                        .map(VisitorKey::toString)
                        .toList()
                : List.of();
        Map<String, List<MemberEntry.Period>> memberships = consent.given() ? memberships(person.journey()) : Map.of();
        return new MemberEntry(
                visitor.toString(),
                devices,
                memberships,
                memberships.isEmpty()
                        ? Map.of()
                        : new TreeMap<>(consent.valuesAt(events.getLast().at())),
                consent.withdrawnAt() == AdConsent.NEVER ? null : consent.withdrawnAt());
    }

    private Map<String, List<MemberEntry.Period>> memberships(List<FunnelEvent> journey) {
        Map<String, List<MemberEntry.Period>> memberships = new TreeMap<>();
        audiences.forEach((id, audience) -> {
            List<MemberEntry.Period> periods = Membership.of(journey, audience).stream()
                    .filter(membership -> membership.left() > asOf)
                    .map(membership -> new MemberEntry.Period(membership.entered(), membership.left()))
                    .toList();
            if (!periods.isEmpty()) {
                memberships.put(id, periods);
            }
        });
        return memberships;
    }
}
