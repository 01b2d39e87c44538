package dev.cairn.model;

import dev.cairn.domain.audience.Audience;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The members of audiences (N5), found by asking at every instant at which an answer can change whether the visitor is
 * a member, and because of which event: the latest one that makes them one.
 */
final class AudienceFigures {
    private static final long QUARTER = 900_000;
    private static final long RECOVERED_WITHIN = 1_209_600_000;

    private final Map<String, Audience> audiences;
    private final Table table;

    AudienceFigures(Map<String, Audience> audiences, Table table) {
        this.audiences = audiences;
        this.table = table;
    }

    /** @param events of one visitor, in order T4 */
    void add(List<Event> events) {
        if (events.getFirst().linkable()) {
            audiences.forEach((id, audience) -> add(id, audience, events));
        }
    }

    private void add(String id, Audience audience, List<Event> events) {
        TreeSet<Long> instants = new TreeSet<>();
        for (Event event : events) {
            instants.add(event.copy().at());
            instants.add(event.copy().at() + audience.afterMillis());
            instants.add(event.copy().at() + audience.withinMillis());
        }
        long entered = 0;
        @Nullable LocalDate enteredBy = null;
        for (long instant : instants) {
            int before = cause(audience, events, instant - 1);
            int now = cause(audience, events, instant);
            boolean met = before >= 0 && endsAt(audience, events, before, now, instant);
            if (before >= 0 && (now < 0 || met)) {
                add(id, events.get(before).day(), met ? "met" : "expired", instant);
                if (met && instant - entered < RECOVERED_WITHIN) {
                    add(id, enteredBy, "recovered", entered);
                }
            }
            if (now >= 0 && (before < 0 || met)) {
                entered = instant;
                enteredBy = events.get(now).day();
                add(id, enteredBy, "entered", instant);
            } else if (now >= 0
                    && !events.get(before).day().equals(events.get(now).day())) {
                add(id, events.get(before).day(), "passed", instant);
                add(id, events.get(now).day(), "resumed", instant);
            }
        }
    }

    /** The latest event that makes the visitor a member at this instant; -1 for none. */
    private static int cause(Audience audience, List<Event> events, long instant) {
        for (int i = events.size() - 1; i >= 0; i--) {
            long since = instant - events.get(i).copy().at();
            if (did(audience, events.get(i))
                    && since >= audience.afterMillis()
                    && since < audience.withinMillis()
                    && events.subList(i + 1, events.size()).stream()
                            .noneMatch(later ->
                                    not(audience, later) && later.copy().at() <= instant)) {
                return i;
            }
        }
        return -1;
    }

    /** Whether an event at this instant that meets {@code not} ends what the event {@code before} caused. */
    private static boolean endsAt(Audience audience, List<Event> events, int before, int now, long instant) {
        int last = now < 0 ? events.size() : now;
        for (int i = before + 1; i < last; i++) {
            if (not(audience, events.get(i)) && events.get(i).copy().at() == instant) {
                return true;
            }
        }
        return false;
    }

    private static boolean did(Audience audience, Event event) {
        return event.goals().containsKey(audience.did()) && !not(audience, event);
    }

    private static boolean not(Audience audience, Event event) {
        return audience.not() != null && event.goals().containsKey(audience.not());
    }

    private void add(String id, LocalDate day, String what, long instant) {
        table.row("audiences", day).add(id + "|" + what + "|" + instant / QUARTER, 1);
    }
}
