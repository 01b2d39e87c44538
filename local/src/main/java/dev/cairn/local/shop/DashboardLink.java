package dev.cairn.local.shop;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.local.demo.Demo;
import dev.cairn.local.http.GatewayAnswer;
import dev.cairn.local.http.GatewayEvent;
import dev.cairn.local.http.LocalServer;
import dev.cairn.store.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Redirects to the demo site's dashboard with a share link, so that no key is needed. */
public final class DashboardLink implements LocalServer.Own {
    private static final String SHARES = "/v1/sites/" + Demo.SITE + "/shares";
    private static final Duration VALID = Duration.ofDays(30);

    private final InternalApiClient asking;
    private @Nullable String share;

    public DashboardLink(InternalApiClient asking) {
        this.asking = asking;
    }

    @Override
    public synchronized GatewayAnswer answer(GatewayEvent request) {
        if (share == null) {
            GatewayAnswer made = asking.post(SHARES, wish());
            if (made.status() / 100 != 2) {
                return made;
            }
            share = read(made).path("share").asText();
        }
        Map<String, String> headers =
                Map.of("location", "/#share=" + share + "&site=" + Demo.SITE, "cache-control", "no-store");
        return new GatewayAnswer(302, headers, new byte[0]);
    }

    private String wish() {
        return Json.MAPPER
                .createObjectNode()
                .put("name", "demo shop")
                .put("expires", asking.clock().instant().plus(VALID).toString())
                .toString();
    }

    private static JsonNode read(GatewayAnswer answer) {
        try {
            return Json.MAPPER.readTree(answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
