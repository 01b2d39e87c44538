package dev.cairn.rules;

import static dev.cairn.rules.Sent.ANNA;
import static dev.cairn.rules.Sent.BOB;
import static dev.cairn.rules.Sent.event;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.store.Item;
import dev.cairn.store.statistic.StatisticRows;
import java.time.LocalDate;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** F10 and F11: when a day is counted, and that it is correct whatever happened to the previous run. */
class RunsTest {
    private static final String PLAN = """
            goals:
              a: {tier: micro, kind: milestone, match: {event: a}}
              b: {tier: macro, match: {event: b}, count: order, value: event}
            funnels:
              f: {steps: [a, b], window: 3d}
            """;
    private static final String TODAY = "2026-03-10";
    private static final String YESTERDAY = "2026-03-09";
    private static final String EARLIER = "2026-03-08";

    private static Sent a(String at) {
        return event("a", at);
    }

    private static Sent b(String at) {
        return event("b", at).order("o-1").value("10");
    }

    private static StatisticRows.Row stored(Shop shop, String resource, String day) {
        LocalDate date = LocalDate.parse(day);
        return new StatisticRows(shop.tables)
                .range(Shop.SITE, StatisticRows.key(resource).orElseThrow(), date, date)
                .getFirst();
    }

    @Test
    void F10_aScheduledRunRefreshesTodayAndYesterdayAndLeavesEarlierDaysToTheDailyOne() {
        Shop shop = new Shop(PLAN).runOnSchedule();
        shop.itIs("2026-03-10T12:30Z")
                .send(a("2026-03-10T10:00Z"), a("2026-03-09T10:00Z").by(BOB), a("2026-03-08T10:00Z"))
                .runOnSchedule();

        assertThat(shop.goal("a", TODAY).getFirst()).isEqualTo(1);
        assertThat(shop.goal("a", YESTERDAY).getFirst()).isEqualTo(1);
        assertThat(shop.row("goals", EARLIER)).isEmpty();

        shop.itIs("2026-03-11T00:00Z").runOnSchedule();
        assertThat(shop.row("goals", EARLIER)).isEmpty();

        shop.itIs("2026-03-11T00:30Z").runOnSchedule();
        assertThat(shop.goal("a", EARLIER).getFirst()).isEqualTo(1);
    }

    @Test
    void F10_onDemandEarlierDaysAreRefreshedAtOnce() {
        Shop shop = new Shop(PLAN).runOnSchedule().send(a("2026-03-01T10:00Z")).run();

        assertThat(shop.goal("a", "2026-03-01").getFirst()).isEqualTo(1);
    }

    @Test
    void F10_theDailyRunFollowsTheSitesLocalMidnight() {
        Shop shop = new Shop("America/New_York", PLAN).runOnSchedule();
        shop.send(a("2026-03-05T18:00Z"));

        shop.itIs("2026-03-11T00:30Z").runOnSchedule();
        assertThat(shop.row("goals", "2026-03-05")).isEmpty();
        shop.itIs("2026-03-11T04:30Z").runOnSchedule();
        assertThat(shop.goal("a", "2026-03-05").getFirst()).isEqualTo(1);
    }

    @Test
    void F10_windowsThatCloseTurnInProgressIntoDroppedInTheDailyRun() {
        Shop shop = new Shop(PLAN).send(a("2026-03-09T10:00Z")).runOnSchedule();
        assertThat(shop.read("funnel/f/entry", YESTERDAY, "/in_progress")).isEqualTo("1");

        shop.itIs("2026-03-12T09:30Z").runOnSchedule();
        shop.itIs("2026-03-12T10:30Z").runOnSchedule();
        assertThat(shop.read("funnel/f/entry", YESTERDAY, "/in_progress")).isEqualTo("1");

        shop.itIs("2026-03-13T00:30Z").runOnSchedule();
        assertThat(shop.read("funnel/f/entry", YESTERDAY, "/in_progress")).isEqualTo("0");
        assertThat(shop.read("funnel/f/entry", YESTERDAY, "/dropped")).isEqualTo("1");
    }

