package dev.cairn.telemetry;

import java.io.PrintStream;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Telemetry for a person at a terminal: prints one line for each warning, error and piece of news, with
 * {@code key=value} fields at its end. Counts are collected silently, for {@link #takeCounts}. Thread-safe.
 */
public final class ConsoleTelemetry implements Telemetry {
    private final PrintStream out;
    private final Clock clock;
    private final MetricCounters tally = new MetricCounters();

    public ConsoleTelemetry(PrintStream out, Clock clock) {
        this.out = out;
        this.clock = clock;
    }

    @Override
    public void count(String metric, long value) {
        tally.count(metric, value);
    }

    @Override
    public void count(String metric, long value, String reason) {
        tally.count(metric, value, reason);
    }

    @Override
    public void warn(String message, Map<String, ?> fields) {
        line("WARN ", message, fields);
    }

    @Override
    public void error(String message, Throwable cause, Map<String, ?> fields) {
        Map<String, Object> all = new LinkedHashMap<>(fields);
        all.put("exception", SafeStackTrace.of(cause));
        line("ERROR", message, all);
    }

    /** Prints what a person at the terminal wants to know and what is no problem. */
    public void info(String message, Map<String, ?> fields) {
        line("INFO ", message, fields);
    }

    /** The counts since the previous call. */
    public Map<String, Long> takeCounts() {
        return tally.take().counts();
    }

    private void line(String level, String message, Map<String, ?> fields) {
        StringBuilder line = new StringBuilder()
                .append(clock.instant().truncatedTo(ChronoUnit.SECONDS))
                .append(' ')
                .append(level)
                .append(' ')
                .append(oneLine(message));
        fields.forEach((key, value) -> line.append(' ').append(key).append('=').append(oneLine(value)));
        out.println(line);
    }

    private static String oneLine(Object value) {
        return String.valueOf(value).replaceAll("\\p{Cntrl}", " ");
    }
}
