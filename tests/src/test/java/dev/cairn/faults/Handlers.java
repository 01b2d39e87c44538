package dev.cairn.faults;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.aggregate.AggregateHandler;
import dev.cairn.classify.ClassifyHandler;
import dev.cairn.collect.CollectHandler;
import dev.cairn.local.Function;
import dev.cairn.store.Dependencies;
import dev.cairn.store.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** The real handlers, caching the plan for as long as in the cloud. */
record Handlers(Function collect, Function classify, Function aggregate) {
    private static final Duration CACHED = Duration.ofSeconds(60);

    static Handlers of(Dependencies dependencies) {
        return new Handlers(
                invoking(new CollectHandler(dependencies, CACHED)),
                invoking(new ClassifyHandler(dependencies, CACHED)),
                invoking(new AggregateHandler(dependencies, CACHED)));
    }

    private static Function invoking(RequestStreamHandler handler) {
        return (event, answer) -> handler.handleRequest(event, answer, null);
    }

    /** Executes a run; returns its summary. Throws what the handler throws. */
    JsonNode aggregate(boolean full) {
        ObjectNode event = Json.MAPPER.createObjectNode();
        event.putObject("detail").put("full", full);
        try {
            return Json.MAPPER.readTree(aggregate.invoke(event.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (IOException inMemory) {
            throw new UncheckedIOException(inMemory);
        }
    }

    /** Runs over everything that is due until a run leaves no work. */
    int aggregateUntilDone(int atMost) {
        for (int run = 1; run <= atMost; run++) {
            try {
                JsonNode summary = aggregate(true);
                if (summary.path("failed").asInt() + summary.path("overtaken").asInt() == 0) {
                    return run;
                }
            } catch (RuntimeException theNextRunIsRight) {
                // a fault that reached the handler
            }
        }
        throw new IllegalStateException("after " + atMost + " runs something was still left to do");
    }
}
