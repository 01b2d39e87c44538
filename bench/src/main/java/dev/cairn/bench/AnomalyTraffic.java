package dev.cairn.bench;

import dev.cairn.domain.anomaly.PulseCells;
import dev.cairn.domain.anomaly.PulseCounts;
import dev.cairn.domain.anomaly.PulseSeries;
import dev.cairn.domain.funnel.Funnel;
import dev.cairn.domain.statistic.DayDefinitions;
import dev.cairn.plan.model.TimeZoneHistory;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * The pulses of a simulated site whose rates change as those of healthy sites do: with time of day, weekday, season and
 * slow drift; randomly by day and half hour; and on campaign days, which bring three times the visits, most of them
 * less interested. A visit meets {@code checkout} and then perhaps {@code purchase}, two steps of a funnel.
 */
final class AnomalyTraffic {
    static final TimeZoneHistory ZONE = TimeZoneHistory.of(ZoneId.of("Europe/Brussels"));

    static final String GOAL = "goal:purchase";
    static final String OTHER_GOAL = "goal:checkout";
    static final String STEP = "step:shop:1";
    static final String SMALL_BROWSER = "firefox";

    private static final DayDefinitions DEFINITIONS = new DayDefinitions(
            Map.of("shop", new Funnel("shop", List.of("checkout", "purchase"), 86_400_000, Map.of(), List.of())),
            Set.of("purchase"),
            Set.of("checkout"),
            Map.of(),
            Map.of());

    private static final int HALVES_OF_A_DAY = 48;
    private static final double WEEKEND = 0.75;
    private static final double CAMPAIGN_VISITS = 3;
    private static final double CAMPAIGN_RATE = 0.9;
    private static final double CAMPAIGN_SHARE = 1.0 / 30;
    private static final double DRIFT_A_DAY = 0.005;
    private static final double SEASON = 0.1;
    private static final double YEAR = 365.25;

    private final Site site;
    private final SplittableRandom random;
    private final Random normal;
    private final int[] devices;
    private final int[] browsers;
    private final int[] countries;
    private double drift;

    /**
     * @param visitsAnHour on average
     * @param rate of visits that meet {@code purchase}
     * @param scatter standard deviation of the logarithm of a day's odds; half hours have an additional scatter of half
     *     that
     * @param smallBrowser share of {@link #SMALL_BROWSER}
     */
    record Site(double visitsAnHour, double rate, double scatter, double smallBrowser) {}

    /** A break: from {@code half} of a day on, no visit, or none with {@code browser}, meets {@code purchase}. */
    record Break(LocalDate day, int half, String browser) {
        static final String ALL_BROWSERS = "";

        private boolean holds(LocalDate at, int halfHour, String ofVisit) {
            boolean since = at.isAfter(day) || at.equals(day) && halfHour >= half;
            return since && (browser.equals(ALL_BROWSERS) || browser.equals(ofVisit));
        }
    }

    /**
     * A day.
     *
     * @param due expected purchases by half hour, as if nothing were broken
     */
    record Day(PulseCounts counts, double[] due) {}

    AnomalyTraffic(Site site, long seed) {
        this.site = site;
        this.random = new SplittableRandom(seed);
        this.normal = new Random(seed);
        this.devices = shares(new double[] {0.4, 0.54});
        double rest = 1 - site.smallBrowser();
        this.browsers = shares(new double[] {site.smallBrowser(), 0.58 * rest, 0.26 * rest, 0.1 * rest});
        this.countries = shares(new double[] {0.5, 0.2, 0.14, 0.1, 0.05});
    }

    private static final List<String> DEVICES = List.of("desktop", "mobile", "tablet");
    private static final List<String> BROWSERS = List.of(SMALL_BROWSER, "chrome", "safari", "edge", "samsung");
    private static final List<String> COUNTRIES = List.of("BE", "NL", "FR", "DE", "LU", "(other)");

    /** The evaluated series. */
    static List<PulseSeries> series() {
        return PulseSeries.of(DEFINITIONS);
    }

    /** Maps a byte to the index of a value; the last value gets the remaining bytes. */
    private static int[] shares(double[] shares) {
        int[] table = new int[256];
        Arrays.fill(table, shares.length);
        double from = 0;
        for (int i = 0; i < shares.length; i++) {
            double to = from + shares[i] * table.length;
            Arrays.fill(table, (int) Math.round(from), (int) Math.round(to), i);
            from = to;
        }
        return table;
    }

