package dev.cairn.domain.funnel;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates a funnel in one pass over a visitor's events, with the same result as a search over all chains (F1, F3).
 * For each step it keeps the latest feasible entry and the time of the last match. Both only ever increase, so the
 * latest pair allows every continuation that an earlier pair allows. Steps are tried from last to first, so that each
 * event matches at most one step of a chain.
 */
public final class FunnelMatcher {

    /** The state of an entry (F2). */
    public enum State {
        CONVERTED,
        EXCLUDED,
        IN_PROGRESS,
        DROPPED
    }

    /**
     * The result of a visitor who entered on a day.
     *
     * @param first the day's first step-1 event
     * @param depth 1 to n
     * @param closesAt end of the last entry event's window, epoch milliseconds; until then the entry is in progress
     * @param excluded whether the entry would be deeper without the exclusion events
     * @param millisFromPrevious by step (index 1 is step 2): time from the previous step's last match to the event that
     *     first reached this step; -1 for step 1 and for steps that were not reached
     * @param reachedAt for each step that was reached: the event that first reached it
     */
    public record Entry(
            FunnelEvent first,
            int depth,
            long closesAt,
            boolean excluded,
            long[] millisFromPrevious,
            List<FunnelEvent> reachedAt) {

        public State state(Funnel funnel, long asOf) {
            if (depth == funnel.steps().size()) {
                return State.CONVERTED;
            }
            if (excluded) {
                return State.EXCLUDED;
            }
            return asOf < closesAt ? State.IN_PROGRESS : State.DROPPED;
        }
    }

    /** An event that completes a chain, and the entry of that chain (F4). */
    public record Completion(FunnelEvent entry, FunnelEvent event) {}

    private final Funnel funnel;
    private final int steps;
    private final Predicate<FunnelEvent> mayEnter;
    private final boolean heedsExclusions;
    /** By step: the entry event of the latest feasible chain; null if there is none. */
    private final @Nullable FunnelEvent[] entry;

    private final long[] lastMatch;
    private final long[] millisFromPrevious;
    private final List<Completion> completions = new ArrayList<>();
    private final List<FunnelEvent> reachedAt = new ArrayList<>();
    private int depth;
    private boolean sawExclusion;

    private FunnelMatcher(Funnel funnel, Predicate<FunnelEvent> mayEnter, boolean heedsExclusions) {
        this.funnel = funnel;
        this.steps = funnel.steps().size();
        this.mayEnter = mayEnter;
        this.heedsExclusions = heedsExclusions;
        this.entry = new FunnelEvent[steps];
        this.lastMatch = new long[steps];
        this.millisFromPrevious = new long[steps];
        Arrays.fill(millisFromPrevious, -1);
    }

    /**
     * Evaluates the entry on {@code day}. Events of later days count while the window is open. Empty if there is no
     * entry.
     */
    public static Optional<Entry> entry(Funnel funnel, List<FunnelEvent> events, LocalDate day) {
        return entry(funnel, events, day, Long.MAX_VALUE);
    }

    /** Evaluates the entry on {@code day} with the window cut at local midnight: only events of that day count. */
    public static Optional<Entry> sameDay(Funnel funnel, List<FunnelEvent> events, LocalDate day, long endOfDayMillis) {
        return entry(
                funnel, events.stream().filter(event -> event.day().equals(day)).toList(), day, endOfDayMillis);
    }

    /** Returns every event that completes a chain with an entry on any day, in order. */
    public static List<Completion> completions(Funnel funnel, List<FunnelEvent> events) {
        return new FunnelMatcher(funnel, event -> true, true).over(events).completions;
    }

    private static Optional<Entry> entry(Funnel funnel, List<FunnelEvent> events, LocalDate day, long latestClose) {
        String firstStep = funnel.steps().getFirst();
        FunnelEvent first = null;
        FunnelEvent last = null;
        for (FunnelEvent event : events) {
            if (event.day().equals(day) && event.goals().contains(firstStep)) {
                first = first == null ? event : first;
                last = event;
            }
        }
        if (first == null || last == null) {
            return Optional.empty();
        }
        FunnelMatcher walk = new FunnelMatcher(funnel, event -> event.day().equals(day), true).over(events);
        boolean excluded = walk.sawExclusion
                && new FunnelMatcher(funnel, event -> event.day().equals(day), false).over(events).depth > walk.depth;
        long closesAt = Math.min(last.at() + funnel.windowMillis(), latestClose);
        return Optional.of(
                new Entry(first, walk.depth, closesAt, excluded, walk.millisFromPrevious, List.copyOf(walk.reachedAt)));
    }

    private FunnelMatcher over(List<FunnelEvent> events) {
        events.forEach(this::take);
        return this;
    }

    private void take(FunnelEvent event) {
        boolean enters = event.goals().contains(funnel.steps().getFirst()) && mayEnter.test(event);
        boolean[] reached = new boolean[steps];
        for (int step = steps - 1; step > 0; step--) {
            reached[step] = event.goals().contains(funnel.steps().get(step)) && extend(step, event);
        }
        if (enters) {
            entry[0] = event;
            lastMatch[0] = event.at();
            reached[0] = true;
            reachedFirst(1, event);
        }
        if (heedsExclusions) {
            forget(event, reached);
        }
    }

    private boolean extend(int step, FunnelEvent event) {
        FunnelEvent from = entry[step - 1];
        if (from == null
                || event.at() - from.at() > funnel.windowMillis()
                || event.at() - lastMatch[step - 1] > funnel.withinMillis().getOrDefault(step + 1, Long.MAX_VALUE)) {
            return false;
        }
        if (depth <= step) {
            reachedFirst(step + 1, event);
            millisFromPrevious[step] = event.at() - lastMatch[step - 1];
        }
        if (step == steps - 1) {
            completions.add(new Completion(from, event));
        }
        entry[step] = from;
        lastMatch[step] = event.at();
        return true;
    }

    /** Records the first event that reaches a step. Steps are counted from 1. */
    private void reachedFirst(int step, FunnelEvent event) {
        if (depth < step) {
            depth = step;
            reachedAt.add(event);
        }
    }

    /**
     * Drops chains that have passed {@code from} but not reached {@code to}, except a chain that this event has just
     * taken to {@code from}.
     */
    private void forget(FunnelEvent event, boolean[] reached) {
        for (Funnel.Exclude exclude : funnel.excludes()) {
            if (!exclude.event().matches(event.name())) {
                continue;
            }
            sawExclusion = true;
            for (int step = exclude.from() - 1; step < exclude.to() - 1; step++) {
                if (step > exclude.from() - 1 || !reached[step]) {
                    entry[step] = null;
                }
            }
        }
    }
}
