package dev.cairn.rules;

import static dev.cairn.rules.Sent.ANNA;
import static dev.cairn.rules.Sent.BOB;
import static dev.cairn.rules.Sent.PASSER_BY;
import static dev.cairn.rules.Sent.event;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.domain.event.LinkLevel;
import dev.cairn.domain.event.VisitorKey;
import org.junit.jupiter.api.Test;

/** N1, N2 and N4 through stored facts, marks and runs; the only funnel has a window of 7 days. */
class MicrosTest {
    private static final String PLAN = """
            goals:
              signup: {tier: micro, kind: secondary, match: {event: signup}}
              cart: {tier: micro, kind: milestone, match: {any: [{event: cart}, {event: both}]}}
              both: {tier: micro, kind: secondary, match: {any: [{event: both}, {event: express}]}}
              buy: {tier: macro, match: {any: [{event: buy}, {event: express}]}, count: order, value: event}
              once: {tier: macro, match: {event: lead}, count: day}
            funnels:
              f: {steps: [cart, buy], window: 7d}
            """;
    private static final VisitorKey CARL = new VisitorKey(LinkLevel.USER, "carl");
    private static final String DAY = "2026-03-05";

    private final Shop shop = new Shop(PLAN).itIs("2026-06-01T12:00Z");

    private String assist(String day) {
        return shop.read("micros", day, "/buy/assist");
    }

    private String association(String day) {
        return shop.read("micros", day, "/buy/association/strata");
    }

    private String sufficiency(String day) {
        return shop.read("micros", day, "/buy/sufficiency/micros");
    }

    @Test
    void N1_theLookBackHas30DaysAndTheConversionsOwnDay() {
        shop.send(
                        event("signup", "2026-02-02T23:59Z"),
                        event("cart", "2026-02-03T00:01Z"),
                        event("buy", "2026-03-05T10:00Z").value("20.50"),
                        event("both", "2026-03-05T10:01Z"))
                .run();

        assertThat(assist(DAY)).isEqualTo("""
                        {"macros":1,"value":{"EUR":20.5},"by_micros":{"1":1},"micros":{"cart":\
                        {"last":1,"among":{"1":1},"value":{"EUR":20.5},"lags":{"170":1}}}}""");
    }

    @Test
    void N1_oneEventCanBeTheLastOfTwoMicroGoalsAndDoesNotAssistItself() {
        shop.send(
                        event("signup", "2026-03-04T10:00Z"),
                        event("signup", "2026-03-04T10:01Z"),
                        event("both", "2026-03-05T09:59Z"),
                        event("buy", "2026-03-05T10:00Z"),
                        event("express", "2026-03-05T11:00Z").by(BOB))
                .run();

        assertThat(shop.read("micros", DAY, "/buy/assist/by_micros")).isEqualTo("{\"0\":1,\"3\":1}");
        assertThat(shop.read("micros", DAY, "/buy/assist/micros/both/last")).isEqualTo("1");
        assertThat(shop.read("micros", DAY, "/buy/assist/micros/cart/last")).isEqualTo("1");
        assertThat(shop.read("micros", DAY, "/buy/assist/micros/signup/last")).isEqualTo("0");
        assertThat(shop.read("micros", DAY, "/buy/assist/micros/signup/among")).isEqualTo("{\"3\":1}");
    }

    @Test
    void N1_aSecondConversionHasItsOwnLookBackAndAConversionThatDoesNotCountHasNone() {
        shop.send(
                        event("cart", "2026-03-01T10:00Z"),
                        event("buy", "2026-03-02T10:00Z").order("1"),
                        event("buy", "2026-03-05T10:00Z").order("2"),
                        event("lead", "2026-03-05T11:00Z"),
                        event("lead", "2026-03-05T12:00Z"))
                .run();

        assertThat(shop.read("micros", DAY, "/buy/assist/by_micros")).isEqualTo("{\"1\":1}");
        assertThat(shop.read("micros", DAY, "/once/assist/macros")).isEqualTo("1");
    }

