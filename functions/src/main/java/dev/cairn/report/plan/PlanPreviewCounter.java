package dev.cairn.report.plan;

import dev.cairn.domain.event.StoredEvent;
import dev.cairn.domain.event.VisitorKey;
import dev.cairn.domain.funnel.Funnel;
import dev.cairn.domain.goal.Conversion;
import dev.cairn.domain.order.OrderDeduplicator;
import dev.cairn.domain.person.PersonDay;
import dev.cairn.domain.person.PersonTagger;
import dev.cairn.domain.statistic.FunnelCounts;
import dev.cairn.domain.statistic.GoalCounts;
import dev.cairn.domain.statistic.VisitorDayInput;
import dev.cairn.domain.visit.TaggingContext;
import dev.cairn.domain.visit.VisitorDayTagger;
import dev.cairn.plan.model.TimeZoneHistory;
import dev.cairn.store.visitor.PersonReader;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Counts goals and funnels over the days of a sample, visitor by visitor, using the code that computes the statistics.
 */
final class PlanPreviewCounter {

    /**
     * The rules to count by.
     *
     * @param tags tags an event with the rules' goals
     * @param averages returns a day's averages
     * @param excludes whether an event with this plan version and name may break a funnel
     */
    record Rules(
            UnaryOperator<StoredEvent> tags,
            VisitorDayTagger.GoalBook goals,
            Function<LocalDate, TaggingContext.Averages> averages,
            BiPredicate<Integer, String> excludes) {}

    /**
     * The result of a goal.
     *
     * @param byDay the days on which it was met
     * @param visitors number of visitors who met it, each counted once over all days
     * @param squares sum of the squares of each visitor's conversions, for computing the error of an estimate
     */
    record Met(TreeMap<LocalDate, GoalCounts> byDay, long visitors, long squares) {
        static Met nothing() {
            return new Met(new TreeMap<>(), 0, 0);
        }

        GoalCounts total() {
            return byDay.values().stream().reduce(GoalCounts.EMPTY, GoalCounts::plus);
        }
    }

    /** The outcome of the entries on all days. */
    record Walked(FunnelCounts entry, FunnelCounts sameDay) {}

    private final Rules rules;
    private final TimeZoneHistory zones;
    private final long asOf;
    private final Map<String, TreeMap<LocalDate, GoalCounts>> byDay = new HashMap<>();
    private final Map<String, Long> visitors = new HashMap<>();
    private final Map<String, Long> squares = new HashMap<>();
    private final Map<String, Walked> walked = new HashMap<>();
    private final Collection<Funnel> funnels;

    PlanPreviewCounter(Rules rules, TimeZoneHistory zones, long asOf, Collection<Funnel> funnels) {
        this.rules = rules;
        this.zones = zones;
        this.asOf = asOf;
        this.funnels = funnels;
        funnels.forEach(funnel -> {
            FunnelCounts none = FunnelCounts.empty(funnel.steps().size());
            walked.put(funnel.id(), new Walked(none, none));
        });
    }

    PlanPreviewCounter add(VisitorSample sample) {
        Map<VisitorKey, NavigableMap<LocalDate, PersonDay>> persons = retagged(sample.persons());
        OrderDeduplicator orders = new PersonReader.Persons(persons, retagged(sample.others())).orders(rules.goals());
        PersonTagger tagger = new PersonTagger(
                new PersonTagger.Rules(rules.goals(), rules.excludes(), rules.averages(), zones::endOf));
        persons.forEach((visitor, days) -> add(visitor, tagger.tag(visitor, days, orders), sample.days()));
        return this;
    }

    /** The same persons, with their events tagged with the rules' goals. */
    private Map<VisitorKey, NavigableMap<LocalDate, PersonDay>> retagged(
            Map<VisitorKey, NavigableMap<LocalDate, PersonDay>> persons) {
        Map<VisitorKey, NavigableMap<LocalDate, PersonDay>> retagged = new LinkedHashMap<>();
        persons.forEach((visitor, days) -> {
            NavigableMap<LocalDate, PersonDay> ofVisitor = new TreeMap<>();
            days.forEach((day, events) -> ofVisitor.put(day, events.map(rules.tags())));
            retagged.put(visitor, ofVisitor);
        });
        return retagged;
    }

    Met goal(String id) {
        return byDay.containsKey(id)
                ? new Met(byDay.get(id), visitors.getOrDefault(id, 0L), squares.getOrDefault(id, 0L))
                : Met.nothing();
    }

    Walked funnel(String id) {
        return java.util.Objects.requireNonNull(walked.get(id), id);
    }

    private void add(VisitorKey visitor, PersonTagger.TaggedPerson person, List<LocalDate> days) {
        Map<String, Long> conversions = new HashMap<>();
        boolean somebody = false;
        for (LocalDate day : days) {
            PersonTagger.Day of = person.days().get(day);
            if (of != null) {
                VisitorDayInput input = new VisitorDayInput(visitor, day, zones, asOf, List.of(), person);
                GoalCounts.of(input)
                        .forEach((goal, counts) -> byDay.computeIfAbsent(goal, id -> new TreeMap<>())
                                .merge(day, counts, GoalCounts::plus));
                for (Conversion conversion : of.tagged().conversions()) {
                    conversions.merge(conversion.goal(), 1L, Long::sum);
                }
                funnels.forEach(funnel -> walk(funnel, input));
                somebody |= !of.tagged().visits().isEmpty();
            }
        }
        long one = somebody ? 1 : 0;
        conversions.forEach((goal, count) -> {
            visitors.merge(goal, one, Long::sum);
            squares.merge(goal, count * count, Long::sum);
        });
    }

    private void walk(Funnel funnel, VisitorDayInput input) {
        Walked before = funnel(funnel.id());
        FunnelCounts entry = FunnelCounts.entry(funnel, input)
                .map(each -> before.entry().plus(FunnelCounts.of(funnel, each, asOf)))
                .orElse(before.entry());
        FunnelCounts sameDay = FunnelCounts.sameDay(funnel, input)
                .map(each -> before.sameDay().plus(FunnelCounts.of(funnel, each, asOf)))
                .orElse(before.sameDay());
        walked.put(funnel.id(), new Walked(entry, sameDay));
    }
}
