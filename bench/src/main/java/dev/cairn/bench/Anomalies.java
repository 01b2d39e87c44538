package dev.cairn.bench;

import dev.cairn.bench.AnomalyTraffic.Break;
import dev.cairn.bench.AnomalyTraffic.Day;
import dev.cairn.bench.AnomalyTraffic.Site;
import dev.cairn.domain.anomaly.AlarmJudge;
import dev.cairn.domain.anomaly.AlarmState;
import dev.cairn.domain.anomaly.Baseline;
import dev.cairn.domain.anomaly.BaselineBuilder;
import dev.cairn.domain.anomaly.PulseCounts;
import dev.cairn.domain.anomaly.PulseSeries;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/**
 * Measures false alarms and detection delays of the anomaly alarms (N6.12) on simulated sites, with the product's own
 * code: how often a quiet site raises an alarm, and how soon a stop is reported. Exits with 1 if a goal has more than
 * one false alarm a year over all its series and segments, if a stop is too rarely reported by the first run after 20
 * purchases were due, or if a broken browser with 20 purchases due a day is too rarely reported within a day.
 */
public final class Anomalies {
    static final double MOST_FALSE_ALARMS = 1;
    static final double LEAST_IN_TIME = 0.95;

    /**
     * The number of expected purchases after which a stop must be reported; also the daily minimum for testing a
     * browser.
     */
    static final double DUE = 20;

    static final int WEEKS = 21;
    private static final int STOPS = 10;
    private static final double[] VISITS_AN_HOUR = {5, 30, 300};
    private static final double[] RATES = {0.02, 0.05, 0.3, 0.8};
    private static final double[] SCATTERS = {0.05, 0.15};
    private static final double SMALL_BROWSER = 0.1;
    private static final int WEEK = 7;
    private static final int HOURS_OF_A_DAY = 24;
    private static final int MOST_HALVES = 64;

    /** The number of days searched for a report: longer than the longest window. */
    private static final int STOP_DAYS = 3;

    private static final int BROWSER_DAYS = 2;
    private static final double DAYS_OF_A_YEAR = 365.25;
    private static final LocalDate FIRST = LocalDate.parse("2026-01-05");
    private static final Break NOTHING = new Break(LocalDate.MAX, 0, Break.ALL_BROWSERS);

    private Anomalies() {}

    /** A simulated site that advances day by day; each half hour is evaluated as in the product's runs. */
    private static final class Watched {
        private final List<PulseSeries> series = AnomalyTraffic.series();
        private final AnomalyTraffic traffic;
        private final Map<LocalDate, PulseCounts> days = new HashMap<>();
        private final Map<String, AlarmState> states = new HashMap<>();
        private LocalDate today;

        Watched(Site site, long seed, LocalDate first) {
            this.traffic = new AnomalyTraffic(site, seed);
            this.today = first;
            for (int i = 0; i < BaselineBuilder.DAYS; i++) {
                next(NOTHING);
            }
        }

        private Day next(Break broken) {
            Day day = traffic.day(today, broken);
            days.put(today, day.counts());
            days.remove(today.minusDays(BaselineBuilder.DAYS + 1));
            today = today.plusDays(1);
            return day;
        }

        private BaselineBuilder builder(LocalDate day) {
            return new BaselineBuilder(AnomalyTraffic.ZONE, days, day, day.minusDays(1), Set.of(), states);
        }

        /**
         * Simulates the next day and stores its expected purchases per half hour in {@code due}; returns the alarms
         * that started.
         */
        List<AlarmState> pass(Break broken, double[] due) {
            LocalDate day = today;
            Day passed = next(broken);
            System.arraycopy(passed.due(), 0, due, 0, passed.due().length);
            Baseline baseline = builder(day).build(series);
            List<AlarmState> started = new ArrayList<>();
            long end = AnomalyTraffic.ZONE.startOf(day) + PulseCounts.HALF_HOUR_MILLIS;
            for (; end <= AnomalyTraffic.ZONE.endOf(day); end += PulseCounts.HALF_HOUR_MILLIS) {
                Map<String, AlarmState> before = Map.copyOf(states);
                for (AlarmState changed : new AlarmJudge(
                                AnomalyTraffic.ZONE, days, baseline, before, () -> builder(day))
                        .judge(series, true, end, end + AlarmJudge.SETTLED_MILLIS)) {
                    AlarmState known = before.get(changed.subject());
                    states.put(changed.subject(), changed);
                    if (changed.open().isPresent()
                            && (known == null || known.open().isEmpty())) {
                        started.add(changed);
                    }
                }
            }
            return started;
        }
    }

