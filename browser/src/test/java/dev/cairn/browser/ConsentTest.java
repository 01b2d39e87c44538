package dev.cairn.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.browser.harness.BrowserFixture;
import dev.cairn.browser.harness.Chromium;
import dev.cairn.browser.harness.Network;
import dev.cairn.browser.harness.Stored;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Consent (B3, I1, I2): nothing is stored without it, and no more than declared with it. */
class ConsentTest {
    @RegisterExtension
    final BrowserFixture stage = new BrowserFixture();

    @Test
    void B3_withoutConsentEverythingIsCountedAndNothingIsStored() throws Exception {
        Chromium browser = open("");

        browser.script("scrollTo(0, 3000); cairn('add_to_cart'); cairn.identify('customer-7'); cairn('marker')");

        assertThat(stage.site().awaitEvent("marker")).containsEntry("add_to_cart", 1);
        assertThat(browser.stored().nothing()).as("%s", browser.stored()).isTrue();
        assertThat(browser.script("return cairn.visitor()")).isNull();
        assertThat(stage.network().bodies())
                .allMatch(body -> !body.json().hasNonNull("visitor")
                        && !body.json().hasNonNull("user")
                        && !body.json().at("/consent/analytics").asBoolean());
        assertThat(stage.network().requests().toString()).doesNotContain("customer-7");
        assertThat(stage.site().overview().path("linkable_share").asDouble()).isZero();
        assertThat(stage.site().overview().path("visitors").asInt()).isEqualTo(1);
    }

    @Test
    void B3_withConsentARandomNumberIsStoredForAtMost395DaysAndNotRenewed() throws Exception {
        Chromium browser = open("data-consent=granted");
        stage.site().awaitEvent("page_view");
        Stored before = browser.stored();
        double expiresBefore = expiry(browser);

        browser.open(browser.address()).await("window.cairn && !cairn.q");
        browser.script("cairn('marker')");
        stage.site().awaitEvent("marker");

        assertThat(before.cookies()).hasSize(1);
        assertThat(before.cookies().values().iterator().next()).matches("\\d{10}-[0-9-]{7,43}");
        assertThat(browser.stored().cookies()).isEqualTo(before.cookies());
        // The answer has set it once more, to the second (B10).
        assertThat(expiry(browser)).isCloseTo(expiresBefore, within(1.0));
        assertThat(expiresBefore - System.currentTimeMillis() / 1000.0).isLessThanOrEqualTo(395 * 86_400.0);
        assertThat(browser.stored().local()).isEmpty();
        assertThat(stage.site().overview().path("linkable_share").asDouble()).isEqualTo(1);
        assertThat(stage.site().overview().path("visitors").asInt()).isEqualTo(1);
    }

    @Test
    void B3_waitingSendsNothingUntilSomebodyDecides() throws Exception {
        Chromium browser = open("data-consent=wait");

        browser.script("cairn('product_interest')");
        browser.await("performance.now() > 3500"); // three times the batching interval

        assertThat(stage.network().bodies()).isEmpty();
        assertThat(browser.stored().nothing()).isTrue();

        browser.script("cairn.consent({analytics: true, ads: false}); cairn('add_to_cart')");
        assertThat(stage.site().awaitEvent("add_to_cart")).containsEntry("page_view", 1);
        assertThat(browser.stored().cookies()).hasSize(1);
        assertThat(stage.site().funnel("checkout").path("reached").toString()).isEqualTo("[1,1,0,0]");
    }

    @Test
    void B1_aCallOfConsentThatDoesNotSpeakOfAnalyticsDecidesNothingAndNoneThrows() throws Exception {
        Chromium browser = open("data-consent=wait");

        browser.script("cairn.consent(); cairn.consent(null); cairn.consent({ads: true})");
        browser.await("performance.now() > 3500");

        assertThat(stage.network().bodies()).isEmpty();

        browser.script("cairn.consent({analytics: true}); cairn('marker')");
        stage.site().awaitEvent("marker");
        assertThat(stage.network().bodies())
                .allSatisfy(body -> assertThat(body.json().path("consent").toString())
                        .isEqualTo("{\"analytics\":true,\"ads\":true}"));
    }

    @Test
    void B3_waitingAndThenANoIsCountedWithoutAVisitor() throws Exception {
        Chromium browser = open("data-consent=wait");
        browser.script("cairn('product_interest')");

        browser.script("cairn.consent({analytics: false}); cairn('marker')");

        assertThat(stage.site().awaitEvent("marker"))
                .containsEntry("page_view", 1)
                .containsEntry("product_interest", 1);
        assertThat(browser.stored().nothing()).isTrue();
        assertThat(stage.site().overview().path("linkable_share").asDouble()).isZero();
    }

