package dev.cairn.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.local.cli.UsageException;
import dev.cairn.local.http.GatewayAnswer;
import dev.cairn.local.http.GatewayEvent;
import dev.cairn.local.stream.KinesisEvent;
import dev.cairn.local.stream.LocalStream;
import dev.cairn.plan.version.PlanRepository;
import dev.cairn.plan.version.PutResult;
import dev.cairn.store.Dependencies;
import dev.cairn.store.memory.MemoryArchive;
import dev.cairn.store.memory.MemoryItemStore;
import dev.cairn.telemetry.Telemetry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;

/**
 * Sends a body through a collector whose plan has the body's site, and returns the Kinesis event for the records it
 * wrote to the stream.
 */
public final class SampleKinesisEvent {

    private SampleKinesisEvent() {}

    public static ObjectNode make(JsonNode parsed, String body, FunctionFactory wiring) throws IOException {
        Clock clock = Clock.fixed(latest(parsed), ZoneOffset.UTC);
        LocalStream stream = LocalStream.inMemory(clock);
        LocalSecrets secrets = LocalSecrets.load(null, null);
        Dependencies dependencies = new Dependencies(
                new MemoryItemStore(clock), stream, new MemoryArchive(), secrets, clock, Telemetry.SILENT);
        putPlan(parsed.path("site").asText(), dependencies);
        GatewayEvent event = new GatewayEvent(
                "POST",
                "/v1/events",
                "",
                Map.of("authorization", "Bearer " + secrets.adminKey(), "content-type", "application/json"),
                body.getBytes(StandardCharsets.UTF_8),
                "127.0.0.1",
                clock.instant());
        GatewayAnswer answer = GatewayAnswer.read(wiring.collect(dependencies).invoke(event.json()));
        if (answer.status() != 202) {
            throw new UsageException("the collector answered " + answer.status() + ": " + answer.text());
        }
        return KinesisEvent.of(stream.read(0, LocalStream.MAX_ENTRIES));
    }

    private static void putPlan(String site, Dependencies dependencies) {
        ObjectNode plan = dev.cairn.store.Json.MAPPER.createObjectNode().put("extends", "default");
        plan.putObject("sites").putObject(site).put("time_zone", "UTC").put("currency", "EUR");
        PutResult result = new PlanRepository(dependencies.items(), dependencies.clock(), Duration.ZERO)
                .put(plan.toString(), "*", null);
        if (result instanceof PutResult.Faulty faulty) {
            throw new UsageException(
                    "the site's id is not valid: " + faulty.faults().getFirst());
        }
    }

    /**
     * The time of the last event, so that no event is too old or in the future; the current time if no event has a
     * time.
     */
    private static Instant latest(JsonNode body) {
        long latest = 0;
        for (JsonNode event : body.path("events")) {
            latest = Math.max(latest, event.path("at").asLong());
        }
        return latest == 0 ? Instant.now() : Instant.ofEpochMilli(latest);
    }
}
