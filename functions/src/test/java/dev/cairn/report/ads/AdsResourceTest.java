package dev.cairn.report.ads;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.access.Scope;
import dev.cairn.report.audiences.AudienceWorld;
import dev.cairn.store.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The files for Google Ads. */
class AdsResourceTest {
    private static final String FILE = "ads-conversions.csv?from=2026-03-01&to=2026-05-30";
    private static final String REFUNDS = "ads-adjustments.csv?from=2026-03-01&to=2026-06-30";

    private final AudienceWorld world = new AudienceWorld();

    private List<GoogleFile.Row> rows() {
        AudienceWorld.Reply reply = world.ask(FILE);
        assertThat(reply.status()).isEqualTo(200);
        return GoogleFile.read(reply.body(), "Google Click ID");
    }

    private long leftOut(String reason) {
        return leftOut(world.ask(FILE), reason);
    }

    private static long leftOut(AudienceWorld.Reply reply, String reason) {
        return Arrays.stream(reply.headers().get("cairn-left-out").split(", "))
                .filter(each -> each.startsWith(reason + "="))
                .mapToLong(each -> Long.parseLong(each.substring(each.indexOf('=') + 1)))
                .sum();
    }

    private void landing(String user, String click) {
        world.event("page_view")
                .user(user)
                .ads()
                .url("/?gclid=" + click + "&utm_source=google")
                .send();
    }

    private AudienceWorld.Event purchase(String user, String order, String amount) {
        return world.event("purchase").user(user).ads().order(order, amount);
    }

    @Test
    void N9_aConversionWithAClickIsARow() {
        landing("anna", "Cj0KCQiA-anna_1");
        world.forward(Duration.ofDays(2));
        purchase("anna", "1001", "2600.00").send();
        world.run();

        assertThat(rows()).singleElement().satisfies(row -> {
            assertThat(row.click()).isEqualTo("Cj0KCQiA-anna_1");
            assertThat(row.name()).isEqualTo("Purchase");
            assertThat(row.time()).isEqualTo("2026-03-22 09:00:00");
            assertThat(row.value()).isEqualTo("2600.00");
            assertThat(row.currency()).isEqualTo("EUR");
            assertThat(row.orderId()).isNotEqualTo("1001");
        });
    }

    /** Every conversion of the goals with ads is a row or is left out for one reason. */
    @Test
    void N9_rowsAndWhatIsLeftOutAreAllConversions() {
        Random random = new Random(3);
        for (int i = 0; i < 200; i++) {
            world.forward(Duration.ofMinutes(random.nextInt(500)));
            int number = random.nextInt(12);
            String user = "user-" + number;
            AudienceWorld.Event event =
                    world.event(List.of("page_view", "add_to_cart", "purchase").get(random.nextInt(3)));
            if (random.nextInt(12) > 0) {
                event.user(user);
            }
            if (number < 6 || random.nextInt(3) > 0) {
                event.ads();
            }
            event.url(
                    random.nextInt(2) == 0
                            ? "/"
                            : "/?" + List.of("gclid", "wbraid", "msclkid").get(random.nextInt(3)) + "=c" + i);
            event.order("order-" + random.nextInt(60), "1" + i);
            event.send();
        }
        world.run();
        AudienceWorld.Reply file = world.ask(FILE);
        long accounted = rows().size()
                + Arrays.stream(file.headers().get("cairn-left-out").split(", "))
                        .mapToLong(each -> Long.parseLong(each.substring(each.indexOf('=') + 1)))
                        .sum();
        long conversions = 0;
        for (JsonNode goal : world.get("goals?from=2026-03-01&to=2026-05-30").path("rows")) {
            if (List.of("cart", "buy").contains(goal.path("goal").asText())) {
                conversions += goal.path("conversions").asLong();
            }
        }

        assertThat(rows()).isNotEmpty();
        assertThat(accounted).isEqualTo(conversions);
        List.of("no_consent", "no_click", "other_click")
                .forEach(reason -> assertThat(leftOut(file, reason)).isPositive());
    }

