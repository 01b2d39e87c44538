package dev.cairn.rules;

import static dev.cairn.rules.Sent.ANNA;
import static dev.cairn.rules.Sent.BOB;
import static dev.cairn.rules.Sent.event;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.store.ForwardingItems;
import dev.cairn.store.Item;
import dev.cairn.store.ItemStore;
import dev.cairn.store.Table;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * A group of visitors is read again when the store fails; the bucket is not. Otherwise no run would finish a large
 * bucket while calls fail occasionally.
 */
class RetriedReadsTest {
    private static final String DAY = "2026-03-10";
    private static final String PLAN = Shop.plan("""
            goals:
              buy: {tier: macro, match: {event: buy}, count: order}
            """);

    /** Fails a number of order reads, which are part of reading a group, and counts the reads of a bucket. */
    private static final class FailingOrders extends ForwardingItems {
        private int failures;
        private int bucketReads;

        FailingOrders(ItemStore items) {
            super(items);
        }

        @Override
        public Map<Item.Key, Item> get(Collection<Item.Key> keys) {
            if (failures > 0 && keys.stream().anyMatch(key -> key.partition().startsWith("order#"))) {
                failures--;
                throw new IllegalStateException("throttled");
            }
            return super.get(keys);
        }

        @Override
        public List<Item> query(Table table, String partition, String from, String to) {
            bucketReads += partition.startsWith(Shop.SITE + "#" + DAY) ? 1 : 0;
            return super.query(table, partition, from, to);
        }
    }

    private FailingOrders failing;
    private final Shop shop = new Shop(PLAN, items -> failing = new FailingOrders(items));

    @Test
    void aGroupOfVisitorsIsReadUpToFiveTimesAndItsBucketOnce() {
        shop.send(event("buy", DAY + "T10:00Z").by(ANNA).order("o-1"));
        failing.bucketReads = 0;
        shop.run();
        int undisturbed = failing.bucketReads;
        shop.send(event("buy", DAY + "T11:00Z").by(ANNA).order("o-2"));

        failing.bucketReads = 0;
        failing.failures = 4;
        shop.run();

        assertThat(failing.failures).isZero();
        assertThat(failing.bucketReads).isEqualTo(undisturbed).isPositive();
        assertThat(shop.goal("buy", DAY)).startsWith(2L);
    }

    @Test
    void aStoreThatKeepsFailingEndsTheRunAndTheNextRunCounts() {
        shop.send(event("buy", DAY + "T10:00Z").by(BOB).order("o-1"));
        failing.failures = 1_000;
        shop.run();
        assertThat(shop.row("goals", DAY)).isEmpty();

        failing.failures = 0;
        shop.run();
        assertThat(shop.goal("buy", DAY)).startsWith(1L);
    }
}
