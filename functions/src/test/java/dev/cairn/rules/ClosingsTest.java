package dev.cairn.rules;

import static dev.cairn.rules.Sent.event;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.domain.event.LinkLevel;
import dev.cairn.domain.event.VisitorKey;
import dev.cairn.store.ForwardingItems;
import dev.cairn.store.Item;
import dev.cairn.store.ItemStore;
import dev.cairn.store.Table;
import dev.cairn.store.bucket.DayBuckets;
import dev.cairn.store.bucket.DirtyBuckets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Windows that close without an event change the figures, but nobody's events are read again for that. */
class ClosingsTest {
    private static final String YESTERDAY = "2026-03-09";
    private static final String PLAN = """
            goals:
              look: {tier: micro, kind: milestone, match: {event: look}}
              cart: {tier: micro, kind: milestone, match: {event: cart}}
              buy: {tier: macro, match: {event: buy}, count: order, value: event}
            funnels:
              quick: {steps: [look, cart, buy], window: 1d, exclude: [{event: gone, from: 1, to: 2}]}
              slow: {steps: [look, buy], window: 30d}
            """;

    private static VisitorKey visitor(String name) {
        return Story.in(3, LinkLevel.DEVICE, name);
    }

    /** Visitors of one bucket, from several channels, who get as far as the first, second and last step. */
    private static final Sent[] EVENTS = {
        event("look", YESTERDAY + "T12:10Z").by(visitor("a")).referrer("https://www.google.com/"),
        event("look", YESTERDAY + "T12:20Z").by(visitor("b")),
        event("cart", YESTERDAY + "T12:25Z").by(visitor("b")),
        event("look", YESTERDAY + "T14:00Z").by(visitor("c")).device("mobile"),
        event("cart", YESTERDAY + "T14:10Z").by(visitor("c")),
        event("buy", YESTERDAY + "T15:00Z").by(visitor("c")).order("o-1").value("10"),
        event("look", YESTERDAY + "T14:30Z").by(visitor("e")),
        event("gone", YESTERDAY + "T14:31Z").by(visitor("e")),
        event("cart", YESTERDAY + "T14:32Z").by(visitor("e")),
        event("look", YESTERDAY + "T23:40Z").by(visitor("f"))
    };

    /** Records which partitions were read whole. */
    private static final class Watched extends ForwardingItems {
        private final List<String> queried;

        Watched(ItemStore items, List<String> queried) {
            super(items);
            this.queried = queried;
        }

        @Override
        public List<Item> query(Table table, String partition, String from, String to) {
            queried.add(partition);
            return super.query(table, partition, from, to);
        }
    }

    /** The same shop once the events of yesterday's bucket were read again. */
    private static Shop countedAnew(Shop shop) {
        Shop copy = shop.copy(items -> items);
        DirtyBuckets.BucketKey bucket = new DirtyBuckets.BucketKey(Shop.SITE, LocalDate.parse(YESTERDAY), 3);
        new DirtyBuckets(copy.tables, copy.clock).raise(Set.of(bucket));
        return copy.run();
    }

    @Test
    void F2_whatClosesIsCountedAsIfTheDayWereCountedAnew() {
        List<String> queried = new ArrayList<>();
        Shop shop = new Shop(Shop.plan(PLAN), items -> new Watched(items, queried))
                .send(EVENTS)
                .runOnSchedule();
        assertThat(shop.read("funnel/quick/entry", YESTERDAY, "/in_progress")).isEqualTo("3");

        queried.clear();
        for (String time : List.of("12:30", "13:00", "14:00", "14:30", "15:00", "20:00", "23:30")) {
            shop.itIs("2026-03-10T" + time + "Z")
                    .send(event("other", "2026-03-10T" + time + "Z").by(Story.in(5, LinkLevel.DEVICE, "x")))
                    .runOnSchedule();
            Map<String, String> anew = countedAnew(shop).figures();
            assertThat(anew).hasSizeGreaterThan(20);
            shop.figures()
                    .forEach((row, figures) ->
                            assertThat(figures).as(time + " " + row).isEqualTo(anew.get(row)));
        }
        assertThat(shop.read("funnel/quick/entry", YESTERDAY, "/in_progress")).isEqualTo("1");
        assertThat(shop.read("funnel/quick/entry", YESTERDAY, "/dropped")).isEqualTo("2");
        assertThat(queried).isNotEmpty().noneMatch(partition -> partition.startsWith(Shop.SITE + "#" + YESTERDAY));

        shop.itIs("2026-03-11T00:30Z").runOnSchedule();
        assertThat(shop.read("funnel/quick/entry", YESTERDAY, "/in_progress")).isEqualTo("0");
    }

    /** Nobody's figures of yesterday change because someone looks again today. */
    @Test
    void F10_anEventThatMeetsOnlyAFirstStepMarksNoEarlierDay() {
        Shop shop = new Shop(PLAN).send(EVENTS).runOnSchedule();

        shop.send(event("look", "2026-03-10T11:00Z").by(visitor("a")));
        assertThat(marked(shop)).containsExactly("shop#2026-03-10#03");

        shop.send(event("cart", "2026-03-10T11:01Z").by(visitor("a")));
        assertThat(marked(shop)).containsExactlyInAnyOrder("shop#2026-03-10#03", "shop#2026-03-09#03");
        shop.runOnSchedule();
        assertThat(shop.figures()).isEqualTo(countedAnew(shop).figures());
        assertThat(shop.read("funnel/quick/entry", YESTERDAY, "/reached")).isEqualTo("[5,3,1]");
    }

    /** A small site does not pay for storing twice what its rows say. */
    @Test
    void theOnlyBucketOfYesterdayIsCachedIfItsWindowsOftenCloseForMany() {
        assertThat(isCached(10)).isFalse();
        assertThat(isCached(300)).isTrue();
    }

    private static boolean isCached(int visitors) {
        Shop shop = new Shop(PLAN);
        new DayBuckets(shop.tables, shop.clock).prepare(Shop.SITE, LocalDate.parse(YESTERDAY), 1);
        Sent[] events = IntStream.range(0, visitors)
                .mapToObj(i -> event("look", YESTERDAY + "T%02d:10Z".formatted(12 + i % 10))
                        .by(new VisitorKey(LinkLevel.DEVICE, "visitor-" + i)))
                .toArray(Sent[]::new);
        shop.send(events).runOnSchedule();
        return shop.tables.all().stream()
                .anyMatch(item -> item.key().partition().startsWith("partial#")
                        && item.body().contains("closings"));
    }

    private static List<String> marked(Shop shop) {
        return shop.tables.all().stream()
                .filter(item -> item.key().partition().startsWith("marks#"))
                .filter(item -> !item.body().contains("\"cleared\":true"))
                .map(item -> item.key().sort())
                .toList();
    }
}
