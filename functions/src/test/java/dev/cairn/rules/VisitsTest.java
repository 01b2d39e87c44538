package dev.cairn.rules;

import static dev.cairn.rules.Sent.PASSER_BY;
import static dev.cairn.rules.Sent.event;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.domain.event.ExclusionReason;
import java.util.List;
import org.junit.jupiter.api.Test;

/** T3, V1, V3 and the overview of a day. */
class VisitsTest {
    private static final String DAY = "2026-03-05";
    private static final String NEXT = "2026-03-06";
    private static final String MAIL = "https://shop.example/?utm_source=news&utm_medium=email";
    private static final String GOALS = """
            goals:
              order: {tier: macro, match: {event: order}, count: order, value: event}
            """;

    private final Shop shop = new Shop(GOALS);

    @Test
    void V1_aVisitGoesOnAfter29MinutesAnd59Seconds() {
        shop.send(event("page_view", "2026-03-05T10:00:00Z"), event("page_view", "2026-03-05T10:29:59Z"))
                .run();

        assertThat(shop.overview(DAY)).isEqualTo(List.of(1L, 1L, 2L));
    }

    @Test
    void V1_aVisitEndsAfter30Minutes() {
        shop.send(event("page_view", "2026-03-05T10:00:00Z"), event("page_view", "2026-03-05T10:30:00Z"))
                .run();

        assertThat(shop.overview(DAY)).isEqualTo(List.of(1L, 2L, 2L));
    }

    @Test
    void V1_anEventThatArrivesLateJoinsTwoVisits() {
        shop.send(event("page_view", "2026-03-05T10:00Z"), event("page_view", "2026-03-05T10:40Z"))
                .run();
        assertThat(shop.overview(DAY)).isEqualTo(List.of(1L, 2L, 2L));

        shop.send(event("page_view", "2026-03-05T10:20Z")).run();
        assertThat(shop.overview(DAY)).isEqualTo(List.of(1L, 1L, 3L));
    }

    @Test
    void V1_aVisitEndsAtLocalMidnight() {
        Shop brussels = new Shop("Europe/Brussels", GOALS);
        brussels.send(event("page_view", "2026-03-05T23:59+01:00"), event("page_view", "2026-03-06T00:00+01:00"))
                .run();

        assertThat(brussels.overview(DAY)).isEqualTo(List.of(1L, 1L, 1L));
        assertThat(brussels.overview(NEXT)).isEqualTo(List.of(1L, 1L, 1L));
    }

    @Test
    void V1_aLinkableVisitThatGoesOnOverMidnightKeepsItsChannel() {
        shop.send(event("page_view", "2026-03-05T23:50Z").url(MAIL), event("page_view", "2026-03-06T00:10Z"))
                .run();

        assertThat(shop.read("overview/by/channel", NEXT, "/email/visits")).isEqualTo("1");
        assertThat(shop.read("overview/by/channel", NEXT, "/direct")).isEmpty();
    }

    @Test
    void V1_itKeepsItAlsoWhenTheEveningArrivesAfterTheNextDayWasCounted() {
        shop.send(event("page_view", "2026-03-06T00:10Z")).run();
        assertThat(shop.read("overview/by/channel", NEXT, "/direct/visits")).isEqualTo("1");

        shop.send(event("page_view", "2026-03-05T23:50Z").url(MAIL)).run();

        assertThat(shop.read("overview/by/channel", NEXT, "/email/visits")).isEqualTo("1");
        assertThat(shop.read("overview/by/channel", NEXT, "/direct/visits")).isIn("", "0");
    }

    @Test
    void V1_after30MinutesOverMidnightAVisitIsANewOne() {
        shop.send(event("page_view", "2026-03-05T23:50Z").url(MAIL), event("page_view", "2026-03-06T00:20Z"))
                .run();

        assertThat(shop.read("overview/by/channel", NEXT, "/direct/visits")).isEqualTo("1");
    }

    @Test
    void V1_aDailyVisitorsVisitDoesNotKeepItsChannelOverMidnight() {
        shop.send(
                        event("page_view", "2026-03-05T23:50Z").by(PASSER_BY).url(MAIL),
                        event("page_view", "2026-03-06T00:10Z").by(PASSER_BY))
                .run();

        assertThat(shop.read("overview/by/channel", NEXT, "/direct/visits")).isEqualTo("1");
    }

