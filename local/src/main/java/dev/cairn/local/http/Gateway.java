package dev.cairn.local.http;

import dev.cairn.collect.protocol.Protocols;
import dev.cairn.http.BrowserPaths;
import dev.cairn.local.Function;
import dev.cairn.telemetry.Telemetry;
import java.io.IOException;
import java.util.Map;
import java.util.Set;

/** Routes requests of the HTTP API to the functions. */
public final class Gateway {

    /** API Gateway's response when a function fails. */
    private static final GatewayAnswer FAILED = GatewayAnswer.json(500, "{\"message\":\"Internal Server Error\"}");

    private final Set<String> collected;
    private final Function collect;
    private final Function report;
    private final Telemetry telemetry;

    public Gateway(BrowserPaths paths, Function collect, Function report, Telemetry telemetry) {
        this.collected = Protocols.routes(paths);
        this.collect = collect;
        this.report = report;
        this.telemetry = telemetry;
    }

    public GatewayAnswer answer(GatewayEvent event) {
        try {
            return GatewayAnswer.read(route(event).invoke(event.json()));
        } catch (IOException | RuntimeException | StackOverflowError e) {
            telemetry.error("a function failed", e, Map.of("path", event.path()));
            return FAILED;
        }
    }

    private Function route(GatewayEvent event) {
        boolean collects =
                collected.contains(event.method() + " " + event.path()) || collected.contains("ANY " + event.path());
        return collects ? collect : report;
    }
}
