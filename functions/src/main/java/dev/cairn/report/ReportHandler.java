package dev.cairn.report;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.cairn.access.EdgeHeaders;
import dev.cairn.aws.AwsDependencies;
import dev.cairn.http.BrowserPaths;
import dev.cairn.store.Dependencies;
import dev.cairn.telemetry.Telemetry;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Serves statistics (section 7). It writes nothing, does not read the archive, and reads no secret except the edge
 * secret.
 */
public final class ReportHandler implements RequestStreamHandler {
    private final Telemetry telemetry;
    private final HttpApi api;

    /** For Lambda: reads the configuration from the environment. */
    public ReportHandler() {
        Dependencies dependencies =
                AwsDependencies.fromEnvironment("TABLE_SETTINGS", "TABLE_STATE", "TABLE_STATISTICS");
        ApiServices services = ApiServices.deployed(dependencies, AwsDependencies.CACHE_FOR);
        this.telemetry = dependencies.telemetry();
        this.api = new HttpApi(
                Router.report(services, BrowserPaths.fromEnvironment(System.getenv())),
                new EdgeHeaders(dependencies.secrets())::viewerOf,
                dependencies.telemetry());
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, @Nullable Context context) throws IOException {
        telemetry.during(context, () -> api.answer(in, out));
    }
}
