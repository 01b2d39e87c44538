package dev.cairn.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.domain.statistic.GoalCounts;
import dev.cairn.domain.statistic.OverviewCounts;
import dev.cairn.report.ReportWorld.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** P5: the same figures of other days next to the requested ones. */
class ComparisonTest {
    private static final String SITE = "/v1/sites/shop/";

    private final ReportWorld world = new ReportWorld();

    private static OverviewCounts visitors(long count) {
        return new OverviewCounts(count, count, count, count, 0, 0, 0);
    }

    @ParameterizedTest
    @CsvSource({
        "2025-02-23, 2025-02-26, previous_period,        2025-02-19, 2025-02-22",
        "2025-02-26, 2025-02-26, previous_period,        2025-02-25, 2025-02-25",
        "2024-02-29, 2024-03-01, previous_year,          2023-02-28, 2023-03-01",
        "2025-02-01, 2025-02-26, 2024-12-01..2024-12-24, 2024-12-01, 2024-12-24"
    })
    void P5_theDaysComparedWith(String from, String to, String compare, String otherFrom, String otherTo) {
        JsonNode comparison = world.get(SITE + "overview?from=" + from + "&to=" + to + "&compare=" + compare)
                .json()
                .path("comparison");

        assertThat(comparison.path("from").asText()).isEqualTo(otherFrom);
        assertThat(comparison.path("to").asText()).isEqualTo(otherTo);
        assertThat(comparison.path("rows").path(0).path("date").asText()).isEqualTo(otherFrom);
        assertThat(comparison.path("rows").findValuesAsText("date")).last().isEqualTo(otherTo);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "overview?",
                "overview?breakdown=device&",
                "goals?",
                "goals?breakdown=channel&",
                "goals?tier=macro&",
                "funnels/checkout?",
                "funnels/checkout?view=completion&",
                "funnels/checkout?breakdown=campaign&",
                "channels?funnel=checkout&"
            })
    void P5_theComparisonIsWhatAnAnswerAboutThoseDaysWouldBe(String resource) {
        for (String day : List.of("2025-02-22", "2025-02-25")) {
            world.row("overview", day, visitors(day.hashCode() & 63));
            world.row("overview/by/device", day, Map.of("mobile", visitors(3)));
            world.row("overview/by/channel", day, Map.of("email", visitors(2)));
            world.row("goals", day, Map.of("purchase", new GoalCounts(2, 1, 1L, 0L, Map.of())));
            world.row(
                    "goals/by/channel",
                    day,
                    Map.of("email", Map.of("purchase", new GoalCounts(2, 1, 1L, 0L, Map.of()))));
        }
        JsonNode answer = world.get(SITE + resource + "from=2025-02-23&to=2025-02-26&compare=previous_period")
                .json();

        JsonNode current =
                world.get(SITE + resource + "from=2025-02-23&to=2025-02-26").json();
        JsonNode before =
                world.get(SITE + resource + "from=2025-02-19&to=2025-02-22").json();
        for (String part : List.of("rows", "total", "totals", "meta")) {
            assertThat(answer.path(part)).as(part).isEqualTo(current.path(part));
            assertThat(answer.path("comparison").path(part)).as(part).isEqualTo(before.path(part));
        }
        assertThat(current.has("comparison")).isFalse();
    }

    @Test
    void P5_asCsvTheRowsComeAfterAndSayTheirPeriod() {
        world.row("overview", "2025-02-26", visitors(7));
        world.row("overview", "2025-02-25", visitors(5));

        Reply csv = world.get(SITE + "overview?from=2025-02-26&to=2025-02-26&compare=previous_period&format=csv");

        assertThat(csv.body().lines().toList())
                .containsExactly(
                        "period,date,visitors,visits,events,page_views,engaged_seconds,conversions,macro_visits,conversion_rate,linkable_share",
                        "current,2025-02-26,7,7,7,7,0,0,0,0,0",
                        "comparison,2025-02-25,5,5,5,5,0,0,0,0,0");
    }

    @Test
    void P5_nothingIsLostOrDoubledOverThePages() {
        ReportWorld small = new ReportWorld(4_000);
        for (ReportWorld each : List.of(small, world)) {
            for (String day : List.of("2025-02-25", "2025-02-26")) {
                Map<String, OverviewCounts> values = new TreeMap<>();
                for (int i = 0; i < 30; i++) {
                    values.put("campaign " + i, visitors(i));
                }
                each.row("overview/by/campaign", day, values);
            }
        }
        String question = SITE + "overview?from=2025-02-26&to=2025-02-26&breakdown=campaign&compare=previous_period";
        List<String> paged = new ArrayList<>();
        String target = question;
        int pages = 0;
        while (target != null) {
            Reply reply = small.get(target);
            JsonNode json = reply.json();
            json.path("rows").forEach(row -> paged.add("row " + row));
            json.path("totals").forEach(row -> paged.add("total " + row));
            json.path("comparison").path("rows").forEach(row -> paged.add("other row " + row));
            json.path("comparison").path("totals").forEach(row -> paged.add("other total " + row));
            target =
                    json.has("next") ? question + "&cursor=" + json.path("next").asText() : null;
            assertThat(pages++).as("pages that do not end").isLessThan(50);
        }

        JsonNode whole = world.get(question).json();
        assertThat(pages).isGreaterThan(3);
        assertThat(paged).hasSize(120).doesNotHaveDuplicates().last().asString().startsWith("other total");
        assertThat(paged.get(0)).isEqualTo("row " + whole.path("rows").path(0));
        assertThat(paged.get(90))
                .isEqualTo(
                        "other total " + whole.path("comparison").path("totals").path(0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "last_week",
                "2025-02-01",
                "2025-02-02..2025-02-01",
                "2025-02-30..2025-03-01",
                "a..b",
                "..",
                "2025-01-01..2025-01-02..3"
            })
    void P5_whatCannotBeComparedWithIsRefusedByName(String compare) {
        Reply reply = world.get(SITE + "goals?compare=" + compare);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.error("parameter")).isEqualTo("compare");
        assertThat(reply.error("message")).contains("previous_period", "2025-01-01..2025-01-31");
    }

    @Test
    void P5_aComparisonHas400DaysAtMost() {
        assertThat(world.get(SITE + "goals?compare=2023-01-01..2024-02-04").status())
                .isEqualTo(200);
        assertThat(world.get(SITE + "goals?compare=2023-01-01..2024-02-05").error("message"))
                .contains("400 days");
    }

    @Test
    void P5_anAnswerIsKeptForAnHourOnlyWhenBothPeriodsAreClosed() {
        assertThat(world.get(SITE + "goals?from=2025-02-25&to=2025-02-25&compare=previous_period")
                        .headers())
                .containsEntry("cache-control", "private, max-age=3600");
        assertThat(world.get(SITE + "goals?from=2025-02-25&to=2025-02-25&compare=2025-02-26..2025-02-27")
                        .headers())
                .containsEntry("cache-control", "private, no-cache");
    }
}
