package dev.cairn.classify;

import java.math.BigInteger;

/** One record of a Kinesis batch. Sequence numbers are compared as numbers; they increase within a shard. */
record StreamRecord(String shard, String sequence, byte[] data) {

    BigInteger position() {
        return new BigInteger(sequence);
    }
}
