package dev.cairn.local.stream;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/** Lets the stream forget what all of its readers are done with. Thread-safe. */
public final class SlowestReader {
    private final LongConsumer discardThrough;
    private final List<Long> positions = new ArrayList<>();

    /** @param discardThrough told the position up to which every reader is done */
    public SlowestReader(LongConsumer discardThrough) {
        this.discardThrough = discardThrough;
    }

    /** One more reader, which is at a position; to be told each later one. */
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
