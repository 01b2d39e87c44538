package dev.cairn.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.aws.CountingItems;
import dev.cairn.aws.DynamoItemStore;
import dev.cairn.store.Item;
import dev.cairn.store.ItemStore;
import dev.cairn.store.SetClock;
import dev.cairn.store.Table;
import dev.cairn.store.memory.MemoryItemStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BilledTablesTest {
    private final SetClock clock = new SetClock(Instant.EPOCH);
    private final BilledTables tables = new BilledTables(clock);
    private final Bill bill = new Bill();

    @Test
    void theyDoAndCostWhatTheOtherTablesInMemoryDo() {
        CountingItems counting = new CountingItems(new MemoryItemStore(clock));
        ItemStore billed = tables.chargedTo(bill);

        assertThat(walk(billed)).isEqualTo(walk(counting));

        CountingItems.Counted counted = bill.byKind().get(Kind.JOURNEYS);
        assertThat(counted.writeUnits()).isEqualTo(counting.counted().writeUnits());
        assertThat(counted.readUnits()).isEqualTo(counting.counted().readUnits());
        assertThat(counted.writes()).isEqualTo(counting.counted().writes());
        assertThat(counted.refusedWrites()).isEqualTo(counting.counted().refusedWrites());
        assertThat(bill.calls()).isEqualTo(counted.writes() + counting.counted().reads());
    }

    /** Makes the same random calls and returns their results. */
    private static List<Object> walk(ItemStore items) {
        Random random = new Random(1);
        List<Object> answers = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            Item.Key key = new Item.Key(Table.STATE, "journey#" + random.nextInt(3), "sort " + random.nextInt(5));
            long revision = random.nextInt(4);
            Instant expires = random.nextBoolean() ? null : Instant.ofEpochSecond(random.nextInt(2));
            String body = Long.toString(random.nextLong()).repeat(random.nextInt(400));
            Item item = new Item(key, revision, body, expires);
            switch (random.nextInt(5)) {
                case 0 -> answers.add(items.put(item));
                case 1 -> items.replace(item);
                case 2 -> answers.add(items.delete(key, revision));
                case 3 -> answers.add(items.get(List.of(key, key, new Item.Key(Table.STATE, "journey#0", "sort 1"))));
                default -> answers.add(items.query(Table.STATE, key.partition(), "sort 1", "sort 3"));
            }
        }
        return answers;
    }

    @Test
    void theSizeIsWhatIsStoredAndHasNotExpired() {
        Item kept = Item.first(new Item.Key(Table.STATE, "order#shop#1", "claim"), "{}", null);
        ItemStore items = tables.chargedTo(bill);
        items.replace(kept);
        items.replace(Item.first(new Item.Key(Table.STATE, "time#shop#1", "claim"), "{}", Instant.EPOCH));

        assertThat(tables.sizes())
                .containsOnlyKeys(Kind.ORDERS)
                .containsEntry(Kind.ORDERS, new BilledTables.Size(1, DynamoItemStore.bytes(kept)));
        assertThat(tables.sizes().get(Kind.ORDERS).billedBytes()).isEqualTo(DynamoItemStore.bytes(kept) + 100);
    }

    @Test
    void aMarkIsRaisedByAWriteAndNotByClearingIt() {
        Item mark = Item.first(new Item.Key(Table.STATISTICS, "marks", "shop#2026-03-10#00"), "{}", null);
        ItemStore items = tables.chargedTo(bill);
        items.replace(mark);
        items.delete(mark.key(), 1);

        assertThat(bill.marksRaised()).isEqualTo(1);
        assertThat(bill.calls()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({
        "STATE, journey#shop#v, JOURNEYS",
        "STATE, shop#2026-03-10#07, VISITOR_DAYS",
        "STATE, day#shop#2026-03-10#07, VISITOR_DAYS",
        "STATE, visitor#shop#v, VISITORS",
        "STATE, something#new, OTHER",
        "STATISTICS, marks, MARKS",
        "STATISTICS, epoch, EPOCH",
        "STATISTICS, open#shop, RUNS",
        "STATISTICS, journey#shop#v, OTHER",
        "STATISTICS, new, OTHER",
        "SETTINGS, plan, SETTINGS",
        "SALTS, shop, SETTINGS"
    })
    void anItemIsOfTheKindThatItsPartitionBeginsWith(Table table, String partition, Kind kind) {
        assertThat(Kind.of(table, partition)).isEqualTo(kind);
    }
}
