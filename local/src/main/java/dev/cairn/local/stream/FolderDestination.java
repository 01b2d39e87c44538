package dev.cairn.local.stream;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.store.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Keeps given-up records as files, in the form in which Lambda puts them into S3: with the whole payload. */
public final class FolderDestination implements FailureDestination {
    private final Path folder;

    public FolderDestination(Path folder) {
        this.folder = folder;
    }

    @Override
    public void send(Condition condition, int attempts, List<StreamRecord> records) {
        String id = UUID.randomUUID().toString();
        ObjectNode report = Json.MAPPER.createObjectNode();
        report.putObject("requestContext")
                .put("requestId", id)
                .put("functionArn", "arn:aws:lambda:eu-central-1:000000000000:function:cairn-classify")
                .put("condition", condition.word())
                .put("approximateInvokeCount", attempts);
        report.put("version", "1.0");
        report.putObject("KinesisBatchInfo")
                .put("shardId", KinesisEvent.SHARD)
                .put("startSequenceNumber", records.getFirst().sequenceNumber())
                .put("endSequenceNumber", records.getLast().sequenceNumber())
                .put("approximateArrivalOfFirstRecord", time(records.getFirst()))
                .put("approximateArrivalOfLastRecord", time(records.getLast()))
                .put("batchSize", records.size())
                .put("streamArn", KinesisEvent.STREAM_ARN);
        report.put("payload", KinesisEvent.of(records).toString());
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve(records.getFirst().position() + "-" + id + ".json"), report.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String time(StreamRecord record) {
        return Instant.ofEpochMilli(record.arrivedAt()).toString();
    }
}
