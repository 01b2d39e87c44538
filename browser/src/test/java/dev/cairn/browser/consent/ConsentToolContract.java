package dev.cairn.browser.consent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.browser.harness.BrowserFixture;
import dev.cairn.browser.harness.Chromium;
import dev.cairn.browser.harness.Network;
import java.io.IOException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.opentest4j.TestAbortedException;

/** Tests for every consent tool with a recipe in docs/browser.md (B3): visitors click, and the figures follow. */
abstract class ConsentToolContract {
    /** Three times the batching interval. */
    private static final String LONG_ENOUGH = "performance.now() > 3500";

    private static final String WAIT = "data-consent=wait";

    @RegisterExtension
    final BrowserFixture stage = new BrowserFixture();

    private final ConsentTool tool;
    private final ToolPages toolPages;

    ConsentToolContract(ConsentTool tool) {
        this.tool = tool;
        this.toolPages = new ToolPages(tool);
    }

    @BeforeEach
    void skipWithoutTheTool() {
        toolPages.missing().ifPresent(reason -> {
            throw new TestAbortedException(reason);
        });
    }

    @Test
    void B3_whileNobodyHasAnsweredNothingIsSentAndNothingIsStored() throws Exception {
        Chromium browser = open("/", WAIT);

        browser.script("cairn('product_interest')");
        browser.await(LONG_ENOUGH);

        assertThat(Buttons.shown(browser, tool.acceptButton())).isTrue();
        assertThat(stage.network().bodies()).isEmpty();
        assertThat(stage.site().events()).isEmpty();
        assertThat(browser.stored().nothing()).as("%s", browser.stored()).isTrue();
    }

    @Test
    void B3_whereThePageDoesNotWaitWhoHasNotAnsweredIsCountedAndNothingIsStored() throws Exception {
        Chromium browser = open("/", "");
        browser.await(LONG_ENOUGH);

        browser.script("cairn('marker')");

        assertThat(stage.site().awaitEvent("marker")).containsEntry("page_view", 1);
        assertThat(Buttons.shown(browser, tool.acceptButton())).isTrue();
        assertThat(browser.stored().nothing()).as("%s", browser.stored()).isTrue();
        assertFigures(1, 0);
    }

    @Test
    void B3_whoAcceptsIsKnownAgainOnTheNextPageWithoutAnotherClick() throws Exception {
        Chromium browser = open("/", WAIT);
        browser.script("cairn('product_interest')");
        Buttons.click(browser, tool.acceptButton());
        assertThat(stage.site().awaitEvent("product_interest")).containsEntry("page_view", 1);
        Object visitor = browser.script("return cairn.visitor()");
        assertThat(visitor).isNotNull();
        assertThat(browser.stored().cookies()).containsEntry("cairn of localhost", visitor.toString());

        open("/next", WAIT).script("cairn('add_to_cart')");

        assertThat(stage.site().awaitEvent("add_to_cart")).containsEntry("page_view", 2);
        assertThat(Buttons.shown(browser, tool.acceptButton())).isFalse();
        assertThat(browser.script("return cairn.visitor()")).isEqualTo(visitor);
        assertThat(stage.site().funnel("checkout").path("reached").toString()).isEqualTo("[1,1,0,0]");
        assertFigures(1, 1);
    }

    @Test
    void B3_whoDeclinesIsCountedWithNothingStoredAlsoOnTheNextPage() throws Exception {
        Chromium browser = open("/", WAIT);
        Buttons.click(browser, tool.declineButton());
        stage.site().awaitEvent("page_view");
        assertNothingOfOursIsStored(browser);

        open("/next", WAIT).script("cairn('marker')");

        assertThat(stage.site().awaitEvent("marker")).containsEntry("page_view", 2);
        assertThat(Buttons.shown(browser, tool.acceptButton())).isFalse();
        assertThat(browser.script("return cairn.visitor()")).isNull();
        assertNothingOfOursIsStored(browser);
        assertFigures(1, 0);
    }

    @Test
    void B3_whoWithdrawsInTheDialogIsForgottenAndStaysSoOnTheNextPage() throws Exception {
        stage.expectingErrors("503");
        Chromium browser = open("/", WAIT);
        Buttons.click(browser, tool.acceptButton());
        stage.site().awaitEvent("page_view");
        assertFigures(1, 1);
        stage.network().becomes(Network.Mood.UNAVAILABLE);
        browser.script("cairn('product_interest')");
        browser.await("Object.keys(localStorage).some(key => key.startsWith('cairn'))");

        tool.withdraw(browser);

        browser.await("!document.cookie.includes('cairn=') && !Object.keys(localStorage).length");
        assertNothingOfOursIsStored(browser);
        stage.network().becomes(Network.Mood.PASSING);
        assertThat(stage.site().awaitEvent("consent_withdrawn")).containsEntry("consent_withdrawn", 1);
        open("/next", WAIT).script("cairn('marker')");
        assertThat(stage.site().awaitEvent("marker")).containsEntry("page_view", 2);
        assertThat(browser.script("return cairn.visitor()")).isNull();
        assertNothingOfOursIsStored(browser);
        assertFigures(2, 0.5);
    }

    @Test
    void B3_theToolMayComeAfterTheScriptToo() throws Exception {
        String head = stage.snippet(WAIT) + toolPages.head(stage.pages());
        Chromium browser = opened(stage.pages().page("/", head, ""));
        assertThat(stage.network().bodies()).isEmpty();
        Buttons.click(browser, tool.acceptButton());
        stage.site().awaitEvent("page_view");

        opened(stage.pages().page("/next", head, "")).script("cairn('marker')");

        assertThat(stage.site().awaitEvent("marker")).containsEntry("page_view", 2);
        assertFigures(1, 1);
    }

    /** A page with the stub, the tool, its recipe and then the script. */
    final Chromium open(String path, String attribute) throws IOException {
        String head = toolPages.head(stage.pages()) + stage.snippet(attribute);
        return opened(stage.pages().page(path, head, ""));
    }

    final String consentOfTheLastBody() {
        return stage.network().bodies().getLast().json().path("consent").toString();
    }

    private Chromium opened(String address) throws IOException {
        return stage.browser().open(address).await("window.cairn && !cairn.q && document.readyState == 'complete'");
    }

    private void assertNothingOfOursIsStored(Chromium browser) throws IOException {
        assertThat(browser.stored().without(tool.cookie()).nothing())
                .as("%s", browser.stored())
                .isTrue();
    }

    private void assertFigures(int visitors, double linkableShare) {
        assertThat(stage.site().overview().path("visitors").asInt()).isEqualTo(visitors);
        assertThat(stage.site().overview().path("linkable_share").asDouble()).isEqualTo(linkableShare);
    }
}
