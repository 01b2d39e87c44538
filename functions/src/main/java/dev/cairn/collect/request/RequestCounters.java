package dev.cairn.collect.request;

import dev.cairn.telemetry.Telemetry;
import java.util.Map;
import java.util.TreeMap;

/** Collects the counts of one request and reports them once, at the end. */
public final class RequestCounters {
    private final Map<String, Long> counts = new TreeMap<>();

    public void add(String metric, long count) {
        counts.merge(metric, count, Long::sum);
    }

    public void addIf(boolean happened, String metric) {
        if (happened) {
            add(metric, 1);
        }
    }

    public void sayTo(Telemetry telemetry) {
        counts.forEach(telemetry::count);
    }
}
