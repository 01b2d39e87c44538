package dev.cairn.model;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The pages of each day (F12), page by page and visit by visit from the definition. */
final class PageFigures {
    private static final int MOST_CHARS = 300;
    private static final BigDecimal HALF = BigDecimal.valueOf(50);
    private static final long READ_MILLIS = 5_000;

    private final Table table;
    private final Set<Event> macroEvents;

    PageFigures(Table table, Set<Event> macroEvents) {
        this.table = table;
        this.macroEvents = macroEvents;
    }

    /** @param events each person's in order T4 */
    void add(List<Event> events) {
        Map<Visit, List<Event>> visits = new LinkedHashMap<>();
        for (Event event : events) {
            String page = page(event);
            if (page != null && event.copy().name().equals("page_view")) {
                Figures figures = table.row("pages", event.day(), page);
                figures.weight++;
                figures.add("views", 1);
            } else if (page != null) {
                table.row("pages", event.day(), page);
            }
            if (event.visit() != null) {
                visits.computeIfAbsent(event.visit(), any -> new ArrayList<>()).add(event);
            }
        }
        visits.forEach(this::visit);
    }

    private void visit(Visit visit, List<Event> events) {
        List<String> seen = events.stream()
                .map(PageFigures::page)
                .filter(page -> page != null)
                .toList();
        for (String page : new TreeSet<>(seen)) {
            Figures figures = table.row("pages", visit.day, page);
            figures.add("visits", 1);
            figures.add("entries", seen.getFirst().equals(page) ? 1 : 0);
            figures.add("exits", seen.getLast().equals(page) ? 1 : 0);
            List<Event> there =
                    events.stream().filter(event -> page.equals(page(event))).toList();
            figures.add("engaged_millis", engaged(there));
            figures.add("scrolled_half", isHalfScrolled(there) ? 1 : 0);
            List<Event> after = events.subList(events.indexOf(there.getFirst()) + 1, events.size());
            figures.add("macro_visits", after.stream().anyMatch(macroEvents::contains) ? 1 : 0);
        }
    }

    private static long engaged(List<Event> events) {
        return events.stream()
                .mapToLong(event -> Visit.engagedMillis(event.copy()))
                .sum();
    }

    private static boolean isHalfScrolled(List<Event> there) {
        for (int i = 0; i < there.size(); i++) {
            Copy event = there.get(i).copy();
            boolean deep = event.name().equals("engagement")
                    && event.props().get("scroll") instanceof BigDecimal scroll
                    && scroll.compareTo(HALF) >= 0;
            int view = i;
            while (view > 0 && !there.get(view).copy().name().equals("page_view")) {
                view--;
            }
            boolean read = engaged(there.subList(view, i + 1)) >= READ_MILLIS;
            if (deep && (read || Boolean.TRUE.equals(event.props().get("scrolled")))) {
                return true;
            }
        }
        return false;
    }

    static @Nullable String page(Event event) {
        return Page.of(event.copy().url())
                .map(page -> cut(page.host() + page.path(), MOST_CHARS))
                .orElse(null);
    }

    /** At most so many characters, and no half of one. */
    static String cut(String text, int most) {
        String cut = text.substring(0, Math.min(most, text.length()));
        boolean half =
                !cut.isEmpty() && text.length() > most && Character.isHighSurrogate(cut.charAt(cut.length() - 1));
        return half ? cut.substring(0, cut.length() - 1) : cut;
    }
}
