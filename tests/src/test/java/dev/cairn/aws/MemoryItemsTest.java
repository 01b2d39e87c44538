package dev.cairn.aws;

import dev.cairn.store.Items;
import dev.cairn.store.MemoryItems;
import java.time.Clock;

class MemoryItemsTest extends ItemsContract {
    @Override
    Items items(Clock clock) {
        return new MemoryItems(clock);
    }
}
