package dev.cairn.report;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.cairn.aws.AwsDependencies;
import dev.cairn.http.ApiGateway;
import dev.cairn.http.Compression;
import dev.cairn.http.HttpRequest;
import dev.cairn.http.HttpResponse;
import dev.cairn.http.PublicPaths;
import dev.cairn.plan.version.FirstSite;
import dev.cairn.report.api.ErrorResponse;
import dev.cairn.report.api.HttpResponses;
import dev.cairn.report.api.Response;
import dev.cairn.report.api.TableRenderer;
import dev.cairn.report.api.TableResponse;
import dev.cairn.report.api.TextResponse;
import dev.cairn.store.Dependencies;
import dev.cairn.telemetry.Telemetry;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Handles the HTTP API for readers behind API Gateway (section 7): decodes the request, calls the {@link Router} and
 * translates the response.
 */
public final class ReportHandler implements RequestStreamHandler {
    /** Lambda returns at most 6 MB, including the JSON around the body. */
    private static final int PAGE_BYTES = 5_000_000;

    private final Router router;
    private final TableRenderer rendering;
    private final Telemetry telemetry;

    /** For Lambda: reads the configuration from the environment. */
    public ReportHandler() {
        this(
                AwsDependencies.fromEnvironment("TABLE_SETTINGS", "TABLE_STATE", "TABLE_STATISTICS"),
                AwsDependencies.CACHE_FOR,
                FirstSite.fromEnvironment(System.getenv()).orElse(null),
                PublicPaths.fromEnvironment(System.getenv()),
                PAGE_BYTES);
    }

    /** @param cacheFor how long the plan and the keys are cached before the store is read again */
    public ReportHandler(Dependencies dependencies, Duration cacheFor) {
        this(dependencies, cacheFor, PublicPaths.DEFAULT);
    }

    /** For a stack whose paths differ from the defaults. */
    public ReportHandler(Dependencies dependencies, Duration cacheFor, PublicPaths paths) {
        this(dependencies, cacheFor, null, paths, PAGE_BYTES);
    }

    ReportHandler(Dependencies dependencies, Duration cacheFor, int pageBytes) {
        this(dependencies, cacheFor, null, PublicPaths.DEFAULT, pageBytes);
    }

    private ReportHandler(
            Dependencies dependencies,
            Duration cacheFor,
            @Nullable FirstSite firstSite,
            PublicPaths paths,
            int pageBytes) {
        this.router = new Router(dependencies, cacheFor, firstSite, paths);
        this.rendering = new TableRenderer(pageBytes);
        this.telemetry = dependencies.telemetry();
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, @Nullable Context context) throws IOException {
        telemetry.during(context, () -> ApiGateway.write(answer(in), out));
    }

    /** The only place where internal failures are caught. */
    private HttpResponse answer(InputStream in) {
        String requestId = "";
        try {
            HttpRequest request = ApiGateway.read(in);
            requestId = request.requestId();
            telemetry.correlate(requestId);
            return Compression.of(response(router.answer(request), request), request);
        } catch (IOException | RuntimeException broken) {
            telemetry.error("a request could not be answered", broken, Map.of("request_id", requestId));
            return HttpResponses.broken(requestId);
        }
    }

    private HttpResponse response(Response answer, HttpRequest request) {
        return switch (answer) {
            case ErrorResponse refusal -> HttpResponses.of(refusal, request);
            case TextResponse content -> HttpResponses.of(content, request);
            case TableResponse report -> response(rendering.render(report, request), request);
        };
    }
}
