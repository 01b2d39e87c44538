package dev.cairn.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Computes the expected value of every cell of every statistic (docs/rules.md), directly from the definitions. */
public final class Model {

    private Model() {}

    /**
     * Every cell that is not zero, by {@code resource|day|part|part…}, for example
     * {@code funnel/checkout/entry|2026-03-01|reached|2} (steps count from 1). Names of resources and parts are those
     * of the stored rows.
     */
    public static Map<String, String> cells(History history) {
        PlanBook plans = new PlanBook(history);
        Table table = new Table();
        List<Copy> copies = copies(history, plans, table);
        People people = new People(copies, plans.calendar);
        HealthFigures health = new HealthFigures(table, plans.calendar);
        copies.forEach(copy -> health.add(copy, people.instead(copy)));
        List<Event> tagged = new Journeys(plans, history.averages()).events(people.counted());
        Orders orders = new Orders(tagged);
        List<Event> events = tagged.stream().map(orders::settled).toList();
        tagged.stream()
                .map(Event::copy)
                .filter(orders::isRefundInOtherCurrency)
                .forEach(health::addRefundInOtherCurrency);
        DayFigures days = new DayFigures(table, plans);
        days.add(events);
        NextEventFigures nextEvents = new NextEventFigures();
        addVisitors(events, plans, history.asOf(), table, nextEvents);
        new PulseFigures(plans, table).add(events);
        Map<String, String> cells = table.cells();
        cells.putAll(days.distinct(events));
        cells.putAll(new PropertyFigures(plans).cells(events));
        cells.putAll(nextEvents.cells());
        return cells;
    }

    /** The copies of events that are neither excluded nor left out by a rule of the plan. */
    private static List<Copy> copies(History history, PlanBook plans, Table table) {
        Reception reception = new Reception(plans);
        List<List<Copy>> received =
                history.requests().stream().map(reception::copies).toList();
        Forgotten forgotten = new Forgotten(
                history.erasures(), received.stream().flatMap(List::stream).toList(), plans.calendar);
        HealthFigures health = new HealthFigures(table, plans.calendar);
        LeftOut leftOut = new LeftOut(plans);
        List<Copy> copies = new ArrayList<>();
        for (int i = 0; i < received.size(); i++) {
            List<Copy> left = received.get(i).stream().map(forgotten::left).toList();
            health.addReceipts(history.requests().get(i), left);
            left.stream().filter(copy -> copy.excluded() == null).forEach(copy -> {
                String rule = leftOut.by(copy);
                if (rule == null) {
                    copies.add(copy);
                } else {
                    health.addLeftOut(copy, rule);
                }
            });
        }
        return copies;
    }

    private static void addVisitors(
            List<Event> events, PlanBook plans, long asOf, Table table, NextEventFigures nextEvents) {
        Map<String, List<Event>> visitors = new LinkedHashMap<>();
        events.stream()
                .filter(event -> event.visit() != null)
                .forEach(event -> visitors.computeIfAbsent(event.person(), any -> new ArrayList<>())
                        .add(event));
        for (String funnel : plans.funnels()) {
            FunnelFigures figures = new FunnelFigures(funnel, plans, asOf, table, nextEvents);
            visitors.values().forEach(figures::add);
        }
        MicroFigures micros = new MicroFigures(plans, table);
        visitors.values().stream()
                .filter(journey -> journey.getFirst().linkable())
                .forEach(micros::add);
        if (plans.now() != null) {
            AudienceFigures audiences =
                    new AudienceFigures(plans.now().definitions().audiences(), table);
            visitors.values().forEach(audiences::add);
        }
    }
}
