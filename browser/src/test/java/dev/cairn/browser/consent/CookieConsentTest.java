package dev.cairn.browser.consent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.browser.harness.Chromium;
import org.junit.jupiter.api.Test;

/** CookieConsent with its recipe (B3), which has two purposes. */
class CookieConsentTest extends ConsentToolContract {
    private static final CookieConsent TOOL = new CookieConsent();

    CookieConsentTest() {
        super(TOOL);
    }

    @Test
    void B3_statisticsWithoutAdvertisingIsConsentToJustThat() throws Exception {
        Chromium browser = open("/", "data-consent=wait");

        TOOL.acceptAnalyticsOnly(browser);

        stage.site().awaitEvent("page_view");
        assertThat(consentOfTheLastBody()).isEqualTo("{\"analytics\":true,\"ads\":false}");
        assertThat(stage.site().overview().path("linkable_share").asDouble()).isEqualTo(1);
    }

    @Test
    void I2_whoAcceptsEverythingAcceptsAdvertising() throws Exception {
        Chromium browser = open("/", "data-consent=wait");

        Buttons.click(browser, TOOL.acceptButton());

        stage.site().awaitEvent("page_view");
        assertThat(consentOfTheLastBody()).isEqualTo("{\"analytics\":true,\"ads\":true}");
    }
}
