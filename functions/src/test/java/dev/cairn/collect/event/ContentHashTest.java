package dev.cairn.collect.event;

import static dev.cairn.collect.CollectFixture.NOW;
import static dev.cairn.collect.CollectFixture.body;
import static dev.cairn.collect.CollectFixture.browser;
import static dev.cairn.collect.CollectFixture.event;
import static dev.cairn.collect.CollectFixture.server;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.collect.CollectFixture;
import dev.cairn.domain.event.ContentHash;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** D1: content is name, at, seq, url, referrer, props, value, order_id and type as sent. */
class ContentHashTest {
    private static final String FIELDS =
            ",\"seq\":1,\"url\":\"https://shop.example/a?x=1\",\"referrer\":\"https://r.example/\","
                    + "\"props\":{\"a\":1,\"b\":\"jane@mail.example\"},\"value\":{\"amount\":\"1.50\",\"currency\":\"EUR\"},\"order_id\":\"o\"";

    @Test
    void D1_aRepeatHasTheSameContentWheneverAndHoweverItComes() {
        ContentHash content = content(event(FIELDS), browser());
        CollectFixture later = new CollectFixture();
        later.now = later.now.plusSeconds(3_600);
        later.post(event(FIELDS).replace("\"sent_at\":" + NOW, "\"sent_at\":" + (NOW + 3_600_000)), browser());
        assertThat(later.onlyEvent().identity().content()).isEqualTo(content);
        assertThat(content(event(FIELDS), server())).isEqualTo(content);
        assertThat(content(
                        event(FIELDS)
                                .replace("{\"a\":1,\"b\":", "{\"z\":null,\"b\":")
                                .replace(".example\"}", ".example\",\"a\":1}"),
                        browser()))
                .as("order of properties, nulls")
                .isEqualTo(content);
        assertThat(content(body(FIELDS, ",\"visitor\":\"v\",\"user\":\"u\""), browser()))
                .isEqualTo(content);
    }

    static Stream<String> changes() {
        String event = event(FIELDS);
        return Stream.of(
                event.replace("page_view", "page_vie"),
                event.replace("\"at\":" + NOW, "\"at\":" + (NOW - 1)),
                event.replace("\"seq\":1", "\"seq\":2"),
                event.replace("\"seq\":1,", ""),
                event.replace("a?x=1", "a?x=2"),
                event.replace("r.example", "s.example"),
                event.replace("\"a\":1", "\"a\":2"),
                event.replace("\"a\":1", "\"a\":\"1\""),
                event.replace("jane", "john"),
                event.replace("1.50", "1.51"),
                event.replace("EUR", "USD"),
                event.replace("\"o\"", "\"p\""));
    }

    @ParameterizedTest
    @MethodSource("changes")
    void D1_anyChangeOfContentShows(String changed) {
        assertThat(changed).isNotEqualTo(event(FIELDS));
        assertThat(content(changed, browser())).isNotEqualTo(content(event(FIELDS), browser()));
    }

    @Test
    void D1_aRefundIsOtherContentThanItsPurchase() {
        assertThat(content(event(FIELDS + ",\"type\":\"refund\""), server()))
                .isNotEqualTo(content(event(FIELDS), server()));
    }

    @Test
    void D1_correctedAndClampedTimesAreFlagged() {
        CollectFixture rig = new CollectFixture();
        rig.post(event(""), browser());
        rig.post(event("").replace("\"sent_at\":" + NOW, "\"sent_at\":" + (NOW + 120_001)), browser());
        rig.post(event("").replace("\"at\":" + NOW, "\"at\":" + (NOW + 1)), browser());
        assertThat(rig.events().stream().map(event -> event.time().adjusted())).containsExactly(false, true, true);
    }

    private static ContentHash content(String body, Map<String, String> headers) {
        CollectFixture rig = new CollectFixture();
        assertThat(rig.post(body, headers).status()).isEqualTo(202);
        return rig.onlyEvent().identity().content();
    }
}
