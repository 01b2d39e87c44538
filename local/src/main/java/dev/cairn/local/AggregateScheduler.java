package dev.cairn.local;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.store.Json;
import dev.cairn.telemetry.Telemetry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/** Stands in for EventBridge: calls the aggregate function every few seconds and on demand, one run at a time. */
final class AggregateScheduler implements AutoCloseable {
    private static final String NOTHING = "{}";

    private final Function aggregate;
    private final Clock clock;
    private final Timer timer;

    AggregateScheduler(Function aggregate, Duration every, Clock clock, Telemetry telemetry) {
        this.aggregate = aggregate;
        this.clock = clock;
        this.timer = new Timer("schedule", every, this::runAsScheduled, "a scheduled run failed", telemetry);
    }

    void start() {
        timer.start();
    }

    /**
     * Waits for a run in progress, then processes everything that is due. Returns the function's summary, a JSON
     * object.
     */
    String runInFull() throws IOException, InterruptedException {
        return timer.alone(() -> {
            ObjectNode event = event("cairn.local");
            event.putObject("detail").put("full", true);
            return run(event);
        });
    }

    /** Waits for a run in progress to finish. */
    @Override
    public void close() {
        timer.close();
    }

    private String runAsScheduled() throws IOException {
        return run(event("aws.scheduler").put("detail", NOTHING));
    }

    private String run(ObjectNode event) throws IOException {
        String summary =
                new String(aggregate.invoke(event.toString().getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
        return summary.isBlank() ? NOTHING : summary;
    }

    private ObjectNode event(String source) {
        ObjectNode event = Json.MAPPER.createObjectNode();
        event.put("version", "0").put("id", UUID.randomUUID().toString());
        event.put("detail-type", "Scheduled Event").put("source", source).put("account", "000000000000");
        event.put("time", clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
        event.put("region", "eu-central-1");
        event.putArray("resources").add("arn:aws:scheduler:eu-central-1:000000000000:schedule/default/cairn-aggregate");
        return event;
    }
}
