package dev.cairn.collect;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.cairn.access.AccessKey;
import dev.cairn.access.KeyService;
import dev.cairn.aws.AwsDependencies;
import dev.cairn.collect.access.SiteDirectory;
import dev.cairn.collect.identity.DailySalts;
import dev.cairn.collect.request.RequestError;
import dev.cairn.collect.request.RequestRefusal;
import dev.cairn.collect.stream.RetryingStreamWriter;
import dev.cairn.http.ApiGateway;
import dev.cairn.http.BrowserPaths;
import dev.cairn.http.HstsHeader;
import dev.cairn.http.HttpResponse;
import dev.cairn.plan.model.Plan;
import dev.cairn.plan.model.Site;
import dev.cairn.plan.version.FirstSite;
import dev.cairn.plan.version.PlanRepository;
import dev.cairn.store.Dependencies;
import dev.cairn.telemetry.Telemetry;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Handles the collection routes behind API Gateway: decodes the request, calls the {@link CollectPipeline}, encodes the
 * response.
 */
public final class CollectHandler implements RequestStreamHandler, AutoCloseable {
    /** How long after a day the salt that distinguishes its cookieless visitors is kept (I1). */
    public static final Duration SALTS_KEPT_AFTER_THE_DAY = DailySalts.KEPT_AFTER_THE_DAY;

    private final CollectPipeline collector;
    private final Telemetry telemetry;

    /** Used by Lambda; configured by the environment. */
    public CollectHandler() {
        this(
                AwsDependencies.fromEnvironment("TABLE_SETTINGS", "TABLE_SALTS", "TABLE_STATISTICS", "STREAM_NAME"),
                BrowserPaths.fromEnvironment(System.getenv()));
    }

    /** Has no permission to read the admin key. */
    private CollectHandler(Dependencies dependencies, BrowserPaths paths) {
        this(
                dependencies,
                directory(
                        plans(dependencies, AwsDependencies.CACHE_FOR, FirstSite.fromEnvironment(System.getenv())),
                        KeyService.withStoredAdminKey(
                                dependencies.items(), dependencies.clock(), AwsDependencies.CACHE_FOR)),
                systemPace(),
                paths);
    }

    /** @param cacheFor how long the plan and the keys may be cached before the store is read again */
    public CollectHandler(Dependencies dependencies, Duration cacheFor) {
        this(dependencies, cacheFor, BrowserPaths.DEFAULT);
    }

    /** For a stack whose paths differ from the defaults. */
    public CollectHandler(Dependencies dependencies, Duration cacheFor, BrowserPaths paths) {
        this(
                dependencies,
                directory(
                        plans(dependencies, cacheFor, Optional.empty()),
                        new KeyService(dependencies.items(), dependencies.secrets(), dependencies.clock(), cacheFor)),
                systemPace(),
                paths);
    }

    CollectHandler(Dependencies dependencies, SiteDirectory directory, RetryingStreamWriter.RetryTiming pace) {
        this(dependencies, directory, pace, BrowserPaths.DEFAULT);
    }

    private CollectHandler(
            Dependencies dependencies,
            SiteDirectory directory,
            RetryingStreamWriter.RetryTiming pace,
            BrowserPaths paths) {
        this.collector = new CollectPipeline(directory, dependencies, pace, paths);
        this.telemetry = dependencies.telemetry();
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, @Nullable Context context) throws IOException {
        telemetry.during(context, () -> ApiGateway.write(answer(in), out));
    }

    /**
     * Writes the pending counts of rejected events to the stream and those of refused requests to the table. Lambda
     * never calls this; there, later requests write the counts.
     */
    @Override
    public void close() {
        collector.end();
    }

    /** The only place where internal failures are caught. Nothing was acknowledged, so the sender may retry. */
    private HttpResponse answer(InputStream in) {
        String requestId = "";
        try {
            var request = ApiGateway.read(in);
            requestId = request.requestId();
            telemetry.correlate(requestId);
            return HstsHeader.of(collector.answer(request), request);
        } catch (IOException | RuntimeException broken) {
            telemetry.error("a request could not be answered", broken, Map.of("request_id", requestId));
            return CollectResponses.refused(
                    new RequestRefusal(
                            RequestError.UNAVAILABLE, "Internal error; send the events again with the same ids."),
                    requestId);
        }
    }

    private static PlanRepository plans(Dependencies dependencies, Duration cacheFor, Optional<FirstSite> firstSite) {
        return new PlanRepository(dependencies.items(), dependencies.clock(), cacheFor, firstSite.orElse(null));
    }

    private static SiteDirectory directory(PlanRepository plans, KeyService keys) {
        return new SiteDirectory() {
            @Override
            public Plan plan() {
                return plans.current();
            }

            @Override
            public Optional<Site> site(String id) {
                return plans.site(id);
            }

            @Override
            public Optional<AccessKey> key(String secret, String address) {
                return keys.find(secret, address);
            }
        };
    }

    private static RetryingStreamWriter.RetryTiming systemPace() {
        return new RetryingStreamWriter.RetryTiming(
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
