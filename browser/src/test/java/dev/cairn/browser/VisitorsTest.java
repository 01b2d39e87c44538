package dev.cairn.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.browser.harness.BrowserFixture;
import dev.cairn.browser.harness.Chromium;
import dev.cairn.browser.harness.Waiting;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Identity: two tabs, a known customer, an automated browser. */
class VisitorsTest {
    @RegisterExtension
    final BrowserFixture stage = new BrowserFixture();

    @Test
    void V1_twoTabsAreOneVisitorAndOneVisit() throws Exception {
        String page = stage.pages().page("/", stage.snippet("data-consent=granted"), "");
        Chromium browser = stage.browser().open(page).await("window.cairn && !cairn.q && cairn.visitor()");
        Object visitor = browser.script("cairn('product_interest'); return cairn.visitor()");
        String first = browser.tab();

        browser.newTab();
        browser.open(page).await("window.cairn && !cairn.q && cairn.visitor()");
        assertThat(browser.script("cairn('add_to_cart'); return cairn.visitor()"))
                .isEqualTo(visitor);
        stage.site().awaitEvent("add_to_cart");
        browser.switchTo(first);
        browser.script("cairn('checkout_started')");

        assertThat(stage.site().awaitEvent("checkout_started")).containsEntry("page_view", 2);
        assertThat(stage.site().overview().path("visitors").asInt()).isEqualTo(1);
        assertThat(stage.site().overview().path("visits").asInt()).isEqualTo(1);
        assertThat(stage.site().funnel("checkout").path("reached").toString()).isEqualTo("[1,1,1,0]");
    }

    @Test
    void B3_withdrawingInOneTabHoldsInTheOther() throws Exception {
        String page = stage.pages().page("/", stage.snippet("data-consent=granted"), "");
        Chromium browser = stage.browser().open(page).await("window.cairn && !cairn.q && cairn.visitor()");
        String first = browser.tab();
        browser.newTab();
        browser.open(page).await("window.cairn && !cairn.q && cairn.visitor()");

        browser.script("cairn.consent({analytics: false, ads: false})");
        browser.await("!document.cookie");
        stage.site().awaitEvent("consent_withdrawn");
        browser.switchTo(first);
        browser.script("cairn('marker')");

        stage.site().awaitEvent("marker");
        assertThat(stage.network().bodies().getLast().json().hasNonNull("visitor"))
                .isFalse();
        assertThat(browser.stored().nothing()).as("%s", browser.stored()).isTrue();
    }

    @Test
    void I3_aCustomerWhoIsKnownIsOneVisitorWithTheirDevice() throws Exception {
        Chromium browser = stage.browser()
                .open(stage.pages().page("/", stage.snippet("data-consent=granted"), ""))
                .await("window.cairn && !cairn.q && cairn.visitor()");

        browser.script("cairn('product_interest')");
        stage.site().awaitEvent("product_interest");
        browser.script("cairn.identify('customer-7'); cairn('add_to_cart')");

        assertThat(stage.site().awaitEvent("add_to_cart")).containsEntry("identify", 1);
        assertThat(stage.network().bodies().getLast().json().path("user").asText())
                .isEqualTo("customer-7");
        assertThat(stage.site().overview().path("visitors").asInt()).isEqualTo(1);
        assertThat(stage.site().funnel("checkout").path("reached").toString()).isEqualTo("[1,1,0,0]");
    }

    @Test
    void V3_aBrowserThatSaysItIsDrivenByAMachineIsLeftOut() throws Exception {
        Chromium robot = stage.another(Chromium.ofAutomation());
        robot.open(stage.pages().page("/", stage.snippet(), "")).await("window.cairn && !cairn.q");
        assertThat(robot.script("return navigator.webdriver")).isEqualTo(true);

        robot.script("cairn('add_to_cart')");

        Waiting.until(
                "a bot is counted",
                () -> stage.site().health().path("bots").toString(),
                bots -> bots.contains("webdriver"));
        assertThat(stage.site().goals()).isEmpty();
        assertThat(stage.site().overview().path("page_views").asInt()).isZero();
    }

    /** The stub, exactly as in docs/browser.md. */
    @Test
    void B1_whatIsCalledBeforeTheScriptIsThereIsNotLost() throws Exception {
        String stub = Files.readAllLines(Path.of("..", "..", "docs", "browser.md")).stream()
                .filter(line -> line.startsWith("<script>window.cairn||"))
                .findFirst()
                .orElseThrow();
        String calls = "<script>cairn('product_interest'); cairn.consent({analytics: true})</script>";
        Chromium browser =
                stage.browser().open(stage.pages().page("/", stub + calls + stage.snippet("data-consent=wait"), ""));

        browser.await("window.cairn && !cairn.q");

        assertThat(stage.site().awaitEvent("product_interest")).containsEntry("product_interest", 1);
        assertThat(stage.site().overview().path("linkable_share").asDouble()).isEqualTo(1);
    }

    @Test
    void B3_debugPrintsWhatBecomesOfEachEventAndStoresNothing() throws Exception {
        String address = stage.pages().page("/", stage.snippet(), "") + "?cairn_debug=1";
        Chromium browser = stage.browser().open(address).await("window.cairn && !cairn.q");

        browser.script("cairn('add_to_cart')");

        assertThat(Waiting.until(
                        "a line for the event",
                        () -> String.join("\n", browser.console()),
                        text -> text.contains("add_to_cart")))
                .contains("cairn:");
        assertThat(stage.site().events()).isEmpty();
    }
}
