package dev.cairn.domain.statistic;

import dev.cairn.domain.event.StoredEvent;
import dev.cairn.domain.goal.Conversion;
import dev.cairn.domain.visit.TaggedDay.TaggedEvent;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Counts a page's activity on a day (F12). A visit sees a page if it has an event with the page's address. Link level
 * none has only views.
 *
 * @param views {@code page_view} events
 * @param visits visits that saw it
 * @param entries visits that saw it first
 * @param exits visits that saw it last
 * @param engagedMillis engaged time on it
 * @param scrolledHalf visits that scrolled half of it, by the rule of {@code scroll_depth: {min: 50}} (G2)
 * @param macroVisits visits with a macro conversion at an event after the first that saw the page
 */
public record PageCounts(
        long views, long visits, long entries, long exits, long engagedMillis, long scrolledHalf, long macroVisits)
        implements Counts<PageCounts> {
    /** Longer names are cut. Pages whose names are then equal are counted as one. */
    public static final int MOST_CHARS = 300;

    public static final PageCounts EMPTY = new PageCounts(0, 0, 0, 0, 0, 0, 0);

    public static final SiteStatistic<Map<String, PageCounts>> STATISTIC = SiteStatistic.defined(
            "pages",
            StatisticValues.bySentName(PageCounts.class),
            Map.of(),
            definitions -> input -> new OfDay(input, definitions.macros()).pages);

    private static final BigDecimal HALF = BigDecimal.valueOf(50);
    private static final long READ_MILLIS = 5_000;

    /**
     * Returns the host and path of an event's page, or only the path for events stored before hosts were kept; null
     * without a URL.
     */
    static @Nullable String name(StoredEvent event) {
        if (event.page() == null) {
            return null;
        }
        String name = event.host() == null ? event.page() : event.host() + event.page();
        if (name.length() <= MOST_CHARS) {
            return name;
        }
        return name.substring(0, Character.isHighSurrogate(name.charAt(MOST_CHARS - 1)) ? MOST_CHARS - 1 : MOST_CHARS);
    }

    /** Counts one visitor's day, event by event. */
    private static final class OfDay {
        private final Map<String, PageCounts> pages = new TreeMap<>();
        private final Map<Integer, Integer> lastMacro = new HashMap<>();
        /** The reading time of each page in the current visit. */
        private final Map<String, Long> readMillis = new HashMap<>();

        private final Set<String> scrolled = new HashSet<>();
        private final Set<String> seen = new HashSet<>();
        private int visit = -1;
        private @Nullable String lastPage;

        OfDay(VisitorDayInput input, Set<String> macros) {
            for (Conversion conversion : input.tagged().conversions()) {
                if (macros.contains(conversion.goal())) {
                    lastMacro.merge(conversion.visit(), conversion.event(), Math::max);
                }
            }
            int index = 0;
            for (TaggedEvent event : input.tagged().events()) {
                take(event, index++);
            }
            endVisit();
        }

        private void take(TaggedEvent tagged, int index) {
            String page = name(tagged.event());
            if (page == null) {
                return;
            }
            boolean view = tagged.event().name().equals("page_view");
            if (tagged.visit() < 0) {
                add(page, new PageCounts(view ? 1 : 0, 0, 0, 0, 0, 0, 0));
                return;
            }
            if (tagged.visit() != visit) {
                endVisit();
                visit = tagged.visit();
            }
            long entry = seen.isEmpty() ? 1 : 0;
            boolean first = seen.add(page);
            boolean macroLater = first && lastMacro.getOrDefault(visit, -1) > index;
            StoredEvent.Measures measures = tagged.event().measures();
            readMillis.merge(page, measures.engagedMillis(), (before, more) -> view ? more : before + more);
            boolean half = isHalf(page, measures) && scrolled.add(page);
            lastPage = page;
            add(
                    page,
                    new PageCounts(
                            view ? 1 : 0,
                            first ? 1 : 0,
                            entry,
                            0,
                            measures.engagedMillis(),
                            half ? 1 : 0,
                            macroLater ? 1 : 0));
        }

        private boolean isHalf(String page, StoredEvent.Measures measures) {
            return measures.scroll() != null
                    && measures.scroll().compareTo(HALF) >= 0
                    && (measures.scrolled() || readMillis.getOrDefault(page, 0L) >= READ_MILLIS);
        }

        private void endVisit() {
            if (lastPage != null) {
                add(lastPage, new PageCounts(0, 0, 0, 1, 0, 0, 0));
            }
            lastPage = null;
            readMillis.clear();
            scrolled.clear();
            seen.clear();
        }

        private void add(String page, PageCounts counts) {
            pages.merge(page, counts, PageCounts::plus);
        }
    }

    @Override
    public PageCounts plus(PageCounts other) {
        return new PageCounts(
                views + other.views,
                visits + other.visits,
                entries + other.entries,
                exits + other.exits,
                engagedMillis + other.engagedMillis,
                scrolledHalf + other.scrolledHalf,
                macroVisits + other.macroVisits);
    }

    @Override
    public long weight() {
        return views;
    }
}