    @Test
    void F2_aWindowAsLongAsTheRetentionIsSeenToClose() {
        Shop forgetful = new Shop(
                Shop.plan(PLAN.replace("window: 3d", "window: 30d"))
                        .replace("origins: []", "origins: [], retention_days: 30"),
                items -> items);
        forgetful.send(a("2026-03-09T23:59Z")).run();
        assertThat(forgetful.read("funnel/f/entry", YESTERDAY, "/in_progress")).isEqualTo("1");

        forgetful.itIs("2026-04-09T00:30Z").runOnSchedule();
        assertThat(forgetful.read("funnel/f/entry", YESTERDAY, "/in_progress")).isEqualTo("0");
        assertThat(forgetful.read("funnel/f/entry", YESTERDAY, "/dropped")).isEqualTo("1");
    }

    @Test
    void F10_aRowIsRewrittenOnlyIfItsFiguresChanged() {
        Shop shop = new Shop(PLAN).send(a("2026-03-09T10:00Z")).run();
        StatisticRows.Row first = stored(shop, "overview", YESTERDAY);
        assertThat(first.revision()).isEqualTo(1);
        assertThat(first.asOf()).isEqualTo(Sent.millis("2026-03-10T12:00Z"));

        shop.itIs("2026-03-10T13:10Z").send(a("2026-03-09T10:00Z")).run();
        assertThat(stored(shop, "overview", YESTERDAY)).isEqualTo(first);
        assertThat(stored(shop, "health", YESTERDAY).revision()).isEqualTo(2);
        assertThat(stored(shop, "health", YESTERDAY).asOf()).isEqualTo(Sent.millis("2026-03-10T13:00Z"));

        shop.send(a("2026-03-09T10:01Z")).run();
        assertThat(stored(shop, "overview", YESTERDAY).revision()).isEqualTo(2);
    }

    @Test
    void F10_theSameInputAndAsOfGiveTheSameBytesAHundredTimes() {
        Shop shop = new Shop(PLAN)
                .send(
                        a("2026-03-09T10:00Z"),
                        b("2026-03-10T10:00Z"),
                        a("2026-03-09T11:00Z").by(BOB))
                .run();
        TreeMap<String, String> once = shop.rows();
        assertThat(once).isNotEmpty();

        for (int run = 0; run < 100; run++) {
            shop.run();
        }
        assertThat(shop.rows()).isEqualTo(once);
    }

    @Test
    void F10_aSiteWithoutMarksCostsNothing() {
        Shop shop = new Shop(PLAN).send(a("2026-03-10T10:00Z")).runOnSchedule();

        assertThat(shop.pipeline.aggregateOnSchedule().path("sites").asInt()).isZero();
    }

    /** Events of two visitors from yesterday and today; one of the orders moves from one visitor to the other. */
    private static final List<List<Sent>> HISTORY = List.of(
            List.of(a("2026-03-09T10:00Z"), a("2026-03-09T11:00Z").by(BOB), b("2026-03-10T10:00Z")),
            List.of(b("2026-03-09T12:00Z").by(BOB).value("12")));

    private static void send(Shop shop, int part) {
        shop.send(HISTORY.get(part).toArray(Sent[]::new));
    }

    private static Shop undisturbed() {
        Shop shop = new Shop(PLAN);
        send(shop, 0);
        shop.run();
        send(shop, 1);
        return shop.run();
    }

    @Test
    void F11_aRunThatDiesBetweenAnyTwoCallsIsMadeGoodByTheNext() {
        TreeMap<String, String> expected = undisturbed().figures();
        for (boolean answerLost : new boolean[] {false, true}) {
            boolean died = true;
            for (int call = 1; died; call += next(call)) {
                FailingShop broken = FailingShop.create(PLAN);
                send(broken.shop(), 0);
                broken.shop().run();
                send(broken.shop(), 1);
                if (answerLost) {
                    broken.items().dieAfter(call);
                } else {
                    broken.items().dieAt(call);
                }
                try {
                    broken.shop().run();
                } catch (RuntimeException dead) {
                    assertThat(broken.items().happened()).isTrue();
                }
                died = broken.items().happened();
                broken.items().heal();
                broken.shop().run();
                assertThat(broken.shop().figures()).as("died at call " + call).isEqualTo(expected);
            }
        }
    }

