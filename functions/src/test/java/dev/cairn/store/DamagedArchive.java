package dev.cairn.store;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** An archive some of whose objects cannot be read: S3 refuses them, or their bytes are not what they were. */
public final class DamagedArchive implements EventArchive {
    private final EventArchive archive;
    private final Map<String, Supplier<Stream<byte[]>>> damaged = new HashMap<>();

    public DamagedArchive(EventArchive archive) {
        this.archive = archive;
    }

    /** S3 answers every get with an error. */
    public void refuse(String key) {
        damaged.put(key, () -> {
            throw new UnreadableObjectException(key, "AccessDenied", new IllegalStateException());
        });
    }

    /** The object has these bytes now. */
    public void replace(String key, byte[] object) {
        damaged.put(key, () -> GzipRecords.read(key, object));
    }

    public void repair() {
        damaged.clear();
    }

    @Override
    public List<String> list(Instant from, Instant to) {
        return archive.list(from, to);
    }

    @Override
    public Stream<byte[]> read(String key) {
        return damaged.getOrDefault(key, () -> archive.read(key)).get();
    }

    @Override
    public boolean rewrite(String key, Edit edit) {
        if (damaged.containsKey(key)) {
            read(key).forEach(record -> {});
        }
        return archive.rewrite(key, edit);
    }

    @Override
    public Optional<Duration> retention() {
        return archive.retention();
    }

    @Override
    public int deleteBefore(Instant before) {
        return archive.deleteBefore(before);
    }
}