    @Test
    void N0_N1_N2_visitorsWhoCannotBeFollowedAreInNoFigure() {
        shop.send(
                        event("cart", "2026-03-05T10:00Z").by(PASSER_BY),
                        event("buy", "2026-03-05T10:01Z").by(PASSER_BY),
                        event("buy", "2026-03-05T10:02Z").by(VisitorKey.NOBODY))
                .run();

        assertThat(shop.row("micros", DAY).isEmpty()).isTrue();
    }

    @Test
    void N2_aPurchaseAfter20DaysIsTheOutcomeOfADayWithNothingButAPageView() {
        shop.send(event("page_view", "2026-03-05T10:00Z")).run();
        assertThat(association(DAY))
                .isEqualTo("{\"0-1\":{\"cohort\":{\"followed\":1,\"converted\":{}},\"exposed\":{}}}");

        shop.send(event("buy", "2026-03-25T10:00Z")).run();

        assertThat(association(DAY))
                .isEqualTo("{\"0-1\":{\"cohort\":{\"followed\":1,\"converted\":{\"30\":1}},\"exposed\":{}}}");
    }

    @Test
    void N2_theOutcomeIsOnTheDaysAfterUpToThe30th() {
        shop.send(
                        event("signup", "2026-03-05T10:00Z"),
                        event("signup", "2026-03-05T10:00Z").by(BOB),
                        event("signup", "2026-03-05T10:00Z").by(CARL))
                .run();
        shop.send(event("buy", "2026-04-04T23:00Z")).run();
        shop.send(event("buy", "2026-04-05T00:00Z").by(BOB)).run();
        shop.send(event("buy", "2026-03-12T10:00Z").by(CARL)).run();

        String counts = "{\"followed\":3,\"converted\":{\"7\":1,\"30\":1}}";
        assertThat(association(DAY))
                .isEqualTo("{\"0-1\":{\"cohort\":" + counts + ",\"exposed\":{\"signup\":" + counts + "}}}");
    }

    @Test
    void N2_whoConvertsOnTheDayOrCameInThe30DaysBeforeIsNotInTheCohort() {
        shop.send(
                        event("signup", "2026-03-05T10:00Z"),
                        event("buy", "2026-03-05T10:00Z").seq(1),
                        event("page_view", "2026-02-03T10:00Z").by(BOB),
                        event("signup", "2026-03-05T10:00Z").by(BOB),
                        event("page_view", "2026-02-02T10:00Z").by(CARL),
                        event("cart", "2026-03-05T10:00Z").by(CARL))
                .run();

        assertThat(association(DAY))
                .isEqualTo("{\"0-1\":{\"cohort\":{\"followed\":1,\"converted\":{}},"
                        + "\"exposed\":{\"cart\":{\"followed\":1,\"converted\":{}}}}}");
    }

    @Test
    void N2_aLateFirstVisitOfADayTakesTheNext30DaysOutOfTheCohort() {
        shop.send(event("page_view", "2026-03-05T10:00Z")).run();
        assertThat(association(DAY)).contains("\"followed\":1");

        shop.send(event("page_view", "2026-02-03T10:00Z")).run();

        assertThat(shop.row("micros", DAY).at("/buy/association/strata").isEmpty())
                .isTrue();
        assertThat(association("2026-02-03")).contains("\"followed\":1");
    }

    @Test
    void N2_theCohortIsSplitByPageViewsOfTheDay() {
        for (int visitor = 0; visitor <= 8; visitor++) {
            for (int page = 0; page < visitor; page++) {
                shop.send(event("page_view", "2026-03-05T1" + page + ":00Z")
                        .by(new VisitorKey(LinkLevel.DEVICE, "v" + visitor)));
            }
        }
        shop.send(event("cart", "2026-03-05T10:00Z").by(new VisitorKey(LinkLevel.DEVICE, "v0")))
                .run();

        assertThat(shop.row("micros", DAY).at("/buy/association/strata").findValuesAsText("followed"))
                .containsExactly("2", "1", "2", "4", "1");
    }

