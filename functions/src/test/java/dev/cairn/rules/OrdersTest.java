package dev.cairn.rules;

import static dev.cairn.rules.Sent.ANNA;
import static dev.cairn.rules.Sent.BOB;
import static dev.cairn.rules.Sent.event;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.domain.event.VisitorKey;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** D2 and D3: an order counts once, at the first event of its best source, less refunds. */
class OrdersTest {
    private static final String DAY = "2026-03-05";
    private static final String NEXT = "2026-03-06";
    private static final String GOALS = """
            goals:
              cart: {tier: micro, kind: milestone, match: {event: cart}}
              order: {tier: macro, match: {event: order}, count: order, value: event}
              thanks: {tier: micro, kind: secondary, match: {event: order}}
              sale: {tier: macro, match: {event: order, props: {kind: sale}}, count: order}
            funnels:
              buy: {steps: [cart, order], window: 30d}
            """;

    private final Shop shop = new Shop(GOALS);

    private static Sent order(String at, String amount) {
        return event("order", at).order("o-1").value(amount);
    }

    private static Sent refund(String at) {
        return event("refund", at).order("o-1").refund();
    }

    private String entries(String day) {
        return shop.read("funnel/buy/entry", day, "/reached");
    }

    @Test
    void D2_theFirstEventOfAnOrderCountsAndTheOthersMeetTheOtherGoalsOnly() {
        shop.send(
                        order("2026-03-05T10:00Z", "10"),
                        order("2026-03-05T11:00Z", "20").by(BOB))
                .run();

        assertThat(shop.goal("order", DAY)).isEqualTo(List.of(1L, 1L));
        assertThat(shop.value("order", DAY)).isEqualTo("10 EUR");
        assertThat(shop.goal("thanks", DAY)).isEqualTo(List.of(2L, 2L));
    }

    @Test
    void D2_theClaimMovesToAnEarlierEventOfAnotherVisitorAndBothDaysAndJourneysAreRestated() {
        shop.send(event("cart", "2026-03-05T09:00Z").by(ANNA), order("2026-03-06T10:00Z", "10"))
                .send(event("cart", "2026-03-05T09:00Z").by(BOB))
                .run();
        assertThat(entries(DAY)).isEqualTo("[2,1]");
        assertThat(shop.goal("order", NEXT)).isEqualTo(List.of(1L, 1L));

        shop.send(order("2026-03-05T09:30Z", "12").by(BOB)).run();

        assertThat(shop.goal("order", NEXT)).isEqualTo(List.of(0L, 0L));
        assertThat(shop.goal("order", DAY)).isEqualTo(List.of(1L, 1L));
        assertThat(shop.value("order", DAY)).isEqualTo("12 EUR");
        assertThat(entries(DAY)).isEqualTo("[2,1]");
        assertThat(shop.read("funnel/buy/completion", DAY, "/completed")).isEqualTo("1");
        assertThat(shop.read("funnel/buy/completion", NEXT, "/completed")).isEqualTo("0");
    }

    @Test
    void D2_theLosersJourneyLosesItsStepOnTheEntryDayToo() {
        shop.send(event("cart", "2026-03-05T09:00Z"), order("2026-03-06T10:00Z", "10"))
                .run();
        assertThat(entries(DAY)).isEqualTo("[1,1]");

        shop.send(order("2026-03-06T09:30Z", "12").by(BOB)).run();

        assertThat(entries(DAY)).isEqualTo("[1,0]");
    }

    @Test
    void D2_conversionsWithoutAnOrderIdAreCountedForHealthToWarnOf() {
        shop.send(
                        event("order", "2026-03-05T10:00Z"),
                        event("order", "2026-03-05T11:00Z"),
                        order("2026-03-05T12:00Z", "1"))
                .run();

        assertThat(shop.row("orderless", DAY).toString()).isEqualTo("{\"order\":{\"conversions\":2}}");
    }

    @Test
    void D2_anEventWithoutAVisitorComesLastHoweverEarlyItIs() {
        shop.send(order("2026-03-05T08:00Z", "8").by(VisitorKey.NOBODY)).run();
        assertThat(shop.goal("order", DAY)).isEqualTo(List.of(1L, 0L));

        shop.send(order("2026-03-06T10:00Z", "10")).run();

        assertThat(shop.goal("order", DAY)).isEqualTo(List.of(0L, 0L));
        assertThat(shop.goal("order", NEXT)).isEqualTo(List.of(1L, 1L));
        assertThat(shop.value("order", NEXT)).isEqualTo("10 EUR");
    }

