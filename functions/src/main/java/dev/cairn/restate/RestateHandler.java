package dev.cairn.restate;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.cairn.aws.AwsPorts;
import dev.cairn.observe.Telemetry;
import dev.cairn.plan.FirstSite;
import dev.cairn.plan.Plans;
import dev.cairn.store.Json;
import dev.cairn.store.Ports;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The schedule's event in, a summary of the jobs out. The event's content does not matter. */
public final class RestateHandler implements RequestStreamHandler {
    /** No further archived object is begun with less time than this; one is some tens of thousands of events. */
    private static final int LAST_BEGIN_MILLIS = 300_000;

    private final Telemetry telemetry;
    private final Restatement restatement;

    /** Lambda's: what the environment names. */
    public RestateHandler() {
        this(
                AwsPorts.fromEnvironment("TABLE_SETTINGS", "TABLE_STATE", "TABLE_STATISTICS", "ARCHIVE_BUCKET"),
                AwsPorts.CACHE_FOR,
                FirstSite.fromEnvironment(System.getenv()).orElse(null));
    }

    /** @param cacheFor how long the current plan may be believed without asking the store, here and elsewhere */
    public RestateHandler(Ports ports, Duration cacheFor) {
        this(ports, cacheFor, null);
    }

    private RestateHandler(Ports ports, Duration cacheFor, @Nullable FirstSite firstSite) {
        this.telemetry = ports.telemetry();
        this.restatement = new Restatement(new Plans(ports.items(), ports.clock(), cacheFor, firstSite), ports);
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, @Nullable Context context) throws IOException {
        telemetry.during(context, () -> {
            Restatement.Summary summary =
                    restatement.run(() -> context == null || context.getRemainingTimeInMillis() > LAST_BEGIN_MILLIS);
            out.write(Json.write(summary).getBytes(StandardCharsets.UTF_8));
        });
    }
}
