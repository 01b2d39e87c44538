package dev.cairn.rules;

import static dev.cairn.rules.Sent.BOB;
import static dev.cairn.rules.Sent.event;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.domain.event.LinkLevel;
import dev.cairn.domain.event.VisitorKey;
import dev.cairn.store.BreakingItems;
import dev.cairn.store.Item;
import dev.cairn.store.ItemStore;
import dev.cairn.store.Table;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * B7 and B8: overlapping runs of one day whose figures change and change back. The slow run computes a state that
 * existed for a moment; it must not write that state, even where the faster runs find equal rows and do not rewrite
 * them.
 */
class FoldTest {
    private static final String PLAN = """
            goals:
              buy: {tier: macro, match: {event: buy}, count: order, value: event}
            """;
    private static final String DAY = "2026-03-09";
    private static final Sent FIRST = event("buy", DAY + "T10:00Z").order("o");

    /** One conversion more, */
    private static final Sent MORE =
            event("buy", DAY + "T11:00Z").by(BOB).id("x").order("p").received(DAY + "T11:10Z");

    /** which the copy received first is not. */
    private static final Sent NONE_MORE =
            event("other", DAY + "T11:00Z").by(BOB).id("x").received(DAY + "T11:05Z");

    /** Makes the next run add up the day from the cached statistics of its other buckets. */
    private static final Sent ELSEWHERE = event("other", DAY + "T12:00Z").by(inAnotherBucketThan(BOB));

    private static TreeMap<String, String> expected() {
        return new Shop(PLAN).send(FIRST, MORE, NONE_MORE, ELSEWHERE).run().figures();
    }

    private static VisitorKey inAnotherBucketThan(VisitorKey visitor) {
        return IntStream.range(0, 100)
                .mapToObj(i -> new VisitorKey(LinkLevel.DEVICE, "device" + i))
                .filter(each -> Math.floorMod(each.hash().hashCode(), 16)
                        != Math.floorMod(visitor.hash().hashCode(), 16))
                .findFirst()
                .orElseThrow();
    }

    /** Counts only the calls of a process's fold: on heads, rows, partials and marks of days. */
    private record Folding(BreakingItems fold, ItemStore all) implements ItemStore {
        private static boolean isOfTheFold(String partition) {
            return partition.matches("(open|row|partial)#.*");
        }

        private ItemStore itemsFor(Collection<Item.Key> keys) {
            return keys.stream().anyMatch(key -> isOfTheFold(key.partition())) ? fold : all;
        }

        @Override
        public Map<Item.Key, Item> get(Collection<Item.Key> keys) {
            return itemsFor(keys).get(keys);
        }

        @Override
        public List<Item> query(Table table, String partition, String from, String to) {
            return (partition.startsWith("partial#") ? fold : all).query(table, partition, from, to);
        }

        @Override
        public boolean put(Item item) {
            boolean mark = item.key().partition().startsWith("marks#");
            return (mark ? fold : itemsFor(List.of(item.key()))).put(item);
        }

        @Override
        public void replace(Item item) {
            itemsFor(List.of(item.key())).replace(item);
        }

        @Override
        public boolean delete(Item.Key key, long revision) {
            return itemsFor(List.of(key)).delete(key, revision);
        }
    }

    private static UnaryOperator<ItemStore> folding(List<BreakingItems> folds) {
        return items -> {
            folds.add(new BreakingItems(items));
            return new Folding(folds.getFirst(), items);
        };
    }

    private static FailingShop create() {
        List<BreakingItems> folds = new ArrayList<>();
        Shop shop = new Shop(Shop.plan(PLAN), folding(folds));
        return new FailingShop(shop, folds.getFirst());
    }

    private static FailingShop beside(Shop shop) {
        List<BreakingItems> folds = new ArrayList<>();
        Shop beside = new Shop(shop, folding(folds));
        return new FailingShop(beside, folds.getFirst());
    }

    private static FailingShop begun() {
        FailingShop broken = create();
        broken.shop().send(FIRST).run().send(MORE);
        return broken;
    }

