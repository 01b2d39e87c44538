package dev.cairn.rules;

import static dev.cairn.rules.Sent.ANNA;
import static dev.cairn.rules.Sent.BOB;
import static dev.cairn.rules.Sent.event;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.domain.event.LinkLevel;
import dev.cairn.domain.event.VisitorKey;
import dev.cairn.store.Hashes;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** T4 and D1. */
class DuplicatesTest {
    private static final String DAY = "2026-03-05";
    private static final String NEXT = "2026-03-06";
    private static final String GOALS = """
            goals:
              like: {tier: micro, kind: secondary, match: {event: like}, count: day, value: event}
              buy: {tier: macro, match: {event: purchase}, count: order, value: event}
            """;

    private final Shop shop = new Shop(GOALS);

    private static Sent like(String at, String amount) {
        return event("like", at).value(amount);
    }

    private String health(String receivedOn) {
        return health(DAY, receivedOn);
    }

    private String health(String day, String receivedOn) {
        var row = shop.row("health", day).path(receivedOn);
        return row.path("stored") + " stored, " + row.path("duplicates") + " duplicates, " + row.path("conflicting")
                + " conflicting";
    }

    @Test
    void T4_anEarlierTimeComesFirstHoweverLateItArrives() {
        shop.send(like("2026-03-05T10:00Z", "2"));
        shop.send(like("2026-03-05T09:00Z", "1")).run();

        assertThat(shop.value("like", DAY)).isEqualTo("1 EUR");
    }

    @Test
    void T4_atOneTimeTheSequenceNumberDecidesAndAnAbsentOneIsZero() {
        shop.send(
                        like("2026-03-05T10:00Z", "2").seq(1),
                        like("2026-03-05T10:00Z", "1"),
                        like("2026-03-05T10:00Z", "3").seq(2))
                .run();

        assertThat(shop.value("like", DAY)).isEqualTo("1 EUR");
    }

    @Test
    void T4_atOneTimeAndSequenceNumberTheIdsHashDecidesUnsigned() {
        List<String> ids = IntStream.range(1, 9).mapToObj(i -> "like-" + i).toList();
        String first = ids.stream()
                .min(Comparator.comparing(Hashes::first8Bytes, Long::compareUnsigned))
                .orElseThrow();
        assertThat(ids.stream().map(Hashes::first8Bytes))
                .anyMatch(hash -> hash < 0)
                .anyMatch(hash -> hash > 0);

        shop.send(ids.stream()
                        .map(id -> like("2026-03-05T10:00Z", id.substring(5)).id(id))
                        .toArray(Sent[]::new))
                .run();

        assertThat(shop.value("like", DAY)).isEqualTo(first.substring(5) + " EUR");
    }

    @Test
    void D1_theSameEventSentTwiceIsOneEventAndADuplicate() {
        shop.send(like("2026-03-05T10:00Z", "1").id("a"))
                .send(like("2026-03-05T10:00Z", "1").id("a").received("2026-03-05T12:00Z"))
                .run();

        assertThat(shop.overview(DAY)).isEqualTo(List.of(1L, 1L, 1L));
        assertThat(health(DAY)).isEqualTo("1 stored, 1 duplicates, 0 conflicting");
    }

    @Test
    void D1_theSameIdTwiceInOneBodyIsADuplicate() {
        shop.sendTogether(
                        like("2026-03-05T10:00Z", "1").id("a"),
                        like("2026-03-05T10:00Z", "1").id("a"))
                .run();

        assertThat(health(DAY)).isEqualTo("1 stored, 1 duplicates, 0 conflicting");
    }

    @Test
    void D1_theStreamsRedeliveryIsNoDuplicate() {
        byte[] record = shop.record(like("2026-03-05T10:00Z", "1"));
        shop.deliver(List.of(record)).deliver(List.of(record, record)).run();

        assertThat(health(DAY)).isEqualTo("1 stored, 0 duplicates, 0 conflicting");
    }

    @Test
    void D1_theSameIdOfAnotherVisitorIsAnotherEvent() {
        shop.send(
                        like("2026-03-05T10:00Z", "1").id("a"),
                        like("2026-03-05T10:00Z", "1").id("a").by(BOB))
                .run();

        assertThat(shop.overview(DAY)).isEqualTo(List.of(2L, 2L, 2L));
    }

    @Test
    void D1_ofCopiesThatDifferTheOneReceivedFirstIsKept() {
        shop.send(like("2026-03-05T10:00Z", "2").id("a").content(2).received("2026-03-05T12:00Z"))
                .send(like("2026-03-05T10:00Z", "1").id("a").content(9).received("2026-03-05T11:00Z"))
                .run();

        assertThat(shop.value("like", DAY)).isEqualTo("1 EUR");
        assertThat(health(DAY)).isEqualTo("1 stored, 0 duplicates, 1 conflicting");
    }

    @Test
    void D1_ofCopiesReceivedAtOnceTheSmallestContentHashIsKept() {
        shop.send(like("2026-03-05T10:00Z", "2").id("a").content(-1))
                .send(like("2026-03-05T10:00Z", "1").id("a").content(7))
                .run();

        assertThat(shop.value("like", DAY)).isEqualTo("1 EUR");
        assertThat(health(DAY)).isEqualTo("1 stored, 0 duplicates, 1 conflicting");
    }

