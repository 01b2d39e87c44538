package dev.cairn.domain.anomaly;

import dev.cairn.domain.visit.SiteCalendar;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Computes the usual values (N6.3, N6.4) from the pulses of twelve weeks. A pure function of the pulses, the quiet
 * days, and past alarms.
 */
public final class BaselineBuilder {
    /** The first day that is used is this many days before the evaluated day. */
    public static final int DAYS = 86;

    private static final int WEEKS = 12;
    private static final int MOST_WINDOWS = 8;
    private static final int SCATTER_DAYS = 56;
    private static final int WEEK = 7;
    private static final int DAY = Baseline.DAY;

    /** With fewer expected successes, not even zero is improbable enough: exp(-13.8) is a millionth. */
    private static final double LEAST_DUE = 10;

    private static final int LEAST_PART = 100;

    /** A shape so large that the visits are practically Poisson. */
    private static final double NO_SCATTER = 1e6;

    private final PulseHistory history;
    private final LocalDate day;
    private final LocalDate completeThrough;
    private final Set<LocalDate> quietDays;
    private final Map<String, AlarmState> states;
    private final Exclusions withoutAlarm;
    private final Map<Integer, List<Integer>> earlier = new HashMap<>();

    /**
     * @param days the pulses from {@code day} - {@link #DAYS} on; days without a row are absent
     * @param day the day whose half hours will be evaluated
     * @param completeThrough the last day whose counts are final
     * @param states by subject
     */
    public BaselineBuilder(
            SiteCalendar calendar,
            Map<LocalDate, PulseCounts> days,
            LocalDate day,
            LocalDate completeThrough,
            Set<LocalDate> quietDays,
            Map<String, AlarmState> states) {
        this.history = new PulseHistory(calendar, days, day.minusDays(DAYS), day);
        this.day = day;
        this.completeThrough = completeThrough;
        this.quietDays = quietDays;
        this.states = states;
        this.withoutAlarm = new Exclusions(history, completeThrough, quietDays, AlarmState.none(""));
    }

    PulseHistory history() {
        return history;
    }

    /** Returns the exclusions of a subject. Nearly all subjects have never had an alarm and share the same ones. */
    Exclusions exclusions(String subject) {
        AlarmState state = states.get(subject);
        return state == null || state.episodes().isEmpty()
                ? withoutAlarm
                : new Exclusions(history, completeThrough, quietDays, state);
    }

    /** Returns the usual values of these series on the day. */
    public Baseline build(List<PulseSeries> series) {
        Map<String, Baseline.OfSeries> all = new TreeMap<>();
        for (PulseSeries each : series) {
            all.put(each.id(), of(each));
        }
        Map<Integer, Baseline.OfVisits> silence = new TreeMap<>();
        for (int length : Baseline.LENGTHS) {
            silence.put(length, visits(length));
        }
        return new Baseline(all, silence);
    }

    private Baseline.OfSeries of(PulseSeries series) {
        PulseHistory.Line line = history.of(series);
        Exclusions exclusions = exclusions(series.id());
        Map<Integer, Baseline.Windows> windows = new TreeMap<>();
        for (int length : Baseline.LENGTHS) {
            Baseline.Windows found = windows(line, exclusions, length, 1);
            if (length == DAY || canAlarm(series, found)) {
                windows.put(length, found);
            }
        }
        return new Baseline.OfSeries(windows, segments(series, Objects.requireNonNull(windows.get(DAY))));
    }

    private static boolean canAlarm(PulseSeries series, Baseline.Windows windows) {
        for (int i = 0; i < windows.count().size(); i++) {
            int count = windows.count().get(i);
            if (count >= Usual.LEAST_WINDOWS
                    && windows.opportunities().get(i) >= Usual.LEAST_OPPORTUNITIES
                    && (series.tail() == PulseSeries.Tail.HIGH
                            || windows.successes().get(i) >= LEAST_DUE * count)) {
                return true;
            }
        }
        return false;
    }

    private Map<String, Map<String, Baseline.Windows>> segments(PulseSeries series, Baseline.Windows whole) {
        Map<String, Map<String, Baseline.Windows>> segments = new TreeMap<>();
        if (!canAlarm(series, whole)) {
            return segments;
        }
        long all =
                whole.opportunities().stream().mapToLong(Long::longValue).max().orElse(0);
        for (String dimension : PulseCells.DIMENSIONS) {
            Map<String, Baseline.Windows> values = new TreeMap<>();
            for (String value : history.values(series, dimension)) {
                Exclusions exclusions = exclusions(new AlarmState.Subject(series.id(), dimension, value).text());
                Baseline.Windows found =
                        windows(history.of(series, dimension, value), exclusions, DAY, Baseline.SEGMENT_STEP);
                long part = found.opportunities().stream()
                        .mapToLong(Long::longValue)
                        .max()
                        .orElse(0);
                if (part * LEAST_PART >= all && canAlarm(series, found)) {
                    values.put(value, found);
                }
            }
            if (!values.isEmpty()) {
                segments.put(dimension, values);
            }
        }
        return segments;
    }

    private Baseline.Windows windows(PulseHistory.Line line, Exclusions exclusions, int length, int step) {
        List<Integer> count = new ArrayList<>();
        List<Long> opportunities = new ArrayList<>();
        List<Long> successes = new ArrayList<>();
        int first = java.util.Objects.requireNonNull(history.first(day));
        for (int half = step; half <= history.halves(day); half += step) {
            Sums sums = sums(line, exclusions, first + half, length);
            count.add(sums.count);
            opportunities.add(sums.n);
            successes.add(sums.x);
        }
        return new Baseline.Windows(count, opportunities, successes, scatter(line, exclusions, length));
    }

