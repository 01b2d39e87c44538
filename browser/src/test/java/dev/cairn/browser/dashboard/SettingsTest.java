package dev.cairn.browser.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.browser.harness.BrowserFixture;
import dev.cairn.browser.harness.Cairn;
import dev.cairn.browser.harness.Chromium;
import dev.cairn.browser.harness.Waiting;
import dev.cairn.store.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.openqa.selenium.Keys;

/** What the API can do, the page can (H8.2): keys, shares, versions, jobs, quarantine, visitors' data, notices. */
class SettingsTest {
    private static final List<String> SECTIONS = List.of(
            "Sites",
            "Keys",
            "Shares",
            "Plan versions",
            "Jobs",
            "Quarantine",
            "Visitors’ data",
            "Notes",
            "Alerts and digest",
            "Ads files");

    /** A visitor's day holds 5,000 events; what comes after them goes to quarantine. */
    private static final int MORE_THAN_A_DAY_HOLDS = 5_500;

    @RegisterExtension
    final BrowserFixture stage = new BrowserFixture("name: The lamps   # kept by the forms");

    @Test
    void H8_2_aKeyIsCreatedShownOnceListedAndRevoked() throws Exception {
        Person person = open("keys", stage.cairn().adminKey()).sees("Create a key");
        person.clicks("Create the key");
        assertThat(person.wrongWith("Name")).isEqualTo("What is the key for? Enter a name.");
        assertThat(person.focus()).isEqualTo("Name");
        person.presses("Anna").clicks("Change goals, funnels and settings").clicks("Create the key");
        person.sees("It is shown only this once");

        String key = stage.browser().text(".settings-once");
        assertThat(status(key, "/plan")).isEqualTo(200);
        JsonNode made = named("Anna");
        assertThat(made.path("scopes").toString()).isEqualTo("[\"plan:write\",\"stats:read\"]");
        person.clicks("Plan versions")
                .sees("Versions of the plan")
                .clicks("Keys")
                .sees("Create a key");
        assertThat(person.text()).contains("Anna").doesNotContain(key);

        row("Anna", "Revoke");
        row("Anna", "Yes, revoke");
        Waiting.until("the key is gone", () -> named("Anna"), JsonNode::isMissingNode);
        assertThat(status(key, "/plan")).isEqualTo(401);
        Waiting.until("the focus is in the list", person::focus, "Keys"::equals);
    }

    @Test
    void H8_2_aShareIsMadeListedAndEnded() throws Exception {
        Person person = open("shares", stage.cairn().adminKey()).sees("There is no link to this site.");
        person.clicks("Make a link").sees("Share this dashboard").types("Who is it for?", "the board");
        person.clicks("Create link").sees("Your link");
        String link = String.valueOf(stage.browser().script("return document.querySelector('#share-link').value"));
        String share = link.replaceAll(".*share=(share_[^&]*).*", "$1");
        assertThat(status(share, "/overview")).isEqualTo(200);
        person.clicks("Done").sees("the board");
        row("the board", "End");
        row("the board", "Yes, end it");
        person.sees("There is no link to this site.");
        assertThat(status(share, "/overview")).isEqualTo(401);
    }

    @Test
    void H8_2_aVersionIsComparedAndPutInForceAgain() throws Exception {
        String key = Dashboard.editorsKey(stage.cairn(), stage.site().id());
        Person person = open("versions", key).sees("Versions of the plan");
        String before = source(key);
        person.clicks("The plan as text");
        String label = "The plan, as far as it concerns this site";
        person.types(label, before.replace("name: The lamps", "name: The lights"))
                .clicks("Check");
        person.sees("No fault. Goals and funnels stay as they are.").clicks("Save the plan");
        Waiting.until("the plan is saved", () -> source(key), text -> text.contains("The lights   # kept"));

        Waiting.until("the version is listed", person::text, text -> text.contains("Roll back"));
        person.clicks("What it changed").sees("name: The lights");
        assertThat(stage.browser().text(".settings-diff .removed")).contains("name: The lamps");
        assertThat(stage.browser().text(".settings-diff .added")).contains("name: The lights");
        // Back to the version before this one.
        stage.browser()
                .script(
                        "[...document.querySelectorAll('button')].find(b => b.textContent.startsWith('Roll back')).click()");
        person.clicks("Yes, put it in force again");
        Waiting.until("the plan is as before", () -> source(key), before::equals);
    }

