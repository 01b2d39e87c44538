package dev.cairn.collect;

import static dev.cairn.collect.CollectFixture.NOW;
import static dev.cairn.collect.CollectFixture.browser;
import static dev.cairn.collect.CollectFixture.server;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.collect.CollectFixture.Answer;
import dev.cairn.domain.event.AcceptedEvent;
import dev.cairn.domain.event.Delivery;
import dev.cairn.domain.event.LinkLevel;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Segment's tracking API as its libraries use it (B5). */
class SegmentTest {
    private static final String SUCCESS = "{\"success\":true}";
    private static final String CONSENT =
            "\"consent\":{\"categoryPreferences\":{\"Analytics\":true,\"Advertising\":false}}";

    private final CollectFixture rig = new CollectFixture();

    @Test
    void B5_aTrackCallOfAPageIsAnEventWithItsMessageId() {
        var answer =
                page("/v1/t", """
                {"timestamp":"%s","integrations":{},"anonymousId":"8a5a1a3e-3c1c-4a39-9b4e-1ad1d2f2a111","event":"Product Added",
                 "type":"track","properties":{"product_id":"42","price":19.5,"value":19.5,"currency":"EUR","tags":["a","b"],"nested":{"x":1}},
                 "context":{"page":{"path":"/p/42","referrer":"https://www.google.com/","search":"?q","title":"Lamp","url":"https://shop.example/p/42"},
                            "userAgent":"ignored","ip":"203.0.113.9",%s},
                 "messageId":"ajs-next-1763719201200-8a5a1a3e-3c1c-4a39-9b4e-1ad1d2f2a222","writeKey":"shop","sentAt":"%s"}""".formatted(Instant.ofEpochMilli(NOW - 300), CONSENT, Instant.ofEpochMilli(NOW - 100)));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).isEqualTo(SUCCESS);
        assertThat(answer.headers().path("access-control-allow-origin").asText())
                .isEqualTo(CollectFixture.PAGE);
        AcceptedEvent event = rig.onlyEvent();
        assertThat(event.id()).isEqualTo("ajs-next-1763719201200-8a5a1a3e-3c1c-4a39-9b4e-1ad1d2f2a222");
        assertThat(event.name()).isEqualTo("Product Added");
        assertThat(event.at()).isEqualTo(NOW - 300);
        assertThat(event.time().adjusted()).isFalse();
        assertThat(event.page().url()).isEqualTo("https://shop.example/p/42");
        assertThat(event.page().referrer()).isEqualTo("https://www.google.com/");
        assertThat(rig.onlyProps()).isEqualTo("{price=19.5, product_id=42, tags=2}");
        assertThat(event.transaction().value().amount()).isEqualTo("19.5");
        assertThat(rig.onlyDelivery().visitor().link()).isEqualTo(LinkLevel.DEVICE);
        assertThat(rig.onlyDelivery().server()).isFalse();
        assertThat(rig.said.counts).doesNotContainKey("not_deduplicated");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /v1/p        | {"name":"Home","category":"docs","properties":{"url":"https://shop.example/x","title":"T","path":"/x"}} | page_view | {category=docs, name=Home, title=T}
            /v1/page     | {"properties":{"url":"https://shop.example/x"}}   | page_view | {}
            /v1/screen   | {"name":"Basket","properties":{"items":3}}        | page_view | {items=3, screen=Basket}
            /v1/identify | {"userId":"u1","traits":{"email":"a@b.example"}}  | identify  | {}
            /v1/a        | {"userId":"u1","previousId":"old-1"}              | identify  | {}
            /v1/group    | {"groupId":"g-1","traits":{"name":"ACME"}}        | group     | {group=g-1}
            /v1/track    | {"event":"Signed Up"}                             | Signed Up | {}
            """)
    void B5_eachKindOfCallIsAnEvent(String path, String call, String name, String props) {
        assertThat(page(path, "{\"writeKey\":\"shop\"," + call.substring(1)).text())
                .isEqualTo(SUCCESS);

        assertThat(rig.onlyEvent().name()).isEqualTo(name);
        assertThat(rig.onlyProps()).isEqualTo(props);
    }

    @Test
    void B5_aBatchOfAPageKeepsWhoIsWho() {
        page("/v1/b", """
                {"writeKey":"shop","sentAt":"%s","context":{%s},"batch":[
                  {"type":"track","event":"a","messageId":"m1","anonymousId":"v1"},
                  {"type":"identify","messageId":"m2","anonymousId":"v1","userId":"anna"},
                  {"type":"track","event":"b","messageId":"m3","anonymousId":"v2"}]}""".formatted(Instant.ofEpochMilli(NOW), CONSENT));

        assertThat(rig.deliveries().stream()
                        .map(each -> each.visitor().link() + " "
                                + each.events().stream().map(AcceptedEvent::id).toList()))
                .containsExactly("DEVICE [m1]", "USER [m2]", "DEVICE [m3]");
        Delivery identified = rig.deliveries().get(1);
        assertThat(identified.device())
                .isEqualTo(rig.deliveries().getFirst().visitor().hash());
    }

    @Test
    void I1_withoutConsentNobodyIsFollowed() {
        page(
                "/v1/t",
                "{\"writeKey\":\"shop\",\"event\":\"a\",\"messageId\":\"m\",\"anonymousId\":\"v1\",\"userId\":\"anna\"}");
        page("/v1/t", """
                {"writeKey":"shop","event":"a","messageId":"n","userId":"anna","context":{"consent":{"categoryPreferences":{"Analytics":"true"}}}}""");

        assertThat(rig.deliveries())
                .allSatisfy(each -> assertThat(each.visitor().link()).isEqualTo(LinkLevel.DAILY));
        assertThat(rig.everythingKept()).doesNotContain("anna").doesNotContain("v1\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"basic", "body", "bearer"})
    void B5_aServerKeyAsTheWriteKeyNeedsNoOriginAndNamesItsSite(String place) {
        String body = "{" + (place.equals("body") ? "\"writeKey\":\"" + CollectFixture.KEY + "\"," : "")
                + """
                "batch":[{"type":"track","event":"Order Completed","messageId":"m1","userId":"anna","timestamp":"2026-11-01T10:00:00+01:00",
                  "properties":{"order_id":"o-1","revenue":"25.00","total":27.5,"currency":"usd"},
                  "context":{%s,"ip":"203.0.113.9","userAgent":"Mozilla/5.0 (iPhone)"}}]}""".formatted(CONSENT);
        String basic = "Basic "
                + Base64.getEncoder().encodeToString((CollectFixture.KEY + ":").getBytes(StandardCharsets.UTF_8));
        String authorization = switch (place) {
            case "basic" -> basic;
            case "bearer" -> "Bearer " + CollectFixture.KEY;
            default -> null;
        };

        var answer = rig.at("/v1/batch", body, server("authorization", authorization), Map.of());

        assertThat(answer.text()).isEqualTo(SUCCESS);
        assertThat(rig.onlyDelivery().site()).isEqualTo("shop");
        assertThat(rig.onlyDelivery().server()).isTrue();
        assertThat(rig.onlyDelivery().visitor().link()).isEqualTo(LinkLevel.USER);
        AcceptedEvent order = rig.onlyEvent();
        assertThat(order.at()).isEqualTo(Instant.parse("2026-11-01T09:00:00Z").toEpochMilli());
        assertThat(order.transaction().orderId()).isEqualTo("o-1");
        assertThat(order.transaction().value().amount()).isEqualTo("25.00");
        assertThat(order.transaction().value().currency()).isEqualTo("USD");
        assertThat(rig.onlyProps()).isEqualTo("{total=27.5}");
        assertThat(order.client().deviceClass()).isEqualTo("mobile");
        assertThat(rig.everythingKept()).doesNotContain(CollectFixture.KEY);
    }

    @Test
    void D3_anOrderIsRefundedByServersOnly() {
        String refund = "\"event\":\"Order Refunded\",\"messageId\":\"m1\",\"properties\":{\"order_id\":\"o-1\"}}";
        page("/v1/t", "{\"writeKey\":\"shop\"," + refund);
        assertThat(rig.onlyDelivery().rejected().getFirst().reason()).isEqualTo("refund_needs_server_key");

        rig.at(
                "/v1/t",
                "{\"writeKey\":\"" + CollectFixture.KEY + "\"," + refund,
                server("authorization", null),
                Map.of());
        assertThat(rig.onlyEvent().transaction().refund()).isTrue();
    }

    @Test
    void B5_otherIdsAreHashedAndEqualOnesStayEqual() {
        String call =
                "{\"writeKey\":\"shop\",\"event\":\"a\",\"messageId\":\"api:1/2\",\"anonymousId\":\"1.2\",\"context\":{"
                        + CONSENT + "}}";
        page("/v1/t", call);
        page("/v1/t", call);

        assertThat(rig.events().stream().map(AcceptedEvent::id).distinct().toList())
                .hasSize(1)
                .allMatch(id -> id.matches("[A-Za-z0-9_-]{22}"));
        assertThat(rig.deliveries().stream().map(Delivery::visitor).distinct()).hasSize(1);
    }

    @Test
    void B5_eventsThatAreRefusedAreASuccessAndCounted() {
        var answer = page("/v1/b", """
                {"writeKey":"shop","batch":[7,{"type":"nonsense"},{"type":"track","event":"a","timestamp":"yesterday"},
                  {"type":"track","event":"a","anonymousId":"a@b.example"}]}""");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).isEqualTo(SUCCESS);
        assertThat(rig.said.counts)
                .containsEntry("received", 4L)
                .containsEntry("rejected_not_an_object", 1L)
                .containsEntry("rejected_missing_name", 1L)
                .containsEntry("rejected_invalid_time", 1L)
                .containsEntry("rejected_invalid_visitor", 1L);
    }

    @Test
    void B5_whatCannotBeReadOrMayNotIsToldSo() {
        assertThat(page("/v1/t", "{").status()).isEqualTo(400);
        assertThat(page("/v1/b", "{\"writeKey\":\"shop\"}").word()).isEqualTo("invalid_events");
        assertThat(page("/v1/t", "{\"event\":\"a\"}").word()).isEqualTo("missing_site");
        assertThat(page("/v1/t", "{\"event\":\"a\",\"writeKey\":\"nope\"}").word())
                .isEqualTo("unknown_site");
        assertThat(page("/v1/t", "{\"event\":\"a\",\"writeKey\":\"ck_nope\"}").status())
                .isEqualTo(401);
        assertThat(page("/v1/t", "{\"event\":\"a\",\"writeKey\":\"ck_stats_secret\"}")
                        .word())
                .isEqualTo("missing_scope");
        assertThat(page("/v1/t", "{\"event\":\"a\",\"writeKey\":\"ck_admin_secret\"}")
                        .word())
                .as("an admin key has no site")
                .isEqualTo("unknown_site");
        var noOrigin = rig.at("/v1/t", "{\"event\":\"a\",\"writeKey\":\"shop\"}", browser("origin", null), Map.of());
        assertThat(noOrigin.status()).isEqualTo(403);
        assertThat(noOrigin.body().path("error").path("message").asText()).contains("as the write key");
        rig.stream = entries -> Set.of(0);
        assertThat(page("/v1/t", "{\"event\":\"a\",\"writeKey\":\"shop\"}").status())
                .isEqualTo(503);
    }

    @Test
    void B5_aPagesBodyHasAPagesLimitsWhateverItsHeadersSay() {
        String basic = "Basic " + Base64.getEncoder().encodeToString("shop:".getBytes(StandardCharsets.UTF_8));
        String calls = "{\"type\":\"track\",\"event\":\"a\"},".repeat(51);
        String body = "{\"writeKey\":\"%s\",\"batch\":[" + calls.substring(0, calls.length() - 1) + "]}";

        assertThat(rig.at("/v1/b", body.formatted("shop"), browser("authorization", basic), Map.of())
                        .word())
                .isEqualTo("too_many_events");
        assertThat(rig.at(
                                "/v1/b",
                                body.formatted("shop") + " ".repeat(64 * 1024),
                                browser("authorization", basic),
                                Map.of())
                        .word())
                .isEqualTo("too_large");
        assertThat(rig.at(
                                "/v1/b",
                                body.formatted(CollectFixture.KEY),
                                browser("authorization", "Bearer " + CollectFixture.KEY),
                                Map.of())
                        .status())
                .isEqualTo(200);
    }

    @Test
    void B5_thePreflightAllowsWhatSegmentsScriptSends() {
        var answer = rig.send("OPTIONS", "/v1/t", new byte[0], browser(), Map.of(), CollectFixture.ADDRESS, NOW);

        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.headers().path("access-control-allow-origin").asText())
                .isEqualTo(CollectFixture.PAGE);
        assertThat(answer.headers().path("access-control-allow-methods").asText())
                .contains("POST");
        assertThat(answer.headers()
                        .path("access-control-allow-headers")
                        .asText()
                        .toLowerCase())
                .contains("authorization", "content-type", "x-retry-count");
    }

    private Answer page(String path, String body) {
        return rig.at(path, body, browser(), Map.of());
    }
}
