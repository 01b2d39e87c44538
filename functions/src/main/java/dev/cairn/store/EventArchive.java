package dev.cairn.store;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Archives every record of the stream, heartbeats included, in objects grouped by hour of arrival
 * ({@link ArchiveKeys}). A managed delivery service writes the objects a few minutes behind the stream; this interface
 * reads them and rewrites them for erasures.
 *
 * <p>Every confirmed record is archived, but a record may appear more than once, in one object or in two, and the order
 * of records has no meaning. An object may hold records from the hour after the one in its name. A call either
 * completes or throws an unchecked exception; after an exception, a rewrite may or may not have happened.
 */
public interface EventArchive {

    /** Decides what happens to a record when its object is rewritten. */
    @FunctionalInterface
    interface Edit {
        /** The record to keep, changed or unchanged; empty to drop it. */
        Optional<byte[]> edit(byte[] record);
    }

    /**
     * Keys of the objects that may hold a record received from {@code from} (inclusive) to {@code to} (exclusive),
     * ordered by hour. An interrupted caller resumes after the last key it finished.
     *
     * <p>A record reaches the stream within an hour of being received. Setting the clock back, as the local demo does
     * for its month, breaks this rule: a caller that must not miss such records lists up to now.
     */
    List<String> list(Instant from, Instant to);

    /**
     * The records of an object as they were on the stream, read lazily. The caller closes the returned stream. Empty
     * when the object is gone because it expired or no record was left in it. If the object or a part of it cannot be
     * read, either the call or the stream, after its last record, throws {@link UnreadableObjectException}.
     */
    Stream<byte[]> read(String key);

    /**
     * Replaces an object with the records that the edit keeps, or deletes it when none are left. Readers see the object
     * either before or after the rewrite, and concurrent rewrites never undo each other. Records that the edit does not
     * change keep their bytes. Throws {@link UnreadableObjectException} and changes nothing when a part of the object
     * cannot be read.
     *
     * @return whether the edit changed anything; if not, nothing is written
     */
    boolean rewrite(String key, Edit edit);

    /** Returns how long an object is kept, counted from its hour; empty when none expires. */
    Optional<Duration> retention();

    /** Deletes the objects of all hours before the hour of {@code before}, and returns their number. */
    int deleteBefore(Instant before);
}
