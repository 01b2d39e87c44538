package dev.cairn.store.memory;

import dev.cairn.store.ArchiveKeys;
import dev.cairn.store.EventArchive;
import dev.cairn.store.GzipRecords;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Keeps the archive in memory, in the same format as elsewhere. Thread-safe. */
public final class MemoryArchive implements EventArchive {
    private final NavigableMap<String, byte[]> objects = new TreeMap<>();
    private long written;

    /** Writes records into a new object of the hour and returns its key. */
    public synchronized String write(Instant arrival, List<byte[]> records) {
        String key = ArchiveKeys.prefix(arrival) + String.format("%010d.gz", written++);
        objects.put(key, GzipRecords.write(records));
        return key;
    }

    @Override
    public synchronized List<String> list(Instant from, Instant to) {
        return objects.keySet().stream()
                .filter(key -> ArchiveKeys.mayHold(key, from, to))
                .toList();
    }

    @Override
    public Stream<byte[]> read(String key) {
        byte[] object = object(key);
        return object == null ? Stream.empty() : GzipRecords.read(key, object);
    }

    @Override
    public synchronized boolean rewrite(String key, Edit edit) {
        GzipRecords.Edited edited = GzipRecords.edit(read(key), edit);
        if (edited.changed()) {
            edited.object().ifPresentOrElse(object -> objects.put(key, object), () -> objects.remove(key));
        }
        return edited.changed();
    }

    @Override
    public Optional<Duration> retention() {
        return Optional.empty();
    }

    @Override
    public synchronized int deleteBefore(Instant before) {
        int size = objects.size();
        objects.headMap(ArchiveKeys.prefix(before)).clear();
        return size - objects.size();
    }

    private synchronized byte @Nullable [] object(String key) {
        return objects.get(key);
    }
}
