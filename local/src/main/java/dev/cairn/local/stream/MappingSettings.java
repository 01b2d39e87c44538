package dev.cairn.local.stream;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The properties of an event source mapping, named as in the template.
 *
 * @param batchSize maximum number of records per invocation
 * @param maximumBatchingWindow how long a batch may wait to become full
 * @param bisectBatchOnFunctionError whether a failed batch is halved, which does not count as a retry
 * @param maximumRetryAttempts after the first attempt; null for no limit
 * @param maximumRecordAge the mapping gives up on older records; null for no limit
 */
public record MappingSettings(
        int batchSize,
        Duration maximumBatchingWindow,
        boolean bisectBatchOnFunctionError,
        @Nullable Integer maximumRetryAttempts,
        @Nullable Duration maximumRecordAge) {

    /** Lambda's limit is 6 MB per invocation, and records there are a third larger because of the base64 encoding. */
    static final int MAX_BATCH_BYTES = 4_000_000;

    public MappingSettings {
        if (batchSize < 1 || batchSize > 10_000) {
            throw new IllegalArgumentException("batchSize is 1 to 10000, not " + batchSize);
        }
    }
}
