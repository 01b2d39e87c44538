package dev.cairn.telemetry;

import java.util.Map;
import java.util.TreeMap;

/** What was counted since it was last taken. Thread-safe: workers of one invocation count into the same one. */
final class MetricCounters {

    /** @param byReason by metric and reason */
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

    /** All of it; the next begins with nothing. */
    synchronized Counted take() {
        Counted taken = counted;
        counted = new Counted();
        return taken;
    }
}
