package dev.cairn.aggregate;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.aws.AwsDependencies;
import dev.cairn.plan.version.FirstSite;
import dev.cairn.plan.version.PlanRepository;
import dev.cairn.store.Dependencies;
import dev.cairn.store.Json;
import dev.cairn.store.notice.Notices;
import dev.cairn.store.work.Workers;
import dev.cairn.telemetry.Telemetry;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs the aggregator on the schedule's event and returns a summary. {@code {"detail":{"full":true}}} requests a run
 * over every day.
 */
public final class AggregateHandler implements RequestStreamHandler {
    /** No further day is started with less time left than this. */
    private static final int LAST_BEGIN_MILLIS = 60_000;

    private final Telemetry telemetry;
    private final Aggregator aggregator;

    /** Lambda's constructor: configured from the environment. */
    public AggregateHandler() {
        this(
                AwsDependencies.fromEnvironment("TABLE_SETTINGS", "TABLE_STATE", "TABLE_STATISTICS", "STREAM_NAME"),
                AwsDependencies.CACHE_FOR,
                AwsDependencies.workersFromEnvironment(),
                AwsDependencies.noticesFromEnvironment(),
                FirstSite.fromEnvironment(System.getenv()).orElse(null));
    }

    /**
     * A handler without workers: it counts everything itself.
     *
     * @param cacheFor how long the current plan may be cached without reading the store
     */
    public AggregateHandler(Dependencies dependencies, Duration cacheFor) {
        this(dependencies, cacheFor, Workers.NONE);
    }

    /** @param workers count what would be too much work for the run alone */
    public AggregateHandler(Dependencies dependencies, Duration cacheFor, Workers workers) {
        this(dependencies, cacheFor, workers, Notices.NONE);
    }

    /** @param notices receives digests and alarm changes */
    public AggregateHandler(Dependencies dependencies, Duration cacheFor, Workers workers, Notices notices) {
        this(dependencies, cacheFor, workers, notices, null);
    }

    private AggregateHandler(
            Dependencies dependencies,
            Duration cacheFor,
            Workers workers,
            Notices notices,
            @Nullable FirstSite firstSite) {
        this.telemetry = dependencies.telemetry();
        PlanRepository plans = new PlanRepository(dependencies.items(), dependencies.clock(), cacheFor, firstSite);
        this.aggregator = new Aggregator(plans, dependencies, workers, notices);
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, @Nullable Context context) throws IOException {
        BooleanSupplier timeLeft = () -> context == null || context.getRemainingTimeInMillis() > LAST_BEGIN_MILLIS;
        telemetry.during(context, () -> {
            JsonNode event = Json.MAPPER.readTree(in);
            boolean full = event.path("detail").path("full").asBoolean();
            Aggregator.Summary summary = aggregator.run(full, timeLeft);
            out.write(Json.write(summary).getBytes(StandardCharsets.UTF_8));
        });
    }
}
