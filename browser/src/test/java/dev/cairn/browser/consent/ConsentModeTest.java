package dev.cairn.browser.consent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.browser.harness.BrowserFixture;
import dev.cairn.browser.harness.Chromium;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Google Consent Mode v2 (B3): the page signals consent to Google's tags, which need not exist, and the script listens.
 */
class ConsentModeTest {
    private static final String HEADING = "### Google Consent Mode v2";
    private static final String LONG_ENOUGH = "performance.now() > 3500";
    private static final String WAIT = "data-consent=wait";

    /** The code from docs/browser.md: the script element with the default, and the update after consent. */
    private static final String DEFAULT = Documentation.blocks(HEADING, "html").getFirst();

    private static final String YES = Documentation.blocks(HEADING, "js").getFirst();
    private static final String NO = YES.replace("granted", "denied");

    @RegisterExtension
    final BrowserFixture stage = new BrowserFixture();

    @Test
    void B3_aDefaultBeforeTheScriptAndAnUpdateAfterItAreFollowed() throws Exception {
        Chromium browser = open("/", DEFAULT, "");
        browser.script("cairn('product_interest')");
        stage.site().awaitEvent("product_interest");
        assertThat(browser.stored().nothing()).as("%s", browser.stored()).isTrue();
        assertFigures(1, 0);

        browser.script(YES + "cairn('add_to_cart')");
        stage.site().awaitEvent("add_to_cart");
        assertThat(browser.stored().cookies()).containsOnlyKeys("cairn of localhost");
        assertThat(consentOfTheLastBody()).isEqualTo("{\"analytics\":true,\"ads\":true}");
        assertFigures(2, 0.5);

        browser.script(NO + "cairn('marker')");
        assertThat(stage.site().awaitEvent("marker")).containsEntry("consent_withdrawn", 1);
        assertThat(browser.stored().nothing()).as("%s", browser.stored()).isTrue();
        assertThat(consentOfTheLastBody()).isEqualTo("{\"analytics\":false,\"ads\":false}");
        assertFigures(2, 0.5);
    }

    @Test
    void B3_whatWasAnsweredOnAnEarlierPageIsKnownBeforeTheFirstEvent() throws Exception {
        Chromium browser = open("/", DEFAULT + script(YES), "");
        stage.site().awaitEvent("page_view");
        Object visitor = browser.script("return cairn.visitor()");

        open("/next", DEFAULT + script(YES), "").script("cairn('marker')");

        assertThat(stage.site().awaitEvent("marker")).containsEntry("page_view", 2);
        assertThat(visitor).isNotNull();
        assertThat(browser.script("return cairn.visitor()")).isEqualTo(visitor);
        assertFigures(1, 1);
    }

    @Test
    void B3_aDefaultIsNoWithdrawalAndWhoeverAgreedStaysTheSame() throws Exception {
        Chromium browser = open("/", DEFAULT + script(YES), "");
        stage.site().awaitEvent("page_view");
        Object visitor = browser.script("return cairn.visitor()");

        open("/next", DEFAULT, WAIT).await(LONG_ENOUGH);
        assertThat(browser.script("return cairn.visitor()")).isNull();
        assertThat(browser.stored().cookies()).containsOnlyKeys("cairn of localhost");
        browser.script(YES + "cairn('marker')");

        assertThat(stage.site().awaitEvent("marker")).doesNotContainKey("consent_withdrawn");
        assertThat(browser.script("return cairn.visitor()")).isEqualTo(visitor);
        assertFigures(1, 1);
    }

    @Test
    void B3_aDefaultDoesNotEndTheWaitingAndAnUpdateOfANoDoes() throws Exception {
        Chromium browser = open("/", DEFAULT, WAIT).await(LONG_ENOUGH);
        assertThat(stage.network().bodies()).isEmpty();
        assertThat(stage.site().events()).isEmpty();
        assertThat(browser.stored().nothing()).as("%s", browser.stored()).isTrue();

        browser.script(NO);

        assertThat(stage.site().awaitEvent("page_view")).containsEntry("page_view", 1);
        assertThat(browser.stored().nothing()).as("%s", browser.stored()).isTrue();
        assertFigures(1, 0);
    }

