package dev.cairn.report;

import dev.cairn.domain.Conversion;
import dev.cairn.domain.DayContext;
import dev.cairn.domain.Funnel;
import dev.cairn.domain.JourneyEvent;
import dev.cairn.domain.JourneyEvents;
import dev.cairn.domain.OrderBook;
import dev.cairn.domain.StoredEvent;
import dev.cairn.domain.TaggedDay;
import dev.cairn.domain.Tagger;
import dev.cairn.domain.VisitorKey;
import dev.cairn.domain.statistic.DayFacts;
import dev.cairn.domain.statistic.FunnelCounts;
import dev.cairn.domain.statistic.GoalCounts;
import dev.cairn.plan.Zones;
import dev.cairn.store.Persons.Person;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Counts goals and funnels over a sample's days, visitor by visitor, with what the statistics are made by. */
final class PlanPreviewCount {

    /**
     * By which rules to count.
     *
     * @param tags the event under the rules' goals
     * @param averages of a day
     * @param excludes whether an event of that plan version and name may break a funnel
     */
    record Rules(
            UnaryOperator<StoredEvent> tags,
            Tagger.GoalBook goals,
            OrderBook orders,
            Function<LocalDate, DayContext.Averages> averages,
            BiPredicate<Integer, String> excludes) {}

    /**
     * What a goal came to.
     *
     * @param byDay the days on which it was met
     * @param visitors who met it, each once over all days
     * @param squares of each visitor's conversions, added up: what an estimate's error is made of
     */
    record Met(TreeMap<LocalDate, GoalCounts> byDay, long visitors, long squares) {
        static Met nothing() {
            return new Met(new TreeMap<>(), 0, 0);
        }

        GoalCounts total() {
            return byDay.values().stream().reduce(GoalCounts.EMPTY, GoalCounts::plus);
        }
    }

    /** What became of the entries of all days. */
    record Walked(FunnelCounts entry, FunnelCounts sameDay) {}

    private final Rules rules;
    private final Zones zones;
    private final long asOf;
    private final Map<String, TreeMap<LocalDate, GoalCounts>> byDay = new HashMap<>();
    private final Map<String, Long> visitors = new HashMap<>();
    private final Map<String, Long> squares = new HashMap<>();
    private final Map<String, Walked> walked = new HashMap<>();
    private final Collection<Funnel> funnels;

    PlanPreviewCount(Rules rules, Zones zones, long asOf, Collection<Funnel> funnels) {
        this.rules = rules;
        this.zones = zones;
        this.asOf = asOf;
        this.funnels = funnels;
        funnels.forEach(funnel -> {
            FunnelCounts none = FunnelCounts.empty(funnel.steps().size());
            walked.put(funnel.id(), new Walked(none, none));
        });
    }

    PlanPreviewCount add(VisitorSample sample) {
        sample.persons().forEach(this::add);
        return this;
    }

    Met goal(String id) {
        return byDay.containsKey(id)
                ? new Met(byDay.get(id), visitors.getOrDefault(id, 0L), squares.get(id))
                : Met.nothing();
    }

    Walked funnel(String id) {
        return java.util.Objects.requireNonNull(walked.get(id), id);
    }

    private void add(VisitorKey visitor, TreeMap<LocalDate, Person> days) {
        TreeMap<LocalDate, TaggedDay> tagged = new TreeMap<>();
        List<JourneyEvent> journey = new ArrayList<>();
        days.forEach((day, person) -> {
            TaggedDay of = tag(visitor, day, person);
            tagged.put(day, of);
            journey.addAll(JourneyEvents.of(day, of, rules.excludes()));
        });
        Map<String, Long> conversions = new HashMap<>();
        tagged.forEach((day, of) -> {
            DayFacts facts = new DayFacts(
                    visitor, day, zones.endOf(day), asOf, days.get(day).day(), List.of(), of, journey);
            GoalCounts.of(facts)
                    .forEach((goal, counts) ->
                            byDay.computeIfAbsent(goal, id -> new TreeMap<>()).merge(day, counts, GoalCounts::plus));
            for (Conversion conversion : of.conversions()) {
                conversions.merge(conversion.goal(), 1L, Long::sum);
            }
            funnels.forEach(funnel -> walk(funnel, facts));
        });
        boolean somebody = tagged.values().stream().anyMatch(of -> !of.visits().isEmpty());
        conversions.forEach((goal, count) -> {
            visitors.merge(goal, somebody ? 1L : 0L, Long::sum);
            squares.merge(goal, count * count, Long::sum);
        });
    }

    private TaggedDay tag(VisitorKey visitor, LocalDate day, Person person) {
        List<StoredEvent> events =
                person.day().events().stream().map(rules.tags()).toList();
        DayContext context = person.journey()
                .context(
                        visitor,
                        day,
                        events.isEmpty()
                                ? DayContext.Averages.UNKNOWN
                                : rules.averages().apply(day));
        return Tagger.tag(events, context, rules.goals(), rules.orders());
    }

    private void walk(Funnel funnel, DayFacts facts) {
        Walked before = funnel(funnel.id());
        FunnelCounts entry = FunnelCounts.entry(funnel, facts)
                .map(each -> before.entry().plus(FunnelCounts.of(funnel, each, asOf)))
                .orElse(before.entry());
        FunnelCounts sameDay = FunnelCounts.sameDay(funnel, facts)
                .map(each -> before.sameDay().plus(FunnelCounts.of(funnel, each, asOf)))
                .orElse(before.sameDay());
        walked.put(funnel.id(), new Walked(entry, sameDay));
    }
}
