package dev.cairn.model;

import dev.cairn.domain.event.Money;
import dev.cairn.domain.goal.CountingMethod;
import dev.cairn.domain.goal.Goal;
import dev.cairn.domain.goal.GoalTier;
import dev.cairn.plan.model.Site;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The overview, goals, event names and distinct visitors of each day (F8, F9), with their breakdowns (F7). */
final class DayFigures {
    static final List<String> ATTRIBUTIONS = List.of("last_non_direct", "first_touch");
    static final List<String> ATTRIBUTED = List.of("channel", "source", "medium", "campaign");

    private final Table table;
    /** By person, in order. */
    private final Map<String, Set<Visit>> journeys = new HashMap<>();

    private final Set<String> macros;
    /** The events with a counted conversion of a macro goal, by identity. */
    private final Set<Event> macroEvents = Collections.newSetFromMap(new IdentityHashMap<>());

    DayFigures(Table table, PlanBook plans) {
        this.table = table;
        this.macros = macros(plans.now());
    }

    /** Those of the plan in force. */
    private static Set<String> macros(@Nullable Site site) {
        Set<String> macros = new HashSet<>();
        if (site != null) {
            site.goals().values().stream()
                    .filter(goal -> goal.tier() == GoalTier.MACRO)
                    .forEach(goal -> macros.add(goal.id()));
            macros.removeAll(site.definitions().hidden());
        }
        return macros;
    }

    private record PersonDay(String person, LocalDate day) {}

    /** @param events each person's in order T4 */
    void add(List<Event> events) {
        Map<PersonDay, Set<Visit>> visits = new LinkedHashMap<>();
        for (Event event : events) {
            if (event.visit() == null) {
                overviewWithoutVisitor(event);
            } else {
                visits.computeIfAbsent(new PersonDay(event.person(), event.day()), any -> new LinkedHashSet<>())
                        .add(event.visit());
                journeys.computeIfAbsent(event.person(), any -> new LinkedHashSet<>())
                        .add(event.visit());
            }
            name(event);
        }
        visits.forEach((personDay, theirs) -> overview(personDay.day, theirs));
        conversions(events);
        orderless(events);
        new PageFigures(table, macroEvents).add(events);
    }

    /** The number of distinct linkable visitors of each day, and of all days up to it. */
    Map<String, String> distinct(List<Event> events) {
        Map<LocalDate, Set<String>> days = new TreeMap<>();
        events.stream()
                .filter(Event::linkable)
                .forEach(event -> days.computeIfAbsent(event.day(), any -> new HashSet<>())
                        .add(event.person()));
        Map<String, String> cells = new TreeMap<>();
        Set<String> soFar = new HashSet<>();
        days.forEach((day, people) -> {
            soFar.addAll(people);
            cells.put(Cells.LINKABLE + "|" + day + "|distinct", Integer.toString(people.size()));
            cells.put(Cells.LINKABLE + "|" + day + "|distinct_so_far", Integer.toString(soFar.size()));
        });
        return cells;
    }

    private void overviewWithoutVisitor(Event event) {
        int pageViews = event.copy().name().equals("page_view") ? 1 : 0;
        table.row("overview", event.day()).add("events", 1);
        table.row("overview", event.day()).add("page_views", pageViews);
        for (String dimension : Table.DIMENSIONS) {
            Figures none = table.by("overview", dimension, event.day(), Touch.NOBODY);
            none.add("events", 1);
            none.add("page_views", pageViews);
        }
    }

    /** One visitor's day: the visitor counts once, and once under each value. */
    private void overview(LocalDate day, Set<Visit> visits) {
        boolean linkable = visits.iterator().next().linkable;
        visitor(table.row("overview", day), linkable);
        visits.forEach(visit -> visit(table.row("overview", day), visit));
        for (String dimension : Table.DIMENSIONS) {
            Set<String> values = new TreeSet<>();
            for (Visit visit : visits) {
                String value = visit.touch.value(dimension);
                visit(table.by("overview", dimension, day, value), visit);
                values.add(value);
            }
            values.forEach(value -> visitor(table.by("overview", dimension, day, value), linkable));
        }
    }

    private static void visitor(Figures figures, boolean linkable) {
        figures.weight++;
        figures.add("visitors", 1);
        figures.add("linkable_visitors", linkable ? 1 : 0);
    }

    private static void visit(Figures figures, Visit visit) {
        figures.add("visits", 1);
        figures.add("linkable_visits", visit.linkable ? 1 : 0);
        figures.add("events", visit.events);
        figures.add("page_views", visit.pageViews);
        figures.add("engaged_millis", visit.engagedMillis);
    }

