package dev.cairn.report;

import dev.cairn.http.ApiGateway;
import dev.cairn.http.Compression;
import dev.cairn.http.HstsHeader;
import dev.cairn.http.HttpRequest;
import dev.cairn.http.HttpResponse;
import dev.cairn.report.api.ErrorResponse;
import dev.cairn.report.api.HttpResponses;
import dev.cairn.report.api.Response;
import dev.cairn.report.api.TableRenderer;
import dev.cairn.report.api.TableResponse;
import dev.cairn.report.api.TextResponse;
import dev.cairn.telemetry.Telemetry;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Handles API Gateway requests: decodes the request, calls the {@link Router} and encodes the response. */
final class HttpApi {
    /** Lambda returns at most 6 MB, including the JSON around the body. */
    private static final int PAGE_BYTES = 5_000_000;

    private final Router router;
    private final UnaryOperator<HttpRequest> viewerOf;
    private final TableRenderer rendering;
    private final Telemetry telemetry;

    /** @param viewerOf restores the request as the client sent it to a CDN or proxy in front of the stack */
    HttpApi(Router router, UnaryOperator<HttpRequest> viewerOf, Telemetry telemetry) {
        this(router, viewerOf, telemetry, PAGE_BYTES);
    }

    HttpApi(Router router, UnaryOperator<HttpRequest> viewerOf, Telemetry telemetry, int pageBytes) {
        this.router = router;
        this.viewerOf = viewerOf;
        this.rendering = new TableRenderer(pageBytes);
        this.telemetry = telemetry;
    }

    void answer(InputStream in, OutputStream out) throws IOException {
        ApiGateway.write(answer(in), out);
    }

    /** The only place that catches unexpected exceptions. */
    private HttpResponse answer(InputStream in) {
        String requestId = "";
        try {
            HttpRequest received = ApiGateway.read(in);
            requestId = received.requestId();
            telemetry.correlate(requestId);
            HttpRequest request = viewerOf.apply(received);
            HttpResponse response = Compression.of(response(router.answer(request), request), request);
            return HstsHeader.of(response, request);
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
