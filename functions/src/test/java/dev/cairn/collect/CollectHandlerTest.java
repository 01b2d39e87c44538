package dev.cairn.collect;

import static dev.cairn.collect.CollectFixture.NOW;
import static dev.cairn.collect.CollectFixture.body;
import static dev.cairn.collect.CollectFixture.browser;
import static dev.cairn.collect.CollectFixture.event;
import static dev.cairn.collect.CollectFixture.server;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.collect.request.RejectionReason;
import dev.cairn.collect.stream.DeliveryBatcher;
import dev.cairn.collect.text.RequestLimits;
import dev.cairn.domain.event.AcceptedEvent;
import dev.cairn.domain.event.Delivery;
import dev.cairn.domain.event.DeviceHash;
import dev.cairn.domain.event.LinkLevel;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CollectHandlerTest {
    private final CollectFixture rig = new CollectFixture();

    @Test
    void answers202AndPutsWhatItAccepted() {
        var answer = rig.post("""
                {"site":"shop","sent_at":%d,"visitor":"d-7f3c","user":null,
                 "consent":{"analytics":true,"ads":false},
                 "context":{"url":"https://shop.example/p/42?utm_source=news","referrer":"https://www.google.com/","webdriver":false},
                 "events":[{"id":"01JD","name":"add_to_cart","at":%d,"seq":7,"url":null,"props":{"sku":"42","price":19.5},
                            "value":{"amount":"19.50","currency":"EUR"},"order_id":null,"type":null},
                           {"id":"01JE","at":%d}]}""".formatted(NOW - 100, NOW - 300, NOW - 200), browser());

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.text())
                .isEqualTo("{\"accepted\":1,\"rejected\":[{\"index\":1,\"reason\":\"missing_name\",\"field\":\"name\","
                        + "\"message\":\"name is missing; it must be a string of 1 to 64 characters.\"}]}");
        assertThat(answer.headers().path("access-control-allow-origin").asText())
                .isEqualTo(CollectFixture.PAGE);
        assertThat(answer.headers().has("access-control-allow-credentials")).isFalse();
        Delivery delivery = rig.onlyDelivery();
        assertThat(delivery.id()).isEqualTo("req-1-0");
        assertThat(delivery.site()).isEqualTo("shop");
        assertThat(delivery.receivedAt()).isEqualTo(NOW);
        assertThat(delivery.planVersion()).isEqualTo(7);
        assertThat(delivery.visitor().link()).isEqualTo(LinkLevel.DEVICE);
        assertThat(delivery.rejected())
                .containsExactly(
                        new Delivery.Rejected(1, "missing_name", "{\"id\":\"01JE\",\"at\":%d}".formatted(NOW - 200)));
        AcceptedEvent event = rig.onlyEvent();
        assertThat(event.id()).isEqualTo("01JD");
        assertThat(event.name()).isEqualTo("add_to_cart");
        assertThat(event.at()).isEqualTo(NOW - 300);
        assertThat(event.time().seq()).isEqualTo(7);
        assertThat(event.time().adjusted()).isFalse();
        assertThat(event.page().url()).isEqualTo("https://shop.example/p/42?utm_source=news");
        assertThat(event.page().referrer()).isEqualTo("https://www.google.com/");
        assertThat(event.props()).isEqualTo(Map.of("sku", "42", "price", new BigDecimal("19.5")));
        assertThat(event.transaction().value().amount()).isEqualTo("19.50");
        assertThat(event.transaction().value().currency()).isEqualTo("EUR");
        assertThat(event.transaction().refund()).isFalse();
        assertThat(event.exclusion()).isNull();
        assertThat(event.client().deviceClass()).isEqualTo("desktop");
        assertThat(rig.said.counts)
                .containsEntry("received", 2L)
                .containsEntry("accepted", 1L)
                .containsEntry("rejected", 1L)
                .containsEntry("rejected_missing_name", 1L);
        assertThat(rig.said.log).isEmpty();
    }

    @Test
    void putsOneDeliveryPerVisitorOfABody() {
        var answer = rig.post("""
                {"site":"shop","consent":{"analytics":true},"events":[
                  {"id":"a","name":"x","visitor":"v1"},{"id":"b","name":"x","visitor":"v2"},
                  {"id":"c","name":"x","visitor":"v1"},{"id":"d","name":"x","visitor":"v1","user":"u1"},
                  {"id":"e","name":"x"}]}""", server());

        assertThat(answer.status()).isEqualTo(202);
        assertThat(rig.deliveries().stream()
                        .map(each -> each.id() + " "
                                + each.visitor().link() + " "
                                + each.events().stream().map(AcceptedEvent::id).toList()))
                .containsExactly("req-1-0 DEVICE [a, c]", "req-1-1 DEVICE [b]", "req-1-2 USER [d]", "req-1-3 NONE [e]");
        assertThat(rig.deliveries().get(2).device())
                .isEqualTo(new DeviceHash(rig.deliveries().getFirst().visitor().hash()));
        assertThat(rig.entries.get(2).partitionKey())
                .as("a device's events stay in order when its user becomes known")
                .isEqualTo(rig.entries.getFirst().partitionKey())
                .matches("[0-9a-f]{32}");
    }

    @Test
    void splitsADeliveryThatIsTooLargeForARecord() {
        StringBuilder events = new StringBuilder();
        for (int i = 0; i < 500; i++) {
            events.append(i == 0 ? "" : ",").append("{\"id\":\"e").append(i).append("\",\"name\":\"x\"}");
        }
        String page = "https://shop.example/" + "p".repeat(1_900);
        var answer = rig.post(
                "{\"site\":\"shop\",\"visitor\":\"v\",\"consent\":{\"analytics\":true},\"context\":{\"url\":\"" + page
                        + "\",\"referrer\":\"" + page + "\"},\"events\":[" + events + "]}",
                server());

        assertThat(answer.status()).isEqualTo(202);
        assertThat(rig.entries).hasSizeGreaterThan(2);
        assertThat(rig.entries)
                .allSatisfy(entry -> assertThat(entry.data().length).isLessThanOrEqualTo(DeliveryBatcher.RECORD_BYTES));
        assertThat(rig.deliveries().stream().map(Delivery::id)).doesNotHaveDuplicates();
        assertThat(rig.events()).hasSize(500);
        assertThat(rig.events().stream().map(AcceptedEvent::id)).doesNotHaveDuplicates();
    }

    @Test
    void putsWhatItRejectedAndAnswers422() {
        var answer = rig.post("{\"site\":\"shop\",\"events\":[{\"id\":\"a\"}]}", browser());
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.body().path("rejected").get(0).path("reason").asText())
                .isEqualTo("missing_name");
        assertThat(answer.body().path("error").path("code").asText()).isEqualTo("all_rejected");
        assertThat(rig.onlyDelivery().visitor().link()).isEqualTo(LinkLevel.NONE);
        assertThat(rig.onlyDelivery().rejected()).hasSize(1);
    }

    @Test
    void paysForNothingButTheRecordOfARefusalBeforeAccessIsDecided() {
        rig.post(event(""), browser("origin", "https://evil.example"));
        rig.post("{\"site\":\"nope\",\"events\":[{\"id\":\"a\",\"name\":\"b\"}]}", browser());
        rig.post(event(""), server("authorization", "Bearer nope"));
        rig.post("{", browser());

        assertThat(rig.secretsAsked).isZero();
        assertThat(rig.items.all())
                .extracting(item -> item.key().partition())
                .containsExactlyInAnyOrder("refused#shop", "refused#-");
        assertThat(rig.entries).isEmpty();
    }

    @Test
    void believesNeitherReceivedAtNorTierNorClassOfABody() {
        rig.post(
                event(
                        ",\"received_at\":1,\"tier\":\"macro\",\"class\":\"macro\",\"exclusion\":\"crawler\",\"refund\":true"),
                browser());

        assertThat(rig.onlyDelivery().receivedAt()).isEqualTo(NOW);
        assertThat(rig.everythingKept()).doesNotContain("macro", "crawler", "refund");
    }

    @Test
    void ignoresAVisitorOrContextOfASingleEventFromABrowser() {
        rig.post(
                body(
                        ",\"visitor\":\"other\",\"user\":\"other\",\"consent\":{\"analytics\":true},"
                                + "\"context\":{\"ip\":\"203.0.113.9\",\"user_agent\":\"Googlebot/2.1\"}",
                        ""),
                browser());

        assertThat(rig.onlyDelivery().visitor().link()).isEqualTo(LinkLevel.DAILY);
        assertThat(rig.onlyEvent().exclusion()).isNull();
    }

    @Test
    void acceptsAByteOrderMarkOnce() {
        assertThat(rig.post("\uFEFF" + event(""), browser()).status()).isEqualTo(202);
        assertThat(rig.post("\uFEFF\uFEFF" + event(""), browser()).status()).isEqualTo(400);
    }

    @Test
    void answersEveryPreflightAndAllowsNoCredentials() {
        var allowed = rig.send("OPTIONS", new byte[0], Map.of("origin", "https://www.shop.example"), Map.of());
        assertThat(allowed.status()).isEqualTo(204);
        assertThat(allowed.headers().path("access-control-allow-origin").asText())
                .isEqualTo("https://www.shop.example");
        assertThat(allowed.headers().path("access-control-allow-methods").asText())
                .contains("POST");
        assertThat(allowed.headers().path("vary").asText()).isEqualTo("Origin");
        assertThat(allowed.headers().has("access-control-allow-credentials")).isFalse();

        var refused = rig.send("OPTIONS", new byte[0], Map.of("origin", "https://evil.example"), Map.of());
        assertThat(refused.status()).isEqualTo(204);
        assertThat(refused.headers().path("access-control-allow-origin").asText())
                .isEqualTo("https://evil.example");
        assertThat(refused.headers().has("access-control-allow-credentials")).isFalse();
        assertThat(refused.text()).isEmpty();

        assertThat(rig.send("OPTIONS", new byte[0], Map.of("origin", "evil, <script>"), Map.of())
                        .status())
                .isEqualTo(403);
        var accepted = rig.post(event(""), browser());
        assertThat(accepted.status()).isEqualTo(202);
        assertThat(accepted.headers().path("vary").asText()).isEqualTo("Origin");
    }

    @Test
    void section2_aPageThatNeedsAPreflightReadsWhyItIsRefusedToo() {
        Map<String, String> page = browser("origin", "https://evil.example", "content-type", "application/json");
        var preflight = rig.send("OPTIONS", new byte[0], page, Map.of());
        var answer = rig.post(event(""), page);

        assertThat(preflight.status()).isEqualTo(204);
        assertThat(preflight.headers().path("access-control-allow-headers").asText())
                .containsIgnoringCase("content-type");
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.headers().path("access-control-allow-origin").asText())
                .isEqualTo("https://evil.example");
        assertThat(answer.body().path("error").path("message").asText())
                .contains("https://evil.example", "sites.shop.origins");
    }

    @Test
    void letsAnAllowedPageReadErrorsToo() {
        var unreadable = rig.post("{", browser());
        assertThat(unreadable.status()).isEqualTo(400);
        assertThat(unreadable.headers().path("access-control-allow-origin").asText())
                .isEqualTo(CollectFixture.PAGE);
        assertThat(unreadable.body().path("error").path("request_id").asText()).isEqualTo("req-1");
        assertThat(rig.post("{", browser("origin", "https://evil.example"))
                        .headers()
                        .has("access-control-allow-origin"))
                .isFalse();
    }

    @Test
    void namesTheOriginItReceivedAndWhereToAddIt() {
        var answer = rig.post(event(""), browser("origin", "https://shop.example.evil.net"));
        assertThat(answer.body().path("error").path("message").asText())
                .isEqualTo(
                        "The origin https://shop.example.evil.net is not allowed; add it to sites.shop.origins in the plan.");
        assertThat(rig.post(event(""), browser("origin", "jane@mail.example")).text())
                .doesNotContain("jane");
    }

    @Test
    void debugStoresNothingAndSaysWhatWouldBecomeOfEachEvent() {
        String body = """
                {"site":"shop","sent_at":%1$d,"context":{"url":"https://shop.example/","referrer":"https://www.google.com/"},
                 "events":[{"name":"x"},{"id":"b","name":"purchase","at":%1$d,"order_id":"o1"}]}""".formatted(NOW);
        var answer = rig.send("POST", body.getBytes(StandardCharsets.UTF_8), browser(), Map.of("debug", "1"));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text())
                .isEqualTo(
                        "{\"stored\":false,\"events\":["
                                + "{\"index\":0,\"reason\":\"missing_id\",\"faults\":[{\"reason\":\"missing_id\",\"field\":\"id\","
                                + "\"message\":\"id is missing; it must be a string of 1 to 64 letters, digits, _ and -.\"}],\"link\":null,\"channel\":null,\"goals\":[],\"excluded\":null},"
                                + "{\"index\":1,\"reason\":null,\"faults\":[],\"link\":\"daily\",\"channel\":\"organic_search\",\"goals\":[\"purchase\"],\"excluded\":null}],\"warnings\":[]}");
        assertThat(rig.entries).isEmpty();
        assertThat(rig.items.all()).isEmpty();
        assertThat(rig.said.counts).doesNotContainKey("accepted");
    }

    @Test
    void D2_debugSaysThatAGoalByServerIsMetWithAServerKeyOnly() {
        String body = """
                {"site":"shop","events":[{"id":"b","name":"purchase","order_id":"o1"}]}""";
        for (boolean server : new boolean[] {true, false}) {
            var answer = rig.send(
                    "POST", body.getBytes(StandardCharsets.UTF_8), server ? server() : browser(), Map.of("debug", "1"));
            assertThat(answer.body().at("/events/0/goals"))
                    .extracting(JsonNode::asText)
                    .containsExactlyInAnyOrder(
                            server ? new String[] {"purchase", "purchase_by_server"} : new String[] {"purchase"});
        }
    }

    @Test
    void cutsLongAddressesAndCountsThem() {
        String page = "https://shop.example/";
        for (int length : new int[] {2_047, 2_048, 2_049}) {
            CollectFixture each = new CollectFixture();
            each.post(event(",\"url\":\"" + page + "p".repeat(length - page.length()) + "\""), browser());
            assertThat(each.onlyEvent().page().url()).hasSize(Math.min(length, 2_048));
            assertThat(each.said.counts.containsKey("url_cut")).isEqualTo(length > 2_048);
        }
        rig.post(event(",\"url\":\"javascript:alert(1)\",\"referrer\":\"data:text/html,x\""), browser());
        assertThat(rig.onlyEvent().page().url()).isNull();
        assertThat(rig.onlyEvent().page().referrer()).isNull();
        assertThat(rig.said.counts).containsEntry("url_dropped", 2L);
    }

    @Test
    void cutsALongAgentAndCountsIt() {
        rig.post(event(""), browser("user-agent", "a".repeat(512)));
        assertThat(rig.said.counts).doesNotContainKey("agent_cut");
        rig.post(event(""), browser("user-agent", "a".repeat(513)));
        assertThat(rig.said.counts).containsEntry("agent_cut", 1L);
        assertThat(rig.deliveries().get(0).visitor())
                .isEqualTo(rig.deliveries().get(1).visitor());
    }

    @Test
    void keepsAtMostOneKilobyteOfARejectedEvent() {
        rig.post("{\"site\":\"shop\",\"events\":[{\"id\":\"a\",\"x\":\"" + "é".repeat(5_000) + "\"}]}", browser());
        assertThat(rig.onlyDelivery().rejected().getFirst().payload().getBytes(StandardCharsets.UTF_8).length)
                .isBetween(1_000, RequestLimits.REJECTED_PAYLOAD_BYTES);
    }

    @Test
    void oneFormOfWhatLooksTheSame() {
        rig.post(event(",\"props\":{\"caf\u0065\u0301\":1}").replace("page_view", "caf\u0065\u0301"), browser());
        assertThat(rig.onlyEvent().name()).isEqualTo("caf\u00e9");
        assertThat(rig.onlyEvent().props()).containsOnlyKeys("caf\u00e9");
    }

    @Test
    void answers503WhenSomethingOfOursIsBroken() {
        var answer = rig.handle("this is no event of API Gateway");
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.headers().path("retry-after").asInt()).isPositive();
        assertThat(rig.said.log.toString()).contains("a request could not be answered");
    }

    @Test
    void everyReasonKnowsItsWordAndStatus() {
        for (RejectionReason reason : RejectionReason.values()) {
            assertThat(reason.word()).matches("[a-z_]+");
            assertThat(reason.status()).isEqualTo(422);
        }
    }
}
