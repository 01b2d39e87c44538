package dev.cairn.collect;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.cairn.access.AccessKey;
import dev.cairn.access.Keys;
import dev.cairn.aws.AwsPorts;
import dev.cairn.http.ApiGateway;
import dev.cairn.http.HttpResponse;
import dev.cairn.http.Paths;
import dev.cairn.observe.Telemetry;
import dev.cairn.plan.FirstSite;
import dev.cairn.plan.Plan;
import dev.cairn.plan.Plans;
import dev.cairn.plan.Site;
import dev.cairn.store.Ports;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** The routes that events come in by, behind API Gateway: decodes, asks the {@link Collector}, translates. */
public final class CollectHandler implements RequestStreamHandler, AutoCloseable {
    /** How long after its day the salt lives by which cookieless visitors are told apart (I1). */
    public static final Duration SALTS_KEPT_AFTER_THE_DAY = Salts.KEPT_AFTER_THE_DAY;

    private final Collector collector;
    private final Telemetry telemetry;

    /** Lambda's: what the environment names. */
    public CollectHandler() {
        this(
                AwsPorts.fromEnvironment("TABLE_SETTINGS", "TABLE_SALTS", "STREAM_NAME"),
                AwsPorts.CACHE_FOR,
                FirstSite.fromEnvironment(System.getenv()).orElse(null),
                Paths.fromEnvironment(System.getenv()));
    }

    /** @param cacheFor how long the plan and the keys may be believed without asking the store */
    public CollectHandler(Ports ports, Duration cacheFor) {
        this(ports, cacheFor, Paths.DEFAULT);
    }

    /** Where the stack has other paths than the usual ones. */
    public CollectHandler(Ports ports, Duration cacheFor, Paths paths) {
        this(ports, cacheFor, null, paths);
    }

    private CollectHandler(Ports ports, Duration cacheFor, @Nullable FirstSite firstSite, Paths paths) {
        this(ports, directory(ports, cacheFor, firstSite), systemPace(), paths);
    }

    CollectHandler(Ports ports, Directory directory, ConfirmedPut.Pace pace) {
        this(ports, directory, pace, Paths.DEFAULT);
    }

    private CollectHandler(Ports ports, Directory directory, ConfirmedPut.Pace pace, Paths paths) {
        this.collector = new Collector(directory, ports, pace, paths);
        this.telemetry = ports.telemetry();
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, @Nullable Context context) throws IOException {
        telemetry.during(context, () -> ApiGateway.write(answer(in), out));
    }

    /** Puts held-back counts of rejected events on the stream. Lambda never calls it: there they go with later requests. */
    @Override
    public void close() {
        collector.end();
    }

    /** The one place where broken machinery is caught: the sender may try again, and nothing was acknowledged. */
    private HttpResponse answer(InputStream in) {
        String requestId = "";
        try {
            var request = ApiGateway.read(in);
            requestId = request.requestId();
            telemetry.correlate(requestId);
            return collector.answer(request);
        } catch (IOException | RuntimeException broken) {
            telemetry.error("a request could not be answered", broken, Map.of("request_id", requestId));
            return Answers.refused(
                    new Refusal(Fault.UNAVAILABLE, "Something of ours is broken; send the events again, same ids."),
                    requestId);
        }
    }

    private static Directory directory(Ports ports, Duration cacheFor, @Nullable FirstSite firstSite) {
        Plans plans = new Plans(ports.items(), ports.clock(), cacheFor, firstSite);
        Keys keys = new Keys(ports.items(), ports.secrets(), ports.clock(), cacheFor);
        return new Directory() {
            @Override
            public Plan plan() {
                return plans.current();
            }

            @Override
            public Optional<Site> site(String id) {
                return plans.site(id);
            }

            @Override
            public Optional<AccessKey> key(String secret) {
                return keys.find(secret);
            }
        };
    }

    private static ConfirmedPut.Pace systemPace() {
        return new ConfirmedPut.Pace(
                () -> Duration.ofNanos(System.nanoTime()).toMillis(),
                CollectHandler::sleep,
                () -> ThreadLocalRandom.current().nextDouble());
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
