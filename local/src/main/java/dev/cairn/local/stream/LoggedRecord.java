package dev.cairn.local.stream;

/**
 * A record in the only shard.
 *
 * @param position 1, 2, 3, … without gaps
 * @param arrivedAt when it was written to the stream, epoch milliseconds
 */
public record LoggedRecord(long position, long arrivedAt, String partitionKey, byte[] data) {

    /** The position as a Kinesis sequence number. */
    public String sequenceNumber() {
        return SequenceNumber.of(position);
    }
}
