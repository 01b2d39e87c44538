package dev.cairn.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.Pipeline;
import dev.cairn.local.Function;
import dev.cairn.local.FunctionFactory;
import dev.cairn.local.demo.Demo;
import dev.cairn.plan.version.PlanRepository;
import dev.cairn.store.Dependencies;
import dev.cairn.store.ItemStore;
import dev.cairn.store.Json;
import dev.cairn.store.memory.MemoryArchive;
import dev.cairn.store.memory.MemoryItemStore;
import dev.cairn.store.notice.Notices;
import dev.cairn.telemetry.Telemetry;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** The demo month as played by {@code ./cairn local}: its plan, and every body with its time of receipt. */
record DemoTraffic(String plan, List<Sent> bodies) {
    private static final int PORT = 8080;

    /** A body and when it was received. */
    record Sent(Instant at, String body) {

        static Sent of(Instant at, List<JsonNode> events) {
            ObjectNode body = Json.MAPPER.createObjectNode().put("site", Demo.SITE);
            body.putArray("events").addAll(events);
            return new Sent(at, body.toString());
        }

        JsonNode events() {
            return Json.read(body, JsonNode.class).path("events");
        }

        /** The same events in bodies of at most this many, each sent a second after its last event, as in the demo. */
        List<Sent> inParts(int most) {
            List<Sent> parts = new ArrayList<>();
            JsonNode events = events();
            for (int from = 0; from < events.size(); from += most) {
                List<JsonNode> some = new ArrayList<>();
                for (int i = from; i < Math.min(from + most, events.size()); i++) {
                    some.add(events.get(i));
                }
                long last = some.getLast().path("at").asLong();
                parts.add(Sent.of(Instant.ofEpochMilli(last).plusSeconds(1), some));
            }
            return parts;
        }

        /** The traffic of a share of the persons, each of whom is included completely or not at all; may be empty. */
        private List<Sent> ofShare(int percent) {
            List<JsonNode> chosen = new ArrayList<>();
            for (JsonNode event : events()) {
                JsonNode context = event.path("context");
                String person =
                        context.path("ip").asText() + context.path("user_agent").asText();
                if (Math.floorMod(person.hashCode(), 100) < percent) {
                    chosen.add(event);
                }
            }
            return chosen.isEmpty() ? List.of() : List.of(Sent.of(at, chosen));
        }
    }

    /** @param percent of the visitors; 100 is the month as it is */
    static DemoTraffic until(Instant end, int percent) {
        Clock clock = Clock.fixed(end, ZoneOffset.UTC);
        ItemStore items = new MemoryItemStore(clock);
        List<Sent> bodies = new ArrayList<>();
        try {
            Demo demo = Demo.of(null, clock, then -> ports(items, then), new Noting(bodies::add), PORT)
                    .orElseThrow();
            demo.load(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8), () -> {});
        } catch (IOException noFolder) {
            throw new UncheckedIOException(noFolder);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
        String plan = new PlanRepository(items, clock, Duration.ZERO).current().source();
        return new DemoTraffic(
                plan,
                bodies.stream()
                        .flatMap(sent -> percent == 100 ? List.of(sent).stream() : sent.ofShare(percent).stream())
                        .toList());
    }

    private static Dependencies ports(ItemStore items, Clock clock) {
        return new Dependencies(
                items, entries -> Set.of(), new MemoryArchive(), Pipeline.SECRETS, clock, Telemetry.SILENT);
    }

    /** A collector that records requests and accepts everything. */
    private record Noting(Consumer<Sent> sent) implements FunctionFactory {
        @Override
        public Function collect(Dependencies dependencies) {
            return (in, out) -> {
                JsonNode asked = Json.MAPPER.readTree(in);
                Instant at = Instant.ofEpochMilli(
                        asked.path("requestContext").path("timeEpoch").asLong());
                sent.accept(new Sent(at, asked.path("body").asText()));
                out.write("{\"statusCode\":202,\"body\":\"{\\\"accepted\\\":0}\"}".getBytes(StandardCharsets.UTF_8));
            };
        }

        @Override
        public Function classify(Dependencies dependencies) {
            throw new UnsupportedOperationException("the demo collects only");
        }

        @Override
        public Function aggregate(Dependencies dependencies, Notices notices) {
            throw new UnsupportedOperationException("the demo collects only");
        }

        @Override
        public Function restate(Dependencies dependencies) {
            throw new UnsupportedOperationException("the demo collects only");
        }

        @Override
        public Function report(Dependencies dependencies) {
            throw new UnsupportedOperationException("the demo collects only");
        }
    }
}
