package dev.cairn.model;

import dev.cairn.domain.funnel.Funnel;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** The pulse of each day (N6.1, N6.2): visits with an opportunity, and those with a success soon after it. */
final class PulseFigures {
    private static final long HALF_HOUR = 1_800_000;
    private static final List<String> DIMENSIONS = List.of("device", "browser", "country");

    private final PlanBook plans;
    private final Table table;
    /** Visits by day and country, then all by day under an empty name. */
    private final Map<LocalDate, Map<String, Integer>> visits = new HashMap<>();

    private final List<Cell> cells = new ArrayList<>();

    PulseFigures(PlanBook plans, Table table) {
        this.plans = plans;
        this.table = table;
    }

    private record Cell(LocalDate day, String path, Visit visit, long half) {}

    /** @param events each person's in order T4 */
    void add(List<Event> events) {
        Map<Visit, List<Event>> byVisit = new LinkedHashMap<>();
        events.stream()
                .filter(event -> event.visit() != null)
                .forEach(event -> byVisit.computeIfAbsent(event.visit(), any -> new ArrayList<>())
                        .add(event));
        byVisit.forEach(this::visit);
        cells.forEach(this::count);
    }

    private void visit(Visit visit, List<Event> events) {
        LocalDate day = events.getFirst().day();
        visits.computeIfAbsent(day, any -> new HashMap<>()).merge(visit.touch.value("country"), 1, Integer::sum);
        visits.get(day).merge("", 1, Integer::sum);
        Map<String, Predicate<Event>> opportunities = new TreeMap<>();
        opportunities.put("visit", event -> true);
        opportunities.put("event:form_start", named("form_start"));
        opportunities.put("video", named("video_start").or(named("video_error")));
        opportunities.put("form", event -> event.copy().name().startsWith("form_"));
        goals(visit, day, events);
        same("video", visit, day, events, opportunities.get("visit"), named("video_start"));
        later("form", visit, day, events, named("form_start"), named("form_submit"));
        same("error:video", visit, day, events, opportunities.get("video"), named("video_error"));
        same("error:form", visit, day, events, opportunities.get("form"), named("form_error"));
        for (String id : plans.funnels()) {
            Funnel funnel = plans.funnel(id, day);
            for (int k = 1; k < funnel.steps().size(); k++) {
                String step = funnel.steps().get(k - 1);
                opportunities.put("goal:" + step, meets(step));
                later(
                        "step:" + id + ":" + k,
                        visit,
                        day,
                        events,
                        meets(step),
                        meets(funnel.steps().get(k)));
            }
        }
        plans.now().definitions().alerts().watch().forEach((id, watch) -> {
            opportunities.put("goal:" + watch.of(), meets(watch.of()));
            later("watch:" + id, visit, day, events, meets(watch.of()), meets(watch.success()));
        });
        opportunities.forEach((key, holds) -> events.stream()
                .filter(holds)
                .findFirst()
                .ifPresent(first -> cells.add(new Cell(day, "opportunities|" + key, visit, half(first)))));
    }

    private void goals(Visit visit, LocalDate day, List<Event> events) {
        plans.now().goals().keySet().stream()
                .filter(goal -> !plans.now().definitions().hidden().contains(goal))
                .forEach(goal -> same("goal:" + goal, visit, day, events, event -> true, meets(goal)));
    }

    /** Counts a success at or after the opportunity. */
    private void same(
            String series, Visit visit, LocalDate day, List<Event> events, Predicate<Event> of, Predicate<Event> does) {
        success(series, visit, day, events, of, does, 0);
    }

    /** Counts a success after the opportunity. */
    private void later(
            String series, Visit visit, LocalDate day, List<Event> events, Predicate<Event> of, Predicate<Event> does) {
        success(series, visit, day, events, of, does, 1);
    }

    private void success(
            String series,
            Visit visit,
            LocalDate day,
            List<Event> events,
            Predicate<Event> of,
            Predicate<Event> does,
            int skipped) {
        List<Event> fromFirst = events.stream().dropWhile(of.negate()).toList();
        if (!fromFirst.isEmpty()
                && fromFirst.stream()
                        .skip(skipped)
                        .filter(event ->
                                event.copy().at() - fromFirst.getFirst().copy().at() <= HALF_HOUR)
                        .anyMatch(does)) {
            cells.add(new Cell(day, "successes|" + series, visit, half(fromFirst.getFirst())));
        }
    }

    private long half(Event event) {
        return 1 + (event.copy().at() - plans.calendar.startOf(event.day())) / HALF_HOUR;
    }

    private static Predicate<Event> named(String name) {
        return event -> event.copy().name().equals(name);
    }

    private static Predicate<Event> meets(String goal) {
        return event -> event.goals().containsKey(goal);
    }

    /** A country with less than a hundredth of the day's visits is one of the others. */
    private void count(Cell cell) {
        Figures row = table.row("pulse", cell.day);
        row.add(cell.path + "|all|" + cell.half, 1);
        for (String dimension : DIMENSIONS) {
            String value = cell.visit.touch.value(dimension);
            Map<String, Integer> ofDay = visits.get(cell.day);
            if (dimension.equals("country") && ofDay.get(value) * 100 < ofDay.get("")) {
                value = "(other)";
            }
            row.add(cell.path + "|" + dimension + "|" + Cells.part(value) + "|" + cell.half, 1);
        }
    }
}