    @Test
    void H8_2_faultsOfThePlanAsTextAreSaidAndNothingIsSaved() throws Exception {
        stage.expectingErrors("400");
        String key = Dashboard.editorsKey(stage.cairn(), stage.site().id());
        Person person = open("versions", key).sees("Versions of the plan").clicks("The plan as text");
        String before = source(key);
        person.types("The plan, as far as it concerns this site", before.replace("currency: EUR", "currency: EURO"));
        person.clicks("Save the plan")
                .sees("The plan has 1 fault; nothing was saved")
                .sees("currency");
        assertThat(source(key)).isEqualTo(before);
        // And the text is not lost by a click elsewhere.
        person.clicks("Overview").sees("Leave without saving?").clicks("Keep editing");
        assertThat(person.focus()).isNotEmpty();
        assertThat(String.valueOf(stage.browser().script("return document.querySelector('textarea').value")))
                .contains("currency: EURO");
    }

    @Test
    void H8_2_jobsAreStartedAndTheirProgressIsSeen() throws Exception {
        Trade.ofTwoWeeks(stage.cairn(), stage.site().id());
        Person person = open("jobs", stage.cairn().adminKey()).sees("No job has been started");
        person.clicks("Apply to these days").sees("Backfill of");
        Waiting.until(
                "the backfill is done",
                Duration.ofSeconds(180),
                person::text,
                text -> text.contains("done") && text.contains("every event of these days"));

        person.clicks("Visitors’ data")
                .sees("A visitor’s data")
                .types("Visitor or user id", "v-1-0")
                .clicks("Look up");
        person.sees("records").sees("product_interest");
        person.clicks("Erase this visitor").clicks("Yes, erase for good").sees("Started: see Jobs.");
        person.clicks("Jobs").sees("Erasure of a visitor");
        assertThat(stage.cairn()
                        .get("/v1/sites/" + stage.site().id() + "/jobs")
                        .path("jobs")
                        .findValuesAsText("kind"))
                .containsExactlyInAnyOrder("erasure", "backfill");
    }

    @Test
    void H8_2_whatIsInQuarantineIsListedAndReplayed() throws Exception {
        fillAVisitorsDay();
        Person person = open("quarantine", stage.cairn().adminKey()).sees("in quarantine");
        assertThat(person.text()).contains("One visitor sent more than 5,000 events in a day");
        person.clicks("Replay all").sees("Started: see Jobs.");
        person.clicks("Jobs").sees("Replay");
        person.clicks("Quarantine").sees("Of no site").clicks("Of no site").sees("Nothing is in quarantine");
        assertThat(person.focus()).isEqualTo("Of no site");
    }

    @Test
    void H8_2_alertsAndTheDigestAreSetAndTheLinesOfThePlanStay() throws Exception {
        stage.expectingErrors("400");
        Person person = open(
                        "notices",
                        Dashboard.editorsKey(stage.cairn(), stage.site().id()))
                .sees("Alerts and digest of");
        person.chooses("Digest", "On Mondays").types("Webhook", "http://hooks.example/cairn");
        person.types("Quiet days", "2026-12-25\n2026-12-26").clicks("Save");
        Waiting.until("the fault beside the field", () -> person.wrongWith("Webhook"), said -> said.contains("https"));
        Waiting.until("the first fault is focused", person::focus, "Webhook"::equals);
        person.types("Webhook", "https://hooks.example/cairn").clicks("Save").sees("Saved as version");
        assertThat(stage.cairn().get("/v1/plan").path("source").asText()).contains("# kept by the forms");
        assertThat(stage.cairn()
                        .get("/v1/sites/" + stage.site().id() + "/plan")
                        .path("settings")
                        .toString())
                .contains("\"digest\":\"weekly\"")
                .contains(
                        "{\"webhook\":\"https://hooks.example/cairn\",\"quiet_days\":[\"2026-12-25\",\"2026-12-26\"]}");
    }

    @Test
    void H8_2_aKeyThatOnlyReadsIsToldWhatItLacksAndWhatItMayDoIsThere() throws Exception {
        Person person = open("keys", Dashboard.key(stage.cairn(), stage.site().id()));
        person.sees("It needs a key with the scope admin.");
        person.clicks("Shares").sees("Make a link");
        person.clicks("Plan versions").sees("It needs a key with the scope plan:write.");
        person.clicks("Jobs").sees("No job has been started");
        person.clicks("Quarantine").sees("Nothing is in quarantine");
    }

