package dev.cairn.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.browser.harness.BrowserFixture;
import dev.cairn.browser.harness.Chromium;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Links, downloads and declared clicks (B2), even if the page is left a moment later. */
class ClicksTest {
    @RegisterExtension
    final BrowserFixture stage = new BrowserFixture();

    @Test
    void B2_aDownloadIsCountedWithItsFile() throws Exception {
        stage.pages().file("/files/light%20guide.pdf", "application/pdf", new byte[] {1});
        stage.pages().file("/files/guide.pdf", "application/pdf", new byte[] {1});
        Chromium browser = open("<a id=get download href=/files/guide.pdf?token=secret>get</a>");

        browser.click("#get");

        assertThat(stage.site().awaitEvent("file_download")).containsEntry("file_download", 1);
        assertThat(stage.site().goals()).containsEntry("brochure_download", 1);
        assertThat(props("file_download")).isEqualTo("{\"file\":\"/files/guide.pdf\"}");
    }

    @Test
    void B2_aDownloadIsOneByItsAttributeAndItsNameNeedNotBeReadable() throws Exception {
        Chromium browser = open("<a id=get download href=/export/42>get</a> <a id=old href=/Pr%E4sentation.pdf>old</a>"
                + "<script>addEventListener('click', event => event.preventDefault())</script>");

        browser.click("#get").click("#old");

        assertThat(stage.site().awaitGoal("brochure_download", 1)).isNotEmpty();
        browser.script("cairn('marker')");
        assertThat(stage.site().awaitEvent("marker")).containsEntry("file_download", 2);
        assertThat(stage.network().events("file_download"))
                .extracting(event -> event.path("props").path("file").textValue())
                .containsExactlyInAnyOrder("/export/42", "/Pr%E4sentation.pdf");
    }

    @Test
    void B2_aLinkToElsewhereIsCountedThoughThePageIsLeft() throws Exception {
        String elsewhere = stage.pages().origin("127.0.0.1") + "/there";
        stage.pages().page("/there", "", "<p id=arrived>there</p>");
        Chromium browser = open("<a id=out href='" + elsewhere + "'>out</a> <a id=in href=/there>in</a>");

        browser.click("#out");
        browser.find("#arrived");

        assertThat(stage.site().awaitEvent("outbound_click")).containsEntry("outbound_click", 1);
        assertThat(stage.site().goals()).containsEntry("link_clicked", 1);
        assertThat(props("outbound_click")).startsWith("{\"host\":\"127.0.0.1");
    }

    @Test
    void B2_aLinkWithinTheSiteIsNoClickToElsewhere() throws Exception {
        stage.pages().page("/there", stage.snippet(), "<p id=arrived>there</p>");
        Chromium browser = open("<a id=in href=/there>in</a>");

        browser.click("#in").find("#arrived");
        browser.await("window.cairn && !cairn.q").script("cairn('marker')");

        assertThat(stage.site().awaitEvent("marker"))
                .containsEntry("page_view", 2)
                .doesNotContainKey("outbound_click");
    }

    @Test
    void B2_aDeclaredClickIsCountedWithItsPropertiesAlsoOnAnElementWithin() throws Exception {
        Chromium browser =
                open("<button data-cairn-event=wishlist data-cairn-prop-plan=pro><b id=inner>save</b></button>");

        browser.click("#inner");

        assertThat(stage.site().awaitEvent("wishlist")).containsEntry("wishlist", 1);
        assertThat(stage.site().goals()).containsEntry("wishlist", 1);
        assertThat(props("wishlist")).isEqualTo("{\"plan\":\"pro\"}");
    }

    @Test
    void D2_anOrderThatIsReportedTwiceCountsOnceWithItsValue() throws Exception {
        Chromium browser = open("");

        for (int i = 0; i < 2; i++) {
            browser.script("cairn('purchase', {orderId: 'o-1', value: {amount: '19.50', currency: 'EUR'}})");
        }
        browser.script("cairn('marker')");

        assertThat(stage.site().awaitEvent("marker")).containsEntry("purchase", 2);
        JsonNode total = stage.site().read("goals").path("total");
        assertThat(stage.site().goals()).containsEntry("purchase", 1);
        assertThat(total.findValue("value").toString()).isEqualTo("[{\"amount\":\"19.50\",\"currency\":\"EUR\"}]");
    }

    @Test
    void B3_aTabClosedRightAfterAClickLosesNothing() throws Exception {
        String page =
                stage.pages().page("/", stage.snippet(), "<button id=b data-cairn-event=add_to_cart>add</button>");
        Chromium browser = stage.browser().open(stage.pages().page("/opener", "", ""));
        browser.newTab();
        browser.open(page).await("window.cairn && !cairn.q");

        browser.click("#b");
        browser.closeTab();

        assertThat(stage.site().awaitEvent("add_to_cart")).containsEntry("add_to_cart", 1);
        assertThat(stage.site().goals()).containsEntry("add_to_cart", 1);
        assertThat(browser.driver().getWindowHandles()).as("the tab is closed").hasSize(1);
    }

    private Chromium open(String body) throws Exception {
        return stage.browser()
                .open(stage.pages().page("/", stage.snippet(), body))
                .await("window.cairn && !cairn.q");
    }

    private String props(String name) {
        return stage.network().events(name).getFirst().path("props").toString();
    }
}
