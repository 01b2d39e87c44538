package dev.cairn.store;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * The batches that the event source mapping gave up on: they failed every retry or became too old. Each is stored with
 * the full event of its invocation. Their records are in the archive too, but not in any statistic until they are
 * classified. A call either completes or throws an unchecked exception.
 */
public interface DeadLetterBatches {

    /** The reason reported for these batches where quarantine reasons are listed. */
    String REASON = "given_up";

    /** For setups that never give up on a batch. */
    DeadLetterBatches NONE = new DeadLetterBatches() {
        @Override
        public List<String> list() {
            return List.of();
        }

        @Override
        public List<byte[]> read(String key) {
            return List.of();
        }

        @Override
        public void delete(String key) {
            // Nothing to delete.
        }
    };

    /** All keys, in order. */
    List<String> list();

    /** A batch's records as they were on the stream; empty when the batch is gone or carries no records. */
    List<byte[]> read(String key);

    /** Deletes a batch. Idempotent. */
    void delete(String key);

    /**
     * Reads the records from an object that Lambda wrote: a report whose {@code payload} is the invocation's event as a
     * JSON string. Throws {@link IllegalArgumentException} for anything else.
     */
    static List<byte[]> records(byte[] object) {
        try {
            JsonNode payload = Json.MAPPER.readTree(object).path("payload");
            JsonNode event = payload.isTextual() ? Json.MAPPER.readTree(payload.asText()) : payload;
            List<byte[]> records = new ArrayList<>();
            for (JsonNode record : event.path("Records")) {
                records.add(Base64.getDecoder()
                        .decode(record.path("kinesis").path("data").asText()));
            }
            return records;
        } catch (IOException notJson) {
            throw new IllegalArgumentException("a failed batch is not a report from Lambda", notJson);
        }
    }
}