    @Test
    void F11_aClassifierThatDiesBetweenAnyTwoCallsIsMadeGoodByTheRedelivery() {
        TreeMap<String, String> expected = undisturbed().figures();
        boolean died = true;
        for (int call = 1; died; call++) {
            FailingShop broken = FailingShop.create(PLAN);
            send(broken.shop(), 0);
            broken.shop().run();
            List<byte[]> batch =
                    HISTORY.get(1).stream().map(broken.shop()::record).toList();
            broken.items().dieAfter(call);
            boolean failed = broken.shop().tryDeliver(100, batch).isPresent();
            died = broken.items().happened();
            assertThat(failed).isEqualTo(died);
            broken.items().heal();
            broken.shop().run();
            assertThat(broken.shop().tryDeliver(100, batch)).isEmpty();
            broken.shop().run();
            assertThat(broken.shop().figures()).as("died after call " + call).isEqualTo(expected);
        }
    }

    @Test
    void F11_anEventThatLandsWhileItsDayIsBeingComputedIsInTheNextRun() {
        TreeMap<String, String> expected = undisturbed().figures();
        boolean happened = true;
        for (int call = 1; happened; call += next(call)) {
            FailingShop broken = FailingShop.create(PLAN);
            send(broken.shop(), 0);
            Shop other = new Shop(broken.shop());
            broken.items().interruptAt(call, () -> send(other, 1));
            broken.shop().run();
            happened = broken.items().happened();
            broken.items().heal();
            if (!happened) {
                send(other, 1);
            }
            broken.shop().run();
            assertThat(broken.shop().figures()).as("landed before call " + call).isEqualTo(expected);
        }
    }

    @Test
    void F11_ofTwoRunsAtOnceTheNextOneIsRight() {
        TreeMap<String, String> expected = undisturbed().figures();
        boolean happened = true;
        for (int call = 1; happened; call += next(call)) {
            FailingShop broken = FailingShop.create(PLAN);
            send(broken.shop(), 0);
            broken.shop().run();
            send(broken.shop(), 1);
            Shop other = new Shop(broken.shop());
            broken.items().interruptAt(call, other::run);
            broken.shop().run();
            happened = broken.items().happened();
            broken.items().heal();
            broken.shop().run();
            assertThat(broken.shop().figures())
                    .as("the other ran before call " + call)
                    .isEqualTo(expected);
        }
    }

    /**
     * The first run saw only half of a move: the order at its new visitor, but not yet removed from the old one. The
     * other run sees the whole move, finds the sum unchanged and has nothing to write, so the first one must notice.
     */
    @Test
    void F11_aSlowRunDoesNotOverwriteARowThatAFasterOneFoundUnchanged() {
        boolean happened = true;
        for (int call = 1; happened; call++) {
            FailingShop broken = FailingShop.create(PLAN);
            broken.shop().send(b("2026-03-10T10:00Z")).run();
            TreeMap<String, String> before = broken.shop().figures();
            broken.shop().send(b("2026-03-10T09:00Z").by(BOB));
            List<Item> marks = broken.shop().tables.all().stream()
                    .filter(item -> item.key().partition().startsWith("marks#"))
                    .filter(item -> !item.body().contains("true"))
                    .toList();
            assertThat(marks).hasSize(2);
            Item late = marks.stream()
                    .filter(mark -> mark.key().sort().endsWith("%02d".formatted(bucket())))
                    .findFirst()
                    .orElseThrow();
            broken.shop().tables.delete(late.key(), late.revision());
            Shop other = new Shop(broken.shop());
            broken.items().interruptAt(call, () -> {
                broken.shop().tables.replace(late);
                other.run();
            });
            broken.shop().run();
            happened = broken.items().happened();
            broken.items().heal();
            if (!happened) {
                broken.shop().tables.replace(late);
            }
            broken.shop().run();
            assertThat(broken.shop().goal("b", TODAY))
                    .as("the other ran before call " + call)
                    .isEqualTo(List.of(1L, 1L));
            assertThat(before).isNotEmpty();
        }
    }

    /** The first calls one by one; the later ones all concern rows. */
    private static int next(int call) {
        return 1 + call / 12;
    }

    private static int bucket() {
        return dev.cairn.store.bucket.DayBuckets.of(ANNA, dev.cairn.store.bucket.DayBuckets.UNPREPARED);
    }
}
