package dev.cairn.rules;

import static dev.cairn.rules.Sent.ANNA;
import static dev.cairn.rules.Sent.BOB;
import static dev.cairn.rules.Sent.event;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.domain.statistic.OverviewCounts;
import dev.cairn.domain.statistic.RowKey;
import dev.cairn.store.Item;
import dev.cairn.store.Json;
import dev.cairn.store.bucket.DayBuckets;
import dev.cairn.store.bucket.DirtyBuckets;
import dev.cairn.store.statistic.StatisticRows;
import java.time.LocalDate;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * B9 and R12: a day's number of buckets depends on the size of the preceding days, no matter which process sets it
 * first.
 */
class DayBucketsTest {
    private static final String PLAN = """
            goals:
              look: {tier: micro, kind: milestone, match: {event: look}}
              buy: {tier: macro, match: {event: buy}, count: order, value: event}
            funnels:
              sale: {steps: [look, buy], window: 3d}
            """;
    private static final LocalDate TODAY = LocalDate.of(2026, 3, 10);
    private static final LocalDate NEXT = TODAY.plusDays(1);

    private static final Sent LOOK = event("look", "2026-03-10T10:00Z").delivery("one");
    private static final Sent BUY =
            event("buy", "2026-03-10T11:00Z").order("o-1").value("10").delivery("other");
    private static final Sent BOBS_BUY =
            event("buy", "2026-03-10T10:30Z").by(BOB).order("o-1").value("10").delivery("bobs");

    static Stream<Story> stories() {
        return Story.all();
    }

    private static int number(Shop shop, LocalDate day) {
        return new DayBuckets(shop.tables, shop.clock).number(Shop.SITE, day);
    }

    private static void wasSeenBy(Shop shop, LocalDate day, long visitors, long events) {
        OverviewCounts overview = new OverviewCounts(visitors, visitors, events, events, 0, 0, 0);
        new StatisticRows(shop.tables)
                .put(
                        new StatisticRows.Id(Shop.SITE, RowKey.of(OverviewCounts.STATISTIC), day),
                        new StatisticRows.Row(day, 1, 0, 1, Json.MAPPER.valueToTree(overview)));
    }

    /** Sundays are quiet, so the largest day of a week decides. */
    @ParameterizedTest
    @CsvSource({
        "1, 1_000_000, 3_000_000, 64",
        "7, 1_000_000, 3_000_000, 64",
        "1, 30_000, 90_000, 4",
        "1, 200, 600, 1",
        "1, 200, 150_000, 4"
    })
    void R12_theDailyRunPreparesTheNextDayByTheLargestOfTheWeekBefore(
            int daysAgo, String visitors, String events, int number) {
        Shop shop = new Shop(PLAN);
        wasSeenBy(shop, TODAY.minusDays(3), 2, 5);
        wasSeenBy(
                shop,
                TODAY.minusDays(daysAgo),
                Long.parseLong(visitors.replace("_", "")),
                Long.parseLong(events.replace("_", "")));
        shop.runOnSchedule();

        assertThat(number(shop, NEXT)).isEqualTo(number);
        assertThat(number(shop, TODAY)).isEqualTo(DayBuckets.UNPREPARED);
    }

    @Test
    void R12_aSiteThatNobodyCameToIsLeftToItsFirstWriter() {
        Shop shop = new Shop(PLAN);
        wasSeenBy(shop, TODAY.minusDays(8), 1_000_000, 1_000_000);
        shop.run().send(LOOK);

        assertThat(number(shop, TODAY)).isEqualTo(DayBuckets.UNPREPARED);
        assertThat(shop.tables.all().stream()
                        .filter(item -> item.key().partition().startsWith("buckets#"))
                        .count())
                .isEqualTo(1);
    }

    /** A classifier of the previous version may still be running then, and writes to 16 buckets. */
    @Test
    void B9_aDayThatBeginsWithinAnHourIsNotPreparedAnyMore() {
        Shop shop = new Shop(PLAN).itIs("2026-03-10T23:00:01Z");
        wasSeenBy(shop, TODAY.minusDays(1), 1_000_000, 1_000_000);

        assertThat(number(shop.run(), NEXT)).isEqualTo(DayBuckets.UNPREPARED);
    }

