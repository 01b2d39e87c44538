package dev.cairn.model;

import dev.cairn.domain.event.Money;
import dev.cairn.domain.funnel.Funnel;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/** The three views of one funnel (F1, F2, F4 to F6) and who came in (N8), each with its breakdowns (F7). */
final class FunnelFigures {
    private final String id;
    private final PlanBook plans;
    private final long asOf;
    private final Table table;
    private final NextEventFigures nextEvents;

    FunnelFigures(String id, PlanBook plans, long asOf, Table table, NextEventFigures nextEvents) {
        this.id = id;
        this.plans = plans;
        this.asOf = asOf;
        this.table = table;
        this.nextEvents = nextEvents;
    }

    /** @param events of one visitor, in order T4 */
    void add(List<Event> events) {
        Map<LocalDate, List<Event>> days = new TreeMap<>();
        events.forEach(event ->
                days.computeIfAbsent(event.day(), any -> new ArrayList<>()).add(event));
        boolean linkable = events.getFirst().linkable();
        Map<Funnel, Set<LocalDate>> definitions = new LinkedHashMap<>();
        for (LocalDate day : days.keySet()) {
            definitions
                    .computeIfAbsent(plans.funnel(id, day), any -> new LinkedHashSet<>())
                    .add(day);
        }
        definitions.forEach((funnel, itsDays) -> {
            List<Event> relevant = relevant(funnel, events);
            for (LocalDate day : itsDays) {
                long midnight = plans.calendar.endOf(day);
                List<Event> ofDay = days.get(day);
                entry("same_day", funnel, relevant(funnel, ofDay), day, midnight, ofDay);
                if (linkable) {
                    entry("entry", funnel, relevant, day, Long.MAX_VALUE, ofDay);
                    cameIn(funnel, events, day);
                }
            }
            if (linkable) {
                completions(funnel, relevant, itsDays);
            }
        });
    }

    /** The events that meet a step or may exclude. */
    private List<Event> relevant(Funnel funnel, List<Event> events) {
        return events.stream()
                .filter(event -> funnel.steps().stream().anyMatch(event.goals()::containsKey)
                        || isTagged(event)
                                && funnel.excludes().stream().anyMatch(exclude -> Chains.excludes(exclude, event)))
                .toList();
    }

    /**
     * Until a backfill, a new version of a funnel uses the stored tags of the past (section 4): events that met a goal,
     * or could break a funnel of the version that tagged them.
     */
    private boolean isTagged(Event event) {
        return !event.goals().isEmpty()
                || plans.site(plans.tagging(event.copy())).funnels().values().stream()
                        .flatMap(each -> each.excludes().stream())
                        .anyMatch(exclude -> Chains.excludes(exclude, event));
    }

    /**
     * @param latestClose when the window closes at the latest
     * @param ofDay all events of the visitor's day
     */
    private void entry(
            String view, Funnel funnel, List<Event> events, LocalDate day, long latestClose, List<Event> ofDay) {
        String firstStep = funnel.steps().getFirst();
        List<Event> entries = events.stream()
                .filter(event -> event.day().equals(day) && event.goals().containsKey(firstStep))
                .toList();
        if (entries.isEmpty()) {
            return;
        }
        long closes = entries.getLast().copy().at() + funnel.windowMillis();
        List<Event> inReach = events.stream()
                .filter(event -> !event.day().isBefore(day) && event.copy().at() <= closes)
                .toList();
        Chains chains = new Chains(funnel, inReach, event -> event.day().equals(day), true);
        Chains unexcluded = new Chains(funnel, inReach, event -> event.day().equals(day), false);
        String state = state(funnel, chains.depth(), unexcluded.depth(), Math.min(closes, latestClose));
        boolean closed = asOf >= Math.min(closes, latestClose);
        figures(view, day, entries.getFirst()).forEach(each -> {
            entry(each, chains, state, closed);
            moves(each, funnel, chains, day);
        });
        if (view.equals("same_day") && chains.depth() < funnel.steps().size()) {
            int step = chains.depth();
            nextEvents.add(id, step, chains.event(chains.ending(step).getFirst().event()), ofDay);
        }
    }

