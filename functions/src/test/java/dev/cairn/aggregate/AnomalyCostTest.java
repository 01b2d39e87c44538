package dev.cairn.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.aws.CountingItems;
import dev.cairn.aws.DynamoItemStore;
import dev.cairn.domain.anomaly.PulseCells;
import dev.cairn.domain.anomaly.PulseCounts;
import dev.cairn.domain.anomaly.PulseSeries;
import dev.cairn.domain.funnel.Funnel;
import dev.cairn.domain.statistic.DayDefinitions;
import dev.cairn.domain.statistic.RowKey;
import dev.cairn.plan.model.Site;
import dev.cairn.plan.parse.PlanParser;
import dev.cairn.store.Dependencies;
import dev.cairn.store.SetClock;
import dev.cairn.store.memory.MemoryArchive;
import dev.cairn.store.memory.MemoryItemStore;
import dev.cairn.store.notice.Notice;
import dev.cairn.store.statistic.StatisticCodec;
import dev.cairn.store.statistic.StatisticRows;
import dev.cairn.telemetry.Telemetry;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** N6.12: what a day of half-hourly checks costs a shop with 16 goals, 3 funnels and 300 visits an hour. */
class AnomalyCostTest {
    private static final int MOST_WRITE_UNITS = 1_000;
    private static final int MOST_ITEM_BYTES = 400 * 1024;
    private static final LocalDate TODAY = LocalDate.parse("2026-09-16");
    private static final long HALF_HOUR = PulseCounts.HALF_HOUR_MILLIS;
    private static final long MIDNIGHT = Instant.parse("2026-09-16T00:00:00Z").toEpochMilli();
    private static final int HALVES = 48;

    /** Enough for what is usual to be known. */
    private static final int PAST_DAYS = 36;

    private static final double VISITS = 150;
    private static final Map<String, List<String>> SEGMENTS = Map.of(
            "device", List.of("desktop", "mobile", "tablet"),
            "browser", List.of("chrome", "edge", "firefox", "safari", "samsung"),
            "country", List.of("(other)", "AT", "BE", "CH", "DE", "FR", "LU", "NL"));
    private static final Site SITE = PlanParser.read("""
            sites: {shop: {time_zone: UTC, currency: EUR}}
            goals: {purchase: {tier: macro, match: {event: purchase}}}
            """).sites().get("shop");

    private final SetClock clock = new SetClock(Instant.ofEpochMilli(MIDNIGHT));
    private final MemoryItemStore memory = new MemoryItemStore(clock);
    private final CountingItems counting = new CountingItems(memory);
    private final DayDefinitions definitions = definitions();
    private final Random random = new Random(5);

    private static DayDefinitions definitions() {
        Set<String> micros = new TreeSet<>();
        for (int goal = 0; goal < 14; goal++) {
            micros.add("goal_" + goal);
        }
        Map<String, Funnel> funnels = new TreeMap<>();
        for (int funnel = 0; funnel < 3; funnel++) {
            List<String> steps = new ArrayList<>();
            for (int step = 0; step < 4; step++) {
                steps.add("goal_" + (3 * funnel + step));
            }
            steps.add("purchase");
            funnels.put("funnel_" + funnel, new Funnel("funnel_" + funnel, steps, 86_400_000, Map.of(), List.of()));
        }
        return new DayDefinitions(funnels, Set.of("lead", "purchase"), micros, Map.of(), Map.of());
    }

    /** A day's pulse; nobody buys from {@code stop} to {@code back}. */
    private PulseCounts pulse(int stop, int back) {
        Map<String, PulseCells> opportunities = new HashMap<>();
        Map<String, PulseCells> successes = new HashMap<>();
        for (PulseSeries series : PulseSeries.of(definitions)) {
            double usual = series.opportunity().key().equals("visit") ? VISITS : VISITS / 4;
            opportunities.computeIfAbsent(series.opportunity().key(), any -> cells(usual, HALVES, HALVES));
            boolean stops = series.success().key().equals("goal:purchase");
            double met = series.tail() == PulseSeries.Tail.LOW ? usual / 5 : 0.1;
            successes.put(series.id(), cells(met, stops ? stop : HALVES, back));
        }
        return new PulseCounts(opportunities, successes);
    }

