package dev.cairn.telemetry;

import java.util.Map;
import java.util.TreeMap;

/** Collects the counts since the last {@link #take}. Thread-safe: workers of one invocation share one instance. */
final class MetricCounters {

    /** @param byReason counts by metric and reason */
    record Counted(Map<String, Long> counts, Map<String, Long> longest, Map<String, Map<String, Long>> byReason) {

        Counted() {
            this(new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
        }
    }

    private Counted counted = new Counted();

    synchronized void count(String metric, long value) {
        counted.counts.merge(metric, value, Long::sum);
    }

    synchronized void count(String metric, long value, String reason) {
        count(metric, value);
        counted.byReason.computeIfAbsent(metric, name -> new TreeMap<>()).merge(reason, value, Long::sum);
    }

    synchronized void duration(String metric, long milliseconds) {
        counted.longest.merge(metric, milliseconds, Math::max);
    }

    /** Returns all counts and starts again from zero. */
    synchronized Counted take() {
        Counted taken = counted;
        counted = new Counted();
        return taken;
    }
}
