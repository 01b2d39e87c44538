package dev.cairn.local.shop;

import dev.cairn.local.http.Gateway;
import dev.cairn.local.http.GatewayAnswer;
import dev.cairn.local.http.GatewayEvent;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;

/**
 * Calls the HTTP API within this process, on behalf of the demo site.
 *
 * @param key a key that can read the demo site
 */
public record InternalApiClient(Gateway gateway, String key, Clock clock) {

    GatewayAnswer get(String path, String query) {
        return ask("GET", path, query, "");
    }

    GatewayAnswer post(String path, String body) {
        return ask("POST", path, "", body);
    }

    private GatewayAnswer ask(String method, String path, String query, String body) {
        Map<String, String> headers = Map.of("authorization", "Bearer " + key, "content-type", "application/json");
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return gateway.answer(new GatewayEvent(method, path, query, headers, bytes, "127.0.0.1", clock.instant()));
    }
}
