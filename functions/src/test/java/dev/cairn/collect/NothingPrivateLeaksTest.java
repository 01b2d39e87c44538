package dev.cairn.collect;

import static dev.cairn.collect.CollectFixture.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A marker in every field and header appears in no stream record, table, response, log line or metric. */
class NothingPrivateLeaksTest {
    private static final List<String> HEADERS = List.of(
            "user-agent",
            "referer",
            "cookie",
            "x-forwarded-for",
            "x-real-ip",
            "forwarded",
            "sec-purpose",
            "sec-gpc",
            "cloudfront-viewer-country",
            "cloudfront-viewer-address",
            "x-cairn-edge",
            "accept-language",
            "x-api-key",
            "origin",
            "content-type",
            "content-encoding",
            "authorization",
            "host",
            "via",
            "x-http-method-override");
    private static final List<String> FIELDS = List.of(
            "site",
            "visitor",
            "user",
            "id",
            "name",
            "url",
            "referrer",
            "order_id",
            "type",
            "value",
            "amount",
            "currency",
            "prop",
            "sku",
            "key",
            "at",
            "seq",
            "seq as a number",
            "sent_at",
            "consent",
            "unknown",
            "context.url",
            "context.referrer",
            "context.ip",
            "context.user_agent",
            "context.webdriver",
            "context.title",
            "number");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jane.doe@mail.example",
                "jane.doe%40mail.example",
                "4111111111111111",
                "4111 1111 1111 1111",
                "5555-5555-5555-4444",
                "203.0.113.77",
                "2001:db8:85a3::8a2e:370:7334",
                "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U"
            })
    void I5_ofAnyMarkerInAnyFieldOrHeader(String marker) {
        for (String text : List.of(
                marker,
                "https://shop.example/a/" + marker + "/b?q=" + marker + "#" + marker,
                "https://shop.example/?utm_source=" + marker,
                "before " + marker + " after")) {
            for (boolean keyed : new boolean[] {false, true}) {
                for (String field : FIELDS) {
                    assertAbsent(marker, body(field, text), headers(keyed), Map.of(), field);
                    assertAbsent(marker, body(field, text), headers(keyed), Map.of("debug", "1"), field);
                }
                for (String header : HEADERS) {
                    Map<String, String> headers = headers(keyed);
                    headers.put(header, text);
                    // The response names the refused origin (docs/api.md), but a URL with a path is not an origin.
                    assertAbsent(marker, body("", ""), headers, Map.of("q", text, "debug", text), header);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"203.0.113.77", "2001:db8:85a3:0:0:8a2e:370:7334"})
    void I1_anAddressIsNeverWrittenAnywhere(String address) {
        CollectFixture rig = new CollectFixture();
        var answer =
                rig.send("POST", body("", "").getBytes(StandardCharsets.UTF_8), headers(false), Map.of(), address, NOW);
        assertThat(answer.status()).isEqualTo(202);
        assertThat(rig.onlyDelivery().visitor().link().prefix()).isEqualTo("c");
        assertThat(rig.everythingKept() + answer.text() + answer.headers()).doesNotContain(address, "Chrome");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void ofAnyMarkerWhileMachineryIsBroken(boolean keyed) {
        CollectFixture rig = new CollectFixture();
        rig.stream = entries -> {
            throw new IllegalStateException("the stream is down");
        };
        var answer = rig.post(body("prop", "jane.doe@mail.example"), headers(keyed));
        assertThat(answer.status()).isEqualTo(503);
        assertThat(rig.everythingKept() + answer.text()).doesNotContain("jane");
    }

    private static void assertAbsent(
            String marker, String body, Map<String, String> headers, Map<String, String> query, String where) {
        CollectFixture rig = new CollectFixture();
        CollectFixture.Answer answer = rig.send("POST", body.getBytes(StandardCharsets.UTF_8), headers, query);
        assertThat(answer.status()).as(where).isLessThan(500);
        String open = marker.replace("%40", "@");
        for (String form : new TreeSet<>(
                List.of(marker, open, open.replace("@", "%40"), marker.replace(" ", ""), marker.replace("-", "")))) {
            assertThat(rig.everythingKept() + answer.text() + answer.headers())
                    .as("%s with %s", where, body)
                    .doesNotContain(form);
        }
    }

    private static Map<String, String> headers(boolean keyed) {
        Map<String, String> headers = new TreeMap<>(keyed ? CollectFixture.server() : CollectFixture.browser());
        headers.put("x-cairn-edge", CollectFixture.EDGE);
        return headers;
    }

    private static String body(String field, String text) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("site", "shop").put("sent_at", NOW);
        // Without consent an id of a visitor or user would not be used at all.
        body.putObject("consent").put("analytics", true).put("ads", true);
        ObjectNode context = body.putObject("context");
        // The second event is always valid, so that the first one's rejection travels on the stream.
        ObjectNode event = body.putArray("events").addObject();
        event.put("id", "e1").put("name", "x").put("at", NOW);
        ObjectNode props = event.putObject("props");
        if (!field.isEmpty()) {
            ((com.fasterxml.jackson.databind.node.ArrayNode) body.path("events"))
                    .addObject()
                    .put("id", "e2")
                    .put("name", "good");
        }
        String digits = text.replaceAll("[^0-9]", "");
        switch (field) {
            case "" -> {}
            case "site", "visitor", "user", "consent", "sent_at" -> body.put(field, text);
            case "value" -> event.put("value", text);
            case "amount" -> event.putObject("value").put("amount", text);
            case "currency" -> event.putObject("value").put("amount", 1).put("currency", text);
            case "prop" -> props.put("p", text);
            case "sku" -> props.put("sku", text);
            case "key" -> props.put(text, 1);
            case "seq as a number" -> event.put("seq", digits.length() == 16 ? Long.parseLong(digits) : 1);
            case "number" -> props.put("n", digits.length() == 16 ? Long.parseLong(digits) : 1);
            default -> {
                boolean inContext = field.startsWith("context.");
                (inContext ? context : event).put(inContext ? field.substring("context.".length()) : field, text);
            }
        }
        return body.toString();
    }
}
