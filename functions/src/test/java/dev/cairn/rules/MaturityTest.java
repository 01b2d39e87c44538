package dev.cairn.rules;

import static dev.cairn.rules.Sent.BOB;
import static dev.cairn.rules.Sent.PASSER_BY;
import static dev.cairn.rules.Sent.event;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.domain.event.LinkLevel;
import dev.cairn.domain.event.VisitorKey;
import org.junit.jupiter.api.Test;

/** F6: the figures in the rows of entry days that the forecast uses, through stored visitor days and journeys. */
class MaturityTest {
    private static final String PLAN = """
            goals:
              a: {tier: micro, kind: milestone, match: {event: a}}
              b: {tier: macro, match: {event: b}}
              c: {tier: micro, kind: milestone, match: {event: c}}
            funnels:
              f: {steps: [a, b], window: 3d, exclude: [{event: cancel, from: 1, to: 2}]}
              long: {steps: [a, c, b], window: 3d}
            """;

    private final Shop shop = new Shop(PLAN);

    private String lags(String day) {
        return shop.read("funnel/f/entry", day, "/lags");
    }

    @Test
    void F6_conversionsAreCountedByLocalDaysSinceTheEntryDay() {
        shop.send(
                        event("a", "2026-03-05T23:50Z"),
                        event("b", "2026-03-06T00:10Z"),
                        event("a", "2026-03-05T10:00Z").by(BOB),
                        event("b", "2026-03-05T11:00Z").by(BOB))
                .run();

        assertThat(lags("2026-03-05")).isEqualTo("{\"0\":1,\"1\":1}");
        assertThat(shop.read("funnel/f/entry/by/device", "2026-03-05", "/(not set)/lags"))
                .isEqualTo("{\"0\":1,\"1\":1}");
    }

    @Test
    void F6_theLagIsThatOfTheFirstConversionOfTheEntryDay() {
        shop.send(
                        event("a", "2026-03-05T10:00Z"),
                        event("cancel", "2026-03-05T10:30Z"),
                        event("b", "2026-03-05T11:00Z"),
                        event("a", "2026-03-05T12:00Z"),
                        event("b", "2026-03-07T11:00Z"),
                        event("b", "2026-03-08T11:00Z"))
                .run();

        assertThat(lags("2026-03-05")).isEqualTo("{\"2\":1}");
    }

    @Test
    void F6_aLateConversionRestatesTheLagsOfItsEntryDay() {
        shop.send(event("a", "2026-03-05T10:00Z"), event("b", "2026-03-08T09:00Z"))
                .run();
        assertThat(lags("2026-03-05")).isEqualTo("{\"3\":1}");

        shop.send(event("b", "2026-03-06T10:00Z").received("2026-03-09T10:00Z")).run();

        assertThat(lags("2026-03-05")).isEqualTo("{\"1\":1}");
    }

    @Test
    void F6_whoGetsOnlyHalfWayHasNoLag() {
        shop.send(
                        event("a", "2026-03-05T10:00Z"),
                        event("c", "2026-03-06T10:00Z"),
                        event("a", "2026-03-05T10:00Z").by(BOB),
                        event("c", "2026-03-06T10:00Z").by(BOB),
                        event("b", "2026-03-07T10:00Z").by(BOB))
                .run();

        assertThat(shop.read("funnel/long/entry", "2026-03-05", "/reached")).isEqualTo("[2,2,1]");
        assertThat(shop.read("funnel/long/entry", "2026-03-05", "/lags")).isEqualTo("{\"2\":1}");
    }

    @Test
    void F6_lagsAddUpOverBucketsAndWithConversions() {
        for (int i = 0; i < 40; i++) {
            VisitorKey visitor = new VisitorKey(LinkLevel.DEVICE, "visitor-%02d".formatted(i));
            shop.send(
                    event("a", "2026-03-05T10:00Z").by(visitor),
                    event("b", "2026-03-0" + (5 + i % 3) + "T11:00Z").by(visitor));
        }
        shop.run();

        assertThat(lags("2026-03-05")).isEqualTo("{\"0\":14,\"1\":13,\"2\":13}");
        assertThat(shop.read("funnel/f/entry", "2026-03-05", "/converted")).isEqualTo("40");
    }

    @Test
    void F6_onTheSameDayEveryLagIsZero() {
        shop.send(
                        event("a", "2026-03-05T10:00Z").by(PASSER_BY),
                        event("b", "2026-03-05T11:00Z").by(PASSER_BY))
                .run();

        assertThat(shop.read("funnel/f/same_day", "2026-03-05", "/lags")).isEqualTo("{\"0\":1}");
        assertThat(lags("2026-03-05")).isEmpty();
    }
}
