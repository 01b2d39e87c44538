package dev.cairn.report.audiences;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The counts of an audience, by day. */
class AudienceResourceTest {
    private static final String DAYS = "audiences/left_cart?from=2026-03-20&to=2026-04-20";

    private final AudienceWorld world = new AudienceWorld();

    private static String row(JsonNode row) {
        return row.path("date").asText().substring(5) + " +" + row.path("entered") + " -"
                + row.path("left").path("met") + " -" + row.path("left").path("expired") + " ="
                + row.path("members");
    }

    private JsonNode rows() {
        return world.get(DAYS).path("rows");
    }

    @Test
    void N5_aMemberEntersAfterADayAndLeavesByBuyingOrWhenTimeIsUp() {
        world.event("add_to_cart").user("anna").send();
        world.event("add_to_cart").user("ben").send();
        world.forward(Duration.ofDays(3));
        world.event("purchase").user("anna").order("1", "10").send();
        world.run();
        world.forward(Duration.ofDays(9));
        world.run();

        assertThat(rows())
                .hasSize(13)
                .extracting(AudienceResourceTest::row)
                .contains(
                        "03-20 +0 -0 -0 =0",
                        "03-21 +2 -0 -0 =2",
                        "03-22 +0 -0 -0 =2",
                        "03-23 +0 -1 -0 =1",
                        "03-29 +0 -0 -0 =1",
                        "03-30 +0 -0 -1 =0");
    }

    /** Today's figures are those of the last run: who enters later today is not counted. */
    @Test
    void N5_whatIsStillToComeIsNotCounted() {
        world.event("add_to_cart").user("anna").send();
        world.run();
        world.forward(Duration.ofHours(23));
        world.pipeline.aggregate();
        assertThat(row(rows().get(1))).isEqualTo("03-21 +0 -0 -0 =0");

        world.forward(Duration.ofMinutes(100));
        world.pipeline.aggregate();

        assertThat(row(rows().get(1))).isEqualTo("03-21 +1 -0 -0 =1");
        assertThat(world.get("audiences").path("audiences").findValuesAsText("members"))
                .containsExactly("1", "0");
    }

    /** A late purchase restates the days on which memberships began, further back than any funnel's window. */
    @Test
    void N5_aLatePurchaseRestatesEarlierDays() {
        world.event("add_to_cart").user("anna").send();
        world.forward(Duration.ofDays(9));
        world.run();
        world.event("page_view").user("anna").send();
        world.run();
        assertThat(rows().get(8).path("members").asInt()).isEqualTo(1);

        world.forward(Duration.ofHours(10));
        world.event("purchase")
                .user("anna")
                .order("1", "10")
                .earlier(Duration.ofHours(6))
                .send();
        world.run();

        assertThat(rows()).extracting(AudienceResourceTest::row).contains("03-29 +0 -1 -0 =0");
    }

    /** A cart each week: one membership over months, whichever range is asked for. */
    @Test
    void N5_aMembershipMayLastLongerThanWithin() {
        for (int i = 0; i < 6; i++) {
            world.event("add_to_cart").user("anna").send();
            world.run();
            world.forward(Duration.ofDays(8));
        }
        world.run();
        JsonNode late = world.get("audiences/left_cart?from=2026-05-01&to=2026-05-05");

        assertThat(late.path("rows")).extracting(AudienceResourceTest::row).startsWith("05-01 +0 -0 -0 =1");
        JsonNode all =
                world.get("audiences/left_cart?from=2026-03-20&to=2026-05-30").path("total");
        assertThat(all.path("entered").asInt()).isEqualTo(1);
    }

    /** Over clock changes, late events and borders of ranges. */
    @Test
    void N5_membersAreThoseOfTheDayBeforeAndWhoEnteredWithoutWhoLeft() {
        Random random = new Random(7);
        for (int i = 0; i < 150; i++) {
            world.forward(Duration.ofMinutes(random.nextInt(600)));
            AudienceWorld.Event event = world.event(random.nextInt(4) == 0 ? "purchase" : "add_to_cart")
                    .user("user-" + random.nextInt(8))
                    .earlier(Duration.ofHours(random.nextInt(3) == 0 ? random.nextInt(60) : 0));
            event.send();
            if (random.nextInt(20) == 0) {
                world.run();
            }
        }
        world.run();
        JsonNode whole = world.get("audiences/left_cart?from=2026-03-10&to=2026-05-30");
        long before = 0;
        long entered = 0;
        for (JsonNode row : whole.path("rows")) {
            long left = row.path("left").path("met").asLong()
                    + row.path("left").path("expired").asLong();
            assertThat(row.path("members").asLong())
                    .as(row.toString())
                    .isEqualTo(before + row.path("entered").asLong() - left);
            before = row.path("members").asLong();
            entered += row.path("entered").asLong();
            String day = row.path("date").asText();
            assertThat(world.get("audiences/left_cart?from=" + day + "&to=" + day)
                            .path("rows")
                            .get(0))
                    .as("whatever the range")
                    .isEqualTo(row);
        }
        assertThat(entered).isGreaterThan(20);
        assertThat(whole.path("total").path("members").asLong()).isEqualTo(before);
    }

    @Test
    void N5_recoveryIsShownOnceFourteenMoreDaysAreComplete() {
        for (int i = 0; i < 30; i++) {
            world.event("add_to_cart").user("user-" + i).send();
        }
        world.forward(Duration.ofDays(5));
        for (int i = 0; i < 12; i++) {
            world.event("purchase").user("user-" + i).order("o" + i, "10").send();
        }
        world.run();
        JsonNode early = rows().get(1);
        world.forward(Duration.ofDays(12));
        world.run();
        new dev.cairn.store.statistic.Watermark(world.items).advance("shard", world.clock.millis());
        JsonNode late = rows().get(1);

        assertThat(early.path("recovered_14d").isNull()).isTrue();
        assertThat(early.path("recovery_rate").isNull()).isTrue();
        assertThat(late.path("mature").asBoolean()).isTrue();
        assertThat(late.path("recovered_14d").asInt()).isEqualTo(12);
        assertThat(late.path("recovery_rate").asDouble()).isEqualTo(0.4);
        JsonNode total = world.get(DAYS).path("total");
        assertThat(total.path("recovered_14d").asInt()).isEqualTo(12);
        assertThat(total.path("days_mature").asInt()).isPositive();
    }

    @Test
    void P6_anUnknownAudienceAndAnUnknownParameterAreNamed() {
        AudienceWorld.Reply unknown = world.ask("audiences/nosuch");

        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.body()).contains("left_cart", "quick");
        assertThat(world.ask("audiences/left_cart?size=3").status()).isEqualTo(400);
    }

    @Test
    void P6_asCsv() {
        assertThat(world.ask(DAYS + "&format=csv").body())
                .startsWith("date,entered,left_met,left_expired,members,recovered_14d,recovery_entered,recovery_rate,"
                        + "recovery_interval_low,recovery_interval_high,mature,complete\n".replace("\n", "\r\n"));
    }
}
