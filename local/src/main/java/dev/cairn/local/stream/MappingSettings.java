package dev.cairn.local.stream;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The properties of an event source mapping, by the template's names.
 *
 * @param batchSize records per invocation at most
 * @param maximumBatchingWindow how long a batch may wait to become full
 * @param bisectBatchOnFunctionError a failed batch is halved, which does not count as a retry
 * @param maximumRetryAttempts after the first attempt; null for without end
 * @param maximumRecordAge older records are given up; null for never
 */
public record MappingSettings(
        int batchSize,
        Duration maximumBatchingWindow,
        boolean bisectBatchOnFunctionError,
        @Nullable Integer maximumRetryAttempts,
        @Nullable Duration maximumRecordAge) {

    /** Lambda hands over at most 6 MB; a record is a third larger there than here, because it is in base64. */
    static final int MAX_BATCH_BYTES = 4_000_000;

    public MappingSettings {
        if (batchSize < 1 || batchSize > 10_000) {
            throw new IllegalArgumentException("batchSize is 1 to 10000, not " + batchSize);
        }
    }
}
