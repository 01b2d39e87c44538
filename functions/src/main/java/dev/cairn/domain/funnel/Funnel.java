package dev.cairn.domain.funnel;

import dev.cairn.domain.goal.Glob;
import java.util.List;
import java.util.Map;

/**
 * A funnel of 2 to 20 ordered steps (F1).
 *
 * @param steps goal ids
 * @param windowMillis longest time from the entry to the last step, inclusive
 * @param withinMillis longest time from the previous step, inclusive, by step number (2 to n)
 */
public record Funnel(
        String id, List<String> steps, long windowMillis, Map<Integer, Long> withinMillis, List<Exclude> excludes) {

    /**
     * An event with this name (or glob) strictly between the chain's steps {@code from} and {@code to} breaks the
     * chain.
     */
    public record Exclude(Glob event, int from, int to) {}
}
