package dev.cairn.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.browser.harness.BrowserFixture;
import dev.cairn.browser.harness.Chromium;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What shops tell Google's tags (B7), with one line of ours: each fixture in {@code shop/} is the pushes of one kind of
 * shop, half of them before our script is there.
 */
class ShopEventsTest {
    private static final String AFTER = "// after the script\n";

    @RegisterExtension
    final BrowserFixture stage = new BrowserFixture();

    @ParameterizedTest
    @ValueSource(strings = {"ga4", "gtag", "universal-analytics", "woocommerce"})
    void B7_theWholeCheckoutFunnelWithItsValueEachStepOnce(String shop) throws Exception {
        open(shop, "data-consent=granted");

        assertThat(stage.site().awaitGoal("purchase", 1)).containsEntry("purchase", 1);
        stage.browser().script("cairn('marker')");
        assertThat(stage.site().awaitEvent("marker"))
                .containsEntry("view_item", 1)
                .containsEntry("add_to_cart", 1)
                .containsEntry("begin_checkout", 1)
                .containsEntry("purchase", 1)
                .doesNotContainKey("refund");
        assertThat(stage.site().funnel("checkout").path("reached").toString()).isEqualTo("[1,1,1,1]");
        List<JsonNode> purchases = stage.network().events("purchase");
        assertThat(purchases).hasSize(1);
        JsonNode purchase = purchases.getFirst();
        assertThat(purchase.at("/value/amount").asDouble()).isEqualTo(59.9);
        assertThat(purchase.at("/value/currency").asText()).isEqualTo("EUR");
        assertThat(purchase.path("order_id").asText()).endsWith("1007");
        assertThat(purchase.at("/props/item_ids").asText()).isIn("L-1", "42");
    }

    @Test
    void B7_itCanBeTurnedOffAndConsentIsStillFollowed() throws Exception {
        Chromium browser = open("ga4", "data-datalayer=off");

        browser.script("cairn('marker'); dataLayer.push({event: 'add_to_cart', ecommerce: {items: []}})");
        browser.script(
                "(function () { dataLayer.push(arguments) })('consent', 'update', {analytics_storage: 'granted'})");

        browser.await("cairn.visitor()");
        assertThat(stage.site().awaitEvent("marker")).doesNotContainKeys("view_item", "add_to_cart", "purchase");
    }

    @Test
    void B7_whatHappensTwiceCountsTwiceAndAnythingMayBePushed() throws Exception {
        Chromium browser = open("gtag", "");
        stage.site().awaitGoal("purchase", 1);

        browser.script("dataLayer.push(null, 7, 'event', () => 1, {event: 'add_to_cart', ecommerce: {items: 3}});"
                + "dataLayer.push({event: 'add_to_cart', ecommerce: {items: [{item_id: 'B'}]}});"
                + "dataLayer.push({event: 'add_to_cart', ecommerce: {items: [{item_id: 'B'}]}});"
                + "dataLayer.push({event: 'purchase', ecommerce: {transaction_id: 'T-2', value: '1.234,50 €'}});"
                + "gtag('event', 'sign_up'); cairn('marker')");

        assertThat(stage.site().awaitEvent("marker"))
                .containsEntry("add_to_cart", 3)
                .containsEntry("sign_up", 1)
                .containsEntry("purchase", 2);
        assertThat(stage.site().goals()).containsEntry("account_created", 1);
    }

    private Chromium open(String shop, String attribute) throws IOException {
        String[] parts = fixture(shop).split(AFTER);
        String page = stage.pages().page("/", "<script>" + parts[0] + "</script>" + stage.snippet(attribute), "");
        Chromium browser = stage.browser().open(page).await("window.cairn && !cairn.q");
        browser.script(parts[1]);
        return browser;
    }

    private static String fixture(String shop) throws IOException {
        try (InputStream in = ShopEventsTest.class.getResourceAsStream("shop/" + shop + ".js")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