    /** F6, N8.1: the lag at which each step was first reached, and the value of the event that did it for the last. */
    private static void moves(Figures figures, Funnel funnel, Chains chains, LocalDate day) {
        int steps = funnel.steps().size();
        for (int step = 2; step <= chains.depth(); step++) {
            Event first = chains.event(chains.ending(step).getFirst().event());
            String cell = step == steps ? "lags" : "step_lags|" + step;
            figures.add(cell + "|" + ChronoUnit.DAYS.between(day, first.day()), 1);
            Money value = first.values().get(funnel.steps().getLast());
            if (step == steps && value != null) {
                figures.add("value|" + value.currency(), value.amount());
            }
        }
    }

    /** N8.2: nothing met a step in the 30 days before, and something does today. */
    private void cameIn(Funnel funnel, List<Event> events, LocalDate day) {
        Predicate<Event> meets = event -> funnel.steps().stream().anyMatch(event.goals()::containsKey);
        boolean wasHere = events.stream()
                .filter(meets)
                .mapToLong(event -> ChronoUnit.DAYS.between(event.day(), day))
                .anyMatch(daysAgo -> daysAgo >= 1 && daysAgo <= 30);
        List<Event> today = events.stream()
                .filter(meets)
                .filter(event -> event.day().equals(day))
                .toList();
        if (wasHere || today.isEmpty()) {
            return;
        }
        Event first = today.getFirst();
        int step = 1;
        while (!first.goals().containsKey(funnel.steps().get(step - 1))) {
            step++;
        }
        String cell = "came_in|" + step;
        figures("entry", day, first).forEach(each -> each.add(cell, 1));
    }

    /** F2, in this order. */
    private String state(Funnel funnel, int depth, int depthWithoutExclusions, long closes) {
        if (depth == funnel.steps().size()) {
            return "converted";
        }
        if (depthWithoutExclusions > depth) {
            return "excluded";
        }
        return asOf < closes ? "in_progress" : "dropped";
    }

    private static void entry(Figures figures, Chains chains, String state, boolean closed) {
        figures.weight++;
        figures.add("entered", 1);
        figures.add(state, 1);
        figures.add("closed", closed ? 1 : 0);
        if (state.equals("dropped")) {
            figures.add("dropped_after|" + chains.depth(), 1);
        }
        for (int step = 1; step <= chains.depth(); step++) {
            figures.add("reached|" + step, 1);
            if (step > 1) {
                Chains.End first = chains.ending(step).getFirst();
                long millis = chains.event(first.event()).copy().at()
                        - chains.event(first.previous()).copy().at();
                figures.add("times|" + step + "|" + bucket(millis), 1);
            }
        }
    }

    /** floor(8·log2(1 + s)) in whole numbers: the largest b with 2^b not above (1 + s)^8. */
    static int bucket(long millis) {
        BigInteger eighthPower = BigInteger.valueOf(1000 + millis).pow(8);
        return eighthPower.divide(BigInteger.valueOf(1000).pow(8)).bitLength() - 1;
    }

    /** F4: each event that completes a chain, on its own day, under its funnel of that day. */
    private void completions(Funnel funnel, List<Event> events, Set<LocalDate> days) {
        Chains chains = new Chains(funnel, events, event -> true, true);
        for (Chains.End end : chains.ending(funnel.steps().size())) {
            Event event = chains.event(end.event());
            Event entry = chains.event(end.entry());
            if (days.contains(event.day())) {
                String lag = lag(ChronoUnit.DAYS.between(entry.day(), event.day()));
                Money value = event.values().get(funnel.steps().getLast());
                for (Figures each : figures("completion", event.day(), entry)) {
                    each.weight++;
                    each.add("completed", 1);
                    each.add("lags|" + lag, 1);
                    if (value != null) {
                        each.add("value|" + value.currency(), value.amount());
                    }
                }
            }
        }
    }

    private static String lag(long days) {
        if (days > 60) {
            return "61+";
        }
        if (days > 30) {
            return "31-60";
        }
        if (days > 14) {
            return "15-30";
        }
        return days > 7 ? "8-14" : days > 1 ? "2-7" : Long.toString(days);
    }

    /** The view's figures of the day, in total and under each value of the entry's visit. */
    private List<Figures> figures(String view, LocalDate day, Event entry) {
        String resource = "funnel/" + id + "/" + view;
        List<Figures> figures = new ArrayList<>(List.of(table.row(resource, day)));
        for (String dimension : Table.DIMENSIONS) {
            figures.add(table.by(resource, dimension, day, entry.value(dimension)));
        }
        return figures;
    }
}