    /**
     * A site on which nothing breaks.
     *
     * @param alarms on the goal's series, including segments
     * @param silences silence alarms
     */
    record Quiet(int weeks, int alarms, int ofSegments, int silences) {
        Quiet plus(Quiet other) {
            return new Quiet(
                    weeks + other.weeks,
                    alarms + other.alarms,
                    ofSegments + other.ofSegments,
                    silences + other.silences);
        }

        double aYear() {
            return (alarms + silences) * DAYS_OF_A_YEAR / (weeks * WEEK);
        }
    }

    static Quiet quiet(Site site, int weeks, long seed) {
        Watched watched = new Watched(site, seed, FIRST);
        int alarms = 0;
        int ofSegments = 0;
        int silences = 0;
        for (int i = 0; i < weeks * WEEK; i++) {
            for (AlarmState started : watched.pass(NOTHING, new double[MOST_HALVES])) {
                AlarmState.Subject subject = AlarmState.Subject.of(started.subject());
                if (subject.series().equals(PulseSeries.SILENCE)) {
                    silences++;
                } else if (!subject.series().equals(AnomalyTraffic.OTHER_GOAL)) {
                    alarms++;
                    ofSegments += subject.dimension() == null ? 0 : 1;
                }
            }
        }
        return new Quiet(weeks, alarms, ofSegments, silences);
    }

    /**
     * A stop.
     *
     * @param reported whether the stop was reported within the searched days
     * @param due purchases expected before the half hour in which it was reported
     * @param hours from the stop to the end of that half hour
     * @param dueADay purchases expected in the first 24 hours
     */
    record Stop(boolean reported, double due, double hours, double dueADay) {
        /** Whether it was reported by the first run after 20 purchases were due. */
        boolean isInTime() {
            return reported && due < DUE;
        }

        boolean isWithinADay() {
            return reported && hours <= HOURS_OF_A_DAY;
        }
    }

    /** Breaks a site, for all visitors or for one browser, and measures when that is reported. */
    static Stop stop(Site site, boolean oneBrowser, long seed) {
        Watched watched = new Watched(site, seed, FIRST.plusDays(31 * seed % 365));
        int from = (int) (seed * 13 % 46);
        Break broken = new Break(watched.today, from, oneBrowser ? AnomalyTraffic.SMALL_BROWSER : Break.ALL_BROWSERS);
        List<Double> due = new ArrayList<>();
        int reportedAfter = -1;
        for (int i = 0; i < (oneBrowser ? BROWSER_DAYS : STOP_DAYS); i++) {
            LocalDate day = watched.today;
            double[] ofDay = new double[MOST_HALVES];
            List<AlarmState> started = watched.pass(broken, ofDay);
            long found = started.stream()
                    .filter(each -> isOf(each, oneBrowser))
                    .mapToLong(each -> each.open().orElseThrow().detected() - AlarmJudge.SETTLED_MILLIS)
                    .min()
                    .orElse(Long.MAX_VALUE);
            long end = AnomalyTraffic.ZONE.startOf(day);
            for (int half = 0; end < AnomalyTraffic.ZONE.endOf(day); half++) {
                end += PulseCounts.HALF_HOUR_MILLIS;
                if (i > 0 || half >= from) {
                    due.add(ofDay[half]);
                    reportedAfter = reportedAfter < 0 && end >= found ? due.size() : reportedAfter;
                }
            }
        }
        double dueADay = sum(due.subList(0, Math.min(due.size(), 2 * HOURS_OF_A_DAY)));
        return reportedAfter < 0
                ? new Stop(false, sum(due), due.size() / 2.0, dueADay)
                : new Stop(true, sum(due.subList(0, reportedAfter - 1)), reportedAfter / 2.0, dueADay);
    }

    private static double sum(List<Double> due) {
        return due.stream().mapToDouble(Double::doubleValue).sum();
    }