    private void name(Event event) {
        Figures name = table.row("events", event.day(), event.copy().name());
        name.weight++;
        name.add("count", 1);
        event.copy().props().keySet().forEach(prop -> name.mark("props", prop));
        event.goals().keySet().forEach(goal -> name.mark("goals", goal));
    }

    /** G3: every matching event, or the first of a visit or day; link level none has neither, so each event counts. */
    private void conversions(List<Event> events) {
        Set<List<Object>> met = new HashSet<>();
        Set<List<Object>> converted = new HashSet<>();
        for (Event event : events) {
            for (Goal goal : event.goals().values()) {
                boolean firstToday = met.add(List.of(goal.id(), event.person(), event.day()));
                boolean firstInVisit = event.visit() == null || met.add(List.of(goal.id(), event.visit()));
                boolean counts = event.visit() == null
                        || switch (goal.count()) {
                            case EVENT, ORDER -> true;
                            case VISIT -> firstInVisit;
                            case DAY -> firstToday;
                        };
                if (counts) {
                    conversion(event, goal, converted);
                }
            }
        }
    }

    private void conversion(Event event, Goal goal, Set<List<Object>> converted) {
        boolean newConverter = event.visit() != null && converted.add(List.of(goal.id(), event.person(), event.day()));
        boolean newVisit = event.visit() != null && converted.add(List.of(goal.id(), event.visit()));
        conversion(table.row("goals", event.day()), event, goal, newConverter, newVisit);
        if (macros.contains(goal.id())) {
            macroEvents.add(event);
            macro(event, goal, event.visit() != null && converted.add(List.of("a macro", event.visit())));
        }
        for (String dimension : Table.DIMENSIONS) {
            String value = event.value(dimension);
            boolean newUnderValue = event.visit() != null
                    && converted.add(List.of(goal.id(), event.person(), event.day(), dimension, value));
            conversion(table.by("goals", dimension, event.day(), value), event, goal, newUnderValue, newVisit);
        }
        for (String attribution : ATTRIBUTIONS) {
            for (String dimension : ATTRIBUTED) {
                String value = event.visit() == null
                        ? Touch.NOBODY
                        : credited(attribution, event).touch.value(dimension);
                boolean newUnderValue = event.visit() != null
                        && converted.add(
                                List.of(goal.id(), event.person(), event.day(), attribution, dimension, value));
                Figures figures = table.by("goals_" + attribution, dimension, event.day(), value);
                conversion(figures, event, goal, newUnderValue, newVisit);
            }
        }
    }

    /** F7: the visit that gets the credit, of those that were there by then and began at most 30 days before. */
    private Visit credited(String attribution, Event event) {
        Visit own = event.visit();
        if (!event.linkable()) {
            return own;
        }
        Visit first = null;
        Visit lastNotDirect = null;
        for (Visit visit : journeys.get(event.person())) {
            if (ChronoUnit.DAYS.between(visit.day, event.day()) <= 30) {
                first = first == null ? visit : first;
                lastNotDirect = visit.touch.value("channel").equals("direct") ? lastNotDirect : visit;
            }
            if (visit == own) {
                break;
            }
        }
        return attribution.equals("first_touch") ? first : lastNotDirect == null ? own : lastNotDirect;
    }

    /** A visit has one value of each dimension, so it is new under its value when it is new. */
    private void macro(Event event, Goal goal, boolean newVisit) {
        macro(table.row("overview", event.day()), event, goal, newVisit);
        for (String dimension : Table.DIMENSIONS) {
            macro(table.by("overview", dimension, event.day(), event.value(dimension)), event, goal, newVisit);
        }
    }

    private static void macro(Figures figures, Event event, Goal goal, boolean newVisit) {
        figures.add("macros|conversions", 1);
        figures.add("macros|visits", newVisit ? 1 : 0);
        Money value = event.values().get(goal.id());
        if (value != null) {
            figures.add("macros|value|" + value.currency(), value.amount());
        }
    }

    private static void conversion(Figures figures, Event event, Goal goal, boolean newConverter, boolean newVisit) {
        figures.weight++;
        figures.add(goal.id() + "|conversions", 1);
        figures.add(goal.id() + "|converters", newConverter ? 1 : 0);
        figures.add(goal.id() + "|converting_visits", newVisit ? 1 : 0);
        figures.add(goal.id() + "|unverified", event.unverified().contains(goal.id()) ? 1 : 0);
        Money value = event.values().get(goal.id());
        if (value != null) {
            figures.add(goal.id() + "|value|" + value.currency(), value.amount());
        }
    }

    /** Conversions of orders without an id (D2). */
    private void orderless(List<Event> events) {
        for (Event event : events) {
            for (Goal goal : event.goals().values()) {
                if (goal.count() == CountingMethod.ORDER && event.copy().order() == null) {
                    table.row("orderless", event.day()).add(goal.id() + "|conversions", 1);
                }
            }
        }
    }
}
