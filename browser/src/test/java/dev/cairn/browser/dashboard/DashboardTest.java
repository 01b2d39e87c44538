package dev.cairn.browser.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.browser.harness.BrowserFixture;
import dev.cairn.browser.harness.Waiting;
import dev.cairn.store.Json;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Typical uses of the dashboard (B6), with known figures. */
class DashboardTest {
    @RegisterExtension
    final BrowserFixture stage = new BrowserFixture();

    @Test
    void B6_aReadKeySignsInAndIsForgottenWithTheTab() throws Exception {
        Trade.ofTwoWholeWeeks(stage.cairn(), stage.site().id());
        Dashboard dashboard = Dashboard.of(stage).open("");

        dashboard
                .browser()
                .type("#key", Dashboard.key(stage.cairn(), stage.site().id()));
        dashboard.browser().click("button[type=submit]");
        dashboard.settled().says("140");

        assertThat(dashboard.browser().stored().local()).doesNotContainKey("cairn-key");
        assertThat(dashboard.browser().stored().session()).containsKey("cairn-key");
        assertThat(dashboard.browser().stored().cookies()).isEmpty();
        dashboard.browser().click(".settings button:last-child");
        dashboard.says("Your key");
        assertThat(dashboard.browser().stored().session()).isEmpty();
    }

    @Test
    void aWrongKeyIsToldInASentence() throws Exception {
        stage.expectingErrors("401");
        Dashboard dashboard = Dashboard.of(stage).open("");

        dashboard.browser().type("#key", "ck_notakeyatallnotakeyatallnotakeyatall");
        dashboard.browser().click("button[type=submit]");

        dashboard.says("This key is not valid");
    }

    @Test
    void B6_theFunnelShowsWhoWentOnWhoIsStillOpenAndHowLongItTook() throws Exception {
        Trade.ofTwoWholeWeeks(stage.cairn(), stage.site().id());
        Dashboard dashboard = Dashboard.signedIn(stage).open("#/funnels/checkout");

        assertThat(dashboard.text())
                .contains("Of 140 who entered, 14 reached Purchase so far")
                .contains("40% went on to Add to cart", "50% went on to Checkout started", "50% went on to Purchase")
                .contains("Most are lost between Product interest and Add to cart: 60% (84 of 140).")
                .contains("half of them within");
        assertThat(dashboard.browser().script("return document.querySelector('.track .on').style.width"))
                .isEqualTo("40%");
    }

    @Test
    void B6_goalsAreSplitByTierAndKindAndTheQuietOnesFoldedAway() throws Exception {
        Trade.ofTwoWholeWeeks(stage.cairn(), stage.site().id());
        Dashboard dashboard = Dashboard.signedIn(stage).open("#/goals");

        assertThat(dashboard.text()).contains("Macro goals", "Milestones", "Secondary actions", "€558.60");
        assertThat(dashboard.browser().script("return document.querySelector('.folded').open"))
                .isEqualTo(false);
        assertThat(dashboard.browser().text(".folded summary")).contains("goals without conversions");
        dashboard.browser().click(".folded summary");
        dashboard.says("Contract signed");
    }

    @Test
    void theStateIsInTheAddressAndBackGoesBack() throws Exception {
        Trade.ofTwoWholeWeeks(stage.cairn(), stage.site().id());
        Dashboard dashboard = Dashboard.signedIn(stage).open("#/overview?range=7d");
        assertThat(dashboard.text()).contains("Last 7 days");

        dashboard.browser().click("nav a[href^='#/funnels']");
        dashboard.says("By day of entry");
        assertThat(dashboard.browser().address()).contains("#/funnels?range=7d");
        dashboard.browser().back();
        dashboard.says("Page views");
        assertThat(dashboard.browser().address()).contains("#/overview?range=7d");
    }

    @Test
    void importedDaysAreDrawnWithTheirToolWhereNothingWasCounted() throws Exception {
        Trade.ofTwoWholeWeeks(stage.cairn(), stage.site().id());
        String site = stage.site().id();
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        String day = "{\"date\":\"%s\",\"visitors\":%d,\"visits\":1,\"page_views\":1}";
        stage.cairn()
                .put(
                        "/v1/sites/" + site + "/imported-days",
                        "{\"source\":\"plausible\",\"days\":["
                                + day.formatted(today.minusDays(40), 4711) + ","
                                + day.formatted(today.minusDays(3), 8150) + "]}");
        Dashboard dashboard = Dashboard.signedIn(stage).open("#/overview?range=90d");

        dashboard.says("Imported from Plausible");
        dashboard.browser().click(".chart .figures summary");
        assertThat(dashboard.text()).contains("4,711").doesNotContain("8,150");
        dashboard.open("#/overview?range=7d");
        assertThat(dashboard.text()).as("Cairn counted these").doesNotContain("Imported from");
    }

