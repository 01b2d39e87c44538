package dev.cairn.report;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.cairn.access.EdgeHeaders;
import dev.cairn.access.KeyService;
import dev.cairn.http.BrowserPaths;
import dev.cairn.store.Dependencies;
import dev.cairn.telemetry.Telemetry;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Serves the whole API in one process that has the admin key itself, for {@code ./cairn local} and tests. */
public final class ApiHandler implements RequestStreamHandler {
    private final Telemetry telemetry;
    private final HttpApi api;

    /** @param cacheFor how long the plan and the keys are cached before the store is read again */
    public ApiHandler(Dependencies dependencies, Duration cacheFor) {
        this(dependencies, cacheFor, BrowserPaths.DEFAULT);
    }

    /** For paths other than the defaults. */
    public ApiHandler(Dependencies dependencies, Duration cacheFor, BrowserPaths paths) {
        this.telemetry = dependencies.telemetry();
        this.api = new HttpApi(
                Router.everything(services(dependencies, cacheFor), paths),
                new EdgeHeaders(dependencies.secrets())::viewerOf,
                telemetry);
    }

    ApiHandler(Dependencies dependencies, Duration cacheFor, int pageBytes) {
        this.telemetry = dependencies.telemetry();
        this.api = new HttpApi(
                Router.everything(services(dependencies, cacheFor), BrowserPaths.DEFAULT),
                new EdgeHeaders(dependencies.secrets())::viewerOf,
                telemetry,
                pageBytes);
    }

    private static ApiServices services(Dependencies dependencies, Duration cacheFor) {
        KeyService keys = new KeyService(dependencies.items(), dependencies.secrets(), dependencies.clock(), cacheFor);
        return ApiServices.of(dependencies, cacheFor, null, keys);
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, @Nullable Context context) throws IOException {
        telemetry.during(context, () -> api.answer(in, out));
    }
}
