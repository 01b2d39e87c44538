package dev.cairn.local;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.local.http.Gateway;
import dev.cairn.local.http.GatewayAnswer;
import dev.cairn.local.http.GatewayEvent;
import dev.cairn.local.http.LocalServer;
import dev.cairn.local.notices.LocalNotices;
import dev.cairn.local.notices.NoticesPage;
import dev.cairn.local.shop.DashboardLink;
import dev.cairn.local.shop.InternalApiClient;
import dev.cairn.local.shop.Shop;
import dev.cairn.local.shop.TodaysFunnel;
import dev.cairn.local.stream.RecordFailedException;
import dev.cairn.store.Json;
import dev.cairn.telemetry.ConsoleTelemetry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.Map;

/**
 * The routes that exist only on this machine: the system's progress, a run on demand, messages about its sites, and the
 * demo shop.
 */
final class LocalOnlyRoutes {
    static final String NOTICES = "/_local/notices";

    private final LocalSystem system;
    private final ConsoleTelemetry telemetry;
    private final LocalNotices notices;

    LocalOnlyRoutes(LocalSystem system, ConsoleTelemetry telemetry, LocalNotices notices) {
        this.system = system;
        this.telemetry = telemetry;
        this.notices = notices;
    }

    Map<String, LocalServer.Own> of(LocalOptions options, Gateway gateway) {
        Map<String, LocalServer.Own> routes = new HashMap<>();
        routes.put("GET /_local/status", request -> GatewayAnswer.json(200, status()));
        routes.put("POST /_local/aggregate", this::aggregate);
        routes.put("POST /_local/backup", this::backup);
        NoticesPage page = new NoticesPage(notices);
        routes.put("GET " + NOTICES, request -> page.answer());
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
            return error(503, "stuck", String.valueOf(stuck.getMessage()));
        } catch (IOException | RuntimeException e) {
            telemetry.error("a run on demand failed", e, Map.of("path", request.path()));
            return error(500, "failed", "The run failed; the console shows the cause.");
        }
    }

    /** Requires the admin key: a copy contains every key and secret, and doubles the disk space used. */
    private synchronized GatewayAnswer backup(GatewayEvent request) {
        byte[] sent = request.headers().getOrDefault("authorization", "").getBytes(StandardCharsets.UTF_8);
        if (!MessageDigest.isEqual(sent, ("Bearer " + system.adminKey()).getBytes(StandardCharsets.UTF_8))) {
            return error(401, "unauthorized", "A backup needs the admin key.");
        }
        try {
            Path folder = system.backup();
            return folder == null
                    ? error(409, "no_data_folder", "All data is in memory; start ./cairn local with --data.")
                    : GatewayAnswer.json(
                            200,
                            Json.MAPPER
                                    .createObjectNode()
                                    .put("folder", folder.toString())
                                    .toString());
        } catch (IOException | RuntimeException e) {
            telemetry.error("the backup failed", e, Map.of("because", String.valueOf(e.getMessage())));
            return error(500, "failed", "The backup failed; the console shows the cause.");
        }
    }

    private static GatewayAnswer error(int status, String code, String message) {
        ObjectNode answer = Json.MAPPER.createObjectNode();
        answer.putObject("error").put("code", code).put("message", message);
        return GatewayAnswer.json(status, answer.toString());
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
