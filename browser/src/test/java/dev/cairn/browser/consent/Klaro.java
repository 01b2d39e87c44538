package dev.cairn.browser.consent;

import dev.cairn.browser.harness.Chromium;
import java.util.List;

/** Klaro by KIProtect; its styles are in its script. */
final class Klaro implements ConsentTool {

    @Override
    public String heading() {
        return "### Klaro";
    }

    @Override
    public String npmPackage() {
        return "klaro";
    }

    @Override
    public List<String> scripts() {
        return List.of(RECIPE, "klaro.js");
    }

    @Override
    public List<String> styles() {
        return List.of();
    }

    @Override
    public String sitesOwn() {
        return "lang: 'en',";
    }

    @Override
    public String cookie() {
        return "klaro";
    }

    @Override
    public String acceptButton() {
        return ".klaro .cookie-notice .cm-btn-success";
    }

    @Override
    public String declineButton() {
        return ".klaro .cookie-notice .cn-decline";
    }

    @Override
    public void withdraw(Chromium browser) {
        browser.script("klaro.show()");
        Buttons.click(browser, ".klaro .cm-modal label[for=purpose-item-analytics]");
        Buttons.click(browser, ".klaro .cm-modal .cm-btn-accept");
    }
}