    private static void assertRight(Shop shop, String what) {
        shop.run();
        assertThat(shop.goal("buy", DAY).getFirst()).as(what).isEqualTo(1);
        assertThat(shop.send(ELSEWHERE).run().figures()).as(what).isEqualTo(expected());
    }

    private static void tryToRun(Shop shop) {
        try {
            shop.run();
        } catch (RuntimeException dead) {
            assertThat(dead).hasMessage("dead");
        }
    }

    @Test
    void B8_aFasterRunThatFindsTheFiguresOfBeforeKeepsTheSlowOneFromPuttingOthers() {
        boolean happened = true;
        for (int call = 1; happened; call++) {
            FailingShop slow = begun();
            Shop fast = new Shop(slow.shop());
            slow.items().interruptAt(call, () -> fast.send(NONE_MORE).run());
            slow.shop().run();
            happened = slow.items().happened();
            slow.items().heal();
            if (!happened) {
                fast.send(NONE_MORE);
            }
            assertRight(slow.shop(), "before call " + call);
        }
    }

    /** The slow run continues after the faster one has died at any of its calls. */
    @Test
    void B8_aFasterRunThatDiesChangesNothingOfThat() {
        boolean happened = true;
        for (int call = 1; happened; call++) {
            boolean died = true;
            for (int death = 1; died; death += 2) {
                FailingShop slow = begun();
                FailingShop fast = beside(slow.shop());
                int at = death;
                slow.items().interruptAt(call, () -> {
                    fast.shop().send(NONE_MORE);
                    fast.items().dieAt(at);
                    tryToRun(fast.shop());
                });
                slow.shop().run();
                happened = slow.items().happened();
                slow.items().heal();
                died = happened && fast.items().happened();
                fast.items().heal();
                if (!happened) {
                    fast.shop().send(NONE_MORE);
                }
                assertRight(slow.shop(), "before call " + call + ", died at " + death);
            }
        }
    }

    /** The figures change between two runs that each overtake the one before. */
    @Test
    void B8_ofThreeRunsEachOfWhichOvertakesTheOneBeforeTheLastIsRight() {
        boolean happened = true;
        for (int call = 1; happened; call++) {
            boolean overtaken = true;
            for (int second = 1; overtaken; second += 2) {
                FailingShop slow = begun();
                FailingShop faster = beside(slow.shop());
                Shop fastest = new Shop(faster.shop());
                int at = second;
                slow.items().interruptAt(call, () -> {
                    faster.items().interruptAt(at, () -> fastest.send(NONE_MORE).run());
                    faster.shop().run();
                });
                slow.shop().run();
                happened = slow.items().happened();
                overtaken = happened && faster.items().happened();
                slow.items().heal();
                faster.items().heal();
                if (!overtaken) {
                    fastest.send(NONE_MORE);
                }
                assertRight(slow.shop(), "before call " + call + ", and before call " + second + " of that one");
            }
        }
    }

    /**
     * The slow run sleeps twice: while another run takes over its claim and finishes, and while the figures change back
     * and a third run finds them unchanged.
     */
    @Test
    void B8_whoeverSleepsTwiceWhileOthersFinishPutsNothing() {
        boolean happened = true;
        for (int call = 1; happened; call++) {
            boolean again = true;
            for (int later = 1; again; later++) {
                FailingShop slow = create();
                slow.shop().send(FIRST);
                Shop fast = new Shop(slow.shop());
                List<Sent> left = new ArrayList<>(List.of(MORE, NONE_MORE));
                int more = later;
                slow.items().interruptAt(call, () -> {
                    fast.run().send(left.removeFirst());
                    slow.items()
                            .interruptAt(
                                    more, () -> fast.send(left.removeFirst()).run());
                });
                slow.shop().run();
                slow.items().heal();
                happened = left.size() < 2;
                again = left.isEmpty();
                left.forEach(fast::send);
                assertRight(slow.shop(), "before call " + call + ", and " + later + " later");
            }
        }
    }
}