    @Test
    void H5_1_everySectionIsOpenedByKeysAndTheTabKeepsTheFocus() throws Exception {
        Person person = open("sites", stage.cairn().adminKey()).sees("Add a site");
        for (String section : SECTIONS) {
            stage.browser().script("document.querySelector('h1').setAttribute('tabindex', '-1')");
            stage.browser().script("document.querySelector('h1').focus()");
            person.tabsTo(section).presses(Keys.ENTER);
            stage.browser()
                    .await("document.querySelector('.tabs [aria-current]').textContent === " + Json.write(section)
                            + " && document.querySelector('#section .view > *')");
            assertThat(person.focus()).isEqualTo(section);
        }
    }

    @Test
    void axeFindsNothingSeriousInTheLightInTheDarkAndOnAPhone() throws Exception {
        Dashboard dashboard = Dashboard.signedIn(stage, stage.cairn().adminKey());
        List<String> barriers = new ArrayList<>();
        for (String look : List.of("light", "dark", "phone")) {
            dashboard.prefers(look.equals("dark") ? "dark" : "light").wide(look.equals("phone") ? 320 : 1280);
            for (String section : List.of(
                    "sites", "keys", "shares", "versions", "jobs", "quarantine", "visitors", "notices", "exports")) {
                dashboard.open("#/settings/" + section + "?site=" + stage.site().id());
                stage.browser().await("document.querySelector('#section .view > *')");
                dashboard.barriers().forEach(each -> barriers.add(look + " " + section + ": " + each));
                if (Boolean.TRUE.equals(
                        stage.browser()
                                .script(
                                        "return document.documentElement.scrollWidth > document.documentElement.clientWidth"))) {
                    barriers.add(look + " " + section + ": wider than the window");
                }
            }
        }
        assertThat(barriers).isEmpty();
        assertThat(dashboard.breaches()).isEmpty();
    }

    private Person open(String section, String key) throws IOException {
        stage.expectingErrors("favicon.ico").expectingErrors("401");
        Dashboard.signedIn(stage, key)
                .open("#/settings/" + section + "?site=" + stage.site().id());
        return new Person(stage.browser());
    }

    /** Clicks a button in the row of a table that has this text. */
    private void row(String text, String button) throws IOException {
        Chromium browser = stage.browser();
        browser.script("""
                const row = [...document.querySelectorAll('tbody tr')].find(each => each.textContent.includes(arguments[0]));
                [...row.querySelectorAll('button')].find(each => each.textContent.startsWith(arguments[1])).click();
                """, text, button);
    }

    private JsonNode named(String name) {
        for (JsonNode key : stage.cairn().get("/v1/keys").path("keys")) {
            if (key.path("name").asText().equals(name)) {
                return key;
            }
        }
        return Json.MAPPER.missingNode();
    }

    private int status(String key, String resource) throws Exception {
        return answer(key, "/v1/sites/" + stage.site().id() + resource).statusCode();
    }

    private String source(String key) throws Exception {
        return Json.read(answer(key, "/v1/plan").body(), JsonNode.class)
                .path("source")
                .asText();
    }

    private java.net.http.HttpResponse<String> answer(String key, String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(stage.cairn().origin() + path))
                .header("Authorization", "Bearer " + key)
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, BodyHandlers.ofString());
        }
    }

    private void fillAVisitorsDay() {
        Cairn cairn = stage.cairn();
        for (int sent = 0; sent < MORE_THAN_A_DAY_HOLDS; sent += 500) {
            ObjectNode body =
                    Json.MAPPER.createObjectNode().put("site", stage.site().id());
            body.put("visitor", "busy").putObject("consent").put("analytics", true);
            ArrayNode events = body.putArray("events");
            for (int i = 0; i < 500; i++) {
                events.addObject().put("id", "e-" + (sent + i)).put("name", "click");
            }
            Trade.send(cairn, body);
        }
        Waiting.until(
                "events in quarantine",
                Duration.ofSeconds(60),
                () -> cairn.get("/v1/sites/" + stage.site().id() + "/quarantine")
                        .path("total")
                        .path("entries")
                        .asInt(),
                entries -> entries > 0);
    }
}
