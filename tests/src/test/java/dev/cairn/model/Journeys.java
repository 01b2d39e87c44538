package dev.cairn.model;

import dev.cairn.domain.goal.Goal;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Puts every person's events, in order (T4), into visits (V1) and tags them with the goals they meet (G1, G2). */
final class Journeys {
    private static final long GAP = Duration.ofMinutes(30).toMillis();
    private static final int FREQUENCY_DAYS_BEFORE = 27;

    private final PlanBook plans;
    private final Map<LocalDate, Averages> averages;

    Journeys(PlanBook plans, Map<LocalDate, Averages> averages) {
        this.plans = plans;
        this.averages = averages;
    }

    List<Event> events(List<People.Counted> counted) {
        Map<String, List<Copy>> people = new TreeMap<>();
        counted.forEach(each ->
                people.computeIfAbsent(each.person(), any -> new ArrayList<>()).add(each.copy()));
        List<Event> events = new ArrayList<>();
        people.forEach((person, copies) -> events.addAll(journey(person, copies)));
        return events;
    }

    private List<Event> journey(String person, List<Copy> copies) {
        List<Event> events = new ArrayList<>();
        List<Visit> visits = new ArrayList<>();
        for (Copy copy : copies.stream().sorted(Copy.T4).toList()) {
            Visit visit = copy.link() == Link.NONE ? null : visit(copy, visits);
            events.add(new Event(copy, person, visit, goals(copy, visit), Map.of(), Set.of()));
        }
        return events;
    }

    /** The visit that the event belongs to or begins. */
    private Visit visit(Copy event, List<Visit> visits) {
        Visit last = visits.isEmpty() ? null : visits.getLast();
        boolean close = last != null && event.at() - last.lastAt < GAP;
        if (!close || !last.day.equals(event.day())) {
            boolean linkable = event.link().linkable();
            Touch touch = close && linkable ? last.touch : Touch.of(event, plans.site(event.plan()));
            visits.add(new Visit(touch, event.day(), linkable, 1 + recent(event.day(), visits)));
        }
        visits.getLast().take(event);
        return visits.getLast();
    }

    private static long recent(LocalDate day, List<Visit> visits) {
        LocalDate first = day.minusDays(FREQUENCY_DAYS_BEFORE);
        return visits.reversed().stream()
                .takeWhile(visit -> !visit.day.isBefore(first))
                .count();
    }

    private Map<String, Goal> goals(Copy event, @Nullable Visit visit) {
        Map<String, Goal> met = new TreeMap<>();
        if (event.refund()) {
            return met;
        }
        for (Goal goal : plans.goals(plans.tagging(event)).values()) {
            if (goal.byServer() && !event.server()) {
                continue;
            }
            boolean plainly = goal.alternatives().stream()
                    .anyMatch(each -> each.engagement() == null && Matching.holds(each.match(), event));
            boolean engaged =
                    visit != null && visit.engages(goal, event, averages.getOrDefault(event.day(), Averages.UNKNOWN));
            if (plainly || engaged) {
                met.put(goal.id(), goal);
            }
        }
        return met;
    }

    /** For lists of events: T4. */
    static final Comparator<Event> T4 = Comparator.comparing(Event::copy, Copy.T4);
}
