package dev.cairn.report.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.domain.statistic.FunnelCounts;
import dev.cairn.domain.statistic.FunnelCountsBuilder;
import dev.cairn.domain.statistic.OverviewCounts;
import dev.cairn.report.ReportWorld;
import dev.cairn.report.ReportWorld.Reply;
import dev.cairn.store.Json;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Section 7: channels, with the funnel's entry view. */
class ChannelsResourceTest {
    private static final String CHANNELS = "/v1/sites/shop/channels?funnel=checkout&from=2025-02-23&to=2025-02-24";

    private final ReportWorld world = new ReportWorld();

    private static FunnelCounts entries(long entered, long carts, long converted) {
        return FunnelCountsBuilder.reached(entered, carts, converted, converted)
                .outcomes(converted, 0, entered - converted, 0)
                .droppedAfter(entered - carts, carts - converted, 0L, 0L)
                .closed(entered)
                .times(List.of(Map.of(), Map.of(69, carts), Map.of(52, converted), Map.of(0, converted)))
                .lags(Map.of(0, converted))
                .build();
    }

    @BeforeEach
    void twoDays() {
        world.row(
                "funnel/checkout/entry/by/channel",
                "2025-02-23",
                Map.of("email", entries(10, 5, 2), "direct", entries(4, 1, 0)));
        world.row("funnel/checkout/entry/by/channel", "2025-02-24", Map.of("email", entries(30, 5, 0)));
        world.row(
                "overview/by/channel",
                "2025-02-23",
                Map.of(
                        "email", new OverviewCounts(18, 20, 50, 40, 0, 18, 20),
                        "organic_search", new OverviewCounts(7, 7, 7, 7, 0, 0, 0)));
        world.row("overview/by/channel", "2025-02-24", Map.of("email", new OverviewCounts(40, 44, 99, 90, 0, 40, 44)));
    }

    @Test
    void P6_aRowIsADayAndChannelWithItsVisitsAndEntries() {
        JsonNode answer = world.get(CHANNELS).json();

        assertThat(answer.path("steps")).hasSize(4);
        assertThat(answer.path("rows"))
                .extracting(row ->
                        row.path("date").asText() + " " + row.path("channel").asText() + " "
                                + row.path("visits") + " " + row.path("entered") + " " + row.path("reached") + " "
                                + row.path("total_rate").path(3))
                .containsExactly(
                        "2025-02-23 direct 0 4 [4,1,0,0] 0",
                        "2025-02-23 email 20 10 [10,5,2,2] 0.2",
                        "2025-02-23 organic_search 7 0 [0,0,0,0] null",
                        "2025-02-24 email 44 30 [30,5,0,0] 0");
        assertThat(answer.path("rows").path(1).path("seconds_from_previous").path("p50"))
                .isEqualTo(Json.read("[null,393,89,0]", JsonNode.class));
    }

    @Test
    void P6_totalsAreTheRangeByChannelAndOfAllOfThem() {
        JsonNode answer = world.get(CHANNELS).json();

        assertThat(answer.path("totals"))
                .extracting(row -> row.path("channel").asText() + " " + row.path("visits") + " " + row.path("entered")
                        + " " + row.path("converted") + " "
                        + row.path("total_rate").path(3))
                .containsExactly("direct 0 4 0 0", "email 64 40 2 0.05", "organic_search 7 0 0 null");
        assertThat(answer.path("total").path("visits").asLong()).isEqualTo(71);
        assertThat(answer.path("total").path("entered").asLong()).isEqualTo(44);
    }

    @Test
    void N8_aChannelsExpectedRateHasAnInterval() {
        JsonNode totals = world.get(CHANNELS).json().path("totals");

        // 2 of 40; nothing is expected where nobody entered.
        assertThat(totals.path(1).path("expected_rate").toString()).isEqualTo("0.05");
        assertThat(totals.path(1).path("expected_interval").toString()).isEqualTo("[0.0138,0.165]");
        assertThat(totals.path(2).path("expected_interval").isNull()).isTrue();
    }

    @Test
    void P6_withoutAFunnelOrWithAnUnknownOneItSaysWhichThereAre() {
        Reply without = world.get("/v1/sites/shop/channels");
        Reply unknown = world.get("/v1/sites/shop/channels?funnel=nosuch");

        assertThat(without.status()).isEqualTo(400);
        assertThat(without.error("parameter")).isEqualTo("funnel");
        assertThat(without.error("message")).contains("is missing", "checkout");
        assertThat(unknown.json().path("error").path("allowed").toString()).contains("checkout");
    }

    @Test
    void P6_asCsv() {
        assertThat(world.get(CHANNELS + "&format=csv").body().lines().toList())
                .hasSize(5)
                .first()
                .asString()
                .startsWith("date,channel,visits,macro_visits,conversion_rate,entered,reached_1,");
    }

    @Test
    void P5_channelsAreComparedToo() {
        JsonNode answer = world.get(
                        "/v1/sites/shop/channels?funnel=checkout&from=2025-02-24&to=2025-02-24&compare=previous_period")
                .json();

        assertThat(answer.path("rows")).hasSize(1);
        assertThat(answer.path("comparison").path("rows")).hasSize(3);
        assertThat(answer.path("comparison").path("total").path("visits").asLong())
                .isEqualTo(27);
    }
}