    @Test
    void B3_aDefaultThatATagManagerSaysAfterTheScriptIsFollowedToo() throws Exception {
        Chromium browser = open("/", "", WAIT);

        browser.script(content(DEFAULT) + "window.gtag = gtag");
        browser.await(LONG_ENOUGH);
        assertThat(stage.network().bodies()).isEmpty();
        browser.script(YES + "cairn('marker')");

        assertThat(stage.site().awaitEvent("marker")).containsEntry("page_view", 1);
        assertThat(browser.stored().cookies()).containsOnlyKeys("cairn of localhost");
        assertFigures(1, 1);
    }

    @Test
    void B3_advertisingTakesBothOfItsSignalsAndAnUpdateChangesOnlyWhatItNames() throws Exception {
        Chromium browser = open("/", DEFAULT, WAIT);

        browser.script("gtag('consent', 'update', {analytics_storage: 'granted', ad_storage: 'granted'})");
        stage.site().awaitEvent("page_view");
        assertThat(consentOfTheLastBody()).isEqualTo("{\"analytics\":true,\"ads\":false}");

        browser.script("gtag('consent', 'update', {ad_user_data: 'granted'}); cairn('marker')");
        stage.site().awaitEvent("marker");
        assertThat(consentOfTheLastBody()).isEqualTo("{\"analytics\":true,\"ads\":true}");
    }

    @Test
    void B3_aDefaultForSomeRegionsHoldsEverywhereWhereItDenies() throws Exception {
        String regions = "gtag('consent', 'default', {analytics_storage: 'granted'});"
                + "gtag('consent', 'default', {analytics_storage: 'denied', region: ['DE', 'FR']});";
        Chromium browser = open("/", DEFAULT.replace("'denied'", "'granted'") + script(regions), "");

        browser.script("cairn('marker')");

        stage.site().awaitEvent("marker");
        assertThat(browser.stored().nothing()).as("%s", browser.stored()).isTrue();
        assertFigures(1, 0);
    }

    @Test
    void B3_anUpdateGoesBeforeADefaultThatIsSaidLater() throws Exception {
        String gtag = script("window.dataLayer = []; function gtag() { dataLayer.push(arguments) }");
        Chromium browser = open("/", gtag + script(YES) + DEFAULT, WAIT);

        browser.script("cairn('product_interest')");
        stage.site().awaitEvent("product_interest");
        browser.script("gtag('consent', 'default', {analytics_storage: 'denied'}); cairn('marker')");

        assertThat(stage.site().awaitEvent("marker")).containsEntry("page_view", 1);
        assertThat(consentOfTheLastBody()).isEqualTo("{\"analytics\":true,\"ads\":true}");
        assertThat(browser.stored().cookies()).containsOnlyKeys("cairn of localhost");
        assertFigures(1, 1);
    }

    private Chromium open(String path, String before, String attribute) throws IOException {
        String address = stage.pages().page(path, before + stage.snippet(attribute), "");
        return stage.browser().open(address).await("window.cairn && !cairn.q && document.readyState == 'complete'");
    }

    private static String script(String code) {
        return "<script>" + code + "</script>";
    }

    private static String content(String element) {
        return element.replaceAll("</?script>", "");
    }

    private String consentOfTheLastBody() {
        return stage.network().bodies().getLast().json().path("consent").toString();
    }

    private void assertFigures(int visitors, double linkableShare) {
        assertThat(stage.site().overview().path("visitors").asInt()).isEqualTo(visitors);
        assertThat(stage.site().overview().path("linkable_share").asDouble()).isEqualTo(linkableShare);
    }
}
