package dev.cairn.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.observe.Telemetry;
import dev.cairn.store.Jobs;
import dev.cairn.store.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/**
 * EventBridge's place for the restate function: calls it while there are jobs, every few seconds and on demand, one run
 * at a time. Jobs are begun only when all that came before them is classified and archived, so that none has to wait.
 */
final class Restating implements AutoCloseable {
    private final Function restate;
    private final Jobs jobs;
    private final Drain drain;
    private final Timer timer;

    /** Waits until all that is on the stream now is classified and archived. */
    @FunctionalInterface
    interface Drain {
        void await() throws InterruptedException;
    }

    Restating(Function restate, Jobs jobs, Drain drain, Duration every, Telemetry telemetry) {
        this.restate = restate;
        this.jobs = jobs;
        this.drain = drain;
        this.timer = new Timer("restating", every, this::run, "work on the past failed", telemetry);
    }

    void start() {
        timer.start();
    }

    /** Runs every job to its end, but for those that fail: they are tried again later. */
    void runToTheEnd() throws IOException, InterruptedException {
        timer.alone(() -> {
            JsonNode summary;
            do {
                summary = Json.MAPPER.readTree(run());
            } while (summary.path("open").asInt() > summary.path("failing").asInt());
            return summary.toString();
        });
    }

    /** Lets a run that is on its way end. */
    @Override
    public void close() {
        timer.close();
    }

    private String run() throws IOException, InterruptedException {
        List<String> open = jobs.open().stream().map(each -> each.job().id()).toList();
        if (open.isEmpty()) {
            return "{}";
        }
        drain.await();
        ObjectNode event = Json.MAPPER.createObjectNode().put("source", "cairn.local");
        ArrayNode meant = event.putObject("detail").putArray("jobs");
        open.forEach(meant::add);
        return new String(restate.invoke(event.toString().getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
    }
}
