package dev.cairn.browser.consent;

import dev.cairn.browser.harness.Chromium;
import java.util.List;

/** CookieConsent by Orest Bida, which has no built-in texts. */
final class CookieConsent implements ConsentTool {
    private static final String TEXTS = """
            {default: 'en', translations: {en: {
              consentModal: {title: 'May we count?', acceptAllBtn: 'All', acceptNecessaryBtn: 'None'},
              preferencesModal: {title: 'What may we count?', acceptAllBtn: 'All', acceptNecessaryBtn: 'None',
                savePreferencesBtn: 'These', sections: [{title: 'Statistics', linkedCategory: 'analytics'},
                  {title: 'Advertising', linkedCategory: 'ads'}]},
            }}}""";

    @Override
    public String heading() {
        return "### CookieConsent 3";
    }

    @Override
    public String npmPackage() {
        return "vanilla-cookieconsent";
    }

    @Override
    public List<String> scripts() {
        return List.of("cookieconsent.umd.js", RECIPE);
    }

    @Override
    public List<String> styles() {
        return List.of("cookieconsent.css");
    }

    @Override
    public String sitesOwn() {
        return TEXTS;
    }

    @Override
    public String cookie() {
        return "cc_cookie";
    }

    @Override
    public String acceptButton() {
        return "#cc-main .cm button[data-role=all]";
    }

    @Override
    public String declineButton() {
        return "#cc-main .cm button[data-role=necessary]";
    }

    @Override
    public void withdraw(Chromium browser) {
        browser.script("CookieConsent.showPreferences()");
        Buttons.click(browser, "#cc-main .pm button[data-role=necessary]");
    }

    /** Accepts only statistics, in the dialog that separates the purposes. */
    void acceptAnalyticsOnly(Chromium browser) {
        browser.script("CookieConsent.showPreferences()");
        Buttons.click(browser, "#cc-main .pm input[value=analytics]");
        Buttons.click(browser, "#cc-main .pm button[data-role=save]");
    }
}
