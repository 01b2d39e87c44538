package dev.cairn.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Every record that was on the stream, heartbeats included, in objects by the hour in which they came
 * ({@link ArchiveKeys}). A managed delivery writes them, some minutes behind the stream; here they are read, and
 * rewritten for an erasure.
 *
 * <p>Nothing that was confirmed is left out, but a record may be there more than once, in one object or in two, and
 * records are in no order that means anything. An object may hold records of the hour after the one it is named by. A
 * call either does what it says or throws an unchecked exception, after which a rewrite may or may not have happened.
 */
public interface EventArchive {

    /** What becomes of a record when its object is rewritten. */
    @FunctionalInterface
    interface Edit {
        /** The record to keep, the same or another; empty when nothing of it is to be kept. */
        Optional<byte[]> edit(byte[] record);
    }

    /**
     * Keys of the objects that may hold a record received from {@code from} to before {@code to}, in order, which is
     * that of the hours. Whoever was stopped goes on behind the last key it was done with.
     *
     * <p>A record comes to the stream within an hour of being received. (A clock that is set back breaks that, as the
     * local demo does for its month: whoever must not miss such records lists up to now.)
     */
    List<String> list(Instant from, Instant to);

    /**
     * The records of an object as they were on the stream, read while the stream goes on; to be closed. Empty when
     * the object is gone: expired, or nothing was left of it.
     */
    Stream<byte[]> read(String key);

    /**
     * Replaces an object by what the edit leaves of it and deletes it where that is nothing. Readers see it as it was
     * before or as it is afterwards, and of two who rewrite it at a time neither undoes the other. What the edit does
     * not change keeps its bytes.
     *
     * @return whether the edit changed anything; when not, nothing is written
     */
    boolean rewrite(String key, Edit edit);

    /** Deletes the objects of the hours before that of {@code before}; the number of them. */
    int deleteBefore(Instant before);
}