    private PulseCells cells(double usual, int stop, int back) {
        Map<String, Map<String, List<Long>>> by = new HashMap<>();
        SEGMENTS.forEach((dimension, values) -> {
            Map<String, List<Long>> of = new HashMap<>();
            values.forEach(value -> of.put(value, line(usual / values.size(), stop, back)));
            by.put(dimension, of);
        });
        return new PulseCells(line(usual, stop, back), by.get("device"), by.get("browser"), by.get("country"));
    }

    private List<Long> line(double usual, int stop, int back) {
        List<Long> line = new ArrayList<>();
        for (int half = 0; half < HALVES; half++) {
            double mean = half >= stop && half < back ? 0 : usual * (1 - 0.7 * Math.cos(Math.PI * half / 24));
            line.add(Math.max(0, Math.round(mean + Math.sqrt(mean) * random.nextGaussian())));
        }
        return line;
    }

    private void row(LocalDate day, long revision, PulseCounts counts) {
        new StatisticRows(counting)
                .put(
                        new StatisticRows.Id("shop", RowKey.of(PulseCounts.STATISTIC), day),
                        new StatisticRows.Row(day, revision, MIDNIGHT, 1, StatisticCodec.write(counts)));
    }

    /** The cells of the day so far stay the same from run to run. */
    private static PulseCounts until(PulseCounts day, int half) {
        return new PulseCounts(until(day.opportunities(), half), until(day.successes(), half));
    }

    private static Map<String, PulseCells> until(Map<String, PulseCells> cells, int half) {
        Map<String, PulseCells> until = new HashMap<>();
        cells.forEach((key, all) -> until.put(
                key,
                new PulseCells(
                        all.all().subList(0, half),
                        lists(all.device(), half),
                        lists(all.browser(), half),
                        lists(all.country(), half))));
        return until;
    }

    private static Map<String, List<Long>> lists(Map<String, List<Long>> lists, int half) {
        Map<String, List<Long>> cut = new HashMap<>();
        lists.forEach((value, line) -> cut.put(value, line.subList(0, half)));
        return cut;
    }

    @Test
    void N6_12_aDayOfChecksCostsAtMostAThousandWriteUnitsEvenOnADayWithAStop() {
        List<PulseCounts> week = new ArrayList<>();
        for (int day = 0; day < 7; day++) {
            week.add(pulse(HALVES, HALVES));
        }
        for (int back = 1; back <= PAST_DAYS; back++) {
            row(TODAY.minusDays(back), 1, week.get(back % 7));
        }
        PulseCounts today = pulse(20, 30);
        List<Notice> sent = new ArrayList<>();
        AnomalyCheck check = new AnomalyCheck(
                new Dependencies(counting, null, new MemoryArchive(), null, clock, Telemetry.SILENT),
                Channels.of(sent::add, sent::add));
        CountingItems.Counted before = counting.counted();
        long rows = 0;
        for (int half = 1; half <= HALVES; half++) {
            long asOf = MIDNIGHT + half * HALF_HOUR;
            clock.set(Instant.ofEpochMilli(asOf));
            long units = counting.counted().writeUnits();
            row(TODAY, half, until(today, half));
            rows += counting.counted().writeUnits() - units;
            check.run(SITE, day -> definitions, true, asOf, asOf);
        }
        CountingItems.Counted after = counting.counted();
        long units = after.writeUnits() - before.writeUnits();
        int largest =
                memory.all().stream().mapToInt(DynamoItemStore::bytes).max().orElse(0);
        System.out.printf(
                "a day of checks: %d write units, of these %d for the day's row; %d read units; %d messages; largest item %d bytes%n",
                units, rows, after.readUnits() - before.readUnits(), sent.size(), largest);

        assertThat(sent).isNotEmpty();
        assertThat(units).isLessThanOrEqualTo(MOST_WRITE_UNITS);
        assertThat(largest).isLessThan(MOST_ITEM_BYTES);
    }
}
