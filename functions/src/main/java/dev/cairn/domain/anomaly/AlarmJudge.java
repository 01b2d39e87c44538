package dev.cairn.domain.anomaly;

import dev.cairn.domain.visit.SiteCalendar;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates the windows that end at one instant (N6.5 to N6.9): a pure function of pulses, baseline and states. It
 * returns the states that change; the caller stores and reports them.
 */
public final class AlarmJudge {
    /**
     * Number of days needed before the evaluated day: enough for a one-day window and for the 96 half hours of N6.8.
     */
    public static final int DAYS = 3;

    /** A half hour is evaluated this long after its end, when its counts are final (N6.1). */
    public static final long SETTLED_MILLIS = PulseCounts.WITHIN_MILLIS;

    static final double ALARM_BELOW = 1e-6;
    static final double SEGMENT_BELOW = 1e-7;
    private static final double USUAL_ABOVE = 0.05;
    private static final double LEAST_DUE = 10;
    private static final int SEARCHED_HALVES = 96;
    private static final int MOST_SEGMENTS = 3;
    private static final double LEAST_SHARE = 0.2;
    private static final long ACCEPTED_MILLIS = Duration.ofDays(14).toMillis();

    private final SiteCalendar calendar;
    private final Map<LocalDate, PulseCounts> days;
    private final Baseline baseline;
    private final Map<String, AlarmState> states;
    private final Supplier<BaselineBuilder> past;
    private @Nullable BaselineBuilder read;

    /**
     * @param days the pulses of the evaluated day and of the {@link #DAYS} days before it
     * @param baseline the baseline of the evaluated day
     * @param states by subject; subjects that were never in alarm are absent
     * @param past supplies the pulses of twelve weeks; called only when an alarm starts
     */
    public AlarmJudge(
            SiteCalendar calendar,
            Map<LocalDate, PulseCounts> days,
            Baseline baseline,
            Map<String, AlarmState> states,
            Supplier<BaselineBuilder> past) {
        this.calendar = calendar;
        this.days = days;
        this.baseline = baseline;
        this.states = states;
        this.past = past;
    }

    /** Returns the end of the last half hour that can be evaluated once everything up to {@code known} is counted. */
    public static long lastEnd(SiteCalendar calendar, long known) {
        long settled = known - SETTLED_MILLIS;
        LocalDate day = calendar.dayOf(settled);
        long start = calendar.endOf(day.minusDays(1));
        return settled - Math.floorMod(settled - start, PulseCounts.HALF_HOUR_MILLIS);
    }

    /**
     * Evaluates the windows that end at {@code end}.
     *
     * @param series the series to evaluate
     * @param silence whether to check for silence
     * @param end the end of a half hour, epoch milliseconds
     * @param now time of the run
     * @return the states that changed
     */
    public List<AlarmState> judge(List<PulseSeries> series, boolean silence, long end, long now) {
        LocalDate day = calendar.dayOf(end - 1);
        PulseHistory history = new PulseHistory(calendar, days, day.minusDays(DAYS), day);
        int at = history.endAt(end);
        int half = at - java.util.Objects.requireNonNull(history.first(day));
        List<AlarmState> changed = new ArrayList<>();
        for (PulseSeries each : series) {
            Baseline.OfSeries usual = baseline.series().get(each.id());
            if (usual != null) {
                Now moment = new Now(history, at, half, end, now);
                AlarmState whole = ofSeries(each, usual, moment, changed);
                segments(each, usual, whole, moment, changed);
            }
        }
        if (silence) {
            silence(new Now(history, at, half, end, now), changed);
        }
        return changed;
    }

    /** The evaluated moment: the window's end on the line, in the day and in time, and the time of the run. */
    private record Now(PulseHistory history, int at, int half, long end, long run) {}

    private AlarmState state(String subject) {
        return states.getOrDefault(subject, AlarmState.none(subject));
    }

    private AlarmState ofSeries(PulseSeries series, Baseline.OfSeries usual, Now now, List<AlarmState> changed) {
        PulseHistory.Line line = now.history.of(series);
        AlarmState before = state(series.id());
        AlarmState after = before;
        if (before.open().isPresent()) {
            after = ending(before, series, line, usual.windows(), now.half, now);
        } else if (usual.windows().entrySet().stream()
                .anyMatch(each -> !sees(before, each.getKey(), now)
                        && isAlarm(series, line, each.getValue(), each.getKey(), now.half, now, ALARM_BELOW))) {
            after = before.start(episode(series, new AlarmState.Subject(series.id(), null, null), now));
        }
        if (after != before) {
            changed.add(after);
        }
        return after;
    }

    /** Whether a window includes half hours of the last alarm: an alarm that is over must not start another one. */
    private static boolean sees(AlarmState state, int length, Now now) {
        if (state.episodes().isEmpty()) {
            return false;
        }
        Long ended = state.episodes().getLast().ended();
        return ended != null && now.end - length * PulseCounts.HALF_HOUR_MILLIS < ended - SETTLED_MILLIS;
    }

