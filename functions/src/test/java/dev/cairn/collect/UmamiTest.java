package dev.cairn.collect;

import static dev.cairn.collect.CollectFixture.browser;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.collect.CollectFixture.Answer;
import dev.cairn.domain.event.AcceptedEvent;
import dev.cairn.domain.event.LinkLevel;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code POST /api/send} as Umami's clients send it (B5). */
class UmamiTest {
    private final CollectFixture rig = new CollectFixture();

    @Test
    void B5_aPageViewOfUmamisTrackerIsOneOfOurs() {
        Answer answer = event("""
                "hostname":"shop.example","screen":"1920x1080","language":"nl-BE","title":"Lamps%20%26%20more",
                "url":"https://shop.example/p/42?utm_source=news&token=x","referrer":"https://www.google.com/\"""");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().path("cache").asText()).isEqualTo("cairn");
        assertThat(answer.body().path("visitId").asText()).matches("[0-]{36}");
        AcceptedEvent event = rig.onlyEvent();
        assertThat(event.name()).isEqualTo("page_view");
        assertThat(event.page().url()).isEqualTo("https://shop.example/p/42?utm_source=news");
        assertThat(event.page().referrer()).isEqualTo("https://www.google.com/");
        assertThat(rig.onlyProps()).isEqualTo("{title=Lamps & more}");
        assertThat(rig.onlyDelivery().visitor().link()).isEqualTo(LinkLevel.DAILY);
        assertThat(rig.said.counts).containsEntry("not_deduplicated", 1L);
    }

    @Test
    void B5_aPathIsOneOfItsHost() {
        event("\"hostname\":\"shop.example\",\"url\":\"/lamps?ref=x\",\"referrer\":\"/\",\"title\":\"100% off\"");

        assertThat(rig.onlyEvent().page().url()).isEqualTo("https://shop.example/lamps?ref=x");
        assertThat(rig.onlyEvent().page().referrer()).isEqualTo("https://shop.example/");
        assertThat(rig.onlyProps()).as("it was never encoded").isEqualTo("{title=100% off}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            event       | "name":"signup","data":{"plan":"pro","seats":[1,2],"a":{"b":1}},"tag":"b" | signup     | {plan=pro, seats=2, tag=b}
            identify    | "data":{"tier":"gold"}                                                  | identify   | {}
            performance | "lcp":1200.5,"cls":0.02                                                 | engagement | {cls=0.02, lcp_ms=1200.5}
            """)
    void B5_namesAndPropertiesAreOurs(String type, String fields, String name, String props) {
        Answer answer = send(type, fields, browser());

        assertThat(answer.status()).isEqualTo(200);
        assertThat(rig.onlyEvent().name()).isEqualTo(name);
        assertThat(rig.onlyProps()).isEqualTo(props);
    }

    @Test
    void B5_revenueIsTheValueAndAnOrderIdIsOne() {
        event(
                "\"name\":\"purchase\",\"data\":{\"revenue\":\"29.90\",\"currency\":\"usd\",\"order_id\":\"o-7\",\"coupon\":\"x\"}");

        AcceptedEvent event = rig.onlyEvent();
        assertThat(event.transaction().value().amount()).isEqualTo("29.90");
        assertThat(event.transaction().value().currency()).isEqualTo("USD");
        assertThat(event.transaction().orderId()).isEqualTo("o-7");
        assertThat(event.props()).isEqualTo(Map.of("coupon", "x"));
    }

    @Test
    void I1_aDistinctIdIsAUserWithConsentOnly() {
        event("\"id\":\"anna\"");
        event("\"id\":\"anna\",\"consent\":{\"analytics\":true}");

        assertThat(rig.deliveries().stream().map(each -> each.visitor().link()))
                .containsExactly(LinkLevel.DAILY, LinkLevel.USER);
    }

    @Test
    void B5_whatCrawlersSendIsSaidAsUmamiDoes() {
        Answer answer = send("event", "\"url\":\"https://shop.example/\"", browser("user-agent", "Googlebot/2.1"));

        assertThat(answer.text()).isEqualTo("{\"beep\":\"boop\"}");
    }

    @Test
    void B5_theBrowserMaySendTheCacheBack() {
        Answer preflight = rig.send(
                "OPTIONS",
                "/api/send",
                new byte[0],
                browser("access-control-request-method", "POST"),
                Map.of(),
                CollectFixture.ADDRESS,
                CollectFixture.NOW);

        assertThat(preflight.status()).isEqualTo(204);
        assertThat(preflight.headers().path("access-control-allow-headers").asText())
                .containsIgnoringCase("x-umami-cache");
    }

    /** {@code @umami/node} sends no origin and no authorization, and gives itself as the agent. */
    @Test
    void B5_aServerKeyAsTheWebsiteSpeaksForTheOneItNames() {
        Map<String, String> node =
                browser("origin", null, "content-type", "application/json", "user-agent", "Mozilla/5.0 Umami/v20");
        String past = "\"timestamp\":" + Instant.parse("2026-11-01T08:00:00Z").getEpochSecond();
        Answer answer = rig.at(
                "/api/send",
                "{\"type\":\"event\",\"payload\":{\"website\":\"" + CollectFixture.KEY + "\",\"name\":\"signup\","
                        + past + ",\"ip\":\"203.0.113.9\",\"userAgent\":\"" + CollectFixture.AGENT + "\"}}",
                node,
                Map.of());

        assertThat(answer.status()).isEqualTo(200);
        assertThat(rig.onlyDelivery().site()).isEqualTo("shop");
        assertThat(rig.onlyDelivery().visitor().link()).as("its salt is gone").isEqualTo(LinkLevel.NONE);
        assertThat(rig.onlyEvent().at())
                .isEqualTo(Instant.parse("2026-11-01T08:00:00Z").toEpochMilli());
        assertThat(rig.onlyEvent().exclusion()).isNull();
    }

    @Test
    void B5_theSameAccessHoldsAndTheReasonIsSaid() {
        assertThat(send("event", "\"name\":\"x\"", browser("origin", "https://evil.example"))
                        .status())
                .isEqualTo(403);
        assertThat(post("{\"type\":\"event\",\"payload\":{\"name\":\"x\"}}")
                        .body()
                        .path("error")
                        .path("message")
                        .asText())
                .contains("payload.website");
        assertThat(post("[]").word()).isEqualTo("not_an_object");
        Answer typeless = post("{\"payload\":{\"website\":\"shop\"}}");
        assertThat(typeless.status()).isEqualTo(422);
        assertThat(typeless.word()).isEqualTo("missing_name");
        assertThat(rig.events()).isEmpty();
    }

    private Answer event(String fields) {
        return send("event", fields, browser());
    }

    private Answer send(String type, String fields, Map<String, String> headers) {
        return rig.at(
                "/api/send",
                "{\"type\":\"" + type + "\",\"payload\":{\"website\":\"shop\"," + fields + "}}",
                headers,
                Map.of());
    }

    private Answer post(String body) {
        return rig.at("/api/send", body, browser(), Map.of());
    }
}
