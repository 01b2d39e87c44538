package dev.cairn.model;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What visitors did next who entered a funnel on a day and did not finish it on that day (H3). */
final class NextEventFigures {
    private static final int MOST_OF_DAY = 1_000;
    private static final Set<String> NOT_DONE = Set.of("engagement", "identify");
    private static final String NOTHING = "nothing";
    private static final String PAGES = "pages";
    private static final String EVENTS = "events";

    private record Key(String funnel, int step, String kind, String value) {
        Key other() {
            return new Key(funnel, step, kind, "(other)");
        }

        String path(LocalDate day) {
            String path = "next_events|" + day + "|" + Cells.part(funnel) + "|after|" + step + "|" + kind;
            return kind.equals(NOTHING) ? path : path + "|" + Cells.part(value);
        }
    }

    private final Map<LocalDate, Map<Key, Long>> days = new TreeMap<>();

    /**
     * @param last the event that first reached the visitor's last step
     * @param ofDay all events of the visitor's day, in order T4
     */
    void add(String funnel, int step, Event last, List<Event> ofDay) {
        boolean passed = false;
        Key key = new Key(funnel, step, NOTHING, "");
        for (Event event : ofDay) {
            if (passed && !NOT_DONE.contains(event.copy().name())) {
                key = key(funnel, step, event);
                break;
            }
            passed |= event == last;
        }
        days.computeIfAbsent(last.day(), any -> new HashMap<>()).merge(key, 1L, Long::sum);
    }

    private static Key key(String funnel, int step, Event next) {
        String name = next.copy().name();
        String page = name.equals("page_view") ? PageFigures.page(next) : null;
        return page == null ? new Key(funnel, step, EVENTS, name) : new Key(funnel, step, PAGES, page);
    }

    Map<String, String> cells() {
        Map<String, String> cells = new HashMap<>();
        days.forEach((day, counts) ->
                kept(counts).forEach((key, entries) -> cells.put(key.path(day), Long.toString(entries))));
        return cells;
    }

    private static Map<Key, Long> kept(Map<Key, Long> day) {
        List<Key> ranked = new ArrayList<>(day.keySet());
        ranked.removeIf(key -> key.kind.equals(NOTHING));
        ranked.sort(Comparator.<Key>comparingLong(key -> -day.get(key))
                .thenComparing(Key::funnel)
                .thenComparing(Key::step)
                .thenComparing(Key::kind, Comparator.reverseOrder())
                .thenComparing(Key::value));
        Set<Key> small = Set.copyOf(ranked.subList(Math.min(MOST_OF_DAY, ranked.size()), ranked.size()));
        Map<Key, Long> kept = new HashMap<>();
        day.forEach((key, entries) -> kept.merge(small.contains(key) ? key.other() : key, entries, Long::sum));
        return kept;
    }
}
