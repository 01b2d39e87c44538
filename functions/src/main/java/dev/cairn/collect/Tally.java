package dev.cairn.collect;

import dev.cairn.observe.Telemetry;
import java.util.Map;
import java.util.TreeMap;

/** What is counted while a request is worked on, and said once at its end. */
final class Tally {
    private final Map<String, Long> counts = new TreeMap<>();

    void add(String metric, long count) {
        counts.merge(metric, count, Long::sum);
    }

    void addIf(boolean happened, String metric) {
        if (happened) {
            add(metric, 1);
        }
    }

    void sayTo(Telemetry telemetry) {
        counts.forEach(telemetry::count);
    }
}
