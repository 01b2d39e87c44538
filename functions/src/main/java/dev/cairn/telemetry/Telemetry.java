package dev.cairn.telemetry;

import com.amazonaws.services.lambda.runtime.Context;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reports a function's counts as metrics and its problems as structured log lines. Fields are ids, counts and reasons;
 * never payload, addresses, agents or query strings. Nothing is logged per successful event. A metric or a log line
 * that cannot be written throws nothing and fails no request. Thread-safe.
 */
public interface Telemetry {

    /** Adds to a metric of this invocation. Sites and reasons are metadata of the line, never dimensions. */
    void count(String metric, long value);

    /** Adds to a metric, and reports how much of it has which reason. */
    default void count(String metric, long value, String reason) {
        count(metric, value);
    }

    /** Records a duration (the age of a batch, the lag of an event); only the longest of an invocation is reported. */
    default void duration(String metric, long milliseconds) {}

    void warn(String message, Map<String, ?> fields);

    /** Reports an internal failure. Logs the exception's class and stack, never its message. */
    void error(String message, Throwable cause, Map<String, ?> fields);

    /** Adds the id of the causing request to all further log lines of this invocation. */
    default void correlate(String requestId) {}

    /** The work of one invocation. */
    @FunctionalInterface
    interface Work {
        void run() throws IOException;
    }

    /** Runs one invocation; its counts are written when it ends, normally or not. */
    default void during(@Nullable Context context, Work work) throws IOException {
        work.run();
    }

    /** Reports nothing; for tests and benchmarks. */
    Telemetry SILENT = new Telemetry() {
        @Override
        public void count(String metric, long value) {}

        @Override
        public void warn(String message, Map<String, ?> fields) {}

        @Override
        public void error(String message, Throwable cause, Map<String, ?> fields) {}
    };
}