    @Test
    void oneDayIsShownAtTheEndOfItsTwoWeeks() throws Exception {
        Trade.ofTwoWholeWeeks(stage.cairn(), stage.site().id());
        Dashboard dashboard = Dashboard.signedIn(stage).open("#/overview?range=yesterday");

        assertThat(dashboard.text()).contains("Yesterday", "The two weeks up to");
        assertThat(dashboard.browser().text(".figure .value")).isEqualTo("10");
    }

    @Test
    void B6_figuresStandBesideThoseOfTheDaysBeforeWhereThereAreAny() throws Exception {
        Trade.ofTwoWholeWeeks(stage.cairn(), stage.site().id());
        Dashboard dashboard = Dashboard.signedIn(stage).open("#/overview?range=7d");

        assertThat(dashboard.text()).contains("Compared with", "Period before");
        assertThat(dashboard.browser().script("return document.querySelector('.figure .delta').textContent"))
                .isEqualTo("no change: 0% from 70");
        dashboard.open("#/overview?range=28d");
        assertThat(dashboard.text())
                .contains("too little earlier data to compare with")
                .doesNotContain("Compared with");
    }

    @Test
    void aSplitIsByWhatTheVisitorsBrought() throws Exception {
        Trade.ofTwoWholeWeeks(stage.cairn(), stage.site().id());

        Dashboard dashboard = Dashboard.signedIn(stage).open("#/funnels/checkout?by=source");

        assertThat(dashboard.text()).contains("By source", "newsletter", "lamp-blog");
    }

    @Test
    void I4_withoutLinkableVisitorsTheFunnelOpensWithinOneDayAndSaysWhy() throws Exception {
        Trade.withoutConsent(stage.cairn(), stage.site().id());

        Dashboard dashboard = Dashboard.signedIn(stage).open("#/funnels/checkout?range=today");

        assertThat(dashboard.text()).contains("Shown within one day:", "none of these visitors can be recognised");
        assertThat(dashboard.browser().text(".choice [aria-pressed=true]")).isEqualTo("Within one day");
    }

    @Test
    void aNewSiteShowsTheLineToPaste() throws Exception {
        Dashboard dashboard = Dashboard.signedIn(stage).open("");

        assertThat(dashboard.text())
                .contains("No events from " + stage.site().id() + " yet")
                .contains("<script defer src=\"" + stage.cairn().origin() + "/cairn.js\" data-site=\""
                        + stage.site().id() + "\"></script>");
    }

    @Test
    void anUnknownSiteIsSaidAndAWayOutOffered() throws Exception {
        Dashboard dashboard = Dashboard.signedIn(stage).open("#/overview?site=nowhere");

        assertThat(dashboard.text())
                .contains("There is no such site", "Show " + stage.site().id());
    }

    @Test
    void anUnknownViewIsSaidAndAWayOutOffered() throws Exception {
        Dashboard dashboard = Dashboard.signedIn(stage).open("#/nowhere");

        assertThat(dashboard.text()).contains("There is no such view", "nowhere", "Show the overview");
    }

    /** Simulates a breakdown over months that exceeds the size of one response. */
    @Test
    void B6_anAnswerInPagesIsPutTogetherAndSoIsWhatItIsComparedWith() throws Exception {
        Dashboard dashboard = Dashboard.signedIn(stage).open("#/overview");

        Object whole = dashboard.browser().asyncScript("""
                const pages = {
                  null: {rows: [1], comparison: {from: 'a', rows: [], totals: []}, next: 'two'},
                  two: {rows: [2], totals: [3], total: 4, comparison: {from: 'a', rows: [5], totals: []}, next: 'three'},
                  three: {rows: [], totals: [], comparison: {from: 'a', rows: [6], totals: [7], total: 8}},
                };
                window.fetch = async address =>
                    Response.json(pages[new URL(address, location).searchParams.get('cursor')]);
                const {Api} = await import('/app/api/api.js');
                return JSON.stringify(await new Api('key').get('/v1/any'));
                """);

        assertThat(Json.MAPPER.readTree(String.valueOf(whole))).isEqualTo(Json.MAPPER.readTree("""
                        {"rows": [1, 2], "totals": [3], "total": 4,
                         "comparison": {"from": "a", "rows": [5, 6], "totals": [7], "total": 8}}
                        """));
    }

    @Test
    void withoutANetworkThePageSaysSoAndLoadsOnceItIsBack() throws Exception {
        stage.expectingErrors("net::ERR_INTERNET_DISCONNECTED");
        Trade.ofTwoWholeWeeks(stage.cairn(), stage.site().id());
        Dashboard dashboard = Dashboard.signedIn(stage).open("#/goals");

        dashboard.browser().offline(true);
        dashboard.browser().script("location.hash = '#/goals?range=7d'");
        dashboard.says("No connection");
        assertThat(dashboard.text()).contains("Try again");
        dashboard.browser().offline(false);

        dashboard.browser().await("!document.body.innerText.includes('No connection')");
        dashboard.says("€279.30");
    }

