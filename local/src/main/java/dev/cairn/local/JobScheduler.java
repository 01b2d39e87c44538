package dev.cairn.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.plan.version.BackfillRules;
import dev.cairn.store.ItemStore;
import dev.cairn.store.Json;
import dev.cairn.store.work.DeferredSites;
import dev.cairn.store.work.JobStore;
import dev.cairn.store.work.JobStore.Job;
import dev.cairn.telemetry.Telemetry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/**
 * Stands in for EventBridge for the restate function: calls it every few seconds and on demand while there are jobs or
 * deferred records, one run at a time. Jobs start only once every earlier record is classified and archived, so that no
 * job has to wait.
 */
final class JobScheduler implements AutoCloseable {
    /** A backfill rule is cached for at most a second (see {@link BackfillRules}); the rest allows for clock error. */
    private static final Duration IN_FORCE_WITHIN = Duration.ofMillis(1_500);

    private static final Duration BETWEEN_RUNS = Duration.ofMillis(100);

    private final Function restate;
    private final JobStore jobs;
    private final DeferredSites deferred;
    private final Clock clock;
    private final Drain drain;
    private final Timer timer;

    /** The stream that jobs wait for; its tail may still contain erased events. */
    interface Drain {
        /** Waits until everything now in the stream is classified and archived. */
        void await() throws InterruptedException;

        /** Deletes classified and archived records from the disk. */
        void forget();
    }

    JobScheduler(Function restate, ItemStore items, Clock clock, Drain drain, Duration every, Telemetry telemetry) {
        this.restate = restate;
        this.jobs = new JobStore(items, clock);
        this.deferred = new DeferredSites(items, clock);
        this.clock = clock;
        this.drain = drain;
        this.timer = new Timer("restating", every, this::run, "a run of the jobs failed", telemetry);
    }

    void start() {
        timer.start();
    }

    /** Classifies deferred records and runs every job to completion; jobs that fail are retried later. */
    void runToTheEnd() throws IOException, InterruptedException {
        timer.alone(() -> {
            while (true) {
                JsonNode summary = Json.MAPPER.readTree(run());
                boolean worksOn = summary.path("deferred").asInt() > 0;
                if (!worksOn
                        && summary.path("open").asInt()
                                <= summary.path("failing").asInt()) {
                    return summary.toString();
                }
                Thread.sleep(BETWEEN_RUNS);
            }
        });
    }

    /** Waits for a run in progress to finish. */
    @Override
    public void close() {
        timer.close();
    }

    /**
     * Whether every cache has the rule that the job may depend on, so that records drained from now on are tagged by
     * it.
     */
    private boolean isRipe(Job job) {
        return Math.abs(clock.millis() - job.requestedAt()) >= IN_FORCE_WITHIN.toMillis();
    }

    private String run() throws IOException, InterruptedException {
        List<Job> open = jobs.open().stream().map(JobStore.Loaded::job).toList();
        List<String> ripe = open.stream().filter(this::isRipe).map(Job::id).toList();
        if (ripe.isEmpty() && deferred.all().isEmpty()) {
            return "{\"open\":" + open.size() + "}";
        }
        if (!ripe.isEmpty()) {
            drain.await();
        }
        ObjectNode event = Json.MAPPER.createObjectNode().put("source", "cairn.local");
        ArrayNode meant = event.putObject("detail").putArray("jobs");
        ripe.forEach(meant::add);
        byte[] summary = restate.invoke(event.toString().getBytes(StandardCharsets.UTF_8));
        drain.forget();
        return new String(summary, StandardCharsets.UTF_8);
    }
}
