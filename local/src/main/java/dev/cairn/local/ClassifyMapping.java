package dev.cairn.local;

import dev.cairn.local.stream.Checkpoint;
import dev.cairn.local.stream.EventSourceMapping;
import dev.cairn.local.stream.FailureDestination;
import dev.cairn.local.stream.LocalStream;
import dev.cairn.local.stream.LoggedRecord;
import dev.cairn.local.stream.MappingSettings;
import dev.cairn.local.stream.StreamReader;
import dev.cairn.local.stream.StreamTrimmer;
import dev.cairn.telemetry.Telemetry;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Connects the stream to the classify function and reports failures.
 *
 * @param failed destination of records that the mapping gives up on; null if they are dropped
 */
record ClassifyMapping(
        Function classify, Checkpoint checkpoint, @Nullable FailureDestination failed, Telemetry telemetry) {
    /** As in the template, but without a maximum age: a machine that was off for a month still reads its stream. */
    private static final MappingSettings MAPPING = new MappingSettings(500, Duration.ofMillis(200), true, 10, null);

    StreamReader reader(LocalStream stream, StreamTrimmer readers) {
        EventSourceMapping mapping = new EventSourceMapping(
                MAPPING, stream::read, this::invoke, this::giveUp, checkpoint, Clock.systemUTC());
        return new StreamReader(stream, mapping, MAPPING, readers.add(checkpoint.load()), telemetry);
    }

    private void invoke(InputStream event, OutputStream answer) throws IOException {
        try {
            classify.handle(event, answer);
        } catch (IOException | RuntimeException | Error e) {
            telemetry.error("the classifier failed", e, Map.of());
            throw e;
        }
    }

    private void giveUp(FailureDestination.Condition condition, int attempts, List<LoggedRecord> records) {
        telemetry.warn("records were given up", Map.of("condition", condition.word(), "count", records.size()));
        if (failed != null) {
            failed.send(condition, attempts, records);
        }
    }
}
