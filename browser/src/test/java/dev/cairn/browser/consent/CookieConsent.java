package dev.cairn.browser.consent;

import dev.cairn.browser.harness.Chromium;
import java.util.List;

/** CookieConsent of Orest Bida; it has no texts of its own. */
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

    /** Only statistics, in the dialog that tells the purposes apart. */
    void acceptAnalyticsOnly(Chromium browser) {
        browser.script("CookieConsent.showPreferences()");
        Buttons.click(browser, "#cc-main .pm input[value=analytics]");
        Buttons.click(browser, "#cc-main .pm button[data-role=save]");
    }
}
