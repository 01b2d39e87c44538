package dev.cairn.rules;

import static dev.cairn.rules.Sent.ANNA;
import static dev.cairn.rules.Sent.BOB;
import static dev.cairn.rules.Sent.PASSER_BY;
import static dev.cairn.rules.Sent.event;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.domain.event.VisitorKey;
import org.junit.jupiter.api.Test;

/** F1, F2, F4, F5 and F7 of funnels, through stored visitor days and journeys. */
class FunnelDaysTest {
    private static final String DAY = "2026-03-05";
    private static final String MAIL = "https://shop.example/?utm_source=news&utm_medium=email";
    private static final String PLAN = """
            goals:
              a: {tier: micro, kind: milestone, match: {event: a}}
              b: {tier: micro, kind: milestone, match: {event: b}, count: day}
              c: {tier: macro, match: {event: c}, value: event}
            funnels:
              f: {steps: [a, b, c], window: 3d, exclude: [{event: "cancel*", from: 2, to: 3}]}
              quick: {steps: [a, b], window: 1d, within: {b: 1h}}
              again: {steps: [b, b], window: 30d}
            """;

    private final Shop shop = new Shop(PLAN);

    private String entry(String day) {
        return entry("f", "entry", day);
    }

    private String entry(String funnel, String view, String day) {
        var row = shop.row("funnel/" + funnel + "/" + view, day);
        return "entered " + row.path("entered") + " reached " + row.path("reached") + " converted "
                + row.path("converted") + " in_progress " + row.path("in_progress") + " dropped " + row.path("dropped")
                + " " + row.path("dropped_after") + " excluded " + row.path("excluded");
    }

    @Test
    void F1_aLaterPartOfTheJourneyCountsOnTheEntryDayWheneverItArrives() {
        shop.send(event("a", "2026-03-05T10:00Z")).run();
        assertThat(entry(DAY))
                .isEqualTo("entered 1 reached [1,0,0] converted 0 in_progress 0 dropped 1 [1,0,0] excluded 0");

        shop.send(event("c", "2026-03-08T10:00Z")).run();
        shop.send(event("b", "2026-03-06T10:00Z")).run();

        assertThat(entry(DAY))
                .isEqualTo("entered 1 reached [1,1,1] converted 1 in_progress 0 dropped 0 [0,0,0] excluded 0");
    }

    @Test
    void F1_theWindowIsInclusiveToTheMillisecond() {
        shop.send(
                        event("a", "2026-03-05T10:00Z"),
                        event("b", "2026-03-05T11:00Z"),
                        event("c", "2026-03-08T10:00Z"),
                        event("a", "2026-03-05T10:00Z").by(BOB),
                        event("b", "2026-03-05T11:00Z").by(BOB),
                        event("c", "2026-03-08T10:00:00.001Z").by(BOB))
                .run();

        assertThat(shop.read("funnel/f/entry", DAY, "/reached")).isEqualTo("[2,2,1]");
    }

    @Test
    void F1_withinIsInclusiveToTheMillisecond() {
        shop.send(
                        event("a", "2026-03-05T10:00Z"),
                        event("b", "2026-03-05T11:00Z"),
                        event("a", "2026-03-05T10:00Z").by(BOB),
                        event("b", "2026-03-05T11:00:00.001Z").by(BOB))
                .run();

        assertThat(shop.read("funnel/quick/entry", DAY, "/reached")).isEqualTo("[2,1]");
    }

    @Test
    void F1_oneEventServesOneStepAlsoWhereAGoalIsTwoSteps() {
        shop.send(event("b", "2026-03-05T10:00Z")).run();
        assertThat(shop.read("funnel/again/entry", DAY, "/reached")).isEqualTo("[1,0]");

        shop.send(event("b", "2026-03-05T10:00Z").seq(1)).run();
        assertThat(shop.read("funnel/again/entry", DAY, "/reached")).isEqualTo("[1,1]");
    }

    @Test
    void F1_countLimitsWhatIsCountedAndNotWhatAFunnelSees() {
        shop.send(event("b", "2026-03-05T09:00Z"), event("a", "2026-03-05T10:00Z"), event("b", "2026-03-05T10:30Z"))
                .run();

        assertThat(shop.goal("b", DAY).getFirst()).isEqualTo(1);
        assertThat(shop.read("funnel/quick/entry", DAY, "/reached")).isEqualTo("[1,1]");
    }

    @Test
    void F2_anExclusionEventBetweenTheStepsExcludesAndOneBeforeOrAfterDoesNot() {
        shop.send(
                        event("a", "2026-03-05T10:00Z"),
                        event("b", "2026-03-05T10:01Z"),
                        event("cancelled", "2026-03-05T10:02Z"),
                        event("c", "2026-03-05T10:03Z"),
                        event("cancelled", "2026-03-05T10:00Z").by(BOB),
                        event("a", "2026-03-05T10:00Z").by(BOB),
                        event("b", "2026-03-05T10:01Z").by(BOB),
                        event("c", "2026-03-05T10:02Z").by(BOB),
                        event("cancelled", "2026-03-05T10:03Z").by(BOB))
                .run();

        assertThat(entry(DAY))
                .isEqualTo("entered 2 reached [2,2,1] converted 1 in_progress 0 dropped 0 [0,0,0] excluded 1");
    }

