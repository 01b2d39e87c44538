package dev.cairn.rules;

import static dev.cairn.rules.Sent.event;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.domain.event.LinkLevel;
import dev.cairn.domain.event.VisitorKey;
import dev.cairn.store.SlowItems;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * F11 if a day's figures change back (A-B-A) while runs overlap: a row that equals the computed one may have changed by
 * the time of the write. The scenarios are the shortest ones that the protocol checker found for the fold.
 */
class FoldsTest {
    private static final String DAY = "2026-03-07";
    /** No funnel, so that no window is ever open and a day has few rows. */
    private static final String PLAN = """
            goals:
              buy: {tier: macro, match: {event: buy}, count: order, value: event}
            """;

    private static final VisitorKey ANNA = Story.in(1, LinkLevel.DEVICE, "anna");
    private static final VisitorKey BOB = Story.in(2, LinkLevel.DEVICE, "bob");
    private static final VisitorKey CARL = Story.in(3, LinkLevel.DEVICE, "carl");
    private static final VisitorKey DORA = Story.in(4, LinkLevel.DEVICE, "dora");
    private static final List<Long> THREE = List.of(3L, 2L);

    /**
     * Two buckets. Anna has orders 1 and 4, Bob has orders 2 and 3, but order 3 was Carl's on the previous day: three
     * conversions by two converters.
     */
    private final Shop shop = new Shop(PLAN)
            .send(buy(ANNA, DAY, 1), buy(ANNA, DAY, 4), buy(BOB, DAY, 2), buy(BOB, DAY, 3))
            .send(carls("buy").order("order-3").received("2026-03-08T10:00Z"))
            .run();

    private static Sent buy(VisitorKey who, String day, int order) {
        return event("buy", day + "T1" + order + ":00Z")
                .by(who)
                .order("order-" + order)
                .value("10");
    }

    private static Sent carls(String name) {
        return event(name, "2026-03-06T10:00Z").by(CARL).id("carls").value("10");
    }

    /** Dora had order 1 on the previous day: one conversion fewer, in Anna's bucket. */
    private static void oneLess(Shop to) {
        to.send(buy(DORA, "2026-03-06", 1));
    }

    /** Carl's earlier event had no order, so order 3 is Bob's: one conversion more, in Bob's bucket. */
    private static void oneMore(Shop to) {
        to.send(carls("buy").content(1).received("2026-03-08T09:00Z"));
    }

    /** A run that stops at a point chosen by a test. */
    private record Slow(Shop shop, SlowItems items) {
        static Slow beside(Shop shop) {
            List<SlowItems> around = new ArrayList<>();
            Shop beside = new Shop(shop, items -> {
                around.add(new SlowItems(items));
                return around.getFirst();
            });
            return new Slow(beside, around.getFirst());
        }

        Slow runUntil(String call) {
            items.begin(shop::run, call);
            return this;
        }
    }

    private static final String HEAD = " open#" + Shop.SITE + " " + DAY;

    @Test
    void theFiguresOfTheDayComeBack() {
        assertThat(shop.goal("buy", DAY)).isEqualTo(THREE);
        String before = rowsOfTheDay();
        oneLess(shop);
        assertThat(shop.run().goal("buy", DAY)).isEqualTo(List.of(2L, 2L));
        oneMore(shop);
        assertThat(shop.run().goal("buy", DAY)).isEqualTo(THREE);
        assertThat(rowsOfTheDay()).isEqualTo(before);
    }

    /** All rows but that of half hours, since another order counts at another hour. */
    private String rowsOfTheDay() {
        StringBuilder rows = new StringBuilder();
        shop.figures().forEach((key, figures) -> {
            if (key.endsWith(DAY) && !key.contains("#pulse ")) {
                rows.append(key).append(figures).append('\n');
            }
        });
        return rows.toString();
    }

    /** The day's head was missing when the second run read it, and is missing again when it claims the day. */
    @Test
    void F11_aRunThatClaimsADayThatAnotherHadAndFinishedMeanwhileFindsOut() {
        oneLess(shop);
        Slow first = Slow.beside(shop).runUntil("get" + HEAD);
        oneMore(shop);
        Slow second = Slow.beside(shop).runUntil("put" + HEAD);
        first.items().goOnToTheEnd();
        second.items().goOnToTheEnd();

        assertThat(shop.run().goal("buy", DAY)).isEqualTo(THREE);
    }

    /** PROTOCOL B8: the second fold takes over the claim of the first, which wakes up with an outdated partial. */
    @Test
    void F11_aRunThatSleptAfterItsClaimPutsNothingOverWhatWasFoundEqual() {
        oneLess(shop);
        Slow first = Slow.beside(shop).runUntil("put row#" + Shop.SITE + "#goals " + DAY);
        oneMore(shop);
        shop.run();
        first.items().goOnToTheEnd();

        assertThat(shop.goal("buy", DAY)).isEqualTo(THREE);
        assertThat(shop.run().goal("buy", DAY)).isEqualTo(THREE);
    }

    /**
     * Three folds: another run took over the claim while it slept, and all rows are unchanged; then it knows only some
     * of the changes.
     */
    @Test
    void F11_ofThreeFoldsTheOneThatWakesUpLastPutsNothingOld() {
        oneMore(shop);
        Slow sleeping = Slow.beside(shop).runUntil("query partial#" + Shop.SITE + "#" + DAY);
        shop.run();
        oneLess(shop);
        sleeping.items().goOnUntil("put row#");
        Slow third = Slow.beside(shop).runUntil("put" + HEAD);
        sleeping.items().goOnToTheEnd();
        third.items().goOnToTheEnd();

        assertThat(shop.run().goal("buy", DAY)).isEqualTo(THREE);
    }

    /** A later as_of was overtaken by an earlier one: windows that closed meanwhile stay closed. */
    @Test
    void F2_aRunOfAnEarlierHourOpensNoWindowAgain() {
        Shop hours = new Shop("""
                goals:
                  look: {tier: micro, kind: milestone, match: {event: look}}
                  buy: {tier: macro, match: {event: buy}}
                funnels:
                  sale: {steps: [look, buy], window: 1h}
                """);
        hours.send(event("look", "2026-03-10T11:10Z"));
        Slow early = Slow.beside(hours).runUntil("get open#" + Shop.SITE + " 2026-03-10");
        hours.itIs("2026-03-10T12:45Z").run();
        assertThat(hours.read("funnel/sale/entry", "2026-03-10", "/dropped")).isEqualTo("1");
        early.items().goOnToTheEnd();
        hours.run();

        assertThat(hours.read("funnel/sale/entry", "2026-03-10", "/dropped")).isEqualTo("1");
    }
}
