package dev.cairn.jobs;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.aws.AwsDependencies;
import dev.cairn.plan.version.FirstSite;
import dev.cairn.plan.version.PlanRepository;
import dev.cairn.store.Dependencies;
import dev.cairn.store.Json;
import dev.cairn.store.work.JobStore.Job;
import dev.cairn.telemetry.Telemetry;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Takes the schedule's event and returns a summary of the jobs: {@code {"open":1,"over":0,"failing":0,"deferred":0}}.
 * {@code {"detail":{"jobs":["…"]}}} continues only these jobs.
 */
public final class JobsHandler implements RequestStreamHandler {
    /**
     * No further archived object or day is started with less time left than this; an object holds tens of thousands of
     * events.
     */
    private static final int LAST_BEGIN_MILLIS = 300_000;

    private final Telemetry telemetry;
    private final JobRunner restatement;

    /** For Lambda: reads the configuration from the environment. */
    public JobsHandler() {
        this(
                AwsDependencies.fromEnvironment(
                        "TABLE_SETTINGS", "TABLE_STATE", "TABLE_STATISTICS", "ARCHIVE_BUCKET", "FAILED_BATCHES_BUCKET"),
                AwsDependencies.CACHE_FOR,
                PropagationDelay.inTheCloud(AwsDependencies.CACHE_FOR),
                FirstSite.fromEnvironment(System.getenv()).orElse(null));
    }

    /** @param cacheFor how long the current plan may be cached without reading the store, here and elsewhere */
    public JobsHandler(Dependencies dependencies, Duration cacheFor) {
        this(dependencies, cacheFor, PropagationDelay.inTheCloud(cacheFor));
    }

    /** @param patience {@link PropagationDelay#NONE} only for callers that guarantee its precondition */
    public JobsHandler(Dependencies dependencies, Duration cacheFor, PropagationDelay patience) {
        this(dependencies, cacheFor, patience, null);
    }

    private JobsHandler(
            Dependencies dependencies, Duration cacheFor, PropagationDelay patience, @Nullable FirstSite firstSite) {
        this.telemetry = dependencies.telemetry();
        this.restatement = new JobRunner(
                new PlanRepository(dependencies.items(), dependencies.clock(), cacheFor, firstSite),
                dependencies,
                patience);
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, @Nullable Context context) throws IOException {
        telemetry.during(context, () -> {
            JobRunner.Summary summary = restatement.run(
                    meant(Json.MAPPER.readTree(in)),
                    () -> context == null || context.getRemainingTimeInMillis() > LAST_BEGIN_MILLIS);
            out.write(Json.write(summary).getBytes(StandardCharsets.UTF_8));
        });
    }

    private static Predicate<Job> meant(JsonNode event) {
        JsonNode jobs = event.path("detail").path("jobs");
        Set<String> ids = new HashSet<>();
        jobs.forEach(id -> ids.add(id.asText()));
        return job -> jobs.isMissingNode() || ids.contains(job.id());
    }
}