    private record Sums(int count, long n, long x) {}

    private Sums sums(PulseHistory.Line line, Exclusions exclusions, int end, int length) {
        int count = 0;
        long n = 0;
        long x = 0;
        for (int same : earlier(end)) {
            if (count < MOST_WINDOWS && same >= 0 && exclusions.allow(same, length) && line.n(same, length) > 0) {
                count++;
                n += line.n(same, length);
                x += line.x(same, length);
            }
        }
        return new Sums(count, n, x);
    }

    /** Returns the ends at the same clock time and weekday, latest first; -1 if there is none in a week. */
    private List<Integer> earlier(int end) {
        return earlier.computeIfAbsent(end, any -> {
            List<Integer> ends = new ArrayList<>();
            for (int week = 1; week <= WEEKS; week++) {
                ends.add(history.sameClock(end, history.day(end - 1).minusDays((long) week * WEEK)));
            }
            return ends;
        });
    }

    /** Returns the usual values for a window of any length, for finding the first bad half hour. */
    Usual usual(PulseHistory.Line line, Exclusions exclusions, int end, int length) {
        Sums sums = sums(line, exclusions, end, length);
        int measured = Baseline.LENGTHS.stream().filter(each -> each <= length).reduce(1, Math::max);
        return new Usual(sums.count, sums.n, sums.x, scatter(line, exclusions, measured));
    }

    private record Window(long n, long x) {}

    /**
     * Returns the disjoint windows of the last 56 days, by their place in the week, without days with a clock change.
     */
    private List<List<Window>> places(
            Function<Integer, Window> window, Exclusions exclusions, int length, boolean alsoEmpty) {
        Map<Integer, List<Window>> places = new TreeMap<>();
        for (int back = 1; back <= SCATTER_DAYS; back++) {
            LocalDate past = day.minusDays(back);
            Integer first = history.first(past);
            if (first == null || history.halves(past) != DAY) {
                continue;
            }
            for (int end = length; end <= DAY; end += length) {
                if (exclusions.allow(first + end, length)) {
                    Window found = window.apply(first + end);
                    if (found.n > 0 || alsoEmpty) {
                        places.computeIfAbsent(
                                        past.getDayOfWeek().getValue() * (DAY + 1) + end, any -> new ArrayList<>())
                                .add(found);
                    }
                }
            }
        }
        return List.copyOf(places.values());
    }

    /**
     * Returns rho: the moment estimate of the intra-class correlation about the mean rate of each place in the week.
     */
    private double scatter(PulseHistory.Line line, Exclusions exclusions, int length) {
        double squares = 0;
        double expected = 0;
        double pairs = 0;
        for (List<Window> place :
                places(end -> new Window(line.n(end, length), line.x(end, length)), exclusions, length, false)) {
            if (place.size() < 2) {
                continue;
            }
            double n = place.stream().mapToDouble(Window::n).sum();
            double x = place.stream().mapToDouble(Window::x).sum();
            double p = (x + 0.5) / (n + 1);
            double bias = place.size() / (place.size() - 1.0);
            for (Window each : place) {
                squares += bias * (each.x - each.n * p) * (each.x - each.n * p);
                expected += each.n * p * (1 - p);
                pairs += each.n * (each.n - 1.0) * p * (1 - p);
            }
        }
        return pairs <= 0 ? Usual.LEAST_SCATTER : Math.max(Usual.LEAST_SCATTER, (squares - expected) / pairs);
    }

    private Baseline.OfVisits visits(int length) {
        PulseHistory.Line line = history.of(PulseSeries.visits());
        Exclusions exclusions = exclusions(PulseSeries.SILENCE);
        List<Integer> count = new ArrayList<>();
        List<Long> visits = new ArrayList<>();
        int first = java.util.Objects.requireNonNull(history.first(day));
        for (int half = 1; half <= history.halves(day); half++) {
            int windows = 0;
            long sum = 0;
            for (int same : earlier(first + half)) {
                if (windows < MOST_WINDOWS && same >= 0 && measured(exclusions, same, length)) {
                    windows++;
                    sum += line.n(same, length);
                }
            }
            count.add(windows);
            visits.add(sum);
        }
        return new Baseline.OfVisits(count, visits, shape(line, exclusions, length));
    }

    /** Whether the site was measured during the window. Windows without visits count. */
    private boolean measured(Exclusions exclusions, int end, int length) {
        return exclusions.allow(end, length) && !history.day(end - length).isBefore(history.firstWithRow());
    }

    /** Returns k: the moment estimate of a negative binomial's shape about the mean of each place in the week. */
    private double shape(PulseHistory.Line line, Exclusions exclusions, int length) {
        double squares = 0;
        double means = 0;
        double squaredMeans = 0;
        for (List<Window> place : places(
                end -> measured(exclusions, end, length) ? new Window(line.n(end, length), 0) : new Window(-1, 0),
                exclusions,
                length,
                true)) {
            List<Window> known = place.stream().filter(each -> each.n >= 0).toList();
            if (known.size() < 2) {
                continue;
            }
            double mean = known.stream().mapToDouble(Window::n).average().orElse(0);
            double bias = known.size() / (known.size() - 1.0);
            for (Window each : known) {
                squares += bias * (each.n - mean) * (each.n - mean);
                means += mean;
                squaredMeans += mean * mean;
            }
        }
        double excess = squares - means;
        return excess <= 0 ? NO_SCATTER : Math.max(Silence.LEAST_SHAPE, squaredMeans / excess);
    }
}