    @Test
    void N9_eachReasonForLeavingOut() {
        landing("old", "oldclick");
        landing("fresh", "first");
        landing("formula", "-1");
        landing("withdrawn", "gone");
        world.event("page_view").user("other").ads().url("/?gbraid=b1").send();
        world.forward(Duration.ofDays(89));
        purchase("old", "o1", "1").send();
        world.forward(Duration.ofDays(2));
        purchase("old", "o2", "1").send();
        landing("fresh", "second");
        landing("withdrawn", "again");
        purchase("fresh", "f1", "1").send();
        purchase("withdrawn", "w1", "1").send();
        world.run();
        String file = "ads-conversions.csv?from=2026-06-01&to=2026-07-30";
        AudienceWorld.Reply reply = world.ask(file);

        assertThat(GoogleFile.read(reply.body(), "Google Click ID"))
                .singleElement()
                .satisfies(row -> assertThat(row.click()).isEqualTo("oldclick"));
        assertThat(reply.headers())
                .containsEntry(
                        "cairn-left-out",
                        "held_back=2, no_click=0, no_consent=0, other_click=0, too_old=1, unsafe_value=0");

        world.forward(Duration.ofDays(1));
        world.event("page_view").user("withdrawn").send();
        purchase("other", "b", "1").send();
        world.runOnSchedule();
        reply = world.ask(file);
        assertThat(GoogleFile.read(reply.body(), "Google Click ID"))
                .extracting(GoogleFile.Row::click)
                .containsExactly("oldclick", "second");
        assertThat(leftOut(reply, "no_consent")).isEqualTo(1);
    }

    @Test
    void N9_eachKindOfClickHasItsOwnFile() {
        world.event("page_view").user("anna").ads().url("/?wbraid=w1").send();
        world.forward(Duration.ofDays(2));
        purchase("anna", "1", "5").send();
        world.run();

        assertThat(rows()).isEmpty();
        assertThat(leftOut("other_click")).isEqualTo(1);
        assertThat(GoogleFile.read(world.ask(FILE + "&click=wbraid").body(), "WBRAID"))
                .hasSize(1);
        assertThat(GoogleFile.read(world.ask(FILE + "&click=gbraid").body(), "GBRAID"))
                .isEmpty();
        assertThat(world.ask(FILE + "&click=msclkid").status()).isEqualTo(400);
    }

    /** A formula's apostrophe would change the click, so such a value is left out; nothing else is changed. */
    @Test
    void N9_aValueThatWouldBeAFormulaIsLeftOut() {
        landing("anna", "-2");
        world.forward(Duration.ofDays(2));
        purchase("anna", "1", "5").send();
        world.run();

        assertThat(rows()).isEmpty();
        assertThat(leftOut("unsafe_value")).isEqualTo(1);
    }

    /** The hour that comes twice, and a site that moves to another time zone: the same keys. */
    @Test
    void N9_theSameConversionHasTheSameKeyInTheHourThatComesTwiceAndAfterAMove() {
        world.clock.forward(Duration.between(world.clock.instant(), Instant.parse("2026-10-22T10:00:00Z")));
        landing("anna", "click1");
        world.clock.forward(Duration.between(world.clock.instant(), Instant.parse("2026-10-25T00:30:00Z")));
        purchase("anna", "1", "5").send();
        world.forward(Duration.ofHours(1));
        purchase("anna", "2", "5").send();
        world.run();
        String file = "ads-conversions.csv?from=2026-10-24&to=2026-10-26";
        String before = world.ask(file).body();
        assertThat(GoogleFile.read(before, "Google Click ID"))
                .extracting(GoogleFile.Row::time)
                .containsExactly("2026-10-25 00:30:00", "2026-10-25 01:30:00");
        assertThat(world.ask(file).body()).as("the same bytes").isEqualTo(before);

        world.pipeline.putPlan(AudienceWorld.PLAN.replace("Europe/Brussels", "America/New_York"));
        world.forward(Duration.ofDays(1));
        purchase("anna", "2", "5").send();
        world.run();
        assertThat(world.ask(file).body()).isEqualTo(before);
    }

