package dev.cairn.local.stream;

import dev.cairn.telemetry.Telemetry;
import java.time.Duration;
import java.util.Map;
import java.util.function.LongConsumer;

/** Runs the event source mapping over the local stream. */
public final class StreamReader extends StreamFollower {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    private final EventSourceMapping mapping;
    private final MappingSettings settings;
    private final Telemetry telemetry;
    private Duration pause = FIRST_PAUSE;

    /** @param done receives the position up to which everything is done */
    public StreamReader(
            LocalStream stream,
            EventSourceMapping mapping,
            MappingSettings settings,
            LongConsumer done,
            Telemetry telemetry) {
        super("event-source-mapping", stream, mapping.checkpoint(), done);
        this.mapping = mapping;
        this.settings = settings;
        this.telemetry = telemetry;
    }

    @Override
    protected void turn() throws InterruptedException {
        switch (step()) {
            case IDLE -> stream.await(position(), 1, IDLE);
            case ADVANCED -> pause = FIRST_PAUSE;
            case TO_BE_RETRIED -> {
                pause(pause, false);
                Duration longer = pause.multipliedBy(2);
                pause = longer.compareTo(LONGEST_PAUSE) < 0 ? longer : LONGEST_PAUSE;
            }
        }
    }

    private EventSourceMapping.Progress step() throws InterruptedException {
        if (stream.confirmed() > position()) {
            stream.await(position(), settings.batchSize(), settings.maximumBatchingWindow());
        }
        EventSourceMapping.Progress progress = mapping.step();
        if (mapping.checkpoint() != position()) {
            reached(mapping.checkpoint());
        }
        return progress;
    }

    @Override
    protected String trouble() {
        return "the event source mapping failed";
    }

    @Override
    protected Duration failed(RuntimeException failure) {
        telemetry.error(trouble(), failure, Map.of("checkpoint", position()));
        return LONGEST_PAUSE;
    }
}
