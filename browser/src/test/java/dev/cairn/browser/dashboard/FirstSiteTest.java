package dev.cairn.browser.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.browser.harness.BrowserFixture;
import dev.cairn.browser.harness.Cairn;
import dev.cairn.browser.harness.Chromium;
import dev.cairn.browser.harness.Waiting;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** From a stack without a site to its first figures, with a browser and nothing else (H8.1). */
class FirstSiteTest {
    @RegisterExtension
    final BrowserFixture stage = new BrowserFixture();

    private Cairn fresh;
    private Person person;

    @BeforeEach
    void start() throws Exception {
        fresh = Cairn.start(null);
        stage.expectingErrors("favicon.ico");
        person = new Person(stage.browser());
    }

    @AfterEach
    void stop() throws Exception {
        // The page loads other views in the background, which would fail once nobody answers.
        stage.browser().open("about:blank");
        fresh.close();
    }

    @Test
    void H8_fromNothingToTheFirstOwnConversionWithoutATerminal() throws Exception {
        Chromium browser = stage.browser();
        addTheFirstSite();

        // The script goes onto the pages, which are of another origin.
        String line = browser.text(".setup-snippet code");
        assertThat(line).contains("data-site=\"localhost\"").contains(fresh.origin());
        stage.pages().page("/prices", line, "<button onclick=\"cairn('offer_opened')\">Our offer</button>");
        String dashboard = browser.tab();
        String shop = browser.newTab();
        visit(browser);

        browser.switchTo(dashboard);
        person.sees("It works: events arrive").sees("page_view").clicks("Set goals and funnels");

        // Goals by a click on what was seen.
        person.sees("Seen in the last 7 days");
        browser.click("[data-seen='offer_opened']");
        person.sees("A new goal").sees("This would have counted 1 conversions of 1 visitors");
        person.clicks("Macro goal").clicks("Save").sees("Saved as version");
        person.clicks("Leave past days unchanged");
        browser.click("[data-seen='/prices']");
        person.sees("A new goal").types("Name", "prices read").clicks("Save").sees("Saved as version");
        person.clicks("Leave past days unchanged");

        // A funnel, with the count at each step while it grows.
        person.clicks("Add a funnel").types("Name", "offer");
        person.chooses("Goal to add", "Prices read").clicks("Add as the last step");
        person.sees("1 visitor took this step");
        assertThat(counts(browser)).isEqualTo(List.of("1 visitor"));
        person.chooses("Goal to add", "Offer opened").clicks("Add as the last step");
        person.sees("reached the end");
        assertThat(counts(browser)).isEqualTo(List.of("1 visitor", "1 visitor"));
        person.clicks("Save").sees("Saved as version");

        // The first conversion under the own goal.
        browser.switchTo(shop);
        visit(browser);
        browser.switchTo(dashboard);
        Waiting.until(
                "the first own conversion in the dashboard",
                Duration.ofSeconds(90),
                () -> shown(browser, "#/goals?range=today"),
                text -> text.contains("Offer opened"));
        assertThat(Waiting.until(
                        "the funnel in the dashboard",
                        Duration.ofSeconds(90),
                        () -> shown(browser, "#/funnels/offer?range=today&view=same_day"),
                        text -> text.contains("Prices read") && !text.contains("Nobody")))
                .contains("Offer opened");
        assertThat(fresh.get("/v1/sites/localhost/goals").path("total").toString())
                .contains("offer_opened");
    }

    /** Loads the shop's page anew and opens its offer, as a visitor does. */
    private void visit(Chromium browser) {
        browser.open("about:blank");
        browser.open(stage.pages().origin() + "/prices");
        browser.await("window.cairn?.visitor");
        browser.click("button");
        // What is sent when a page is hidden has arrived before the dashboard is asked.
        browser.open("about:blank");
    }

    private String shown(Chromium browser, String fragment) {
        browser.script("location.hash = '#/words'");
        browser.await("document.querySelector('.view.words > *')");
        browser.script("location.hash = arguments[0]", fragment);
        browser.await("document.querySelector('main') && !document.querySelector('[aria-busy]')"
                + " && !document.querySelector('.view.words')");
        return person.text();
    }

    private static Object counts(Chromium browser) {
        browser.await("document.querySelector('.editor-step-count')?.textContent"
                + " && [...document.querySelectorAll('.editor-step-count')].every(each => each.textContent)");
        return String.valueOf(
                        browser.script(
                                "return [...document.querySelectorAll('.editor-step-count')].map(each => each.textContent).join('|')"))
                .transform(text -> List.of(text.split("\\|")));
    }

    private void addTheFirstSite() throws IOException {
        stage.browser().open(fresh.origin() + "/");
        person.types("Your key", fresh.adminKey()).clicks("Sign in").sees("Add your first site");
        person.types("Address of the site", stage.pages().origin());
        person.sees("Events are accepted from " + stage.pages().origin());
        person.clicks("Add the site").sees("Waiting for the first event");
    }

