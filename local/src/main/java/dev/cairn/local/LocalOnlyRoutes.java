package dev.cairn.local;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.local.http.Gateway;
import dev.cairn.local.http.GatewayAnswer;
import dev.cairn.local.http.GatewayEvent;
import dev.cairn.local.http.LocalServer;
import dev.cairn.local.shop.DashboardLink;
import dev.cairn.local.shop.InternalApiClient;
import dev.cairn.local.shop.Shop;
import dev.cairn.local.shop.TodaysFunnel;
import dev.cairn.local.stream.RecordFailedException;
import dev.cairn.store.Json;
import dev.cairn.telemetry.ConsoleTelemetry;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** The routes that exist only on this machine: the system's progress, a run on demand, and the demo's shop. */
final class LocalOnlyRoutes {
    private final LocalSystem system;
    private final ConsoleTelemetry telemetry;

    LocalOnlyRoutes(LocalSystem system, ConsoleTelemetry telemetry) {
        this.system = system;
        this.telemetry = telemetry;
    }

    Map<String, LocalServer.Own> of(LocalOptions options, Gateway gateway) {
        Map<String, LocalServer.Own> routes = new HashMap<>();
        routes.put("GET /_local/status", request -> GatewayAnswer.json(200, status()));
        routes.put("POST /_local/aggregate", this::aggregate);
        if (options.demo()) {
            InternalApiClient asking = new InternalApiClient(gateway, system.adminKey(), system.clock());
            routes.putAll(new Shop(options.paths()).routes(new TodaysFunnel(asking), new DashboardLink(asking)));
        }
        return routes;
    }

    private GatewayAnswer aggregate(GatewayEvent request) throws InterruptedException {
        try {
            return GatewayAnswer.json(200, system.aggregate());
        } catch (RecordFailedException stuck) {
            ObjectNode answer = Json.MAPPER.createObjectNode();
            answer.putObject("error").put("code", "stuck").put("message", stuck.getMessage());
            return GatewayAnswer.json(503, answer.toString());
        } catch (IOException | RuntimeException e) {
            telemetry.error("a run on demand failed", e, Map.of("path", request.path()));
            return GatewayAnswer.json(
                    500,
                    "{\"error\":{\"code\":\"failed\",\"message\":\"The run failed; the"
                            + " console shows the cause.\"}}");
        }
    }

    private String status() {
        ObjectNode status = Json.MAPPER.createObjectNode();
        status.put("time", system.clock().instant().toString());
        status.put("stream_behind", system.behind());
        ObjectNode counts = status.putObject("counted_since_last_asked");
        telemetry.takeCounts().forEach(counts::put);
        return status.toString();
    }
}
