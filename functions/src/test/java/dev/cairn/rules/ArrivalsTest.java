package dev.cairn.rules;

import static dev.cairn.rules.Sent.BOB;
import static dev.cairn.rules.Sent.PASSER_BY;
import static dev.cairn.rules.Sent.event;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.domain.event.LinkLevel;
import dev.cairn.domain.event.VisitorKey;
import org.junit.jupiter.api.Test;

/** N8, and F6's lags by step, through stored visitor days and journeys. */
class ArrivalsTest {
    private static final VisitorKey CARL = new VisitorKey(LinkLevel.USER, "carl");
    private static final String DAY = "2026-03-05";
    private static final String MAIL = "https://shop.example/?utm_source=news&utm_medium=email";
    private static final String PLAN = """
            goals:
              a: {tier: micro, kind: milestone, match: {any: [{event: a}, {event: ab}]}}
              b: {tier: micro, kind: milestone, match: {any: [{event: b}, {event: ab}]}}
              c: {tier: macro, match: {event: c}, value: event}
              other: {tier: macro, match: {event: other}}
            funnels:
              f: {steps: [a, b, c], window: 3d}
            """;

    private final Shop shop = new Shop(PLAN);

    private String entry(String pointer) {
        return shop.read("funnel/f/entry", DAY, pointer);
    }

    @Test
    void N8_theValueIsThatOfTheEventWhichFirstReachedTheLastStep() {
        shop.send(
                        event("a", "2026-03-05T10:00Z").url(MAIL),
                        event("b", "2026-03-05T11:00Z"),
                        event("c", "2026-03-06T10:00Z").value("20.50"),
                        event("c", "2026-03-06T11:00Z").value("100"),
                        event("a", "2026-03-05T10:00Z").by(BOB),
                        event("c", "2026-03-05T10:30Z").by(BOB).value("7"),
                        event("a", "2026-03-05T10:00Z").by(CARL),
                        event("b", "2026-03-05T10:10Z").by(CARL),
                        event("c", "2026-03-05T10:20Z").by(CARL).value("300", "JPY"))
                .run();

        assertThat(entry("/value")).isEqualTo("{\"EUR\":20.5,\"JPY\":3E+2}");
        assertThat(shop.read("funnel/f/entry/by/channel", DAY, "/email/value")).isEqualTo("{\"EUR\":20.5}");
        assertThat(shop.read("funnel/f/same_day", DAY, "/value")).isEqualTo("{\"JPY\":3E+2}");
    }

    @Test
    void F6_aStepsLagIsThatOfTheEventWhichFirstReachedIt() {
        shop.send(
                        event("a", "2026-03-05T10:00Z"),
                        event("b", "2026-03-06T11:00Z"),
                        event("b", "2026-03-07T11:00Z"),
                        event("c", "2026-03-08T09:00Z"))
                .run();

        assertThat(entry("/step_lags")).isEqualTo("[{},{\"1\":1},{}]");
        assertThat(entry("/lags")).isEqualTo("{\"3\":1}");
    }

    @Test
    void N8_whoComesInDoesSoAtTheLowestStepOfTheFirstEventUnderItsChannel() {
        shop.send(
                        event("page_view", "2026-03-05T09:00Z").url(MAIL),
                        event("other", "2026-03-05T09:01Z"),
                        event("b", "2026-03-05T09:02Z"),
                        event("a", "2026-03-05T12:00Z"),
                        event("ab", "2026-03-05T10:00Z").by(BOB),
                        event("c", "2026-03-05T10:00Z").by(CARL),
                        event("a", "2026-03-05T10:00Z").by(PASSER_BY))
                .run();

        assertThat(entry("/came_in")).isEqualTo("[1,1,1]");
        assertThat(shop.read("funnel/f/entry/by/channel", DAY, "/email/came_in"))
                .isEqualTo("[0,1,0]");
        assertThat(shop.read("funnel/f/entry/by/channel", DAY, "/direct/came_in"))
                .isEqualTo("[1,0,1]");
        assertThat(shop.row("funnel/f/same_day", DAY).has("came_in")).isFalse();
    }

    @Test
    void N8_whoDidAStepInThe30DaysBeforeDoesNotComeInAgain() {
        shop.send(
                        event("c", "2026-02-03T23:59Z"),
                        event("a", "2026-03-05T10:00Z"),
                        event("c", "2026-02-02T23:59Z").by(BOB),
                        event("b", "2026-03-05T10:00Z").by(BOB))
                .run();

        assertThat(entry("/came_in")).isEqualTo("[0,1,0]");
        assertThat(shop.read("funnel/f/entry", "2026-02-03", "/came_in")).isEqualTo("[0,0,1]");
    }

    /** The funnel's window is 3 days, the look-back 30. */
    @Test
    void N8_F10_aStepThatArrivesLateRestatesWhoCameInUpTo30DaysAfterIt() {
        shop.send(event("a", "2026-03-05T10:00Z")).run();
        assertThat(entry("/came_in")).isEqualTo("[1,0,0]");

        shop.send(event("c", "2026-02-03T10:00Z").received("2026-03-10T12:00Z")).run();

        assertThat(entry("/came_in")).isEqualTo("[0,0,0]");
        assertThat(shop.read("funnel/f/entry", "2026-02-03", "/came_in")).isEqualTo("[0,0,1]");
    }
}