    @Test
    void D2_aServerKeysAmountReplacesABrowsersOnTheDayTheOrderCounts() {
        shop.send(order("2026-03-05T10:00Z", "10")).run();
        shop.send(order("2026-03-06T10:00Z", "9.50").server().by(VisitorKey.NOBODY))
                .run();

        assertThat(shop.goal("order", DAY)).isEqualTo(List.of(1L, 1L));
        assertThat(shop.value("order", DAY)).isEqualTo("9.5 EUR");
        assertThat(shop.goal("order", NEXT)).isEqualTo(List.of(0L, 0L));
    }

    /** Each source arrives a minute earlier than the better one, and the best source so far counts. */
    @Test
    void D2_aServerKeyWithAVisitorThenABrowserWithAVisitorThenAServerKeyThenABrowser() {
        shop.send(order("2026-03-05T10:00Z", "1").by(VisitorKey.NOBODY)).run();
        assertThat(shop.value("order", DAY)).isEqualTo("1 EUR");
        shop.send(order("2026-03-06T10:01Z", "2").by(VisitorKey.NOBODY).server())
                .run();
        assertThat(shop.goal("order", DAY)).isEqualTo(List.of(0L, 0L));
        assertThat(shop.goal("order", NEXT)).isEqualTo(List.of(1L, 0L));
        shop.send(order("2026-03-05T10:02Z", "3").by(ANNA)).run();
        assertThat(shop.goal("order", DAY)).isEqualTo(List.of(1L, 1L));
        assertThat(shop.value("order", DAY)).isEqualTo("2 EUR");
        shop.send(order("2026-03-06T10:03Z", "4").by(BOB).server()).run();
        assertThat(shop.goal("order", DAY)).isEqualTo(List.of(0L, 0L));
        assertThat(shop.goal("order", NEXT)).isEqualTo(List.of(1L, 1L));
        assertThat(shop.value("order", NEXT)).isEqualTo("4 EUR");
    }

    @Test
    void D2_aStrangersEarlierEventTakesNothingFromTheShopsServer() {
        shop.send(event("cart", "2026-03-05T09:00Z").by(BOB))
                .send(order("2026-03-05T10:00Z", "999"))
                .send(order("2026-03-05T11:00Z", "11").by(BOB).server())
                .run();

        assertThat(shop.goal("order", DAY)).isEqualTo(List.of(1L, 1L));
        assertThat(shop.value("order", DAY)).isEqualTo("11 EUR");
        assertThat(entries(DAY)).isEqualTo("[1,1]");
        assertThat(shop.read("funnel/buy/completion", DAY, "/value/EUR")).isEqualTo("11");
    }

    @Test
    void D2_aGoalByServerIsMetByServerKeyEventsOnlyInGoalsAndInFunnels() {
        Shop strict = new Shop("""
                goals:
                  cart: {tier: micro, kind: milestone, match: {event: cart}}
                  sold: {tier: macro, match: {event: order}, count: order, value: event, by: server}
                  lead: {tier: macro, match: {event: lead}, by: server}
                funnels:
                  buy: {steps: [cart, sold], window: 30d}
                """);
        strict.send(
                        event("cart", "2026-03-05T09:00Z"),
                        order("2026-03-05T10:00Z", "10"),
                        event("lead", "2026-03-05T10:00Z"))
                .run();
        assertThat(strict.row("goals", DAY).has("sold")).isFalse();
        assertThat(strict.row("goals", DAY).has("lead")).isFalse();
        assertThat(strict.read("funnel/buy/entry", DAY, "/reached")).isEqualTo("[1,0]");

        strict.send(
                        order("2026-03-05T11:00Z", "12").server(),
                        event("lead", "2026-03-05T11:00Z").server())
                .run();
        assertThat(strict.goal("sold", DAY)).isEqualTo(List.of(1L, 1L));
        assertThat(strict.value("sold", DAY)).isEqualTo("12 EUR");
        assertThat(strict.goal("lead", DAY)).isEqualTo(List.of(1L, 1L));
        assertThat(strict.read("funnel/buy/entry", DAY, "/reached")).isEqualTo("[1,1]");
    }

