package dev.cairn.aws;

import dev.cairn.store.ItemStore;
import dev.cairn.store.memory.MemoryItemStore;
import java.time.Clock;

class MemoryItemStoreTest extends ItemsContract {
    @Override
    ItemStore items(Clock clock) {
        return new MemoryItemStore(clock);
    }
}