    @Test
    void P3_aShareOpensTheSiteWithoutAKeyAndItsCsvFromALink() throws Exception {
        Trade.ofTwoWholeWeeks(stage.cairn(), stage.site().id());
        Dashboard dashboard = Dashboard.of(stage);

        dashboard.open("#share=" + share(Instant.now().plus(Duration.ofDays(7))) + "&site="
                + stage.site().id());

        assertThat(dashboard.text()).contains("Visitors", "140");
        assertThat(dashboard.browser().address()).doesNotContain("share_");
        String csv = String.valueOf(
                dashboard.browser().asyncScript("return (await fetch(document.querySelector('a.csv').href)).text()"));
        assertThat(csv).startsWith("date,").hasLineCount(29);
    }

    @Test
    void aShareThatIsNoneSaysThatTheLinkHasExpired() throws Exception {
        stage.expectingErrors("401");
        Dashboard dashboard =
                Dashboard.of(stage).open("#share=share_0123456789012345678901234567890123456789abc&site=x");

        assertThat(dashboard.text()).contains("This link has expired", "Sign in with a key");
    }

    @Test
    void aShareLinkIsMadeInADialog() throws Exception {
        Trade.ofTwoWholeWeeks(stage.cairn(), stage.site().id());
        Dashboard dashboard = Dashboard.signedIn(stage).open("");

        dashboard.browser().click(".settings button");
        dashboard.browser().click(".dialog .primary");
        dashboard.says("Enter who the link is for");
        dashboard.browser().type(".dialog input[name=name]", "The agency");
        dashboard.browser().click(".dialog .primary");

        String link = dashboard.browser().find("#share-link").getAttribute("value");
        assertThat(link)
                .startsWith(stage.cairn().origin() + "/#share=share_")
                .endsWith("&site=" + stage.site().id());
    }

    @Test
    void withAKeyACsvIsFetchedAndTheKeyIsInNoAddress() throws Exception {
        Trade.ofTwoWholeWeeks(stage.cairn(), stage.site().id());
        Dashboard dashboard = Dashboard.signedIn(stage).open("#/funnels/checkout");

        dashboard.browser().script("""
                window.saved = null;
                HTMLAnchorElement.prototype.click = function () { saved = this.download + ' ' + this.href; };
                """);
        dashboard.browser().click("button.csv");

        dashboard.browser().await("window.saved");
        assertThat(String.valueOf(dashboard.browser().script("return saved")))
                .matches(".*funnels-checkout-.*\\.csv blob:.*");
        assertThat(dashboard.asked().toString()).contains("format=csv").doesNotContain("ck_");
    }

    @Test
    void P4_eventsShowWithinSecondsAndWithWhatBecameOfThem() throws Exception {
        Dashboard dashboard = Dashboard.signedIn(stage).open("#/live");
        assertThat(dashboard.text()).contains("Nothing has arrived");

        ObjectNode body =
                Json.MAPPER.createObjectNode().put("site", stage.site().id());
        body.putArray("events")
                .addObject()
                .put("id", "e1")
                .put("name", "newsletter_signup")
                .put("visitor", "v");
        ((ObjectNode) body.path("events").get(0)).putObject("consent").put("analytics", true);
        Trade.send(stage.cairn(), body);

        dashboard.says("newsletter_signup").says("Counted");
        assertThat(dashboard.text()).contains("Newsletter signup", "recognisable");
    }

    @Test
    void nothingIsLoadedFromElsewhereAndThePolicyIsKept() throws Exception {
        Trade.ofTwoWholeWeeks(stage.cairn(), stage.site().id());
        Dashboard dashboard = Dashboard.signedIn(stage);
        for (String view : List.of("#/overview", "#/funnels/checkout", "#/goals", "#/channels", "#/health", "#/live")) {
            dashboard.open(view);
            Waiting.until("the resources of " + view, dashboard::asked, asked -> !asked.isEmpty());

            assertThat(dashboard.asked())
                    .as(view)
                    .allSatisfy(address -> assertThat(address.toString())
                            .startsWith(stage.cairn().origin() + "/"));
            assertThat(dashboard.breaches()).as(view).isEmpty();
            assertThat(dashboard.browser().script("return document.querySelectorAll('[style*=\"url\"]').length"))
                    .isEqualTo(0L);
        }
    }

    private String share(Instant expires) {
        JsonNode made = stage.cairn()
                .post(
                        "/v1/sites/" + stage.site().id() + "/shares",
                        Json.write(java.util.Map.of("name", "test", "expires", expires.toString())));
        return made.path("share").asText();
    }
}
