package dev.cairn.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import dev.cairn.domain.statistic.FunnelCountsBuilder;
import dev.cairn.domain.statistic.GoalCounts;
import dev.cairn.domain.statistic.OverviewCounts;
import dev.cairn.report.ReportWorld.Reply;
import dev.cairn.store.statistic.StatisticRows;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PagesTest {
    private static final int PAGE_BYTES = 10_000;
    private static final String BY_CAMPAIGN =
            "/v1/sites/shop/overview?from=2025-02-20&to=2025-02-26&breakdown=campaign";
    private static final Pattern NEXT = Pattern.compile("<(.+)>; rel=\"next\"");

    private final ReportWorld world = new ReportWorld(PAGE_BYTES);

    private void manyCampaigns() {
        for (int day = 20; day <= 26; day++) {
            Map<String, OverviewCounts> values = new TreeMap<>();
            for (int i = 0; i < 40; i++) {
                values.put("campaign \"" + i + "\" é", new OverviewCounts(i, i, i, i, i, 0, 0));
            }
            world.row("overview/by/campaign", "2025-02-" + day, values);
        }
    }

    private static List<String> texts(JsonNode rows) {
        List<String> texts = new ArrayList<>();
        rows.forEach(row -> texts.add(row.toString()));
        return texts;
    }

    @Test
    void nothingIsLostOrDoubledOverThePages() {
        manyCampaigns();
        List<String> rows = new ArrayList<>();
        List<String> totals = new ArrayList<>();
        String cursor = "";
        int pages = 0;
        do {
            Reply reply = world.get(BY_CAMPAIGN + cursor);
            assertThat(reply.body().getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(PAGE_BYTES);
            rows.addAll(texts(reply.json().path("rows")));
            totals.addAll(texts(reply.json().path("totals")));
            cursor = reply.json().has("next")
                    ? "&cursor=" + reply.json().path("next").asText()
                    : null;
            pages++;
        } while (cursor != null);

        ReportWorld roomy = new ReportWorld();
        for (int day = 20; day <= 26; day++) {
            roomy.row(
                    "overview/by/campaign",
                    "2025-02-" + day,
                    world.rows
                            .range(
                                    "shop",
                                    StatisticRows.key("overview/by/campaign").orElseThrow(),
                                    java.time.LocalDate.of(2025, 2, day),
                                    java.time.LocalDate.of(2025, 2, day))
                            .getFirst()
                            .figures());
        }
        JsonNode whole = roomy.get(BY_CAMPAIGN).json();
        assertThat(pages).isGreaterThan(4);
        assertThat(rows).hasSize(280).isEqualTo(texts(whole.path("rows")));
        assertThat(totals).hasSize(40).isEqualTo(texts(whole.path("totals")));
        assertThat(whole.has("next")).isFalse();
    }

    @Test
    void csvPagesFollowTheLinkAndHaveTheSameColumns() {
        manyCampaigns();
        List<List<String>> lines = new ArrayList<>();
        String target = BY_CAMPAIGN + "&format=csv";
        int pages = 0;
        while (target != null) {
            Reply reply = world.get(target);
            List<List<String>> page = read(reply.body());
            assertThat(page.removeFirst())
                    .containsExactly(
                            "date",
                            "breakdown_campaign",
                            "visitors",
                            "visits",
                            "events",
                            "page_views",
                            "engaged_seconds",
                            "conversions",
                            "macro_visits",
                            "conversion_rate",
                            "linkable_share");
            lines.addAll(page);
            Matcher next = NEXT.matcher(reply.headers().getOrDefault("link", ""));
            target = next.matches() ? next.group(1) : null;
            pages++;
        }

        assertThat(pages).isGreaterThan(1);
        assertThat(lines).hasSize(280);
        assertThat(lines.stream().distinct()).hasSize(280);
    }

    @Test
    void aCursorHoldsForItsOwnQuestionOnly() {
        manyCampaigns();
        String cursor = world.get(BY_CAMPAIGN).json().path("next").asText();

        Reply other = world.get(BY_CAMPAIGN.replace("2025-02-20", "2025-02-21") + "&cursor=" + cursor);

        assertThat(other.status()).isEqualTo(400);
        assertThat(other.error("parameter")).isEqualTo("cursor");
    }

    @Test
    void aFunnelInCsvIsFlat() {
        world.row(
                "funnel/quote/entry",
                "2025-02-23",
                FunnelCountsBuilder.reached(4L, 1L)
                        .outcomes(1, 0, 3, 0)
                        .droppedAfter(3L, 0L)
                        .closed(4)
                        .times(List.of(Map.of(), Map.of(8, 1L)))
                        .lags(Map.of(0, 1L))
                        .value(Map.of("EUR", new BigDecimal("9")))
                        .cameIn(2L, 0L)
                        .build());

        Reply reply =
                world.get("/v1/sites/shop/funnels/quote?from=2025-02-22&to=2025-02-23", Map.of("Accept", "text/csv"));

        assertThat(reply.headers().get("content-type")).isEqualTo("text/csv; charset=utf-8; header=present");
        assertThat(reply.headers().get("content-disposition"))
                .isEqualTo("attachment; filename=\"shop-funnels-quote.csv\"");
        assertThat(reply.body())
                .isEqualTo("date,entered,reached_1,reached_2,converted,in_progress,dropped,excluded,dropped_after_1,"
                        + "dropped_after_2,step_rate_1,step_rate_2,total_rate_1,total_rate_2,interval_1_low,"
                        + "interval_1_high,interval_2_low,interval_2_high,seconds_from_previous_p50_1,"
                        + "seconds_from_previous_p50_2,seconds_from_previous_p90_1,seconds_from_previous_p90_2,"
                        + "maturity,expected_reached_1,expected_reached_2,expected_lost_1,expected_rate,"
                        + "expected_within_days,value_EUR,value_per_entry,came_in_1,came_in_2,complete,revision,as_of,"
                        + "plan_version\r\n"
                        + "2025-02-22,0,0,0,0,0,0,0,0,0,,,,,,,,,,,,,,,,,,,,,0,0,true,0,2025-02-27T00:30:00Z,1\r\n"
                        + "2025-02-23,4,4,1,1,0,3,0,3,0,1,0.25,1,0.25,0.5101,1,0.0456,0.6994,,1,,1,1,4,1,3,0.25,30,"
                        + "9.00,,2,0,true,1,"
                        + "2025-02-26T00:30:00Z,1\r\n");
    }

    @Test
    void moneyInCsvIsAColumnPerCurrency() {
        world.row("goals", "2025-02-22", Map.of("purchase", new GoalCounts(1, 1, 1L, 0L, Map.of())));
        world.row(
                "goals",
                "2025-02-23",
                Map.of(
                        "purchase",
                        new GoalCounts(1, 1, 1L, 0L, Map.of("USD", new BigDecimal("-5.5"), "JPY", BigDecimal.TEN))));

        assertThat(world.get("/v1/sites/shop/goals?from=2025-02-22&to=2025-02-23&format=csv")
                        .body())
                .isEqualTo(
                        "date,goal,tier,kind,conversions,converters,converting_visits,conversion_rate,visitor_rate,unverified,value_JPY,value_USD\r\n"
                                + "2025-02-22,purchase,macro,,1,1,1,,,0,,\r\n"
                                + "2025-02-23,purchase,macro,,1,1,1,,,0,10,-5.50\r\n");
    }

    @Test
    void noRowsAreAHeaderAlone() {
        assertThat(world.get("/v1/sites/shop/goals?format=csv").body())
                .isEqualTo(
                        "date,goal,tier,kind,conversions,converters,converting_visits,conversion_rate,visitor_rate,unverified\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "=1+1",
                "=cmd|' /C calc'!A0",
                "+49 30 1234",
                "-2+3",
                "@SUM(A1)",
                "＝1+1",
                "＋1",
                "－1",
                "＠A1",
                "\"=1+1",
                " =1+1",
                "'=1+1"
            })
    void noFormulaOfAStrangerSurvivesInCsv(String naughty) {
        world.row("overview/by/campaign", "2025-02-23", Map.of(naughty, new OverviewCounts(1, 1, 1, 1, 0, 0, 0)));

        List<List<String>> lines =
                read(world.get("/v1/sites/shop/overview?from=2025-02-23&to=2025-02-23&breakdown=campaign&format=csv")
                        .body());

        assertThat(lines.get(1).get(1)).isEqualTo("'" + naughty);
        assertThat(lines.get(1)).hasSize(11);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"spring", "a=b", "1-2", "say \"hi\", now", "line\r\nbreak", "<script>", "${jndi:ldap://x}", ""})
    void otherTextIsAsItWas(String harmless) {
        world.row("overview/by/campaign", "2025-02-23", Map.of(harmless, new OverviewCounts(1, 1, 1, 1, 0, 0, 0)));
        String target = "/v1/sites/shop/overview?from=2025-02-23&to=2025-02-23&breakdown=campaign";

        assertThat(read(world.get(target + "&format=csv").body()).get(1).get(1)).isEqualTo(harmless);
        assertThat(world.get(target)
                        .json()
                        .path("rows")
                        .path(0)
                        .path("breakdown")
                        .path("campaign")
                        .asText())
                .isEqualTo(harmless);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/csv", "text/csv, application/json;q=0.5", "application/json;q=0.1, text/csv;q=0.9"})
    void csvForWhoPrefersIt(String accept) {
        assertThat(world.get("/v1/sites/shop/overview", Map.of("Accept", accept))
                        .headers()
                        .get("content-type"))
                .startsWith("text/csv");
    }

    @ParameterizedTest
    @ValueSource(strings = {"*/*", "application/json", "text/csv;q=0.5, application/json", "text/html"})
    void jsonForEverybodyElse(String accept) {
        assertThat(world.get("/v1/sites/shop/overview", Map.of("Accept", accept))
                        .headers()
                        .get("content-type"))
                .startsWith("application/json");
    }

    private static List<List<String>> read(String csv) {
        List<List<String>> lines = new ArrayList<>();
        for (CsvRecord record : CsvReader.builder().skipEmptyLines(false).ofCsvRecord(csv)) {
            lines.add(record.getFields());
        }
        return lines;
    }
}
