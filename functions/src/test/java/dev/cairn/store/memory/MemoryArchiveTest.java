package dev.cairn.store.memory;

import dev.cairn.store.ArchiveContract;
import dev.cairn.store.EventArchive;
import java.time.Instant;
import java.util.List;

class MemoryArchiveTest extends ArchiveContract {
    private final MemoryArchive archive = new MemoryArchive();

    @Override
    protected EventArchive archive() {
        return archive;
    }

    @Override
    protected String write(Instant arrival, List<byte[]> records) {
        return archive.write(arrival, records);
    }
}
