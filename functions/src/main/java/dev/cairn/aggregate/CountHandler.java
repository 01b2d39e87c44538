package dev.cairn.aggregate;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.cairn.aggregate.work.Worker;
import dev.cairn.aggregate.work.WorkerAssignment;
import dev.cairn.aws.AwsDependencies;
import dev.cairn.plan.version.FirstSite;
import dev.cairn.plan.version.PlanRepository;
import dev.cairn.store.Dependencies;
import dev.cairn.store.Json;
import dev.cairn.telemetry.Telemetry;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Counts the buckets of a {@link WorkerAssignment} and returns its progress. Nothing reads this result, because the
 * tables show which buckets are counted.
 */
public final class CountHandler implements RequestStreamHandler {
    /** No further bucket is started with less time left than this. */
    private static final int LAST_BEGIN_MILLIS = 60_000;

    private final Telemetry telemetry;
    private final Worker worker;

    /** Lambda's constructor: configured from the environment. */
    public CountHandler() {
        this(
                AwsDependencies.fromEnvironment("TABLE_SETTINGS", "TABLE_STATE", "TABLE_STATISTICS"),
                AwsDependencies.CACHE_FOR,
                FirstSite.fromEnvironment(System.getenv()).orElse(null));
    }

    /** @param cacheFor how long the current plan may be cached without reading the store */
    public CountHandler(Dependencies dependencies, Duration cacheFor) {
        this(dependencies, cacheFor, null);
    }

    private CountHandler(Dependencies dependencies, Duration cacheFor, @Nullable FirstSite firstSite) {
        this.telemetry = dependencies.telemetry();
        this.worker = new Worker(
                new PlanRepository(dependencies.items(), dependencies.clock(), cacheFor, firstSite), dependencies);
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, @Nullable Context context) throws IOException {
        BooleanSupplier timeLeft = () -> context == null || context.getRemainingTimeInMillis() > LAST_BEGIN_MILLIS;
        telemetry.during(context, () -> {
            Worker.Summary summary = worker.count(WorkerAssignment.read(in.readAllBytes()), timeLeft);
            out.write(Json.write(summary).getBytes(StandardCharsets.UTF_8));
        });
    }

    /** Counts a work list on the calling thread; interrupting the thread stops it. */
    public void count(byte[] work) {
        worker.count(WorkerAssignment.read(work), () -> !Thread.currentThread().isInterrupted());
    }
}
