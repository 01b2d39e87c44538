package dev.cairn.local.stream;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/** Lets the stream drop the records that all its readers are done with. Thread-safe. */
public final class StreamTrimmer {
    private final LongConsumer discardThrough;
    private final List<Long> positions = new ArrayList<>();

    /** @param discardThrough receives the position up to which every reader is done */
    public StreamTrimmer(LongConsumer discardThrough) {
        this.discardThrough = discardThrough;
    }

    /** Adds a reader at a position. The result receives each later position of that reader. */
    public synchronized LongConsumer add(long position) {
        int reader = positions.size();
        positions.add(position);
        return done -> moved(reader, done);
    }

    private synchronized void moved(int reader, long done) {
        positions.set(reader, done);
        discardThrough.accept(positions.stream().min(Long::compare).orElse(done));
    }
}
