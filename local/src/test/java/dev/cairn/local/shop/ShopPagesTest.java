package dev.cairn.local.shop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.http.BrowserPaths;
import dev.cairn.local.http.GatewayAnswer;
import dev.cairn.local.http.GatewayEvent;
import dev.cairn.local.http.LocalServer;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShopPagesTest {
    private static final Pattern ADDRESS = Pattern.compile("(?:href|src)=\"(/shop[^\"#]*)");

    private final Map<String, LocalServer.Own> routes = new Shop(new BrowserPaths("/in", "/light.js", "/dot.gif"))
            .routes(request -> GatewayAnswer.json(200, "{}"), request -> GatewayAnswer.json(200, "{}"));

    @Test
    void everyPageHasTheSnippetOfThisStackAndNoPlaceLeftOpen() {
        for (String page : routes.keySet()) {
            String text = page.matches("GET /shop/(p/.*|cart|checkout|thanks|quote)?")
                    ? get(page).text()
                    : "";
            if (!text.isEmpty()) {
                assertThat(text)
                        .as(page)
                        .contains("<script defer src=\"/light.js\" data-site=\"demo\"")
                        .doesNotContain("{{", "<script>", " style=\"", " onclick=");
            }
        }
    }

    @Test
    void everyAddressWithinTheShopIsAnswered() {
        int addresses = 0;
        for (String route : routes.keySet()) {
            Matcher address = ADDRESS.matcher(get(route).text());
            while (address.find()) {
                addresses++;
                assertThat(routes).as("from " + route).containsKey("GET " + address.group(1));
            }
        }
        assertThat(addresses).isGreaterThan(100);
    }

    @Test
    void noScriptOfAnotherServerIsAllowed() {
        assertThat(get("GET /shop/").headers().get("content-security-policy"))
                .contains("default-src 'self'")
                .doesNotContain("unsafe");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "-, 200, 7005, -",
                "bytes=0-1, 206, 2, bytes 0-1/7005",
                "bytes=7000-, 206, 5, bytes 7000-7004/7005",
                "bytes=7000-9999, 206, 5, bytes 7000-7004/7005",
                "bytes=7005-, 416, 0, bytes */7005",
                "bytes=-5, 200, 7005, -",
            })
    void aVideoIsAnsweredInParts(@Nullable String range, int status, int bytes, @Nullable String contentRange) {
        GatewayAnswer answer = get("GET /shop/lamp.webm", range == null ? Map.of() : Map.of("range", range));

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.body()).hasSize(bytes);
        assertThat(answer.headers().get("content-range")).isEqualTo(contentRange);
    }

    private GatewayAnswer get(String route) {
        return get(route, Map.of());
    }

    private GatewayAnswer get(String route, Map<String, String> headers) {
        String path = route.substring("GET ".length());
        GatewayEvent request = new GatewayEvent("GET", path, "", headers, new byte[0], "127.0.0.1", Instant.EPOCH);
        try {
            return Objects.requireNonNull(routes.get(route), route).answer(request);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
