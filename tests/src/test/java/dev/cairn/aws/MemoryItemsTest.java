package dev.cairn.aws;

import dev.cairn.store.ItemStore;
import dev.cairn.store.MemoryItems;
import java.time.Clock;

class MemoryItemsTest extends ItemsContract {
    @Override
    ItemStore items(Clock clock) {
        return new MemoryItems(clock);
    }
}
