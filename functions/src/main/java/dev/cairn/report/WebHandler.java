package dev.cairn.report;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.cairn.http.BrowserPaths;
import dev.cairn.telemetry.PowertoolsTelemetry;
import dev.cairn.telemetry.Telemetry;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Serves public files (section 8): the script, the dashboard and the API description. It has no tables and no secrets.
 */
public final class WebHandler implements RequestStreamHandler {
    private final Telemetry telemetry = PowertoolsTelemetry.INSTANCE;
    private final HttpApi api;

    /** For Lambda: reads the configuration from the environment. */
    public WebHandler() {
        this.api = new HttpApi(
                Router.web(BrowserPaths.fromEnvironment(System.getenv())), UnaryOperator.identity(), telemetry);
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, @Nullable Context context) throws IOException {
        telemetry.during(context, () -> api.answer(in, out));
    }
}