    @Test
    void H8_1_whatIsMissingForTheFirstSiteIsAskedInWordsAndTheFirstFieldIsFocused() throws Exception {
        stage.browser().open(fresh.origin() + "/");
        person.types("Your key", fresh.adminKey()).clicks("Sign in").sees("Add your first site");
        person.clicks("Add the site");
        assertThat(person.focus()).isEqualTo("Address of the site");
        assertThat(person.wrongWith("Address of the site")).startsWith("Which address does the site have?");
        assertThat(person.wrongWith("Id")).startsWith("Which id?");

        person.types("Address of the site", "www.lamps.example/start");
        assertThat(person.text())
                .contains("Events are accepted from https://www.lamps.example and https://lamps.example.");
        assertThat(person.wrongWith("Id")).isEmpty();
        assertThat(stage.browser().script("return document.querySelectorAll('form input')[2].value"))
                .isEqualTo("lamps-example");
        person.types("Time zone", "Europe/Brusels").clicks("Add the site");
        assertThat(person.focus()).isEqualTo("Time zone");
        person.types("Time zone", "Europe/Brussels").clicks("Add the site").sees("Waiting for the first event");
        assertThat(fresh.get("/v1/plan").path("source").asText()).isEqualTo("""
                        extends: default
                        sites:
                          lamps-example:
                            name: "lamps.example"
                            time_zone: "Europe/Brussels"
                            currency: USD
                            origins: ["https://www.lamps.example", "https://lamps.example"]
                        """);
    }

    @Test
    void H8_1_theWaitingPageSaysWhatItSawOfWhatWasRefused() throws Exception {
        stage.expectingErrors("403").expectingErrors("cairn:").expectingErrors("ERR_BLOCKED_BY_CLIENT");
        addTheFirstSite();
        Chromium browser = stage.browser();
        String line = browser.text(".setup-snippet code");
        String elsewhere = stage.pages().origin("shop.localhost");
        stage.pages().page("/right", line, "");
        stage.pages().page("/wrong", line.replace("\"localhost\"", "\"lokalhost\""), "");
        Chromium visitor = stage.another(Chromium.ofAPerson());

        visitor.open(elsewhere + "/right");
        person.sees("Origin not allowed: 1 request came from " + elsewhere);
        visitor.open(stage.pages().origin() + "/wrong");
        person.sees("Unknown site: 1 request named the site lokalhost from "
                + stage.pages().origin());
        stage.another(Chromium.ofAutomation()).open(stage.pages().origin() + "/right");
        person.sees("A bot: page_view on /right").sees("An automated browser");
        assertThat(person.text()).contains("Waiting for the first event");

        // One click, and the same page is heard.
        person.clicks("Accept events from there").sees("Accepted from now on");
        visitor.open("about:blank");
        visitor.open(elsewhere + "/right?again");
        person.sees("It works: events arrive");
        assertThat(browser.find(".setup-state").getDomAttribute("class")).contains("good");
    }

    @Test
    void H8_1_aScriptThatThisBrowserBlocksIsNamed() throws Exception {
        stage.expectingErrors("ERR_BLOCKED_BY_CLIENT");
        stage.browser().devTools("Network.enable", Map.of());
        stage.browser().devTools("Network.setBlockedURLs", Map.of("urls", List.of("*cairn.js*")));
        addTheFirstSite();
        person.sees("Script blocked: This browser cannot load " + fresh.origin() + "/cairn.js");
    }

    @Test
    void H8_1_eachSnippetIsWhatThePageNeeds() throws Exception {
        addTheFirstSite();
        Chromium browser = stage.browser();
        person.clicks("Google Tag Manager");
        // Tag Manager puts the text of such a tag into the page.
        stage.pages().page("/tagged", "", browser.text(".setup-snippet code"));
        String dashboard = browser.tab();
        browser.newTab();
        browser.open(stage.pages().origin() + "/tagged");
        browser.await("window.cairn?.visitor");
        browser.switchTo(dashboard);
        person.sees("It works: events arrive").sees("/tagged");
        for (String made : List.of("WordPress", "Shopify", "Next.js", "HTML")) {
            person.clicks(made);
            assertThat(person.focus()).isEqualTo(made);
            assertThat(browser.text(".setup-snippet code"))
                    .contains(fresh.origin() + "/cairn.js")
                    .contains("data-site=\"localhost\"");
        }
    }

    @Test
    void H8_1_aSecondSiteIsAddedFromTheSettingsInTheSameWay() throws Exception {
        addTheFirstSite();
        person.clicks("Settings").sees("Add a site").types("Address of the site", "https://second.example");
        person.clicks("Add the site").sees("Set up second.example").sees("data-site=\"second-example\"");
        assertThat(fresh.get("/v1/sites").findValuesAsText("id")).contains("localhost", "second-example");
        assertThat(stage.browser().script("return document.title")).isEqualTo("Set up second.example · Cairn");
    }
}
