package dev.cairn.bench;

import dev.cairn.domain.event.EventHash;
import dev.cairn.domain.event.LinkLevel;
import dev.cairn.domain.event.StoredEvent;
import dev.cairn.domain.event.TestEvents;
import dev.cairn.domain.event.VisitorKey;
import dev.cairn.domain.funnel.FunnelEvent;
import dev.cairn.domain.goal.Conversion;
import dev.cairn.domain.insight.AssociationCounts;
import dev.cairn.domain.insight.MicroCounts;
import dev.cairn.domain.person.PersonDay;
import dev.cairn.domain.person.PersonTagger;
import dev.cairn.domain.person.PersonTagger.TaggedPerson;
import dev.cairn.domain.statistic.DayDefinitions;
import dev.cairn.domain.statistic.StatisticCounter;
import dev.cairn.domain.statistic.VisitorDayInput;
import dev.cairn.domain.visit.SiteCalendar;
import dev.cairn.domain.visit.TaggedDay;
import dev.cairn.domain.visit.TaggedDay.TaggedEvent;
import dev.cairn.domain.visit.Visit;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Counts simulated visitors day by day with the product's statistic, as a run does. */
final class AssociationSite {
    static final LocalDate FIRST = LocalDate.parse("2026-01-01");
    private static final VisitorKey SOMEBODY = new VisitorKey(LinkLevel.DEVICE, "somebody");
    /** Only its time matters, and only for lags. */
    private static final StoredEvent EVENT =
            TestEvents.stored("event", new EventHash(1).bits()).at(0).build();

    private static final DayDefinitions DEFINITIONS = new DayDefinitions(
            Map.of(), Set.of(SimulatedVisitor.MACRO), Set.copyOf(SimulatedVisitor.MICROS), Map.of(), Map.of());

    private static final SiteCalendar CALENDAR = new Utc();
    private static final int DAYS = 64;
    private static final List<LocalDate> DATES =
            IntStream.range(0, DAYS).mapToObj(FIRST::plusDays).toList();

    private final Map<LocalDate, StatisticCounter<Map<String, MicroCounts>>> days = new TreeMap<>();

    private record Utc() implements SiteCalendar {
        @Override
        public LocalDate dayOf(long epochMillis) {
            return timeOf(epochMillis).toLocalDate();
        }

        @Override
        public long endOf(LocalDate day) {
            return day.plusDays(1).atStartOfDay().toInstant(ZoneOffset.UTC).toEpochMilli();
        }

        @Override
        public LocalDateTime timeOf(long epochMillis) {
            return LocalDateTime.ofEpochSecond(epochMillis / 1000, 0, ZoneOffset.UTC);
        }
    }

    /** @param began the number of days between the site's first day and the visitor's */
    void add(SimulatedVisitor visitor, int began) {
        NavigableMap<LocalDate, PersonTagger.Day> tagged = new TreeMap<>();
        List<FunnelEvent> journey = new ArrayList<>();
        for (SimulatedVisitor.Day day : visitor.days()) {
            LocalDate date = DATES.get(began + day.number());
            tagged.put(date, new PersonTagger.Day(PersonDay.NOTHING, tagged(day)));
            day.goals()
                    .forEach(goal -> journey.add(new FunnelEvent(
                            date,
                            0,
                            "event",
                            Set.of(goal),
                            EVENT.classification().touch(),
                            Map.of())));
        }
        TaggedPerson person = new TaggedPerson(tagged, journey);
        for (LocalDate date : tagged.keySet()) {
            days.computeIfAbsent(date, any -> MicroCounts.STATISTIC.counter(DEFINITIONS))
                    .add(new VisitorDayInput(SOMEBODY, date, CALENDAR, 0, List.of(), person));
        }
    }

    private static TaggedDay tagged(SimulatedVisitor.Day day) {
        List<TaggedEvent> events = new ArrayList<>();
        List<Conversion> conversions = new ArrayList<>();
        for (String goal : day.goals()) {
            if (goal.equals(SimulatedVisitor.MACRO)) {
                conversions.add(new Conversion(goal, 1, events.size(), 0, null, false, true));
            }
            events.add(new TaggedEvent(EVENT, 0, Set.of(goal), Map.of()));
        }
        Visit visit = new Visit(EVENT.classification().touch(), 0, 0, events.size(), day.pageViews(), 0);
        return new TaggedDay(List.of(visit), events, conversions, List.of(), List.of());
    }

    /** The association summed over all days. */
    AssociationCounts association() {
        MicroCounts sum = MicroCounts.EMPTY;
        for (StatisticCounter<Map<String, MicroCounts>> day : days.values()) {
            sum = sum.plus(day.sum().total().getOrDefault(SimulatedVisitor.MACRO, MicroCounts.EMPTY));
        }
        return sum.association();
    }
}
