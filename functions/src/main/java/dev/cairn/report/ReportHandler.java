package dev.cairn.report;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.cairn.aws.AwsPorts;
import dev.cairn.http.ApiGateway;
import dev.cairn.http.Compression;
import dev.cairn.http.HttpRequest;
import dev.cairn.http.HttpResponse;
import dev.cairn.http.Paths;
import dev.cairn.observe.Telemetry;
import dev.cairn.plan.FirstSite;
import dev.cairn.store.Ports;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The HTTP API for readers behind API Gateway (section 7): decodes, asks the {@link Router}, translates. */
public final class ReportHandler implements RequestStreamHandler {
    /** Lambda answers at most 6 MB, its own JSON around the body included. */
    private static final int PAGE_BYTES = 5_000_000;

    private final Router router;
    private final Rendering rendering;
    private final Telemetry telemetry;

    /** Lambda's: what the environment names. */
    public ReportHandler() {
        this(
                AwsPorts.fromEnvironment("TABLE_SETTINGS", "TABLE_STATE", "TABLE_STATISTICS"),
                AwsPorts.CACHE_FOR,
                FirstSite.fromEnvironment(System.getenv()).orElse(null),
                Paths.fromEnvironment(System.getenv()),
                PAGE_BYTES);
    }

    /** @param cacheFor how long the plan and the keys may be believed without asking the store */
    public ReportHandler(Ports ports, Duration cacheFor) {
        this(ports, cacheFor, Paths.DEFAULT);
    }

    /** Where the stack has other paths than the usual ones. */
    public ReportHandler(Ports ports, Duration cacheFor, Paths paths) {
        this(ports, cacheFor, null, paths, PAGE_BYTES);
    }

    ReportHandler(Ports ports, Duration cacheFor, int pageBytes) {
        this(ports, cacheFor, null, Paths.DEFAULT, pageBytes);
    }

    private ReportHandler(Ports ports, Duration cacheFor, @Nullable FirstSite firstSite, Paths paths, int pageBytes) {
        this.router = new Router(ports, cacheFor, firstSite, paths);
        this.rendering = new Rendering(pageBytes);
        this.telemetry = ports.telemetry();
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, @Nullable Context context) throws IOException {
        telemetry.during(context, () -> ApiGateway.write(answer(in), out));
    }

    /** The one place where broken machinery is caught. */
    private HttpResponse answer(InputStream in) {
        String requestId = "";
        try {
            HttpRequest request = ApiGateway.read(in);
            requestId = request.requestId();
            telemetry.correlate(requestId);
            return Compression.of(response(router.answer(request), request), request);
        } catch (IOException | RuntimeException broken) {
            telemetry.error("a request could not be answered", broken, Map.of("request_id", requestId));
            return Responses.broken(requestId);
        }
    }

    private HttpResponse response(Answer answer, HttpRequest request) {
        return switch (answer) {
            case Refusal refusal -> Responses.of(refusal, request);
            case Content content -> Responses.of(content, request);
            case Tabular report -> response(rendering.render(report, request), request);
        };
    }
}