    @Test
    void N2_aRefundTakesTheOutcomeFromTheDayBefore() {
        shop.send(
                        event("page_view", "2026-03-05T10:00Z"),
                        event("buy", "2026-03-25T10:00Z").order("o").value("20"))
                .run();
        assertThat(association(DAY)).contains("\"converted\":{\"30\":1}");
        assertThat(assist("2026-03-25")).contains("\"macros\":1");

        shop.send(event("order_refunded", "2026-03-28T10:00Z")
                        .by(BOB)
                        .order("o")
                        .refund())
                .run();

        assertThat(association(DAY)).contains("\"converted\":{}");
        assertThat(assist("2026-03-25")).isEmpty();
    }

    @Test
    void N2_whenAnotherCopyOfAnEventCountsTheOutcomeGoesWithIt() {
        shop.send(event("page_view", "2026-03-05T10:00Z")).run();
        shop.send(event("lead", "2026-03-25T10:00Z").id("x").content(2).received("2026-03-25T10:05Z"))
                .run();
        assertThat(shop.read("micros", DAY, "/once/association/strata")).contains("\"converted\":{\"30\":1}");

        shop.send(event("page_view", "2026-03-25T10:00Z").id("x").content(1).received("2026-03-25T10:04Z"))
                .run();

        assertThat(shop.read("micros", DAY, "/once/association/strata")).contains("\"converted\":{}");
    }

    @Test
    void N1_N2_aSignInMakesTheDevicesDaysThoseOfTheUser() {
        shop.send(event("signup", "2026-03-05T10:00Z").by(ANNA)).run();
        shop.send(event("buy", "2026-03-20T10:00Z").by(BOB)).run();
        assertThat(assist("2026-03-20")).contains("\"by_micros\":{\"0\":1}");

        shop.send(event("identify", "2026-03-10T10:00Z").by(BOB).on(ANNA)).run();

        assertThat(assist("2026-03-20")).contains("\"by_micros\":{\"1\":1}");
        assertThat(association(DAY)).contains("\"signup\":{\"followed\":1,\"converted\":{\"30\":1}}");
    }

    @Test
    void N4_sufficiencyCountsTheDaysFirstEventAndConversionsAfterIt() {
        shop.send(
                        event("buy", "2026-03-05T09:00Z").order("1"),
                        event("signup", "2026-03-05T10:00Z"),
                        event("signup", "2026-03-05T12:00Z"),
                        event("buy", "2026-03-05T11:00Z").order("2"),
                        event("buy", "2026-03-05T09:00Z").by(BOB).order("3"),
                        event("signup", "2026-03-05T10:00Z").by(BOB),
                        event("express", "2026-03-05T10:00Z").by(CARL).order("4"))
                .run();
        assertThat(sufficiency(DAY))
                .isEqualTo("{\"both\":{\"followed\":1,\"converted\":{}},"
                        + "\"signup\":{\"followed\":2,\"converted\":{\"7\":1}}}");

        shop.send(event("buy", "2026-04-04T10:00Z").by(BOB).order("5")).run();

        assertThat(shop.read("micros", DAY, "/buy/sufficiency/micros/signup/converted"))
                .isEqualTo("{\"7\":1,\"30\":1}");
    }

    @Test
    void N0_goalsOfThePlanInForceAreCountedAndHiddenOnesAreNot() {
        Shop hidden = new Shop("""
                goals:
                  key: {tier: micro, kind: secondary, match: {event: cart, key_page: true}}
                  cart: {tier: micro, kind: secondary, match: {event: cart}}
                  buy: {tier: macro, match: {event: buy}}
                """);

        hidden.send(event("cart", "2026-03-05T10:00Z"), event("buy", "2026-03-05T11:00Z"))
                .run();

        assertThat(hidden.row("micros", DAY).at("/buy/assist/micros").has("cart"))
                .isTrue();
        assertThat(hidden.row("micros", DAY).at("/buy/assist/micros").has("key"))
                .isFalse();
    }
}
