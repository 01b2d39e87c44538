package dev.cairn.store;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * What the event source mapping gave up: batches that failed to the end or became too old, each with the whole event of
 * its invocation. They are in the archive too, but in no statistic until they are classified. A call either does what
 * it says or throws an unchecked exception.
 */
public interface DeadLetterBatches {

    /** What stands for them where reasons of quarantine are named. */
    String REASON = "given_up";

    /** Where nothing is ever given up. */
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
            // There is none.
        }
    };

    /** Keys of all that there are, in order. */
    List<String> list();

    /** The records of a batch as they were on the stream; empty when it is gone, or carries none. */
    List<byte[]> read(String key);

    /** Harmless to repeat. */
    void delete(String key);

    /**
     * The records in an object as Lambda writes it: a report with the invocation's event, a text of JSON, as its
     * {@code payload}. Throws {@link IllegalArgumentException} for anything else.
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
            throw new IllegalArgumentException("a failed batch is no report of Lambda's", notJson);
        }
    }
}