    @Test
    void D2_conversionsThatNoServerKeySentAreCountedAsUnverified() {
        shop.send(
                        order("2026-03-05T10:00Z", "10"),
                        order("2026-03-05T10:01Z", "20").order("o-2"),
                        order("2026-03-05T10:02Z", "20").order("o-3").server(),
                        event("order", "2026-03-05T10:03Z"),
                        event("order", "2026-03-05T10:04Z").server(),
                        event("cart", "2026-03-05T10:05Z"),
                        event("cart", "2026-03-05T10:06Z").server())
                .run();
        assertThat(unverified("order", DAY)).isEqualTo("3 of 5");
        assertThat(unverified("cart", DAY)).isEqualTo("1 of 2");

        shop.send(order("2026-03-06T11:00Z", "9").by(VisitorKey.NOBODY).server())
                .run();
        assertThat(unverified("order", DAY)).as("o-1 is confirmed").isEqualTo("2 of 5");
        assertThat(shop.row("goals/by/channel", DAY)
                        .at("/direct/order/unverified")
                        .asLong())
                .isEqualTo(2);
    }

    @Test
    void D2_aServersEventConfirmsAnOrderOnlyForTheGoalsThatItMeets() {
        shop.send(order("2026-03-05T10:00Z", "10").prop("kind", "sale"))
                .send(order("2026-03-05T11:00Z", "10").by(VisitorKey.NOBODY).server())
                .run();

        assertThat(unverified("order", DAY)).isEqualTo("0 of 1");
        assertThat(unverified("sale", DAY)).isEqualTo("1 of 1");
    }

    private String unverified(String goal, String day) {
        return shop.read("goals", day, "/" + goal + "/unverified") + " of "
                + shop.read("goals", day, "/" + goal + "/conversions");
    }

    @Test
    void D2_eachGoalCountsAnOrderByItself() {
        shop.send(
                        order("2026-03-05T10:00Z", "10"),
                        order("2026-03-05T11:00Z", "10").by(BOB).prop("kind", "sale"))
                .run();

        assertThat(shop.goal("order", DAY)).isEqualTo(List.of(1L, 1L));
        assertThat(shop.goal("sale", DAY)).isEqualTo(List.of(1L, 1L));
    }

    @Test
    void D2_withoutAnOrderIdEveryEventCounts() {
        shop.send(
                        event("order", "2026-03-05T10:00Z").value("10"),
                        event("order", "2026-03-05T10:01Z").value("20"))
                .run();

        assertThat(shop.goal("order", DAY)).isEqualTo(List.of(2L, 1L));
        assertThat(shop.value("order", DAY)).isEqualTo("30 EUR");
    }

    @Test
    void D2_twoOrdersOfOneVisitorCountTwice() {
        shop.send(
                        order("2026-03-05T10:00Z", "10"),
                        order("2026-03-05T10:01Z", "20").order("o-2"))
                .run();

        assertThat(shop.goal("order", DAY)).isEqualTo(List.of(2L, 1L));
        assertThat(shop.value("order", DAY)).isEqualTo("30 EUR");
    }

    @Test
    void D3_aRefundWithoutAValueRemovesTheOrderAndItsFunnelSteps() {
        shop.send(event("cart", "2026-03-05T09:00Z"), order("2026-03-05T10:00Z", "10"))
                .run();
        assertThat(entries(DAY)).isEqualTo("[1,1]");

        shop.send(refund("2026-03-08T10:00Z")).run();

        assertThat(shop.goal("order", DAY)).isEqualTo(List.of(0L, 0L));
        assertThat(entries(DAY)).isEqualTo("[1,0]");
        assertThat(shop.goal("thanks", DAY)).isEqualTo(List.of(1L, 1L));
    }

    @Test
    void D3_aRefundBeforeThePurchaseIsTheSame() {
        shop.send(refund("2026-03-08T10:00Z"))
                .send(event("cart", "2026-03-05T09:00Z"), order("2026-03-05T10:00Z", "10"))
                .run();

        assertThat(shop.goal("order", DAY)).isEqualTo(List.of(0L, 0L));
        assertThat(entries(DAY)).isEqualTo("[1,0]");
    }

