package dev.cairn.report.audiences;

import dev.cairn.domain.audience.Audience;
import dev.cairn.plan.model.Site;
import dev.cairn.store.ItemStore;
import dev.cairn.store.audience.MemberEntry;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The current members of an audience who consent to ads (N5.3), from the lists of the days on which they were last
 * seen.
 */
final class MemberList {
    private final ItemStore items;

    MemberList(ItemStore items) {
        this.items = items;
    }

    /**
     * A member.
     *
     * @param clicks the ids of the latest ad clicks, by kind
     */
    record Member(String visitor, MemberEntry.Period period, Map<String, String> clicks) {
        /** Omits the click ids. */
        @Override
        public String toString() {
            return visitor;
        }
    }

    /**
     * Returns the members, ordered by time of entry, then by visitor.
     *
     * @param now epoch milliseconds
     */
    List<Member> of(Site site, Audience audience, long now) {
        LocalDate today = site.zones().dayOf(now);
        Map<String, MemberEntry> latest = new HashMap<>();
        AudienceDays.firstCause(audience, today)
                .datesUntil(today.plusDays(2))
                .forEach(day -> addDay(site, day, latest));
        List<Member> members = new ArrayList<>();
        latest.values()
                .forEach(entry -> entry.membership(audience.id(), now)
                        .ifPresent(period -> members.add(new Member(entry.member(), period, entry.clicks()))));
        members.sort(Comparator.<Member>comparingLong(member -> member.period().entered())
                .thenComparing(Member::visitor));
        return members;
    }

    /** Replaces the earlier entries of the day's visitors, and removes those of their devices. */
    private void addDay(Site site, LocalDate day, Map<String, MemberEntry> latest) {
        List<String> devices = new ArrayList<>();
        MemberEntry.lists(items).forEach(site.id(), day, entry -> {
            latest.put(entry.member(), entry);
            devices.addAll(entry.devices());
        });
        devices.forEach(latest::remove);
    }
}
