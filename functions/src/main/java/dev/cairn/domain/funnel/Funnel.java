package dev.cairn.domain.funnel;

import dev.cairn.domain.goal.Glob;
import java.util.List;
import java.util.Map;

/**
 * 2 to 20 ordered steps (F1).
 *
 * @param steps goal ids
 * @param windowMillis from the entry to the last step, inclusive
 * @param withinMillis limit from the previous step, inclusive, by step number (2 to n)
 */
public record Funnel(
        String id, List<String> steps, long windowMillis, Map<Integer, Long> withinMillis, List<Exclude> excludes) {

    /** An event of this name (or glob) strictly between the chain's steps {@code from} and {@code to} breaks it. */
    public record Exclude(Glob event, int from, int to) {}
}
