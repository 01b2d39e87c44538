package dev.cairn.domain.anomaly;

import dev.cairn.domain.statistic.Counts;
import dev.cairn.domain.statistic.DayDefinitions;
import dev.cairn.domain.statistic.SiteStatistic;
import dev.cairn.domain.statistic.StatisticCounter;
import dev.cairn.domain.statistic.StatisticSum;
import dev.cairn.domain.statistic.StatisticValues;
import dev.cairn.domain.statistic.VisitorDayInput;
import dev.cairn.domain.visit.TaggedDay.TaggedEvent;
import dev.cairn.domain.visit.Visit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The pulse of a site's day (N6.1): by half hour of local time, how many visits had an opportunity and how many of them
 * had the success that should follow. A visit counts in the half hour of its first opportunity, and a success must
 * follow within {@link #WITHIN_MILLIS} of it. A half hour's counts are therefore final half an hour after its end.
 *
 * @param opportunities visits with an opportunity, by {@link PulseSeries.What#key()}; series with the same opportunity
 *     share these counts
 * @param successes visits with a success, by {@link PulseSeries#id()}
 */
public record PulseCounts(Map<String, PulseCells> opportunities, Map<String, PulseCells> successes)
        implements Counts<PulseCounts> {
    static final PulseCounts NONE = new PulseCounts(Map.of(), Map.of());

    /** The length of a half hour. */
    public static final long HALF_HOUR_MILLIS = 30 * 60_000;

    /** The longest time from the opportunity to the success, inclusive. */
    public static final long WITHIN_MILLIS = 30 * 60_000;

    /** A country needs at least one in this many of the day's visits to be kept separately. */
    private static final int LEAST_PART = 100;

    public static final SiteStatistic<PulseCounts> STATISTIC =
            SiteStatistic.countedBy("pulse", StatisticValues.of(PulseCounts.class, PulseCounts::kept), Counter::new);

    @Override
    public PulseCounts plus(PulseCounts other) {
        return new PulseCounts(
                PulseCells.plus(opportunities, other.opportunities), PulseCells.plus(successes, other.successes));
    }

    @Override
    public long weight() {
        return opportunities
                .getOrDefault(PulseSeries.What.VISIT.key(), PulseCells.NONE)
                .total();
    }

    /** Returns all visits by half hour, up to the last one that is not 0. */
    public List<Long> visits() {
        return opportunities
                .getOrDefault(PulseSeries.What.VISIT.key(), PulseCells.NONE)
                .all();
    }

    /** Returns the number of half hours through the last one with a visit; 0 if there are no visits. */
    public int halvesUntilLastVisit() {
        return opportunities
                .getOrDefault(PulseSeries.What.VISIT.key(), PulseCells.NONE)
                .all()
                .size();
    }

    private static PulseCounts kept(PulseCounts total) {
        PulseCells visits = total.opportunities.getOrDefault(PulseSeries.What.VISIT.key(), PulseCells.NONE);
        long all = visits.total();
        Set<String> kept = visits.country().entrySet().stream()
                .filter(each -> PulseCells.total(each.getValue()) * LEAST_PART >= all)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
        return new PulseCounts(kept(total.opportunities, kept), kept(total.successes, kept));
    }

    private static Map<String, PulseCells> kept(Map<String, PulseCells> all, Set<String> countries) {
        Map<String, PulseCells> kept = new TreeMap<>();
        all.forEach((key, cells) -> kept.put(key, cells.withCountries(countries)));
        return kept;
    }

    /** Counts one bucket's visitors. It uses arrays because a visit affects the cells of about sixty series. */
    private static final class Counter implements StatisticCounter<PulseCounts> {
        private final List<PulseSeries> series;
        private final Map<String, Grid> opportunities = new TreeMap<>();
        private final Map<String, Grid> successes = new TreeMap<>();

        Counter(DayDefinitions definitions) {
            this.series = PulseSeries.of(definitions);
        }

        @Override
        public void add(VisitorDayInput input) {
            List<Visit> visits = input.tagged().visits();
            if (visits.isEmpty()) {
                return;
            }
            long start = input.calendar().endOf(input.day().minusDays(1));
            List<List<TaggedEvent>> events = new ArrayList<>();
            visits.forEach(visit -> events.add(new ArrayList<>()));
            for (TaggedEvent event : input.tagged().events()) {
                if (event.visit() >= 0) {
                    events.get(event.visit()).add(event);
                }
            }
            for (int i = 0; i < visits.size(); i++) {
                add(visits.get(i), events.get(i), start);
            }
        }

        private void add(Visit visit, List<TaggedEvent> events, long start) {
            Map<String, Integer> first = new TreeMap<>();
            for (PulseSeries each : series) {
                String key = each.opportunity().key();
                Integer known = first.get(key);
                int at = known == null ? first(events, each.opportunity()) : known;
                if (known == null) {
                    first.put(key, at);
                    if (at >= 0) {
                        count(opportunities, key, visit, half(events.get(at), start));
                    }
                }
                if (at >= 0 && succeeds(each, events, at)) {
                    count(successes, each.id(), visit, half(events.get(at), start));
                }
            }
        }

        /** Returns the index of the first matching event; -1 if there is none. */
        private static int first(List<TaggedEvent> events, PulseSeries.What what) {
            for (int i = 0; i < events.size(); i++) {
                if (what.holds().test(events.get(i))) {
                    return i;
                }
            }
            return -1;
        }

        private static boolean succeeds(PulseSeries series, List<TaggedEvent> events, int opportunity) {
            long latest = events.get(opportunity).event().at() + WITHIN_MILLIS;
            for (int i = opportunity + (series.after() ? 1 : 0); i < events.size(); i++) {
                TaggedEvent event = events.get(i);
                if (event.event().at() > latest) {
                    return false;
                }
                if (series.success().holds().test(event)) {
                    return true;
                }
            }
            return false;
        }

        private static int half(TaggedEvent event, long start) {
            return (int) Math.max(0, (event.event().at() - start) / HALF_HOUR_MILLIS);
        }

        private static void count(Map<String, Grid> grids, String key, Visit visit, int half) {
            grids.computeIfAbsent(key, any -> new Grid()).add(visit, half);
        }

        @Override
        public StatisticSum<PulseCounts> sum() {
            return new StatisticSum<>(new PulseCounts(cells(opportunities), cells(successes)), Map.of());
        }

        private static Map<String, PulseCells> cells(Map<String, Grid> grids) {
            Map<String, PulseCells> cells = new TreeMap<>();
            grids.forEach((key, grid) -> cells.put(key, grid.cells()));
            return cells;
        }
    }

    /** Builds {@link PulseCells}. */
    private static final class Grid {
        private final Row all = new Row();
        private final Map<String, Row> device = new TreeMap<>();
        private final Map<String, Row> browser = new TreeMap<>();
        private final Map<String, Row> country = new TreeMap<>();

        void add(Visit visit, int half) {
            all.add(half);
            add(device, visit.touch().client().deviceClass(), half);
            add(browser, visit.touch().client().browser(), half);
            add(country, visit.touch().client().country(), half);
        }

        private static void add(Map<String, Row> rows, @Nullable String value, int half) {
            String name = value == null || value.isEmpty() ? dev.cairn.domain.statistic.Dimension.NOT_SET : value;
            rows.computeIfAbsent(name, any -> new Row()).add(half);
        }

        PulseCells cells() {
            return new PulseCells(all.list(), lists(device), lists(browser), lists(country));
        }

        private static Map<String, List<Long>> lists(Map<String, Row> rows) {
            Map<String, List<Long>> lists = new TreeMap<>();
            rows.forEach((value, row) -> lists.put(value, row.list()));
            return lists;
        }
    }

    /** The half hours of a day. A day on which the time zone changes can have more than 50. */
    private static final class Row {
        private static final int USUAL = 50;
        private long[] halves = new long[USUAL];

        void add(int half) {
            if (half >= halves.length) {
                halves = java.util.Arrays.copyOf(halves, half + 1);
            }
            halves[half]++;
        }

        List<Long> list() {
            int size = halves.length;
            while (size > 0 && halves[size - 1] == 0) {
                size--;
            }
            List<Long> list = new ArrayList<>(size);
            for (int i = 0; i < size; i++) {
                list.add(halves[i]);
            }
            return list;
        }
    }
}