    private static boolean isAlarm(
            PulseSeries series,
            PulseHistory.Line line,
            Baseline.Windows windows,
            int length,
            int place,
            Now now,
            double below) {
        Usual usual = windows.at(place);
        return usual != null && usual.isAlarm(series.tail(), line.n(now.at, length), line.x(now.at, length), below);
    }

    /**
     * Evaluates the segments over a day. They start no alarm while the whole series is in alarm. The usual rate is
     * taken from the next half hour for which it is known, at most six hours later; over a day, the difference is
     * small.
     */
    private void segments(
            PulseSeries series, Baseline.OfSeries usual, AlarmState whole, Now now, List<AlarmState> changed) {
        usual.segments()
                .forEach((dimension, values) -> values.forEach((value, windows) -> {
                    AlarmState.Subject subject = new AlarmState.Subject(series.id(), dimension, value);
                    AlarmState before = state(subject.text());
                    PulseHistory.Line line = now.history.of(series, dimension, value);
                    AlarmState after = before;
                    int place = Math.ceilDiv(now.half, Baseline.SEGMENT_STEP);
                    if (before.open().isPresent()) {
                        after = ending(before, series, line, Map.of(Baseline.DAY, windows), place, now);
                    } else if (whole.open().isEmpty()
                            && !sees(before, Baseline.DAY, now)
                            && !sees(whole, Baseline.DAY, now)
                            && isAlarm(series, line, windows, Baseline.DAY, place, now, SEGMENT_BELOW)) {
                        after = before.start(episode(series, subject, now));
                    }
                    if (after != before) {
                        changed.add(after);
                    }
                }));
    }

    /** Continues or ends an alarm: it ends when the rate looks usual twice in a row, or after 14 days. */
    private static AlarmState ending(
            AlarmState state,
            PulseSeries series,
            PulseHistory.Line line,
            Map<Integer, Baseline.Windows> windows,
            int place,
            Now now) {
        AlarmState.Episode open = state.open().orElseThrow();
        if (now.end - open.firstBad() >= ACCEPTED_MILLIS) {
            return state.end(now.run, Change.ACCEPTED);
        }
        long after = open.detected() - SETTLED_MILLIS;
        for (Map.Entry<Integer, Baseline.Windows> each : new TreeMap<>(windows).entrySet()) {
            int length = each.getKey();
            Usual usual = each.getValue().at(place);
            long n = line.n(now.at, length);
            boolean began = now.end - length * PulseCounts.HALF_HOUR_MILLIS >= after;
            if (usual != null && !usual.isLearning() && began && n * usual.rate() >= LEAST_DUE) {
                if (usual.tail(series.tail(), n, line.x(now.at, length)) <= USUAL_ABOVE) {
                    break;
                }
                if (state.usualAt() == now.end) {
                    return state;
                }
                return state.usualAt() >= now.end - PulseCounts.HALF_HOUR_MILLIS && state.usualAt() < now.end
                        ? state.end(now.run, Change.RECOVERED)
                        : state.looksUsual(now.end);
            }
        }
        return state.usualAt() == 0 || state.usualAt() == now.end || line.n(now.at, 1) == 0
                ? state
                : state.looksUsual(0);
    }

    /** Finds the first bad half hour (N6.8) and the worst segments (N6.9). */
    private AlarmState.Episode episode(PulseSeries series, AlarmState.Subject subject, Now now) {
        BaselineBuilder builder = past();
        PulseHistory history = builder.history();
        int at = history.endAt(now.end);
        PulseHistory.Line line = subject.dimension() == null || subject.value() == null
                ? history.of(series)
                : history.of(series, subject.dimension(), subject.value());
        Exclusions exclusions = builder.exclusions(subject.text());
        int length = 1;
        double least = 2;
        for (int each = 1; each <= SEARCHED_HALVES; each++) {
            Usual usual = builder.usual(line, exclusions, at, each);
            double tail = usual.windows() == 0 || line.n(at, each) == 0
                    ? 1
                    : usual.tail(series.tail(), line.n(at, each), line.x(at, each));
            if (tail < least) {
                least = tail;
                length = each;
            }
        }
        AlarmState.Found found = found(builder, line, exclusions, at, length, series);
        return new AlarmState.Episode(
                history.startOfHalf(at - length),
                now.run,
                found,
                subject.dimension() == null ? worst(series, found, at, length) : List.of(),
                null,
                null,
                List.of());
    }

    private BaselineBuilder past() {
        if (read == null) {
            read = past.get();
        }
        return read;
    }

    private static AlarmState.Found found(
            BaselineBuilder builder,
            PulseHistory.Line line,
            Exclusions exclusions,
            int at,
            int length,
            PulseSeries series) {
        Usual usual = builder.usual(line, exclusions, at, length);
        long n = line.n(at, length);
        long x = line.x(at, length);
        double tail = usual.windows() == 0 ? 1 : usual.tail(series.tail(), n, x);
        return new AlarmState.Found(n, x, usual.rate(), tail);
    }

