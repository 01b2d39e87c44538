package dev.cairn.domain.person;

import dev.cairn.domain.event.StoredEvent;
import dev.cairn.domain.event.VisitorKey;
import dev.cairn.domain.funnel.FunnelEvent;
import dev.cairn.domain.funnel.FunnelEventSelector;
import dev.cairn.domain.order.OrderDeduplicator;
import dev.cairn.domain.visit.TaggedDay;
import dev.cairn.domain.visit.TaggingContext;
import dev.cairn.domain.visit.Visit;
import dev.cairn.domain.visit.VisitorDayTagger;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Tags all days of a person in order and derives the person's visits and journey. A pure function of the events, the
 * known state of their orders, and stored averages (G5). The results are never stored as facts; a run calls it once per
 * person.
 */
public final class PersonTagger {
    private static final int FREQUENCY_DAYS_BEFORE = 27;

    private final Rules rules;

    public PersonTagger(Rules rules) {
        this.rules = rules;
    }

    /**
     * What the plan and the tables define for a site.
     *
     * @param goals the goals as defined by the plan version that tagged an event
     * @param excludes whether an event of that plan version and name may break a funnel
     * @param averages returns a day's averages (G2); called only for days with events, because each call stores them
     * @param endOfDay the first instant after a day, epoch milliseconds
     */
    public record Rules(
            VisitorDayTagger.GoalBook goals,
            BiPredicate<Integer, String> excludes,
            Function<LocalDate, TaggingContext.Averages> averages,
            ToLongFunction<LocalDate> endOfDay) {}

    /**
     * A person's tagged days.
     *
     * @param days every day for which the person has stored events
     * @param journey the events that funnels use, from all days, in order T4
     */
    public record TaggedPerson(NavigableMap<LocalDate, Day> days, List<FunnelEvent> journey) {}

    /** One day of a person. */
    public record Day(PersonDay personDay, TaggedDay tagged) {
        public static final Day NOTHING = new Day(PersonDay.NOTHING, TaggedDay.NOTHING);
    }

    public TaggedPerson tag(VisitorKey person, NavigableMap<LocalDate, PersonDay> days, OrderDeduplicator orders) {
        NavigableMap<LocalDate, Day> taggedDays = new TreeMap<>();
        List<FunnelEvent> journey = new ArrayList<>();
        TaggingContext.@Nullable Carried carried = null;
        @Nullable LocalDate carriedTo = null;
        for (var each : days.entrySet()) {
            LocalDate day = each.getKey();
            List<StoredEvent> events = each.getValue().events();
            TaggingContext context = new TaggingContext(
                    person,
                    day.equals(carriedTo) ? carried : null,
                    person.linkable() ? visitsBefore(taggedDays, day) : 0,
                    events.isEmpty()
                            ? TaggingContext.Averages.UNKNOWN
                            : rules.averages().apply(day));
            TaggedDay tagged = VisitorDayTagger.tag(events, context, rules.goals(), orders);
            taggedDays.put(day, new Day(each.getValue(), tagged));
            journey.addAll(FunnelEventSelector.of(day, tagged, rules.excludes()));
            carried = person.linkable() ? carried(tagged, day) : null;
            carriedTo = day.plusDays(1);
        }
        return new TaggedPerson(taggedDays, List.copyOf(journey));
    }

    /** Counts the visits in d-27 … d-1 (G2). */
    private static int visitsBefore(NavigableMap<LocalDate, Day> taggedDays, LocalDate day) {
        return taggedDays.subMap(day.minusDays(FREQUENCY_DAYS_BEFORE), true, day, false).values().stream()
                .mapToInt(before -> before.tagged().visits().size())
                .sum();
    }

    /** Returns the end of the day if its last visit may continue past midnight (V1), else null. */
    private TaggingContext.@Nullable Carried carried(TaggedDay tagged, LocalDate day) {
        if (tagged.visits().isEmpty()) {
            return null;
        }
        Visit last = tagged.visits().getLast();
        boolean mayGoOn = rules.endOfDay().applyAsLong(day) - last.lastAt() < Visit.GAP_MILLIS;
        return mayGoOn ? new TaggingContext.Carried(last.lastAt(), last.touch()) : null;
    }
}
