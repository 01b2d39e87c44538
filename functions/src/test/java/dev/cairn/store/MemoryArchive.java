package dev.cairn.store;

import java.io.ByteArrayInputStream;
import java.time.Instant;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The archive in memory, in the form in which it is anywhere else. Thread-safe. */
public final class MemoryArchive implements Archive {
    private final NavigableMap<String, byte[]> objects = new TreeMap<>();
    private long written;

    /** Writes records into a new object of the hour; its key. */
    public synchronized String write(Instant arrival, List<byte[]> records) {
        String key = ArchiveHours.prefix(arrival) + String.format("%010d.gz", written++);
        objects.put(key, GzipLines.write(records));
        return key;
    }

    @Override
    public synchronized List<String> list(Instant from, Instant to) {
        return objects.keySet().stream()
                .filter(key -> ArchiveHours.mayHold(key, from, to))
                .toList();
    }

    @Override
    public Stream<byte[]> read(String key) {
        byte[] object = object(key);
        return object == null ? Stream.empty() : GzipLines.read(new ByteArrayInputStream(object));
    }

    @Override
    public synchronized boolean rewrite(String key, Edit edit) {
        GzipLines.Edited edited = GzipLines.edit(read(key), edit);
        if (edited.changed()) {
            edited.object().ifPresentOrElse(object -> objects.put(key, object), () -> objects.remove(key));
        }
        return edited.changed();
    }

    @Override
    public synchronized int deleteBefore(Instant before) {
        int size = objects.size();
        objects.headMap(ArchiveHours.prefix(before)).clear();
        return size - objects.size();
    }

    private synchronized byte @Nullable [] object(String key) {
        return objects.get(key);
    }
}
