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

/** Serves the admin endpoints (section 7): the plan, keys, job requests and single visitors. */
public final class AdminHandler implements RequestStreamHandler {
    private final Telemetry telemetry;
    private final HttpApi api;

    /** For Lambda: reads the configuration from the environment. */
    public AdminHandler() {
        Dependencies dependencies = AwsDependencies.fromEnvironment(
                "TABLE_SETTINGS", "TABLE_STATE", "TABLE_STATISTICS", "ARCHIVE_BUCKET", "MASTER_SECRET_ARN");
        ApiServices services = ApiServices.deployed(dependencies, AwsDependencies.CACHE_FOR);
        this.telemetry = dependencies.telemetry();
        this.api = new HttpApi(
                Router.admin(services, BrowserPaths.fromEnvironment(System.getenv())),
                new EdgeHeaders(dependencies.secrets())::viewerOf,
                dependencies.telemetry());
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, @Nullable Context context) throws IOException {
        telemetry.during(context, () -> api.answer(in, out));
    }
}