    @Test
    void D3_anAmountIsSubtractedOnTheDayTheOrderCounted() {
        shop.send(order("2026-03-05T10:00Z", "10")).run();
        shop.send(refund("2026-03-08T10:00Z").value("2.50")).run();

        assertThat(shop.goal("order", DAY)).isEqualTo(List.of(1L, 1L));
        assertThat(shop.value("order", DAY)).isEqualTo("7.5 EUR");
    }

    @Test
    void D3_severalRefundsAddUpAndRemoveTheOrderWhenTheyReachItsValue() {
        shop.send(
                        order("2026-03-05T10:00Z", "10"),
                        refund("2026-03-07T10:00Z").value("4"),
                        refund("2026-03-08T10:00Z").value("5.99"))
                .run();
        assertThat(shop.value("order", DAY)).isEqualTo("0.01 EUR");

        shop.send(refund("2026-03-09T10:00Z").value("0.01")).run();

        assertThat(shop.goal("order", DAY)).isEqualTo(List.of(0L, 0L));
    }

    @Test
    void D3_aRefundInAnotherCurrencyChangesNothingAndIsCountedInHealthOnTheDayOfItsReceipt() {
        shop.send(order("2026-03-05T10:00Z", "10"))
                .send(refund("2026-03-07T23:00Z").value("10", "USD").received("2026-03-08T01:00Z"))
                .run();

        assertThat(shop.value("order", DAY)).isEqualTo("10 EUR");
        assertThat(warnings("2026-03-08")).isEqualTo(Map.of("refund_currency", 1L));
        assertThat(warnings("2026-03-07")).isEmpty();
        assertThat(shop.received("2026-03-08").residual()).isZero();
        assertThat(shop.received("2026-03-08").counts().stored()).isEqualTo(1);
    }

    @Test
    void D3_aRefundIsCountedInHealthOnceItsOrderTurnsOutToBeInAnotherCurrency() {
        shop.send(refund("2026-03-07T10:00Z").by(BOB).value("5", "USD")).run();
        assertThat(warnings("2026-03-07")).isEmpty();

        shop.send(order("2026-03-05T10:00Z", "10")).run();
        assertThat(warnings("2026-03-07")).isEqualTo(Map.of("refund_currency", 1L));

        shop.send(order("2026-03-05T11:00Z", "10").value("10", "USD").server().by(VisitorKey.NOBODY))
                .run();
        assertThat(warnings("2026-03-07")).as("the server knows the currency").isEmpty();
        assertThat(shop.value("order", DAY)).isEqualTo("5 USD");
    }

    @Test
    void D3_noOtherRefundIsCountedInHealth() {
        shop.send(
                        order("2026-03-05T10:00Z", "10"),
                        event("order", "2026-03-05T10:00Z").order("o-2"),
                        refund("2026-03-07T10:00Z").value("1"),
                        refund("2026-03-07T10:01Z"),
                        refund("2026-03-07T10:02Z").order("o-2").value("1", "USD"),
                        refund("2026-03-07T10:03Z").order("unknown").value("1", "USD"))
                .run();

        assertThat(warnings("2026-03-07")).isEmpty();
    }

    private Map<String, Long> warnings(String day) {
        return shop.received(day).counts().warnings();
    }

    @Test
    void D3_theSameRefundSentTwiceIsSubtractedOnce() {
        shop.send(
                        order("2026-03-05T10:00Z", "10"),
                        refund("2026-03-07T10:00Z").value("4").id("r"),
                        refund("2026-03-07T10:00Z").value("4").id("r").received("2026-03-07T11:00Z"))
                .run();

        assertThat(shop.value("order", DAY)).isEqualTo("6 EUR");
    }

    @Test
    void D3_aRefundMeetsNoGoalItself() {
        shop.send(event("order", "2026-03-05T10:00Z").order("o-9").refund().value("5"))
                .run();

        assertThat(shop.row("goals", DAY)).isEmpty();
        assertThat(shop.overview(DAY)).isEqualTo(List.of(1L, 1L, 1L));
    }

    @Test
    void D3_aRefundWithoutAVisitorAndOfAnOrderWithoutOneWorksToo() {
        shop.send(
                        order("2026-03-05T10:00Z", "10").by(VisitorKey.NOBODY),
                        refund("2026-03-08T10:00Z").by(VisitorKey.NOBODY).value("3"))
                .run();

        assertThat(shop.goal("order", DAY)).isEqualTo(List.of(1L, 0L));
        assertThat(shop.value("order", DAY)).isEqualTo("7 EUR");
    }
}
