package dev.cairn.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.store.Item;
import dev.cairn.store.Table;
import dev.cairn.store.memory.MemoryItemStore;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;

class CountingItemsTest {
    private static final Item.Key KEY = new Item.Key(Table.STATE, "p", "s".repeat(4_500));

    private final CountingItems items = new CountingItems(new MemoryItemStore(Clock.systemUTC()));

    @Test
    void aWriteCostsTheLargerOfBeforeAndAfterAndARefusedOneToo() {
        Item large = Item.first(KEY, "{}", null);
        items.put(large); // 5
        items.put(Item.first(KEY, "[]", null)); // refused: 5
        items.put(large.next("{\"n\":1}")); // 5 before
        items.replace(large); // 5
        items.delete(KEY, 9); // refused: 5
        items.delete(KEY, 1); // 5

        assertThat(items.counted()).isEqualTo(new CountingItems.Counted(30, 0, 6, 2, 0));
        assertThat(items.writeUnits(Table.STATE)).isEqualTo(30);
        assertThat(items.writeUnits(Table.SALTS)).isZero();
    }

    @Test
    void aReadCostsAUnitForEach4KilobytesBegunAndAtLeastOne() {
        items.get(KEY); // 1
        items.put(Item.first(KEY, "{}", null));
        items.get(KEY); // 2
        items.query(Table.STATE, "p"); // 2
        items.query(Table.STATE, "nothing"); // 1
        items.get(List.of(KEY, KEY)); // 2

        assertThat(items.counted().readUnits()).isEqualTo(8);
        assertThat(items.counted().reads()).isEqualTo(5);
    }
}