    @Test
    void R12_aSmallSitesNextDayIsInOneBucketAndCountsTheSame() {
        Shop shop = new Shop(PLAN).send(LOOK, BUY, BOBS_BUY).run();
        shop.itIs("2026-03-11T00:30Z").runOnSchedule();
        shop.itIs("2026-03-12T12:00Z")
                .send(
                        event("look", "2026-03-12T10:00Z"),
                        event("look", "2026-03-12T10:00Z").by(BOB))
                .run();

        assertThat(shop.overview("2026-03-12")).isEqualTo(List.of(2L, 2L, 2L));
        assertThat(shop.tables.all().stream()
                        .map(item -> item.key().partition())
                        .filter(partition -> partition.startsWith("shop#2026-03-12"))
                        .distinct())
                .containsExactly("shop#2026-03-12#00");
        // The rows hold its statistics, and it is recounted with each event.
        assertThat(partials(shop, "2026-03-12")).isEmpty();
        shop.send(event("look", "2026-03-12T11:00Z").by(BOB)).run();
        assertThat(shop.overview("2026-03-12")).isEqualTo(List.of(2L, 3L, 3L));
    }

    private static List<String> partials(Shop shop, String day) {
        return shop.tables.all().stream()
                .map(Item::key)
                .filter(key -> key.partition().equals("partial#shop#" + day))
                .map(Item.Key::sort)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("stories")
    void R12_theFiguresAreTheSameWhateverTheNumbersOfBuckets(Story story) {
        Shop shop = new Shop(story.plan());
        DayBuckets buckets = new DayBuckets(shop.tables, shop.clock);
        int[] numbers = {1, 64, 4, 16, 1_024};
        for (int i = 0; i < 60; i++) {
            buckets.prepare(Shop.SITE, TODAY.minusDays(i - 2L), numbers[i % numbers.length]);
        }
        if (!story.before().isEmpty()) {
            shop.send(story.before().toArray(Sent[]::new));
        }
        IntStream.rangeClosed(0, story.last()).forEach(delivery -> story.deliver(shop, delivery));

        assertThat(shop.run().figures()).isEqualTo(story.figures());
    }

    @Test
    void B9_aMarkOfABucketThatTheDayDoesNotHaveIsHarmless() {
        Shop shop = new Shop(PLAN);
        new DayBuckets(shop.tables, shop.clock).prepare(Shop.SITE, TODAY, 4);
        shop.send(LOOK, BUY);
        DirtyBuckets marks = new DirtyBuckets(shop.tables, shop.clock);
        marks.raise(List.of(
                new DirtyBuckets.BucketKey(Shop.SITE, TODAY, 4), new DirtyBuckets.BucketKey(Shop.SITE, TODAY, 700)));
        shop.run();

        assertThat(shop.overview("2026-03-10")).isEqualTo(List.of(1L, 2L, 2L));
        assertThat(marks.all()).isEmpty();
        assertThat(partials(shop, "2026-03-10")).containsExactly(DayBuckets.name(DayBuckets.of(ANNA, 4)));
    }

    /**
     * Between any two calls of the first writer, the number is chosen, the other writer comes, or both, in either
     * order.
     */
    @ParameterizedTest
    @CsvSource({"1", "4", "64"})
    void B9_twoFirstWritersOfADayAndTheRunThatPreparesItAgree(int number) {
        for (Sent other : List.of(BUY, BOBS_BUY)) {
            TreeMap<String, String> expected =
                    new Shop(PLAN).send(LOOK).send(other).run().figures();
            for (int order = 0; order < 4; order++) {
                race(order, number, other, expected);
            }
        }
    }

    private static void race(int order, int number, Sent other, TreeMap<String, String> expected) {
        boolean happened = true;
        for (int call = 1; happened; call++) {
            FailingShop one = FailingShop.copy(new Shop(PLAN));
            FailingShop beside = FailingShop.beside(one.shop());
            Runnable prepare =
                    () -> new DayBuckets(one.shop().tables, one.shop().clock).prepare(Shop.SITE, TODAY, number);
            one.items().interruptAt(call, () -> {
                if (order == 0) {
                    prepare.run();
                } else if (order == 1) {
                    // In the middle of the other writer's work, which is itself in the middle of this one's.
                    beside.items().interruptAt(2, prepare);
                }
                beside.shop().send(other);
                if (order == 2) {
                    prepare.run();
                }
                beside.shop().run();
            });
            one.shop().send(LOOK);
            happened = one.items().happened();
            one.items().heal();
            beside.items().heal();
            if (happened) {
                assertThat(one.shop().run().figures())
                        .as("order %d, %d buckets, before call %d", order, number, call)
                        .isEqualTo(expected);
            }
        }
    }
}