    @Test
    void D1_aCorrectedTimeOverMidnightIsCountedOnceOnTheDayOfTheCopyReceivedFirst() {
        Sent first = like("2026-03-05T23:59:58Z", "1").id("a").adjusted();
        Sent retry = like("2026-03-06T00:00:03Z", "1").id("a").adjusted();

        shop.send(retry).run();
        assertThat(shop.overview(NEXT)).isEqualTo(List.of(1L, 1L, 1L));
        shop.send(first).run();

        assertThat(shop.overview(DAY)).isEqualTo(List.of(1L, 1L, 1L));
        assertThat(shop.overview(NEXT)).isEqualTo(List.of(0L, 0L, 0L));
        assertThat(shop.goal("like", NEXT)).isEqualTo(List.of(0L, 0L));
        assertThat(health(NEXT, NEXT)).isEqualTo("0 stored, 1 duplicates, 0 conflicting");
    }

    @Test
    void D1_aCorrectedEventOfAnotherVisitorTakesTheClaims() {
        shop.send(like("2026-03-05T10:00Z", "1").id("a").adjusted())
                .send(like("2026-03-05T10:05Z", "1").id("a").adjusted().by(BOB))
                .run();

        assertThat(shop.overview(DAY)).isEqualTo(List.of(1L, 1L, 1L));
        assertThat(health(DAY)).isEqualTo("1 stored, 1 duplicates, 0 conflicting");
    }

    @Test
    void D1_whereACopyReceivedLaterCameFirstTheEventCountsNoMore() {
        shop.send(like("2026-03-05T10:05Z", "1").id("a").adjusted().by(BOB))
                .run()
                .send(like("2026-03-05T10:00Z", "1").id("a").adjusted())
                .run();

        assertThat(shop.overview(DAY)).isEqualTo(List.of(1L, 1L, 1L));
        assertThat(shop.goal("like", DAY)).isEqualTo(List.of(1L, 1L));
    }

    @Test
    void D1_knownLimitACookielessEventResentFromAnotherAddressCountsTwice() {
        shop.send(
                        like("2026-03-05T10:00Z", "1").id("a").by(Sent.PASSER_BY),
                        like("2026-03-05T10:00Z", "1")
                                .id("a")
                                .by(new dev.cairn.domain.event.VisitorKey(
                                        dev.cairn.domain.event.LinkLevel.DAILY, "elsewhere")))
                .run();

        assertThat(shop.overview(DAY)).isEqualTo(List.of(2L, 2L, 2L));
    }

    @Test
    void D1_copiesWhoseBelievedTimesAreOnTwoDaysAreOneEvent() {
        shop.send(like("2026-03-05T23:59Z", "1").id("a").content(1).by(ANNA).received("2026-03-06T10:00Z"))
                .send(like("2026-03-06T00:01Z", "1").id("a").content(2).by(ANNA).received("2026-03-06T11:00Z"))
                .run();

        assertThat(shop.overview(DAY)).isEqualTo(List.of(1L, 1L, 1L));
        assertThat(shop.overview(NEXT)).isEqualTo(List.of(0L, 0L, 0L));
    }

    @Test
    void D1_theCopyReceivedFirstCountsAlthoughItComesLast() {
        shop.send(like("2026-03-01T10:00Z", "1").id("a").content(1).by(ANNA).received("2026-03-05T11:00Z"))
                .send(like("2026-03-03T10:00Z", "1").id("a").content(2).by(ANNA).received("2026-03-05T10:00Z"))
                .run();

        assertThat(shop.overview("2026-03-01")).isEqualTo(List.of(0L, 0L, 0L));
        assertThat(shop.overview("2026-03-03")).isEqualTo(List.of(1L, 1L, 1L));
        assertThat(health("2026-03-01", DAY)).isEqualTo("0 stored, 0 duplicates, 1 conflicting");
    }

    @Test
    void D1_aDailyVisitorsEventSentAgainOverMidnightIsOneEvent() {
        VisitorKey before = new VisitorKey(LinkLevel.DAILY, "salt of the 5th");
        VisitorKey after = new VisitorKey(LinkLevel.DAILY, "salt of the 6th");
        shop.send(like("2026-03-05T23:59Z", "1").id("a").by(before).received("2026-03-05T23:59Z"))
                .send(like("2026-03-06T00:01Z", "1")
                        .id("a")
                        .by(after)
                        .adjusted()
                        .received("2026-03-06T00:01Z"))
                .run();

        assertThat(shop.overview(DAY)).isEqualTo(List.of(1L, 1L, 1L));
        assertThat(shop.overview(NEXT)).isEqualTo(List.of(0L, 0L, 0L));
    }

    @Test
    void D1_anOrderCountsWhereTheFirstReceivedCopyIs() {
        shop.send(event("purchase", "2026-03-01T10:00Z")
                        .id("a")
                        .order("o")
                        .value("5")
                        .content(1)
                        .received("2026-03-05T11:00Z"))
                .send(event("purchase", "2026-03-03T10:00Z")
                        .id("a")
                        .order("o")
                        .value("6")
                        .content(2)
                        .received("2026-03-05T10:00Z"))
                .run();

        assertThat(shop.goal("buy", "2026-03-01")).isEqualTo(List.of(0L, 0L));
        assertThat(shop.goal("buy", "2026-03-03")).isEqualTo(List.of(1L, 1L));
        assertThat(shop.value("buy", "2026-03-03")).isEqualTo("6 EUR");
    }
}