    @Test
    void N9_aRefundRestatesOrRetracts() {
        landing("anna", "click1");
        world.forward(Duration.ofDays(2));
        purchase("anna", "1", "50").send();
        purchase("anna", "2", "30").send();
        world.run();
        List<GoogleFile.Row> sold = rows();
        world.forward(Duration.ofDays(3));
        world.event("refund").order("1", "20").refund().send();
        world.event("refund").order("2", "30").refund().send();
        world.run();
        String[] lines = world.ask(REFUNDS).body().split("\n");

        assertThat(lines).hasSize(4);
        assertThat(lines[0]).isEqualTo("Parameters:TimeZone=+0000");
        assertThat(lines[1])
                .isEqualTo(
                        "Order ID,Conversion Name,Adjustment Time,Adjustment Type,Adjusted Value,Adjusted Value Currency");
        String first = sold.stream()
                .filter(row -> row.value().equals("50.00"))
                .findFirst()
                .orElseThrow()
                .orderId();
        String second = sold.stream()
                .filter(row -> row.value().equals("30.00"))
                .findFirst()
                .orElseThrow()
                .orderId();
        assertThat(List.of(lines[2], lines[3]))
                .containsExactlyInAnyOrder(
                        first + ",Purchase,2026-03-25 09:00:00,RESTATE,30.00,EUR",
                        second + ",Purchase,2026-03-25 09:00:00,RETRACT,,");
        assertThat(rows())
                .singleElement()
                .satisfies(row -> assertThat(row.orderId()).isEqualTo(first));
        assertThat(world.ask("ads-adjustments.csv?from=2026-03-26&to=2026-03-30")
                        .body()
                        .split("\n"))
                .hasSize(2);
    }

    @Test
    void N9_aRefundAfterFiftyFiveDaysIsNoLongerTaken() {
        landing("anna", "click1");
        world.forward(Duration.ofDays(2));
        purchase("anna", "1", "50").send();
        world.forward(Duration.ofDays(56));
        world.event("refund").order("1", "20").refund().send();
        world.run();

        assertThat(world.ask(REFUNDS).body().split("\n")).hasSize(2);
    }

    @Test
    void N9_bodiesForDataManagerHaveTheSameRows() {
        landing("anna", "click1");
        world.forward(Duration.ofDays(2));
        purchase("anna", "1", "50").send();
        world.run();
        GoogleFile.Row row = rows().getFirst();
        JsonNode event = Json.read(world.ask(FILE + "&format=data-manager").body(), JsonNode.class)
                .path("events")
                .get(0);

        assertThat(event.toString())
                .isEqualTo(
                        "{\"transactionId\":\"" + row.orderId()
                                + "\",\"eventTimestamp\":\"2026-03-22T09:00:00Z\",\"eventSource\":\"WEB\","
                                + "\"conversionValue\":50,\"currency\":\"EUR\",\"adIdentifiers\":{\"gclid\":\"click1\"},"
                                + "\"consent\":{\"adUserData\":\"CONSENT_GRANTED\",\"adPersonalization\":\"CONSENT_GRANTED\"}}");
    }

    @Test
    void N9_withoutGoalsForAdsOrWithoutClicksItSaysSo() {
        assertThat(world.ask(FILE).headers()).containsEntry("cairn-warning", "no_click_ids");
        world.pipeline.putPlan(AudienceWorld.PLAN.replaceAll(", ads: (secondary|\\{[^}]*\\})", ""));

        assertThat(world.ask(FILE).headers()).containsEntry("cairn-warning", "no_ads_goals");
    }

    @Test
    void P6_theFilesNeedAScopeOfTheirOwn() {
        for (String file : List.of("ads-conversions.csv", "ads-adjustments.csv")) {
            assertThat(world.call("GET", "/v1/sites/shop/" + file, "", world.key(Scope.STATS_READ))
                            .status())
                    .isEqualTo(403);
            assertThat(world.call("GET", "/v1/sites/shop/" + file, "", world.key(Scope.AUDIENCE_READ))
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void N10_asJsonTheNumbersAndWarnings() {
        landing("anna", "c1");
        world.forward(Duration.ofDays(2));
        purchase("anna", "1", "5").send();
        world.event("purchase").user("bert").order("2", "5").send();
        world.run();
        JsonNode json = world.ask(FILE + "&format=json").json();

        assertThat(json.path("conversions").asInt()).isEqualTo(1);
        assertThat(json.path("left_out").path("no_consent").asInt()).isEqualTo(1);
        assertThat(json.path("meta").path("warnings")).isEmpty();
        assertThat(json.toString()).doesNotContain("c1");

        AudienceWorld without = new AudienceWorld();
        without.event("purchase").user("anna").order("1", "5").send();
        without.run();
        assertThat(without.ask(FILE + "&format=json").json().findValuesAsText("code"))
                .containsExactly("no_click_ids");
        assertThat(without.ask(FILE).headers()).containsEntry("cairn-warning", "no_click_ids");
        AudienceWorld noGoals = new AudienceWorld(
                AudienceWorld.PLAN.replace(", ads: secondary", "").replace(", ads: {as: primary, name: Purchase}", ""));
        assertThat(noGoals.ask(FILE + "&format=json").json().findValuesAsText("code"))
                .containsExactly("no_ads_goals");
    }
}
