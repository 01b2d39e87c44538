package dev.cairn.local.stream;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.store.Json;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/** The event that Lambda passes to a function for a batch of Kinesis records. */
public final class KinesisEvent {

    /** The only shard of the local stream. */
    public static final String SHARD = "shardId-000000000000";

    /** The ARN of the local stream, with a fictitious account. */
    public static final String STREAM_ARN = "arn:aws:kinesis:eu-central-1:000000000000:stream/cairn-events";

    private KinesisEvent() {}

    public static ObjectNode of(List<LoggedRecord> records) {
        return of(SHARD, records);
    }

    private static ObjectNode of(String shard, List<LoggedRecord> records) {
        ObjectNode event = Json.MAPPER.createObjectNode();
        ArrayNode list = event.putArray("Records");
        for (LoggedRecord record : records) {
            ObjectNode entry = list.addObject();
            ObjectNode kinesis = entry.putObject("kinesis");
            kinesis.put("kinesisSchemaVersion", "1.0");
            kinesis.put("partitionKey", record.partitionKey());
            kinesis.put("sequenceNumber", record.sequenceNumber());
            kinesis.put("data", Base64.getEncoder().encodeToString(record.data()));
            kinesis.put("approximateArrivalTimestamp", BigDecimal.valueOf(record.arrivedAt(), 3));
            entry.put("eventSource", "aws:kinesis");
            entry.put("eventVersion", "1.0");
            entry.put("eventID", shard + ":" + record.sequenceNumber());
            entry.put("eventName", "aws:kinesis:record");
            entry.put("invokeIdentityArn", "arn:aws:iam::000000000000:role/cairn-classify");
            entry.put("awsRegion", "eu-central-1");
            entry.put("eventSourceARN", STREAM_ARN);
        }
        return event;
    }

    public static byte[] bytes(String shard, List<LoggedRecord> records) {
        return of(shard, records).toString().getBytes(StandardCharsets.UTF_8);
    }
}
