package dev.cairn.restate;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.aws.AwsPorts;
import dev.cairn.observe.Telemetry;
import dev.cairn.plan.FirstSite;
import dev.cairn.plan.Plans;
import dev.cairn.store.Jobs.Job;
import dev.cairn.store.Json;
import dev.cairn.store.Ports;
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
 * The schedule's event in, a summary of the jobs out: {@code {"open":1,"over":0,"failing":0}}.
 * {@code {"detail":{"jobs":["…"]}}} goes on with these only.
 */
public final class RestateHandler implements RequestStreamHandler {
    /** No further archived object, or day, is begun with less time than this; one is some tens of thousands of events. */
    private static final int LAST_BEGIN_MILLIS = 300_000;

    private final Telemetry telemetry;
    private final Restatement restatement;

    /** Lambda's: what the environment names. */
    public RestateHandler() {
        this(
                AwsPorts.fromEnvironment(
                        "TABLE_SETTINGS", "TABLE_STATE", "TABLE_STATISTICS", "ARCHIVE_BUCKET", "FAILED_BATCHES_BUCKET"),
                AwsPorts.CACHE_FOR,
                Patience.inTheCloud(AwsPorts.CACHE_FOR),
                FirstSite.fromEnvironment(System.getenv()).orElse(null));
    }

    /** @param cacheFor how long the current plan may be believed without asking the store, here and elsewhere */
    public RestateHandler(Ports ports, Duration cacheFor) {
        this(ports, cacheFor, Patience.inTheCloud(cacheFor));
    }

    /** @param patience {@link Patience#NONE} only for whoever sees to what it says */
    public RestateHandler(Ports ports, Duration cacheFor, Patience patience) {
        this(ports, cacheFor, patience, null);
    }

    private RestateHandler(Ports ports, Duration cacheFor, Patience patience, @Nullable FirstSite firstSite) {
        this.telemetry = ports.telemetry();
        this.restatement =
                new Restatement(new Plans(ports.items(), ports.clock(), cacheFor, firstSite), ports, patience);
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, @Nullable Context context) throws IOException {
        telemetry.during(context, () -> {
            Restatement.Summary summary = restatement.run(
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
