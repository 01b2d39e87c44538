package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.store.Item;
import dev.cairn.store.Json;
import dev.cairn.store.SetClock;
import dev.cairn.store.memory.MemoryItemStore;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No private data leaks anywhere on the path: a marker put into every field and header is found nowhere. */
class NothingPrivateTest {
    private static final String PLAN = """
            extends: default
            sites:
              shop: {name: Shop, time_zone: UTC, currency: EUR, origins: ["https://shop.example"]}
            """;
    private static final SetClock CLOCK = new SetClock(Instant.parse("2026-03-10T11:00:00Z"));

    private final MemoryItemStore items = new MemoryItemStore(CLOCK);
    private final Pipeline pipeline = new Pipeline(items, CLOCK, PLAN, "shop");
    private final List<String> seen = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "marker.person@mail.example",
                "4111111111111111",
                "4111 1111 1111 1111",
                "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJtYXJrZXIifQ.c2lnbmF0dXJlc2lnbmF0dXJl",
                "198.51.100.77",
                "2001:db8:85a3::8a2e:370:7334"
            })
    void I5_whatIsPutIntoEveryFieldAndHeaderIsInNoTableRecordOrAnswer(String marker) {
        for (String field : List.of(
                "name",
                "url",
                "referrer",
                "order_id",
                "type",
                "user",
                "visitor",
                "seq",
                "value",
                "props",
                "key",
                "country",
                "ip",
                "user_agent",
                "site",
                "id",
                "sku")) {
            send(body(field, marker), Map.of());
            send(body(field, "see https://x.example/a?q=" + marker + "#" + marker), Map.of());
        }
        for (String header : List.of(
                "user-agent",
                "referer",
                "cookie",
                "x-forwarded-for",
                "cloudfront-viewer-country",
                "cloudfront-viewer-address",
                "x-cairn-edge",
                "sec-purpose",
                "accept-language",
                "x-real-ip",
                "from")) {
            send(body("none", ""), Map.of(header, marker));
        }
        CLOCK.forward(java.time.Duration.ofSeconds(1));
        pipeline.drain(50);
        pipeline.aggregate();

        assertThat(items.all()).isNotEmpty();
        for (Item item : items.all()) {
            seen.add(item.key() + item.body());
        }
        assertThat(seen).allSatisfy(text -> assertThat(text).doesNotContain(marker));
    }

    @Test
    void I1_anAddressAndAnAgentAreWrittenNowhere() {
        String agent = "Mozilla/5.0 (X11; Linux x86_64) MarkerBrowser/77.7";
        send(body("none", ""), Map.of("user-agent", agent));
        pipeline.drain(50);
        pipeline.aggregate();
        items.all()
                .forEach(item -> assertThat(item.key() + item.body())
                        .doesNotContain("192.0.2.7")
                        .doesNotContain("MarkerBrowser"));
    }

    private void send(ObjectNode body, Map<String, String> more) {
        seen.add(pipeline.post(body.toString()).toString());
        Map<String, String> headers = new HashMap<>(Map.of(
                "origin",
                "https://shop.example",
                "content-type",
                "text/plain",
                "user-agent",
                "Mozilla/5.0 Firefox/140.0"));
        headers.put("x-cairn-edge", Pipeline.EDGE);
        headers.putAll(more);
        seen.add(pipeline.post(body.toString(), headers).toString());
        for (byte[] record : pipeline.peekStream()) {
            seen.add(new String(record, StandardCharsets.UTF_8));
        }
    }

    private static ObjectNode body(String field, String value) {
        ObjectNode body = Json.MAPPER.createObjectNode().put("site", field.equals("site") ? value : "shop");
        body.put("sent_at", CLOCK.millis());
        body.putObject("consent").put("analytics", true).put("ads", true);
        ObjectNode context = body.putObject("context").put("url", "https://shop.example/p/1");
        ObjectNode event = body.putArray("events").addObject();
        event.put("id", "id-" + Math.abs(field.hashCode()) + "-" + Math.abs(value.hashCode()));
        event.put("name", "page_view").put("at", CLOCK.millis());
        JsonNode amount = Json.MAPPER.createObjectNode().put("amount", value).put("currency", value);
        switch (field) {
            case "props" -> event.putObject("props").put("note", value);
            case "sku" -> event.putObject("props").put("sku", value);
            case "key" -> event.putObject("props").put(value, "x");
            case "url" -> event.put("url", "https://shop.example/" + value + "?utm_source=" + value + "&q=" + value);
            case "value" -> event.set("value", amount);
            case "ip", "user_agent", "country" -> context.put(field, value);
            case "user", "visitor" -> body.put(field, value);
            case "none", "site" -> {}
            default -> event.put(field, value);
        }
        return body;
    }
}