    @Test
    void F2_inProgressUntilTheWindowOfTheLastEntryEventHasClosed() {
        shop.itIs("2026-03-08T18:29Z")
                .send(event("a", "2026-03-05T10:00Z"), event("a", "2026-03-05T18:00Z"), event("b", "2026-03-05T18:00Z"))
                .run();
        assertThat(entry(DAY))
                .isEqualTo("entered 1 reached [1,1,0] converted 0 in_progress 0 dropped 1 [0,1,0] excluded 0");

        Shop earlier = new Shop(PLAN).itIs("2026-03-08T17:59Z");
        earlier.send(event("a", "2026-03-05T10:00Z"), event("a", "2026-03-05T18:00Z"))
                .run();
        assertThat(earlier.read("funnel/f/entry", DAY, "/in_progress")).isEqualTo("1");
    }

    @Test
    void F4_entryLooksAtLinkableVisitorsAndSameDayAtAll() {
        shop.send(
                        event("a", "2026-03-05T10:00Z"),
                        event("b", "2026-03-06T10:00Z"),
                        event("a", "2026-03-05T10:00Z").by(PASSER_BY),
                        event("b", "2026-03-05T10:01Z").by(PASSER_BY),
                        event("a", "2026-03-05T10:00Z").by(VisitorKey.NOBODY))
                .run();

        assertThat(entry("f", "entry", DAY))
                .isEqualTo("entered 1 reached [1,1,0] converted 0 in_progress 0 dropped 1 [0,1,0] excluded 0");
        assertThat(entry("f", "same_day", DAY))
                .isEqualTo("entered 2 reached [2,1,0] converted 0 in_progress 0 dropped 2 [1,1,0] excluded 0");
    }

    @Test
    void F4_sameDayIsOverAtMidnight() {
        shop.itIs("2026-03-05T23:59Z").send(event("a", "2026-03-05T23:00Z")).run();
        assertThat(shop.read("funnel/f/same_day", DAY, "/in_progress")).isEqualTo("1");

        shop.itIs("2026-03-06T00:00Z").run();
        assertThat(shop.read("funnel/f/same_day", DAY, "/in_progress")).isEqualTo("0");
        assertThat(shop.read("funnel/f/entry", DAY, "/in_progress")).isEqualTo("1");
    }

    @Test
    void F4_eachCompletingEventCountsOnItsOwnDayWithItsValueAndLag() {
        shop.send(
                        event("a", "2026-03-05T23:00Z"),
                        event("b", "2026-03-05T23:30Z"),
                        event("c", "2026-03-06T00:10Z").value("5"),
                        event("c", "2026-03-07T10:00Z").value("7"))
                .run();

        assertThat(shop.row("funnel/f/completion", "2026-03-06"))
                .hasToString("{\"completed\":1,\"value\":{\"EUR\":5},\"lags\":{\"1\":1}}");
        assertThat(shop.row("funnel/f/completion", "2026-03-07"))
                .hasToString("{\"completed\":1,\"value\":{\"EUR\":7},\"lags\":{\"2-7\":1}}");
        assertThat(shop.row("funnel/f/completion", DAY)).isEmpty();
    }

    @Test
    void F4_aDailyVisitorCompletesNothing() {
        shop.send(
                        event("a", "2026-03-05T10:00Z").by(PASSER_BY),
                        event("b", "2026-03-05T10:01Z").by(PASSER_BY),
                        event("c", "2026-03-05T10:02Z").by(PASSER_BY))
                .run();

        assertThat(shop.row("funnel/f/completion", DAY)).isEmpty();
        assertThat(shop.read("funnel/f/same_day", DAY, "/converted")).isEqualTo("1");
    }

    @Test
    void F5_timesFromThePreviousStepByBucket() {
        shop.send(
                        event("a", "2026-03-05T10:00Z"),
                        event("b", "2026-03-05T10:00:07Z"),
                        event("b", "2026-03-05T10:01Z"),
                        event("c", "2026-03-05T10:01:01Z"))
                .run();

        assertThat(shop.read("funnel/f/entry", DAY, "/times")).isEqualTo("[{},{\"24\":1},{\"8\":1}]");
    }

    @Test
    void F7_anEntryHasTheChannelOfTheDaysFirstStepOneEvent() {
        shop.send(
                        event("a", "2026-03-05T10:00Z").url(MAIL),
                        event("a", "2026-03-05T15:00Z").referrer("https://www.google.com/"),
                        event("b", "2026-03-05T15:01Z"))
                .run();

        assertThat(shop.read("funnel/quick/entry/by/channel", DAY, "/email/reached"))
                .isEqualTo("[1,1]");
        assertThat(shop.row("funnel/quick/entry/by/channel", DAY)).hasSize(1);
    }

    @Test
    void F7_aCompletionHasTheChannelOfItsChainsEntry() {
        shop.send(
                        event("a", "2026-03-05T10:00Z").url(MAIL),
                        event("b", "2026-03-06T10:00Z"),
                        event("c", "2026-03-06T12:00Z").by(ANNA).referrer("https://www.google.com/"))
                .run();

        assertThat(shop.row("funnel/f/completion/by/channel", "2026-03-06").fieldNames())
                .toIterable()
                .containsExactly("email");
    }

    @Test
    void F7_itIsRestatedWhenTheEntrysVisitTurnsOutToBeAnother() {
        shop.send(event("a", "2026-03-05T10:00Z"), event("b", "2026-03-06T10:00Z"), event("c", "2026-03-06T12:00Z"))
                .run();
        shop.send(event("page_view", "2026-03-05T09:50Z").url(MAIL)).run();

        assertThat(shop.read("funnel/f/completion/by/channel", "2026-03-06", "/email/completed"))
                .isEqualTo("1");
        assertThat(shop.row("funnel/f/completion/by/channel", "2026-03-06")).hasSize(1);
    }
}