    private List<AlarmState.Segment> worst(PulseSeries series, AlarmState.Found whole, int at, int length) {
        BaselineBuilder builder = past();
        List<AlarmState.Segment> all = new ArrayList<>();
        for (String dimension : PulseCells.DIMENSIONS) {
            for (String value : builder.history().values(series, dimension)) {
                String subject = new AlarmState.Subject(series.id(), dimension, value).text();
                AlarmState.Found found = found(
                        builder,
                        builder.history().of(series, dimension, value),
                        builder.exclusions(subject),
                        at,
                        length,
                        series);
                if (gap(series, found) >= LEAST_SHARE * gap(series, whole) && found.opportunities() > 0) {
                    all.add(new AlarmState.Segment(dimension, value, found));
                }
            }
        }
        return all.stream()
                .sorted(Comparator.<AlarmState.Segment>comparingDouble(each -> -gap(series, each.found()))
                        .thenComparing(AlarmState.Segment::dimension)
                        .thenComparing(AlarmState.Segment::value))
                .limit(MOST_SEGMENTS)
                .toList();
    }

    private static double gap(PulseSeries series, AlarmState.Found found) {
        double missing = found.expected() - found.successes();
        return series.tail() == PulseSeries.Tail.LOW ? missing : -missing;
    }

    private void silence(Now now, List<AlarmState> changed) {
        PulseHistory.Line visits = now.history.of(PulseSeries.visits());
        AlarmState before = state(PulseSeries.SILENCE);
        Optional<AlarmState.Episode> open = before.open();
        if (open.isPresent()) {
            int since = now.history.endAt(open.get().firstBad());
            if (since < 0 || visits.n(now.at, now.at - since) > 0) {
                changed.add(before.end(now.run, Change.RECOVERED));
            } else if (now.end - open.get().firstBad() >= ACCEPTED_MILLIS) {
                changed.add(before.end(now.run, Change.ACCEPTED));
            }
            return;
        }
        for (Map.Entry<Integer, Baseline.OfVisits> each : new TreeMap<>(baseline.silence()).entrySet()) {
            Silence usual = each.getValue().at(now.half);
            if (usual != null && visits.n(now.at, each.getKey()) == 0 && usual.isAlarm()) {
                int quiet = each.getKey();
                while (quiet < SEARCHED_HALVES && visits.n(now.at, quiet + 1) == 0) {
                    quiet++;
                }
                changed.add(before.start(new AlarmState.Episode(
                        now.history.startOfHalf(now.at - quiet),
                        now.run,
                        new AlarmState.Found(0, 0, usual.mean(), Silence.BELOW),
                        List.of(),
                        null,
                        null,
                        List.of())));
                return;
            }
        }
    }

    /**
     * The condition of a series over the last day.
     *
     * @param usualRate p0; null while the series is learning
     */
    public record Running(
            String series,
            long opportunities,
            long successes,
            @Nullable Double usualRate,
            String state) {}

    /** Returns the condition of each series over the 48 half hours up to {@code end}. */
    public List<Running> running(List<PulseSeries> series, Set<String> off, long end) {
        LocalDate day = calendar.dayOf(end - 1);
        PulseHistory history = new PulseHistory(calendar, days, day.minusDays(DAYS), day);
        int at = history.endAt(end);
        int half = at - java.util.Objects.requireNonNull(history.first(day));
        List<Running> running = new ArrayList<>();
        for (PulseSeries each : series) {
            if (!off.contains(each.id())) {
                PulseHistory.Line line = history.of(each);
                Baseline.OfSeries known = baseline.series().get(each.id());
                Baseline.Windows windows =
                        known == null ? null : known.windows().get(Baseline.DAY);
                Usual usual = windows == null ? null : windows.at(half);
                boolean learning = usual == null || usual.isLearning();
                running.add(new Running(
                        each.id(),
                        line.n(at, Baseline.DAY),
                        line.x(at, Baseline.DAY),
                        usual == null || learning ? null : usual.rate(),
                        isOpen(each.id()) ? "alarm" : learning ? "learning" : "ok"));
            }
        }
        if (!off.contains(PulseSeries.SILENCE)) {
            Baseline.OfVisits windows = baseline.silence().get(Baseline.DAY);
            boolean learning = windows == null || windows.at(half) == null;
            long visits = history.of(PulseSeries.visits()).n(at, Baseline.DAY);
            running.add(new Running(
                    PulseSeries.SILENCE,
                    visits,
                    visits,
                    null,
                    isOpen(PulseSeries.SILENCE) ? "alarm" : learning ? "learning" : "ok"));
        }
        return running;
    }

    /** Whether the series or one of its segments is in alarm. */
    private boolean isOpen(String series) {
        return states.values().stream()
                .anyMatch(each -> AlarmState.Subject.of(each.subject()).series().equals(series)
                        && each.open().isPresent());
    }
}
