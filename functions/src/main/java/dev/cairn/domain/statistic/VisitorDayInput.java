package dev.cairn.domain.statistic;

import dev.cairn.domain.event.VisitorKey;
import dev.cairn.domain.funnel.FunnelEvent;
import dev.cairn.domain.person.PersonDay;
import dev.cairn.domain.person.PersonTagger;
import dev.cairn.domain.person.PersonTagger.TaggedPerson;
import dev.cairn.domain.visit.SiteCalendar;
import dev.cairn.domain.visit.TaggedDay;
import dev.cairn.domain.visit.VisitorDay;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;

/**
 * One visitor's day, with all data that the day's statistics use.
 *
 * @param visitor a person; or a device whose events belong to its users and whose own day is empty except for receipts
 * @param receipts receipts of this visitor's own deliveries
 * @param calendar the site's calendar, for local days and hours
 * @param asOf the run's time (F2), epoch milliseconds
 * @param person the visitor's tagged days; only this day if the visitor was seen on no other
 */
public record VisitorDayInput(
        VisitorKey visitor,
        LocalDate day,
        SiteCalendar calendar,
        long asOf,
        Collection<VisitorDay.DeliverySummary> receipts,
        TaggedPerson person) {

    public PersonDay personDay() {
        return ofDay().personDay();
    }

    public TaggedDay tagged() {
        return ofDay().tagged();
    }

    /** Returns the visitor's events that funnels and insights use, from all days, in order T4. */
    public List<FunnelEvent> journey() {
        return person.journey();
    }

    /** Whether the visitor had a visit on any of these days, both ends inclusive. */
    public boolean visited(LocalDate from, LocalDate to) {
        NavigableMap<LocalDate, PersonTagger.Day> days = person.days();
        return !from.isAfter(to)
                && days.subMap(from, true, to, true).values().stream()
                        .anyMatch(each -> !each.tagged().visits().isEmpty());
    }

    private PersonTagger.Day ofDay() {
        return person.days().getOrDefault(day, PersonTagger.Day.NOTHING);
    }

    /** Whether the visitor was active; false for link level none, and if there are only crawlers' receipts. */
    public boolean isVisitor() {
        return !tagged().visits().isEmpty();
    }

    /** Returns the value of a dimension for an event or conversion in that visit. */
    public String value(Dimension dimension, int visit) {
        return visit < 0
                ? Dimension.NONE
                : dimension.value(tagged().visits().get(visit).touch());
    }
}
