package dev.cairn.telemetry;

import com.amazonaws.services.lambda.runtime.Context;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a function says of itself: counts as metrics, trouble as structured log lines. Fields are ids, counts and
 * reasons; never payload, addresses, agents or query strings. Nothing is said per event on success. No method throws:
 * a metric or a log line that cannot be written costs nobody a request. Thread-safe.
 */
public interface Telemetry {

    /** Adds to a metric of this invocation. Sites and reasons are metadata of the line, never dimensions. */
    void count(String metric, long value);

    /** Adds to a metric, and says beside it how much of it was for which reason. */
    default void count(String metric, long value, String reason) {
        count(metric, value);
    }

    /** A duration (the age of a batch, the lag of an event); of several in one invocation the longest is said. */
    default void duration(String metric, long milliseconds) {}

    void warn(String message, Map<String, ?> fields);

    /** Broken machinery; the exception's class and stack are logged, never its message. */
    void error(String message, Throwable cause, Map<String, ?> fields);

    /** From here on, log lines of this invocation carry the id of the request that caused it. */
    default void correlate(String requestId) {}

    /** What an invocation does. */
    @FunctionalInterface
    interface Work {
        void run() throws IOException;
    }

    /** Runs one invocation; what it counted is written when it ends, however it ends. */
    default void during(@Nullable Context context, Work work) throws IOException {
        work.run();
    }

    /** Says nothing: for tests and benchmarks. */
    Telemetry SILENT = new Telemetry() {
        @Override
        public void count(String metric, long value) {}

        @Override
        public void warn(String message, Map<String, ?> fields) {}

        @Override
        public void error(String message, Throwable cause, Map<String, ?> fields) {}
    };
}