    private static boolean isOf(AlarmState state, boolean oneBrowser) {
        AlarmState.Subject subject = AlarmState.Subject.of(state.subject());
        boolean purchase =
                subject.series().equals(AnomalyTraffic.GOAL) || subject.series().equals(AnomalyTraffic.STEP);
        return purchase
                && (oneBrowser ? AnomalyTraffic.SMALL_BROWSER.equals(subject.value()) : subject.dimension() == null);
    }

    /** Stops on sites that expect at least {@link #DUE} purchases in 24 hours. */
    record Stops(List<Stop> everybody, List<Stop> oneBrowser) {
        static Stops of(Site site, int number) {
            Stops stops = new Stops(new ArrayList<>(), new ArrayList<>());
            for (int seed = 1; seed <= number; seed++) {
                if (dueADay(site) >= DUE) {
                    stops.everybody.add(stop(site, false, seed));
                }
                if (dueADay(site) * site.smallBrowser() >= DUE) {
                    Stop stop = stop(site, true, seed);
                    if (stop.dueADay() >= DUE) {
                        stops.oneBrowser.add(stop);
                    }
                }
            }
            return stops;
        }

        private static double dueADay(Site site) {
            return site.visitsAnHour() * HOURS_OF_A_DAY * site.rate();
        }

        void add(Stops other) {
            everybody.addAll(other.everybody);
            oneBrowser.addAll(other.oneBrowser);
        }

        long inTime() {
            return everybody.stream().filter(Stop::isInTime).count();
        }

        long withinADay() {
            return oneBrowser.stream().filter(Stop::isWithinADay).count();
        }

        boolean holds() {
            return inTime() >= LEAST_IN_TIME * everybody.size() && withinADay() >= LEAST_IN_TIME * oneBrowser.size();
        }

        private String describe() {
            return "%22s %22s"
                    .formatted(
                            everybody.isEmpty()
                                    ? "too few due"
                                    : inTime() + "/" + everybody.size() + most(everybody, Stop::due, "%.0f due"),
                            oneBrowser.isEmpty()
                                    ? "too few due"
                                    : withinADay() + "/" + oneBrowser.size() + most(oneBrowser, Stop::hours, "%.1f h"));
        }

        private static String most(List<Stop> stops, ToDoubleFunction<Stop> figure, String format) {
            if (!stops.stream().allMatch(Stop::reported)) {
                return ", some not";
            }
            double most = stops.stream().mapToDouble(figure).max().orElse(0);
            return ", " + String.format(Locale.ROOT, format, most);
        }
    }

    public static void main(String[] arguments) {
        int weeks = arguments.length > 0 ? Integer.parseInt(arguments[0]) : WEEKS;
        int stops = arguments.length > 1 ? Integer.parseInt(arguments[1]) : STOPS;
        Quiet quiet = new Quiet(0, 0, 0, 0);
        Stops all = new Stops(new ArrayList<>(), new ArrayList<>());
        System.out.printf(
                "%7s %8s %6s %14s %9s %8s %22s %22s%n",
                "scatter",
                "visits/h",
                "rate",
                "false alarms",
                "segments",
                "silence",
                "stop in time",
                "browser in a day");
        for (double scatter : SCATTERS) {
            for (double visits : VISITS_AN_HOUR) {
                for (double rate : RATES) {
                    Site site = new Site(visits, rate, scatter, SMALL_BROWSER);
                    Quiet ofSite = quiet(site, weeks, 1);
                    Stops stopsOfSite = Stops.of(site, stops);
                    quiet = quiet.plus(ofSite);
                    all.add(stopsOfSite);
                    System.out.printf(
                            Locale.ROOT,
                            "%7.2f %8.0f %6.2f %14d %9d %8d %s%n",
                            scatter,
                            visits,
                            rate,
                            ofSite.alarms(),
                            ofSite.ofSegments(),
                            ofSite.silences(),
                            stopsOfSite.describe());
                }
            }
        }
        System.out.printf(
                Locale.ROOT,
                "%d quiet weeks: %.2f false alarms a goal and year; stops in time: %d of %d; browsers within a day: %d of %d%n",
                quiet.weeks(),
                quiet.aYear(),
                all.inTime(),
                all.everybody().size(),
                all.withinADay(),
                all.oneBrowser().size());
        System.exit(quiet.aYear() <= MOST_FALSE_ALARMS && all.holds() ? 0 : 1);
    }
}
