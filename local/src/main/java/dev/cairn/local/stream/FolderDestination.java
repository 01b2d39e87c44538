package dev.cairn.local.stream;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.local.ChecksummedFile;
import dev.cairn.store.DeadLetterBatches;
import dev.cairn.store.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Stores failed records as files, in Lambda's format for S3 destinations, with the whole payload. Each file is named
 * after its position in the stream, so that listings are in order of arrival.
 */
public final class FolderDestination implements FailureDestination, DeadLetterBatches {
    private static final String SUFFIX = ".json";

    private final Path folder;

    public FolderDestination(Path folder) {
        this.folder = folder;
    }

    @Override
    public void send(Condition condition, int attempts, List<LoggedRecord> records) {
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
            String name = String.format("%020d-%s", records.getFirst().position(), id) + SUFFIX;
            Path unfinished = folder.resolve(name + ".new");
            Files.writeString(unfinished, ChecksummedFile.seal(report.toString()));
            Files.move(unfinished, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public List<String> list() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(SUFFIX))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public List<byte[]> read(String key) {
        try {
            return DeadLetterBatches.records(
                    ChecksummedFile.read(folder.resolve(key)).getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchFileException gone) {
            return List.of();
        } catch (ChecksummedFile.DamagedException damaged) {
            throw new IllegalArgumentException(damaged.getMessage(), damaged);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void delete(String key) {
        try {
            Files.deleteIfExists(folder.resolve(key));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String time(LoggedRecord record) {
        return Instant.ofEpochMilli(record.arrivedAt()).toString();
    }
}
