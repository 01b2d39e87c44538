package dev.cairn.collect;

import static dev.cairn.collect.CollectFixture.browser;
import static dev.cairn.collect.CollectFixture.server;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.collect.CollectFixture.Answer;
import dev.cairn.domain.event.AcceptedEvent;
import dev.cairn.domain.event.LinkLevel;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code POST /api/event} as Plausible's clients send it (B5). */
class PlausibleTest {
    private final CollectFixture rig = new CollectFixture();

    @Test
    void B5_aPageViewOfPlausiblesScriptIsOneOfOurs() {
        var answer = post("""
                {"n":"pageview","v":36,"u":"https://shop.example/p/42?utm_source=news&token=x","d":"shop","r":"https://www.google.com/"}""");

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.text()).isEqualTo("ok");
        assertThat(answer.headers().path("content-type").asText()).startsWith("text/plain");
        assertThat(answer.headers().path("access-control-allow-origin").asText())
                .isEqualTo(CollectFixture.PAGE);
        assertThat(answer.headers().has("x-plausible-dropped")).isFalse();
        AcceptedEvent event = rig.onlyEvent();
        assertThat(event.name()).isEqualTo("page_view");
        assertThat(event.page().url()).isEqualTo("https://shop.example/p/42?utm_source=news");
        assertThat(event.page().referrer()).isEqualTo("https://www.google.com/");
        assertThat(event.at()).isEqualTo(CollectFixture.NOW);
        assertThat(event.id()).matches("[A-Za-z0-9_-]{22}");
        assertThat(rig.onlyDelivery().visitor().link()).isEqualTo(LinkLevel.DAILY);
        assertThat(rig.said.counts).containsEntry("accepted", 1L).containsEntry("not_deduplicated", 1L);
    }

    @Test
    void B5_theSamePageAgainIsAnotherEventAndARedeliveryIsNot() {
        String body = "{\"n\":\"pageview\",\"d\":\"shop\",\"u\":\"https://shop.example/\"}";
        post(body);
        post(body);
        rig.requestId = "req-2";
        post(body);

        var ids = rig.events().stream().map(AcceptedEvent::id).toList();
        assertThat(ids.get(1)).isEqualTo(ids.get(0));
        assertThat(ids.get(2)).isNotEqualTo(ids.get(0));
    }

    @Test
    void B5_engagementCarriesScrollAndDwell() {
        post(
                "{\"n\":\"engagement\",\"sd\":72,\"d\":\"shop\",\"u\":\"https://shop.example/\",\"p\":{\"author\":\"a\"},\"e\":4200,\"v\":36}");

        assertThat(rig.onlyEvent().name()).isEqualTo("engagement");
        assertThat(rig.onlyProps()).isEqualTo("{engaged_ms=4200, scroll=72}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"name":"Outbound Link: Click","props":{"url":"https://Other.example:8443/x?y=1"}} | outbound_click | {host=other.example}
            {"n":"File Download","p":{"url":"https://shop.example/files/price-list.pdf"}}      | file_download  | {file=price-list.pdf}
            {"n":"Form: Submission"}                                                           | form_submit    | {}
            {"n":"Signup","p":{"plan":"pro","order_id":"o-1"}}                                 | Signup         | {plan=pro}
            {"n":"Signup","p":"{\\"plan\\":\\"pro\\"}"}                                        | Signup         | {plan=pro}
            {"n":"Signup","m":"{\\"plan\\":\\"pro\\"}"}                                        | Signup         | {plan=pro}
            {"n":"Signup","p":"{\\"plan\\":\\"pro\\",\\"plan\\":\\"x\\"}"}                     | Signup         | {}
            """)
    void B5_namesAndPropertiesAreOurs(String fields, String name, String props) {
        post("{\"d\":\"shop\"," + fields.substring(1));

        assertThat(rig.onlyEvent().name()).isEqualTo(name);
        assertThat(rig.onlyProps()).isEqualTo(props);
    }

    @Test
    void B5_revenueIsTheValueAndAnOrderIdIsOne() {
        post("""
                {"n":"purchase","u":"https://shop.example/","d":"shop","p":{"order_id":"o-7","coupon":"x"},"$":{"currency":"usd","amount":"29.90"}}""");

        AcceptedEvent event = rig.onlyEvent();
        assertThat(event.transaction().value().amount()).isEqualTo("29.90");
        assertThat(event.transaction().value().currency()).isEqualTo("USD");
        assertThat(event.transaction().orderId()).isEqualTo("o-7");
        assertThat(event.props()).isEqualTo(Map.of("coupon", "x"));
    }

    @Test
    void B5_whatCrawlersSendIsSaidToBeDropped() {
        var answer = rig.at(
                "/api/event",
                "{\"n\":\"pageview\",\"d\":\"shop\",\"u\":\"https://shop.example/\"}",
                browser("user-agent", "Googlebot/2.1 (+http://www.google.com/bot.html)"),
                Map.of());

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.headers().path("x-plausible-dropped").asText()).isEqualTo("1");
    }

    @Test
    void B5_theSameAccessHoldsAndTheReasonIsSaid() {
        assertThat(rig.at("/api/event", "{\"n\":\"pageview\",\"d\":\"shop\"}", browser("origin", null), Map.of())
                        .word())
                .isEqualTo("missing_origin");
        assertThat(rig.at(
                                "/api/event",
                                "{\"n\":\"pageview\",\"d\":\"shop\"}",
                                browser("origin", "https://evil.example"),
                                Map.of())
                        .status())
                .isEqualTo(403);
        Answer unknown = post("{\"n\":\"pageview\",\"d\":\"blog.example\"}");
        assertThat(unknown.word()).isEqualTo("unknown_site");
        assertThat(unknown.body().path("error").path("message").asText())
                .isEqualTo("The plan has no site with the id that was sent; domain must be the id of a site, such as"
                        + " \"blog\", and the page's origin must be in that site's origins.");
        assertThat(post("{\"n\":\"pageview\"}")
                        .body()
                        .path("error")
                        .path("message")
                        .asText())
                .contains("domain");
        assertThat(post("{\"n\":\"pageview\",\"d\":1e400}").word()).isEqualTo("invalid_json");
        assertThat(post("[]").word()).isEqualTo("not_an_object");
        Answer nameless = post("{\"d\":\"shop\"}");
        assertThat(nameless.status()).isEqualTo(422);
        assertThat(nameless.word()).isEqualTo("missing_name");
        assertThat(rig.events()).isEmpty();
    }

    @Test
    void B5_aServerSpeaksForTheVisitorItForwards() {
        var answer = rig.at(
                "/api/event",
                "{\"name\":\"pageview\",\"url\":\"https://shop.example/\",\"domain\":\"shop\"}",
                server("x-forwarded-for", "203.0.113.9, 198.51.100.23", "user-agent", "Googlebot/2.1"),
                Map.of());

        assertThat(answer.status()).isEqualTo(202);
        assertThat(rig.onlyDelivery().visitor().link()).isEqualTo(LinkLevel.DAILY);
        assertThat(rig.onlyEvent().exclusion()).as("the visitor's own agent").isNotNull();
    }

    @Test
    void I0_aServerThatForwardsNobodySpeaksForNobody() {
        rig.at(
                "/api/event",
                "{\"name\":\"Signup\",\"url\":\"https://shop.example/\"}",
                server("x-forwarded-for", CollectFixture.ADDRESS),
                Map.of());

        assertThat(rig.onlyDelivery().site()).as("the key's own").isEqualTo("shop");
        assertThat(rig.onlyDelivery().visitor().link()).isEqualTo(LinkLevel.NONE);
        assertThat(rig.onlyEvent().exclusion()).isNull();
    }

    @Test
    void B5_aStreamThatDoesNotConfirmIsNoSuccess() {
        rig.stream = entries -> Set.of(0);

        assertThat(post("{\"n\":\"pageview\",\"d\":\"shop\"}").status()).isEqualTo(503);
    }

    private Answer post(String body) {
        return rig.at("/api/event", body, browser(), Map.of());
    }
}
