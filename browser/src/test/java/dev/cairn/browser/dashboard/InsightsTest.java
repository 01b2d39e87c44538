package dev.cairn.browser.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.browser.harness.BrowserFixture;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each view answers first, with a number in a sentence (H3), and everybody can read it (H5). */
class InsightsTest {
    private static final List<String> VIEWS = List.of(
            "#/today",
            "#/micros",
            "#/targets",
            "#/audiences",
            "#/anomalies",
            "#/pages",
            "#/pages/forms",
            "#/pages/videos",
            "#/pages/downloads",
            "#/pages/links",
            "#/pages/properties",
            "#/live",
            "#/health");

    private static @Nullable String site;

    @RegisterExtension
    final BrowserFixture stage = new BrowserFixture(History.TARGETS, History.AUDIENCES);

    @BeforeEach
    void theHistoryIsLoadedOnce() {
        if (site == null) {
            site = History.loadedInto(stage);
        }
    }

    private Dashboard signedIn() throws IOException {
        return Dashboard.signedIn(stage, Dashboard.key(stage.cairn(), String.valueOf(site)));
    }

    private JsonNode api(String path) {
        return stage.cairn().get("/v1/sites/" + site + "/" + path);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', commentCharacter = '!', textBlock = """
            #/micros           | Visitors with “Add to cart” on their first day went on to “Purchase” more often: \\d+(\\.\\d)?%
            #/targets          | \\d+ of 230 conversions of “Purchase”.* At the end \\d+ are expected \\(\\d+ to \\d+\\)\\. The probability
            #/audiences        | \\d+ visitors did “Add to cart” and not “Purchase” and are members now\\.
            #/anomalies        | \\d+ alarms? \\w+ open\\.
            #/pages            | [\\d,]+ page views, most of shop\\.example/lamps: \\d+\\.
            #/pages/forms      | 14 of 28 started forms were submitted, 14 errors\\.
            #/pages/videos     | 28 videos started, 21 watched to the end, 7 errors\\.
            #/pages/downloads  | 28 files were downloaded\\.
            #/pages/links      | 28 clicks led to other sites\\.
            #/pages/properties | \\d+ values? of “.+” in \\d+ events
            #/health           | kinds of events
            """)
    void H3_aViewAnswersFirst(String view, String answer) throws Exception {
        Dashboard dashboard = signedIn().open(view);

        dashboard.browser().await("document.querySelectorAll('.lead').length > 0");
        assertThat(
                        String.valueOf(
                                dashboard
                                        .browser()
                                        .script(
                                                "return [...document.querySelectorAll('.lead')].map(each => each.innerText).join('\\n')")))
                .containsPattern(answer);
        assertThat(dashboard.breaches()).isEmpty();
    }

    @Test
    void H3_formsAreReadFieldByField() throws Exception {
        Dashboard dashboard = signedIn().open("#/pages/forms").says("Field by field");

        assertThat(rows(dashboard, "Fields of forms")).containsExactly("email 0 14", "name 28 0");
        assertThat(rows(dashboard, "Forms")).containsExactly("contact 28 14 14 50%");
    }

    @Test
    void H3_pagesSayWhatCameAfterThem() throws Exception {
        Dashboard dashboard = signedIn().open("#/pages");

        LocalDate today = LocalDate.parse(api("today").path("date").asText());
        JsonNode pages = api("pages?totals=only&top=1&from=" + today.minusDays(28) + "&to=" + today.minusDays(1));
        assertThat(rows(dashboard, "Pages by views").getFirst())
                .contains(pages.path("totals").path(0).path("macro_visits").asText());
    }

    @Test
    void H3_aFunnelSaysWhatPeopleDidInsteadOfTheNextStep() throws Exception {
        Dashboard dashboard = signedIn().open("#/funnels/checkout").says("What people did instead");

        LocalDate today = LocalDate.parse(api("today").path("date").asText());
        String days = "from=" + today.minusDays(28) + "&to=" + today.minusDays(1);
        JsonNode next = api("funnels/checkout/next_events?totals=only&" + days);
        JsonNode within =
                api("funnels/checkout?view=same_day&totals=only&" + days).path("total");
        assertThat(next.path("total").path("entries").asInt())
                .isPositive()
                .isEqualTo(within.path("entered").asInt()
                        - within.path("converted").asInt());
        dashboard.says("entries stopped at Product interest on their day");
        assertThat(rows(dashboard, "After Product interest").getFirst())
                .contains(largest(next, 1).path("entries").asText());
    }

    private static JsonNode largest(JsonNode answer, int step) {
        JsonNode largest = null;
        for (JsonNode each : answer.path("totals")) {
            boolean isOfStep = each.path("step").asInt() == step;
            if (isOfStep
                    && (largest == null
                            || each.path("entries").asInt()
                                    > largest.path("entries").asInt())) {
                largest = each;
            }
        }
        return Objects.requireNonNull(largest);
    }

    @Test
    void H3_anEventThatHasStoppedIsNamed() throws Exception {
        Dashboard dashboard = signedIn().open("#/health").says("Is my page measured right?");

        // Today, nothing but page views came; whole days without an event are what counts, and there was none.
        dashboard.says("kinds of events arrive in their usual rhythm");
        assertThat(rows(dashboard, "Events and their rhythm"))
                .anySatisfy(row -> assertThat(row).startsWith("page_view ").endsWith("14 As usual"));
    }

    @Test
    void H3_liveShowsTheLastMinutesTheirPagesAndWhatToDoAboutRefusedPages() throws Exception {
        Dashboard dashboard = signedIn().open("#/live");

        dashboard.says("events in the last 30 minutes");
        assertThat(rows(dashboard, "Pages of the last 30 minutes").getFirst()).startsWith("/lamps ");
        dashboard.says("0 requests were refused in the last 24 hours.");
    }

    @Test
    void H4_oneGoesOnByAClick() throws Exception {
        Dashboard dashboard = signedIn().open("#/pages");
        Person person = new Person(dashboard.browser());

        person.clicks("shop.example/lamps");
        dashboard.browser().await("location.hash.includes('filter=entry_page')");
        dashboard.open("#/targets").browser().click(".explain summary");
        dashboard.says("The expected path spreads the target");
        dashboard.open("#/micros");
        person.clicks("Add to cart");
        dashboard.browser().await("location.hash.startsWith('#/goals/add_to_cart')");
    }

    private static List<String> rows(Dashboard dashboard, String caption) {
        Object rows = dashboard.browser().script("""
                const table = [...document.querySelectorAll('table')].find(each => each.caption?.textContent === arguments[0]);
                return [...table?.tBodies[0].rows ?? []].map(row => row.innerText.trim().replace(/\\s+/g, ' '));
                """, caption);
        List<String> texts = new ArrayList<>();
        ((List<?>) java.util.Objects.requireNonNull(rows)).forEach(row -> texts.add(String.valueOf(row)));
        return texts;
    }

    @ParameterizedTest
    @CsvSource({"1280, light", "1280, dark", "320, light", "1280, forced"})
    void H5_axeFindsNothingSeriousAndNothingIsWiderThanTheWindow(int width, String scheme) throws Exception {
        Dashboard dashboard = signedIn().wide(width).prefers(scheme);
        List<String> barriers = new ArrayList<>();
        for (String view : VIEWS) {
            dashboard.open(view);
            dashboard.browser().script("document.querySelectorAll('details').forEach(each => { each.open = true; })");
            dashboard.barriers().forEach(barrier -> barriers.add(view + ": " + barrier));
            dashboard.browser().script("document.querySelectorAll('details').forEach(each => { each.open = false; })");
            if (Boolean.TRUE.equals(dashboard
                    .browser()
                    .script("return document.documentElement.scrollWidth > document.documentElement.clientWidth"))) {
                barriers.add(view + ": wider than the window");
            }
        }
        assertThat(barriers).isEmpty();
        assertThat(dashboard.breaches()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            where people drop off and what it costs | [data-key=largest_loss] | \\(\\d+ of \\d+ in 28 days.*€
            which small steps come before a sale    | [data-key=micros]       | went on to “Purchase” more often: \\d+
            who stopped half-way                    | [data-key=audiences]    | \\d+ members now
            what broke                              | [data-key=anomalies]    | unusual since .* \\d+ of \\d+ visits
            whether we are on target                | [data-key=targets]      | \\d+ of 230 conversions
            what to do today                        | [data-key=tasks]        | Repair .*\\d+ instead of \\d+
            """)
    void clicks_whatIsAskedInTheMorningIsAnsweredAtTheFirstGlance(String question, String css, String answer)
            throws Exception {
        Dashboard dashboard = signedIn().open("");

        assertThat(dashboard.browser().text(css)).as(question).containsPattern("(?s)" + answer);
    }

    @Test
    void clicks_whichChannelBringsPeopleWhoBuyIsOneClickAway() throws Exception {
        Dashboard dashboard = signedIn().open("");

        new Person(dashboard.browser()).clicks("Channels");
        dashboard.settled().browser().await("location.hash.startsWith('#/channels')");
        assertThat(dashboard.text()).containsPattern("(?s)\\d+(\\.\\d+)?%");
    }
}
