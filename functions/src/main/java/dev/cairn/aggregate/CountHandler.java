package dev.cairn.aggregate;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.cairn.aggregate.work.WorkList;
import dev.cairn.aggregate.work.Worker;
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

/** A {@link WorkList} in, how far it came out; nobody reads that, for what is counted is seen in the tables. */
public final class CountHandler implements RequestStreamHandler {
    /** No further bucket is begun with less time than this. */
    private static final int LAST_BEGIN_MILLIS = 60_000;

    private final Telemetry telemetry;
    private final Worker worker;

    /** Lambda's: what the environment names. */
    public CountHandler() {
        this(
                AwsDependencies.fromEnvironment("TABLE_SETTINGS", "TABLE_STATE", "TABLE_STATISTICS"),
                AwsDependencies.CACHE_FOR,
                FirstSite.fromEnvironment(System.getenv()).orElse(null));
    }

    /** @param cacheFor how long the current plan may be believed without asking the store */
    public CountHandler(Dependencies ports, Duration cacheFor) {
        this(ports, cacheFor, null);
    }

    private CountHandler(Dependencies ports, Duration cacheFor, @Nullable FirstSite firstSite) {
        this.telemetry = ports.telemetry();
        this.worker = new Worker(new PlanRepository(ports.items(), ports.clock(), cacheFor, firstSite), ports);
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, @Nullable Context context) throws IOException {
        BooleanSupplier timeLeft = () -> context == null || context.getRemainingTimeInMillis() > LAST_BEGIN_MILLIS;
        telemetry.during(context, () -> {
            Worker.Summary summary = worker.count(WorkList.read(in.readAllBytes()), timeLeft);
            out.write(Json.write(summary).getBytes(StandardCharsets.UTF_8));
        });
    }

    /** Does some work on this thread, which may be interrupted. */
    public void count(byte[] work) {
        worker.count(WorkList.read(work), () -> !Thread.currentThread().isInterrupted());
    }
}