    @Test
    void B3_withdrawingDeletesWhatIsStoredAlsoWhatCouldNotBeSent() throws Exception {
        stage.expectingErrors("503");
        Chromium browser = open("data-consent=granted");
        stage.site().awaitEvent("page_view");
        stage.network().becomes(Network.Mood.UNAVAILABLE);
        browser.script("cairn('product_interest')");
        browser.await("Object.keys(localStorage).length > 0");

        browser.script("cairn.consent({analytics: false, ads: false})");

        browser.await("!document.cookie && !Object.keys(localStorage).length");
        assertThat(browser.stored().nothing()).as("%s", browser.stored()).isTrue();
        stage.network().becomes(Network.Mood.PASSING);
        browser.script("cairn('marker')");
        assertThat(stage.site().awaitEvent("marker")).containsEntry("consent_withdrawn", 1);
        assertThat(browser.script("return cairn.visitor()")).isNull();
        assertThat(browser.stored().nothing()).isTrue();
    }

    /** Without the id, nobody would know whose memberships and clicks end with it. */
    @Test
    void I2_aWithdrawalIsSentWithTheIdThatItDeletesAndNothingElseIs() throws Exception {
        Chromium browser = open("data-consent=granted");
        browser.script("cairn.consent({analytics: true, ads: true})");
        stage.site().awaitEvent("page_view");
        String visitor = (String) browser.script("return cairn.visitor()");

        browser.script("cairn('before'); cairn.consent({analytics: false, ads: false}); cairn('marker')");

        assertThat(browser.stored().nothing()).as("%s", browser.stored()).isTrue();
        stage.site().awaitEvent("marker");
        JsonNode withdrawal = stage.network().bodies().stream()
                .map(body -> body.json())
                .filter(body -> body.findValuesAsText("name").contains("consent_withdrawn"))
                .findFirst()
                .orElseThrow();
        assertThat(withdrawal.path("visitor").asText()).isEqualTo(visitor);
        assertThat(withdrawal.path("events")).hasSize(1);
        assertThat(withdrawal.at("/consent/analytics").asBoolean()).isTrue();
        assertThat(stage.network().bodies())
                .filteredOn(body -> body.json().findValuesAsText("name").contains("marker"))
                .allMatch(body -> body.json().path("visitor").isNull());
        assertThat(browser.stored().nothing()).isTrue();
    }

    @Test
    void I2_globalPrivacyControlLetsNoConsentForAdsThrough() throws Exception {
        stage.browser().globalPrivacyControl();
        Chromium browser = open("data-consent=granted");

        browser.script("cairn.consent({analytics: true, ads: true}); cairn('marker')");

        stage.site().awaitEvent("marker");
        assertThat(stage.network().bodies())
                .allMatch(body -> !body.json().at("/consent/ads").asBoolean());
        assertThat(stage.network().bodies().getLast().headers()).containsEntry("sec-gpc", "1");
        assertThat(lastBody().at("/consent/analytics").asBoolean()).isTrue();
    }

    @Test
    void B1_whoOptsOutIsNotCountedAnyMore() throws Exception {
        Chromium browser = open("data-consent=granted");
        stage.site().awaitEvent("page_view");

        browser.script("cairn.optOut(); cairn('product_interest')");
        browser.open(browser.address()).await("window.cairn && !cairn.q");
        browser.script("cairn('add_to_cart'); cairn.consent({analytics: true})");
        browser.await("performance.now() > 2500");

        assertThat(stage.network().names()).isSubsetOf("page_view", "engagement");
        assertThat(stage.site().events()).containsEntry("page_view", 1);
        assertThat(browser.stored().cookies().values())
                .as("the choice is all that is kept")
                .containsExactly("out");
    }

    @Test
    void B3_subdomainsShareOneVisitor() throws Exception {
        String shop = stage.pages().origin("www.shop.localhost");
        String blog = stage.pages().origin("blog.shop.localhost");
        stage.site().allow(List.of(shop, blog));
        stage.pages().page("/", stage.snippet("data-consent=granted"), "");
        Chromium browser = stage.browser().open(shop + "/").await("window.cairn && !cairn.q && cairn.visitor()");
        Object visitor = browser.script("return cairn.visitor()");

        browser.open(blog + "/").await("window.cairn && !cairn.q && cairn.visitor()");

        assertThat(browser.script("return cairn.visitor()")).isEqualTo(visitor);
        browser.script("cairn('marker')");
        stage.site().awaitEvent("marker");
        assertThat(stage.site().overview().path("visitors").asInt()).isEqualTo(1);
    }

    private Chromium open(String attribute) throws Exception {
        String address = stage.pages().page("/", stage.snippet(attribute), "<div style='height: 4000px'></div>");
        return stage.browser().open(address).await("window.cairn && !cairn.q");
    }

    private JsonNode lastBody() {
        return stage.network().bodies().getLast().json();
    }

    private static double expiry(Chromium browser) {
        List<?> cookies =
                (List<?>) browser.devTools("Storage.getCookies", Map.of()).get("cookies");
        return ((Number) ((Map<?, ?>) cookies.getFirst()).get("expires")).doubleValue();
    }
}
