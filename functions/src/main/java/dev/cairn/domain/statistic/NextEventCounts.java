package dev.cairn.domain.statistic;

import dev.cairn.domain.event.StoredEvent;
import dev.cairn.domain.funnel.Funnel;
import dev.cairn.domain.funnel.FunnelEvent;
import dev.cairn.domain.funnel.FunnelMatcher;
import dev.cairn.domain.visit.TaggedDay.TaggedEvent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Counts the next events of visitors who entered a funnel on a day and did not complete it that day: the event after
 * the one that first reached their last step (H3).
 *
 * @param after by step, except the last one
 */
public record NextEventCounts(List<Next> after) implements Counts<NextEventCounts> {
    /**
     * Maximum number of pages and events that a day's row keeps over all funnels and steps, in addition to each step's
     * {@link Dimension#OTHER}.
     */
    public static final int MOST_VALUES_OF_DAY = 1_000;

    /** By funnel. */
    public static final SiteStatistic<Map<String, NextEventCounts>> STATISTIC = SiteStatistic.countedBy(
            "next_events",
            StatisticValues.byName(NextEventCounts.class, NextEventCounts::kept),
            definitions -> new Counter(definitions.funnels()));

    /** Events that describe the page or the visitor rather than an action of the visitor. */
    private static final Set<String> NOT_DONE = Set.of("engagement", "identify");

    private static final String PAGE_VIEW = "page_view";

    private static final Comparator<Cell> LARGEST = Comparator.<Cell>comparingLong(cell -> -cell.entries)
            .thenComparing(Cell::funnel)
            .thenComparingInt(Cell::step)
            .thenComparing(Cell::isPage, Comparator.reverseOrder())
            .thenComparing(Cell::value);

    /**
     * The next events of visitors with the same last step. The numbers add up to the visitors who entered on that day
     * and reached this step but not the next one.
     *
     * @param nothing visitors without another event on that day
     * @param pages visitors who viewed a page next, by the page's name (F12)
     * @param events visitors whose next event was not a page view, by its name
     */
    public record Next(long nothing, Map<String, Long> pages, Map<String, Long> events) {
        public static final Next NONE = new Next(0, Map.of(), Map.of());

        public long entries() {
            return nothing + sum(pages) + sum(events);
        }

        private static long sum(Map<String, Long> counts) {
            return counts.values().stream().mapToLong(Long::longValue).sum();
        }

        public Next plus(Next other) {
            return new Next(nothing + other.nothing, plus(pages, other.pages), plus(events, other.events));
        }

        private static Map<String, Long> plus(Map<String, Long> one, Map<String, Long> other) {
            Map<String, Long> sum = new TreeMap<>(one);
            other.forEach((value, count) -> sum.merge(value, count, Long::sum));
            return sum;
        }
    }

    private record Cell(String funnel, int step, boolean isPage, String value, long entries) {}

    private record Counter(Map<String, Funnel> funnels, Map<String, NextEventCounts> counts)
            implements StatisticCounter<Map<String, NextEventCounts>> {
        Counter(Map<String, Funnel> funnels) {
            this(funnels, new TreeMap<>());
        }

        @Override
        public void add(VisitorDayInput input) {
            funnels.forEach((id, funnel) -> FunnelCounts.sameDay(funnel, input)
                    .filter(entry -> entry.depth() < funnel.steps().size())
                    .map(entry -> of(funnel, entry, input))
                    .ifPresent(more -> counts.merge(id, more, NextEventCounts::plus)));
        }

        @Override
        public StatisticSum<Map<String, NextEventCounts>> sum() {
            return new StatisticSum<>(counts, Map.of());
        }
    }

    private static NextEventCounts of(Funnel funnel, FunnelMatcher.Entry entry, VisitorDayInput input) {
        List<Next> after = new ArrayList<>(Collections.nCopies(funnel.steps().size() - 1, Next.NONE));
        after.set(entry.depth() - 1, next(entry.reachedAt().getLast(), input));
        return new NextEventCounts(after);
    }

    private static Next next(FunnelEvent step, VisitorDayInput input) {
        Optional<StoredEvent> next = input.tagged().events().stream()
                .skip(place(step, input) + 1)
                .map(TaggedEvent::event)
                .filter(event -> !NOT_DONE.contains(event.name()))
                .findFirst();
        if (next.isEmpty()) {
            return new Next(1, Map.of(), Map.of());
        }
        String name = next.get().name();
        String page = name.equals(PAGE_VIEW) ? PageCounts.name(next.get()) : null;
        return page == null ? new Next(0, Map.of(), Map.of(name, 1L)) : new Next(0, Map.of(page, 1L), Map.of());
    }

    /** Returns the step's index in the tagged day. Both lists have the same events with goals, in the same order. */
    private static int place(FunnelEvent step, VisitorDayInput input) {
        int before = 0;
        for (FunnelEvent event : input.journey()) {
            if (event == step) {
                break;
            }
            before += event.day().equals(input.day()) && !event.goals().isEmpty() ? 1 : 0;
        }
        int place = 0;
        for (TaggedEvent event : input.tagged().events()) {
            if (!event.goals().isEmpty() && before-- == 0) {
                return place;
            }
            place++;
        }
        throw new IllegalStateException("the step is not an event of the day");
    }

    /** Returns the part of a day that its row keeps. */
    private static Map<String, NextEventCounts> kept(Map<String, NextEventCounts> day) {
        List<Cell> cells = new ArrayList<>();
        day.forEach((funnel, counts) -> {
            for (int step = 0; step < counts.after.size(); step++) {
                int at = step;
                Next next = counts.after.get(step);
                next.pages.forEach((value, entries) -> cells.add(new Cell(funnel, at, true, value, entries)));
                next.events.forEach((value, entries) -> cells.add(new Cell(funnel, at, false, value, entries)));
            }
        });
        if (cells.size() <= MOST_VALUES_OF_DAY) {
            return day;
        }
        cells.sort(LARGEST);
        Map<String, NextEventCounts> kept = new TreeMap<>();
        day.forEach((funnel, counts) -> kept.put(
                funnel,
                new NextEventCounts(counts.after.stream()
                        .map(next -> new Next(next.nothing, Map.of(), Map.of()))
                        .toList())));
        for (int i = 0; i < cells.size(); i++) {
            Cell cell = cells.get(i);
            Map<String, Long> values = Map.of(i < MOST_VALUES_OF_DAY ? cell.value : Dimension.OTHER, cell.entries);
            Next more = cell.isPage ? new Next(0, values, Map.of()) : new Next(0, Map.of(), values);
            kept.computeIfPresent(cell.funnel, (funnel, counts) -> counts.plus(cell.step, more));
        }
        return kept;
    }

    private NextEventCounts plus(int step, Next more) {
        List<Next> sum = new ArrayList<>(after);
        sum.set(step, sum.get(step).plus(more));
        return new NextEventCounts(sum);
    }

    @Override
    public NextEventCounts plus(NextEventCounts other) {
        List<Next> sum = new ArrayList<>();
        for (int step = 0; step < Math.max(after.size(), other.after.size()); step++) {
            sum.add(after(step).plus(other.after(step)));
        }
        return new NextEventCounts(sum);
    }

    private Next after(int step) {
        return step < after.size() ? after.get(step) : Next.NONE;
    }

    @Override
    public long weight() {
        return after.stream().mapToLong(Next::entries).sum();
    }
}
