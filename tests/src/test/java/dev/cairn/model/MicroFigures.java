package dev.cairn.model;

import dev.cairn.domain.event.Money;
import dev.cairn.domain.goal.CountingMethod;
import dev.cairn.domain.goal.Goal;
import dev.cairn.domain.goal.GoalTier;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What each day tells about the micro conversions of each macro (N1, N2, N4), by looking through all events of a visitor
 * for each question.
 */
final class MicroFigures {
    private static final int BEFORE = 30;
    private static final List<Integer> WINDOWS = List.of(7, 14, 30);

    private final Table table;
    private final Set<String> macros;
    private final Set<String> micros;

    MicroFigures(PlanBook plans, Table table) {
        this.table = table;
        this.macros = shown(plans, GoalTier.MACRO);
        this.micros = shown(plans, GoalTier.MICRO);
    }

    private static Set<String> shown(PlanBook plans, GoalTier tier) {
        return plans.now() == null
                ? Set.of()
                : plans.now().goals().values().stream()
                        .filter(goal -> goal.tier() == tier)
                        .map(Goal::id)
                        .filter(id -> !plans.now().definitions().hidden().contains(id))
                        .collect(Collectors.toCollection(TreeSet::new));
    }

    /** @param events of one linkable visitor, in order T4 */
    void add(List<Event> events) {
        for (String macro : macros) {
            for (int i = 0; i < events.size(); i++) {
                if (converts(events, i, macro)) {
                    assist(macro, events, i);
                }
            }
            Set<LocalDate> days = events.stream().map(Event::day).collect(Collectors.toCollection(TreeSet::new));
            for (LocalDate day : days) {
                association(macro, events, day);
                micros.forEach(micro -> sufficiency(macro, micro, events, day));
            }
        }
    }

    /** Whether the event is a conversion that counts (G3). */
    private static boolean converts(List<Event> events, int i, String goal) {
        Event event = events.get(i);
        Goal met = event.goals().get(goal);
        if (met == null) {
            return false;
        }
        List<Event> earlier = events.subList(0, i).stream()
                .filter(before -> before.goals().containsKey(goal))
                .toList();
        return met.count() == CountingMethod.EVENT
                || met.count() == CountingMethod.ORDER
                || met.count() == CountingMethod.VISIT
                        && earlier.stream().noneMatch(before -> before.visit() == event.visit())
                || met.count() == CountingMethod.DAY
                        && earlier.stream().noneMatch(before -> before.day().equals(event.day()));
    }

    private void assist(String macro, List<Event> events, int conversion) {
        Event converting = events.get(conversion);
        LocalDate day = converting.day();
        Figures row = table.row("micros", day);
        String path = macro + "|assist|";
        List<Event> lookBack = events.subList(0, conversion).stream()
                .filter(event -> !event.day().isBefore(day.minusDays(BEFORE)))
                .toList();
        List<String> assisting = micros.stream()
                .filter(micro -> lookBack.stream().anyMatch(event -> meets(event, micro)))
                .toList();
        Optional<Event> last = last(lookBack, event -> micros.stream().anyMatch(micro -> meets(event, micro)));
        row.add(path + "macros", 1);
        row.add(path + "by_micros|" + assisting.size(), 1);
        money(row, path, converting, macro);
        for (String micro : assisting) {
            String ofMicro = path + "micros|" + micro + "|";
            row.add(ofMicro + "among|" + assisting.size(), 1);
            row.add(ofMicro + "last", meets(last.orElseThrow(), micro) ? 1 : 0);
            money(row, ofMicro, converting, macro);
            long since = converting.copy().at()
                    - last(lookBack, event -> meets(event, micro))
                            .orElseThrow()
                            .copy()
                            .at();
            row.add(ofMicro + "lags|" + (long) Math.floor(8 * Math.log(1 + since / 1000.0) / Math.log(2)), 1);
        }
    }

    private static Optional<Event> last(List<Event> events, Predicate<Event> which) {
        return events.stream().filter(which).reduce((earlier, later) -> later);
    }

    private static void money(Figures row, String path, Event event, String macro) {
        Money value = event.values().get(macro);
        if (value != null) {
            row.add(path + "value|" + value.currency(), value.amount());
        }
    }

    private static boolean meets(Event event, String goal) {
        return event.goals().containsKey(goal);
    }

    private void association(String macro, List<Event> events, LocalDate day) {
        boolean cameBefore = events.stream()
                .anyMatch(event -> event.day().isBefore(day) && ChronoUnit.DAYS.between(event.day(), day) <= BEFORE);
        List<Event> today =
                events.stream().filter(event -> event.day().equals(day)).toList();
        if (cameBefore || today.stream().anyMatch(event -> meets(event, macro))) {
            return;
        }
        long pages = today.stream()
                .filter(event -> event.copy().name().equals("page_view"))
                .count();
        String stratum = pages >= 8 ? "8+" : pages >= 4 ? "4-7" : pages >= 2 ? "2-3" : "0-1";
        String path = macro + "|association|strata|" + stratum + "|";
        Optional<Long> days = events.stream()
                .filter(event -> event.day().isAfter(day) && meets(event, macro))
                .map(event -> ChronoUnit.DAYS.between(day, event.day()))
                .findFirst();
        followed(day, path + "cohort", days);
        for (String micro : micros) {
            if (today.stream().anyMatch(event -> meets(event, micro))) {
                followed(day, path + "exposed|" + micro, days);
            }
        }
    }

    private void sufficiency(String macro, String micro, List<Event> events, LocalDate day) {
        int entry = -1;
        for (int i = events.size() - 1; i >= 0; i--) {
            if (events.get(i).day().equals(day) && meets(events.get(i), micro)) {
                entry = i;
            }
        }
        if (entry >= 0) {
            Optional<Long> days = events.subList(entry + 1, events.size()).stream()
                    .filter(event -> meets(event, macro))
                    .map(event -> ChronoUnit.DAYS.between(day, event.day()))
                    .findFirst();
            followed(day, macro + "|sufficiency|micros|" + micro, days);
        }
    }

    private void followed(LocalDate day, String path, Optional<Long> days) {
        Figures row = table.row("micros", day);
        row.add(path + "|followed", 1);
        days.flatMap(lag -> WINDOWS.stream().filter(window -> lag <= window).findFirst())
                .ifPresent(window -> row.add(path + "|converted|" + window, 1));
    }
}
