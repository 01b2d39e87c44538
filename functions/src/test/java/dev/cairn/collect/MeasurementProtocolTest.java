package dev.cairn.collect;

import static dev.cairn.collect.CollectFixture.NOW;
import static dev.cairn.collect.CollectFixture.browser;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.collect.CollectFixture.Answer;
import dev.cairn.domain.event.AcceptedEvent;
import dev.cairn.domain.event.LinkLevel;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** GA4's Measurement Protocol as its senders use it (B5). */
class MeasurementProtocolTest {
    private static final Map<String, String> SENDER = Map.of("user-agent", "node");

    private final CollectFixture rig = new CollectFixture();

    @Test
    void B5_aPurchaseOfAServerIsOneOfOurs() {
        var answer = send("""
                {"client_id":"1234567.1700000000","user_id":"anna","timestamp_micros":"%d","consent":{"analytics_storage":"GRANTED","ad_user_data":"GRANTED"},
                 "user_properties":{"tier":{"value":"gold"}},"user_data":{"sha256_email_address":["x"]},
                 "events":[{"name":"purchase","params":{"transaction_id":"o-1","value":25.5,"currency":"EUR","session_id":"1","engagement_time_msec":100,
                   "coupon":"NOV","items":[{"item_id":"1"},{"item_id":"2"}],"page_location":"https://shop.example/thanks"}}]}""".formatted((NOW - 1_500) * 1_000 + 999));

        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.text()).isEmpty();
        AcceptedEvent event = rig.onlyEvent();
        assertThat(event.name()).isEqualTo("purchase");
        assertThat(event.at()).isEqualTo(NOW - 1_500);
        assertThat(event.transaction().orderId()).isEqualTo("o-1");
        assertThat(event.transaction().value().amount()).isEqualTo("25.5");
        assertThat(event.page().url()).isEqualTo("https://shop.example/thanks");
        assertThat(rig.onlyProps()).isEqualTo("{coupon=NOV, items=2}");
        assertThat(rig.onlyDelivery().server()).isTrue();
        assertThat(rig.onlyDelivery().sender().ads()).isTrue();
        assertThat(rig.onlyDelivery().visitor().link()).isEqualTo(LinkLevel.USER);
        assertThat(rig.said.counts).containsEntry("not_deduplicated", 1L);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"name":"user_engagement","params":{"engagement_time_msec":4200}} | engagement     | {engaged_ms=4200}
            {"name":"scroll","params":{"percent_scrolled":90}}                | engagement     | {scroll=90, scrolled=true}
            {"name":"click","params":{"link_domain":"a.example","outbound":true}} | outbound_click | {host=a.example}
            {"name":"file_download","params":{"file_name":"a.pdf","link_url":"x"}} | file_download | {file=a.pdf}
            {"name":"video_complete","params":{"video_title":"Tour","video_percent":100}} | video_complete | {percent=100, video=Tour}
            {"name":"form_submit","params":{"form_id":"newsletter"}}          | form_submit    | {form=newsletter}
            {"name":"add_to_cart","params":{"value":"free","size":3}}         | add_to_cart    | {size=3, value=free}
            {"name":"page_view","params":{"page_title":"T","page_location":"https://shop.example/"}} | page_view | {page_title=T}
            """)
    void B5_whatGa4ReportsByItselfHasOurNames(String event, String name, String props) {
        send("{\"client_id\":\"c\",\"events\":[" + event + "]}");

        assertThat(rig.onlyEvent().name()).isEqualTo(name);
        assertThat(rig.onlyProps()).isEqualTo(props);
    }

    @Test
    void I1_aClientIdWithoutConsentFollowsNobody() {
        send("{\"client_id\":\"c\",\"user_id\":\"anna\",\"events\":[{\"name\":\"a\"}]}");

        assertThat(rig.onlyDelivery().visitor().link()).isEqualTo(LinkLevel.NONE);
    }

    @Test
    void B5_malformedBodiesAreAlwaysAnswered204() {
        assertThat(send("{").status()).isEqualTo(204);
        assertThat(send("[]").status()).isEqualTo(204);
        assertThat(send("{\"events\":7}").status()).isEqualTo(204);
        assertThat(send("{\"events\":[{\"name\":\"\"}]}").status()).isEqualTo(204);
        assertThat(rig.events()).isEmpty();
        assertThat(rig.said.counts)
                .containsEntry("rejected_missing_name", 1L)
                .containsEntry("refused_invalid_json", 1L);
    }

    @Test
    void B5_whoMayNotSendIsToldSoAndSoIsWhatWasNotStored() {
        String body = "{\"events\":[{\"name\":\"a\"}]}";
        var google = rig.at(
                "/mp/collect", body, SENDER, Map.of("measurement_id", "shop", "api_secret", "a-secret-of-google"));
        assertThat(google.status()).isEqualTo(403);
        assertThat(google.body().path("error").path("message").asText()).contains("api_secret");
        assertThat(rig.at("/mp/collect", body, SENDER, Map.of("measurement_id", "shop", "api_secret", "ck_nope"))
                        .status())
                .isEqualTo(401);
        assertThat(rig.at(
                                "/mp/collect",
                                body,
                                browser(),
                                Map.of("measurement_id", "shop", "api_secret", "a-secret-of-google"))
                        .status())
                .as("a page of the site")
                .isEqualTo(204);
        rig.stream = entries -> Set.of(0);
        assertThat(send(body).status()).isEqualTo(503);
    }

    @Test
    void B5_theDebugAddressStoresNothingAndSaysWhatIsWrong() {
        var query = Map.of("measurement_id", "shop", "api_secret", CollectFixture.KEY);
        var answer = rig.at("/debug/mp/collect", "{\"events\":[{\"name\":\"a\"},{}]}", SENDER, query);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text())
                .isEqualTo(
                        "{\"validationMessages\":[{\"fieldPath\":\"events[1]\",\"description\":\"missing_name\",\"validationCode\":\"VALUE_INVALID\"}]}");
        assertThat(rig.at("/debug/mp/collect", "{\"events\":[{\"name\":\"a\"}]}", SENDER, query)
                        .text())
                .isEqualTo("{\"validationMessages\":[]}");
        assertThat(rig.at("/debug/mp/collect", "{", SENDER, query).status()).isEqualTo(200);
        assertThat(rig.entries).isEmpty();
    }

    private Answer send(String body) {
        return rig.at("/mp/collect", body, SENDER, Map.of("measurement_id", "shop", "api_secret", CollectFixture.KEY));
    }
}