    @Test
    void V1_theFirstEventDecidesTheChannelWheneverItArrives() {
        shop.send(event("page_view", "2026-03-05T10:05Z").referrer("https://www.google.com/"))
                .run();
        shop.send(event("page_view", "2026-03-05T10:00Z").url(MAIL)).run();

        assertThat(shop.read("overview/by/channel", DAY, "/email/events")).isEqualTo("2");
    }

    @Test
    void V3_whatIsExcludedIsCountedByReasonAndLeftOutOfEveryStatistic() {
        shop.send(
                        event("page_view", "2026-03-05T10:00Z"),
                        event("page_view", "2026-03-05T10:01Z").excluded(ExclusionReason.CRAWLER),
                        event("order", "2026-03-05T10:02Z")
                                .order("o-1")
                                .value("10")
                                .excluded(ExclusionReason.CRAWLER),
                        event("page_view", "2026-03-05T10:03Z").by(Sent.BOB).excluded(ExclusionReason.REFERRER_SPAM),
                        event("page_view", "2026-03-05T10:04Z").by(PASSER_BY).excluded(ExclusionReason.INTERNAL))
                .run();

        assertThat(shop.overview(DAY)).isEqualTo(List.of(1L, 1L, 1L));
        assertThat(shop.read("events", DAY, "/page_view/count")).isEqualTo("1");
        assertThat(shop.row("goals", DAY)).isEmpty();
        assertThat(shop.read("health", DAY, "/" + DAY + "/bots"))
                .isEqualTo("{\"crawler\":2,\"internal\":1,\"referrer_spam\":1}");
    }

    @Test
    void V3_aBotClaimsNoOrder() {
        shop.send(
                        event("order", "2026-03-05T10:00Z")
                                .order("o-1")
                                .value("99")
                                .excluded(ExclusionReason.WEBDRIVER),
                        event("order", "2026-03-05T11:00Z")
                                .by(Sent.BOB)
                                .order("o-1")
                                .value("10"))
                .run();

        assertThat(shop.goal("order", DAY)).isEqualTo(List.of(1L, 1L));
        assertThat(shop.value("order", DAY)).isEqualTo("10 EUR");
    }

    @Test
    void T3_aDayOf23HoursHasEachEventOnceOnItsLocalDay() {
        Shop brussels = new Shop("Europe/Brussels", GOALS).itIs("2026-04-02T12:00Z");
        brussels.send(
                        event("page_view", "2026-03-28T22:59:59Z"),
                        event("page_view", "2026-03-28T23:00Z"),
                        event("page_view", "2026-03-29T21:59:59Z"),
                        event("page_view", "2026-03-29T22:00Z"))
                .run();

        assertThat(brussels.overview("2026-03-28")).isEqualTo(List.of(1L, 1L, 1L));
        assertThat(brussels.overview("2026-03-29")).isEqualTo(List.of(1L, 2L, 2L));
        assertThat(brussels.overview("2026-03-30")).isEqualTo(List.of(1L, 1L, 1L));
    }

    @Test
    void T3_inADayOf25HoursTheRepeatedHourIsNoGap() {
        Shop brussels = new Shop("Europe/Brussels", GOALS).itIs("2026-10-27T12:00Z");
        brussels.send(
                        event("page_view", "2026-10-25T00:45Z"),
                        event("page_view", "2026-10-25T01:10Z"),
                        event("page_view", "2026-10-25T22:59:59Z"))
                .run();

        assertThat(brussels.overview("2026-10-25")).isEqualTo(List.of(1L, 2L, 3L));
        assertThat(brussels.overview("2026-10-26")).isEqualTo(List.of(0L, 0L, 0L));
    }

    @Test
    void F8_aDaysVisitorsVisitsEventsPageViewsAndEngagedTime() {
        shop.send(
                        event("page_view", "2026-03-05T10:00Z"),
                        event("engagement", "2026-03-05T10:01Z").prop("engaged_ms", 2_500),
                        event("engagement", "2026-03-05T10:02Z").prop("engaged_ms", 1_500),
                        event("page_view", "2026-03-05T15:00Z"),
                        event("page_view", "2026-03-05T10:00Z").by(PASSER_BY),
                        event("page_view", "2026-03-05T10:00Z").by(dev.cairn.domain.event.VisitorKey.NOBODY))
                .run();

        assertThat(shop.row("overview", DAY))
                .hasToString("{\"visitors\":2,\"visits\":3,\"events\":6,\"page_views\":4,\"engaged_millis\":4000,"
                        + "\"linkable_visitors\":1,\"linkable_visits\":2,"
                        + "\"macros\":{\"conversions\":0,\"visits\":0,\"value\":{}}}");
    }
}