    /** Simulates the next day; must be called in order of days. */
    Day day(LocalDate day, Break broken) {
        int halves = (int) ((ZONE.endOf(day) - ZONE.startOf(day)) / PulseCounts.HALF_HOUR_MILLIS);
        drift = 0.995 * drift + DRIFT_A_DAY * normal.nextGaussian();
        double year = 2 * Math.PI * day.getDayOfYear() / YEAR;
        boolean campaign = random.nextDouble() < CAMPAIGN_SHARE;
        double visits = site.visitsAnHour() / 2 * (1 + 0.3 * Math.sin(year)) * Math.exp(0.15 * normal.nextGaussian());
        if (day.getDayOfWeek().getValue() > 5) {
            visits *= WEEKEND;
        }
        double mean = site.rate() * (1 + SEASON * Math.cos(year)) * Math.exp(drift);
        if (campaign) {
            mean *= (1 + (CAMPAIGN_VISITS - 1) * CAMPAIGN_RATE) / CAMPAIGN_VISITS;
            visits *= CAMPAIGN_VISITS;
        }
        double odds = mean / (1 - Math.min(0.95, mean)) * Math.exp(site.scatter() * normal.nextGaussian());
        Counted counted = new Counted(halves);
        for (int half = 0; half < halves; half++) {
            double clock = 2 * Math.PI * half / HALVES_OF_A_DAY;
            double busy = 1 - 0.75 * Math.cos(clock - 0.6) + 0.1 * Math.sin(2 * clock);
            double now = odds * (1 + 0.1 * Math.sin(clock)) * Math.exp(site.scatter() / 2 * normal.nextGaussian());
            double rate = now / (1 + now);
            long n = poisson(visits * busy * Math.exp(0.1 * normal.nextGaussian()));
            counted.due[half] = n * rate * (broken.browser().equals(Break.ALL_BROWSERS) ? 1 : site.smallBrowser());
            count(counted, day, half, n, rate, broken);
        }
        return new Day(counted.counts(), counted.due);
    }

    private void count(Counted counted, LocalDate day, int half, long visits, double rate, Break broken) {
        double first = Math.sqrt(rate);
        boolean everybody = broken.holds(day, half, broken.browser());
        for (long i = 0; i < visits; i++) {
            long bits = random.nextLong();
            int device = devices[(int) (bits & 255)];
            int browser = browsers[(int) (bits >>> 8 & 255)];
            int country = countries[(int) (bits >>> 16 & 255)];
            counted.visits.add(half, device, browser, country);
            if (random.nextDouble() < first) {
                counted.checkouts.add(half, device, browser, country);
                boolean fails = everybody && broken.holds(day, half, BROWSERS.get(browser));
                if (!fails && random.nextDouble() < first) {
                    counted.purchases.add(half, device, browser, country);
                }
            }
        }
    }

    private long poisson(double mean) {
        if (mean > 50) {
            return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal.nextGaussian()));
        }
        long count = 0;
        double least = Math.exp(-mean);
        for (double product = random.nextDouble(); product > least; product *= random.nextDouble()) {
            count++;
        }
        return count;
    }

    /** The counts of the day being simulated. */
    private static final class Counted {
        private final Grid visits;
        private final Grid checkouts;
        private final Grid purchases;
        private final double[] due;

        Counted(int halves) {
            visits = new Grid(halves);
            checkouts = new Grid(halves);
            purchases = new Grid(halves);
            due = new double[halves];
        }

        PulseCounts counts() {
            PulseCells purchase = purchases.cells();
            PulseCells checkout = checkouts.cells();
            Map<String, PulseCells> opportunities = Map.of("visit", visits.cells(), OTHER_GOAL, checkout);
            return new PulseCounts(opportunities, Map.of(GOAL, purchase, OTHER_GOAL, checkout, STEP, purchase));
        }
    }

    private static final class Grid {
        private final long[] all;
        private final long[][] byDevice;
        private final long[][] byBrowser;
        private final long[][] byCountry;

        Grid(int halves) {
            all = new long[halves];
            byDevice = new long[DEVICES.size()][halves];
            byBrowser = new long[BROWSERS.size()][halves];
            byCountry = new long[COUNTRIES.size()][halves];
        }

        void add(int half, int device, int browser, int country) {
            all[half]++;
            byDevice[device][half]++;
            byBrowser[browser][half]++;
            byCountry[country][half]++;
        }

        PulseCells cells() {
            return new PulseCells(
                    list(all), lists(DEVICES, byDevice), lists(BROWSERS, byBrowser), lists(COUNTRIES, byCountry));
        }

        private static Map<String, List<Long>> lists(List<String> names, long[][] cells) {
            Map<String, List<Long>> lists = new LinkedHashMap<>();
            for (int i = 0; i < cells.length; i++) {
                lists.put(names.get(i), list(cells[i]));
            }
            return new HashMap<>(lists);
        }

        private static List<Long> list(long[] cells) {
            List<Long> list = new ArrayList<>(cells.length);
            for (long cell : cells) {
                list.add(cell);
            }
            return list;
        }
    }
}
