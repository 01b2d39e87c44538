package dev.cairn.local;

import dev.cairn.observe.Telemetry;
import java.io.PrintStream;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** CloudWatch's place: trouble goes to the console, one line each; metrics are added up since the start. */
final class ConsoleTelemetry implements Telemetry {
    private final PrintStream out;
    private final Map<String, LongAdder> metrics = new ConcurrentHashMap<>();

    ConsoleTelemetry(PrintStream out) {
        this.out = out;
    }

    @Override
    public void count(String metric, long value) {
        metrics.computeIfAbsent(metric, _ -> new LongAdder()).add(value);
    }

    @Override
    public void warn(String message, Map<String, ?> fields) {
        out.println("warning: " + message + " " + new TreeMap<>(fields));
    }

    /** The stack says where; an exception's message may echo what somebody sent and is left out. */
    @Override
    public void error(String message, Throwable cause, Map<String, ?> fields) {
        StringBuilder line = new StringBuilder("error: " + message + " " + new TreeMap<>(fields));
        for (Throwable each = cause; each != null; each = each.getCause()) {
            line.append("\n  ").append(each.getClass().getName());
            for (int i = 0; i < Math.min(8, each.getStackTrace().length); i++) {
                line.append("\n    at ").append(each.getStackTrace()[i]);
            }
        }
        out.println(line);
    }

    Map<String, Long> metrics() {
        Map<String, Long> sums = new TreeMap<>();
        metrics.forEach((metric, sum) -> sums.put(metric, sum.sum()));
        return sums;
    }
}
