package dev.cairn.telemetry;

import com.amazonaws.services.lambda.runtime.Context;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import software.amazon.lambda.powertools.logging.PowertoolsLogging;
import software.amazon.lambda.powertools.logging.argument.StructuredArguments;
import software.amazon.lambda.powertools.metrics.Metrics;
import software.amazon.lambda.powertools.metrics.MetricsBuilder;
import software.amazon.lambda.powertools.metrics.model.MetricUnit;

/**
 * Telemetry of the functions in Lambda, through Powertools: one line of JSON for each log entry, and one line in
 * CloudWatch's embedded metric format for each invocation that counted something. The namespace is {@code Cairn}, the
 * only dimension {@code Service}: {@code POWERTOOLS_SERVICE_NAME}, or else the function's name. Counts by reason are
 * metadata ({@code rejected_by_reason}), because every value of a dimension is billed as a metric.
 *
 * <p>Outside Lambda metrics are dropped: Powertools would look for an agent on a TCP port and keep the JVM alive.
 */
public final class PowertoolsTelemetry implements Telemetry {
    private static final Logger LOG = LoggerFactory.getLogger("dev.cairn");
    private static final String NAMESPACE = "Cairn";
    private static final @Nullable String FUNCTION = System.getenv("AWS_LAMBDA_FUNCTION_NAME");

    public static final PowertoolsTelemetry INSTANCE = new PowertoolsTelemetry();

    private final MetricCounters tally = new MetricCounters();
    private final @Nullable Metrics metrics = FUNCTION == null ? null : metrics(FUNCTION);

    private PowertoolsTelemetry() {}

    private static Metrics metrics(String function) {
        return MetricsBuilder.builder()
                .withNamespace(NAMESPACE)
                .withService(Objects.requireNonNullElse(System.getenv("POWERTOOLS_SERVICE_NAME"), function))
                .build();
    }

    @Override
    public void during(@Nullable Context context, Work work) throws IOException {
        if (context != null) {
            harmlessly(() -> PowertoolsLogging.initializeLogging(context));
        }
        try {
            work.run();
        } finally {
            harmlessly(this::flush);
            harmlessly(() -> PowertoolsLogging.clearState(true));
        }
    }

    @Override
    public void correlate(String requestId) {
        harmlessly(() -> MDC.put("correlation_id", requestId));
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
    public void duration(String metric, long milliseconds) {
        tally.duration(metric, milliseconds);
    }

    @Override
    public void warn(String message, Map<String, ?> fields) {
        harmlessly(() -> LOG.warn(message, StructuredArguments.entries(complete(fields))));
    }

    @Override
    public void error(String message, Throwable cause, Map<String, ?> fields) {
        harmlessly(() -> {
            Map<String, Object> all = complete(fields);
            all.put("exception", cause.getClass().getName());
            all.put("stack", SafeStackTrace.of(cause));
            LOG.error(message, StructuredArguments.entries(all));
        });
    }

    /** Never empty: see log4j2.xml. */
    private static Map<String, Object> complete(Map<String, ?> fields) {
        Map<String, Object> all = new LinkedHashMap<>(fields);
        all.put("thread", Thread.currentThread().getName());
        return all;
    }

    private void flush() {
        MetricCounters.Counted counted = tally.take();
        if (metrics == null || (counted.counts().isEmpty() && counted.longest().isEmpty())) {
            return;
        }
        counted.counts().forEach((name, value) -> metrics.addMetric(name, value, MetricUnit.COUNT));
        counted.longest().forEach((name, value) -> metrics.addMetric(name, value, MetricUnit.MILLISECONDS));
        counted.byReason().forEach((name, reasons) -> metrics.addMetadata(name + "_by_reason", reasons));
        String correlationId = MDC.get("correlation_id");
        if (correlationId != null) {
            metrics.addMetadata("correlation_id", correlationId);
        }
        metrics.flush();
    }

    /** A failure of telemetry cannot be reported anywhere. */
    private static void harmlessly(Runnable telling) {
        try {
            telling.run();
        } catch (RuntimeException | LinkageError unsaid) {
            // A metric or a log line is lost; the request continues.
        }
    }
}
