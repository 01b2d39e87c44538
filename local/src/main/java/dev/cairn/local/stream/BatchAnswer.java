package dev.cairn.local.stream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.store.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;

/**
 * The meaning of a function's response to a batch under {@code ReportBatchItemFailures}. An empty or null response or
 * list is a success; if there are several failures, the lowest sequence number counts; an identifier that is absent,
 * empty, null or not in the batch means that the whole batch failed. Source: Lambda's developer guide, "Configuring
 * partial batch response with Kinesis Data Streams and Lambda".
 */
sealed interface BatchAnswer {

    record Success() implements BatchAnswer {}

    /** Records before {@code position} are done; the record at {@code position} and later ones are not. */
    record FailedFrom(long position) implements BatchAnswer {}

    record WholeBatchFailed() implements BatchAnswer {}

    static BatchAnswer read(byte[] answer, List<LoggedRecord> batch) {
        String text = new String(answer, StandardCharsets.UTF_8);
        if (text.isBlank()) {
            return new Success();
        }
        try {
            return read(Json.MAPPER.readTree(text), batch);
        } catch (JsonProcessingException notJson) {
            return new WholeBatchFailed();
        }
    }

    private static BatchAnswer read(JsonNode answer, List<LoggedRecord> batch) {
        if (answer.isNull() || answer.isMissingNode()) {
            return new Success();
        }
        JsonNode failures = answer.path("batchItemFailures");
        if (!answer.isObject() || !(failures.isArray() || failures.isNull() || failures.isMissingNode())) {
            return new WholeBatchFailed();
        }
        long lowest = Long.MAX_VALUE;
        for (JsonNode failure : failures) {
            OptionalLong position = SequenceNumber.tryParse(
                    failure.path("itemIdentifier").isTextual()
                            ? failure.path("itemIdentifier").asText()
                            : null);
            if (position.isEmpty()
                    || position.getAsLong() < batch.getFirst().position()
                    || position.getAsLong() > batch.getLast().position()) {
                return new WholeBatchFailed();
            }
            lowest = Math.min(lowest, position.getAsLong());
        }
        return lowest == Long.MAX_VALUE ? new Success() : new FailedFrom(lowest);
    }
}
