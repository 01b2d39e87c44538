package dev.cairn;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.domain.event.AcceptedEvent;
import dev.cairn.domain.event.Delivery;
import dev.cairn.domain.event.ExclusionReason;
import dev.cairn.domain.event.LinkLevel;
import dev.cairn.domain.event.TestEvents;
import dev.cairn.domain.event.VisitorKey;
import dev.cairn.domain.person.DeviceOwnership;
import dev.cairn.jobs.JobsHandler;
import dev.cairn.jobs.PropagationDelay;
import dev.cairn.store.BreakingItems;
import dev.cairn.store.Dependencies;
import dev.cairn.store.Hashes;
import dev.cairn.store.Item;
import dev.cairn.store.Json;
import dev.cairn.store.Secrets;
import dev.cairn.store.SetClock;
import dev.cairn.store.codec.DeliveryCodec;
import dev.cairn.store.memory.MemoryArchive;
import dev.cairn.store.memory.MemoryItemStore;
import dev.cairn.store.statistic.VisitorSketch;
import dev.cairn.store.visitor.PersonReader;
import dev.cairn.store.visitor.VisitorDayStore;
import dev.cairn.store.work.JobStore;
import dev.cairn.telemetry.Telemetry;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/** A site with the real handlers, an archive, and the jobs function, whose process can be killed. */
final class ErasureWorld {
    static final Instant NOW = AnyOrderTest.NOW;
    static final String PLAN = AnyOrderTest.PLAN.replace("origins: []", "origins: [], retention_days: 30");

    final SetClock clock = new SetClock(NOW);
    final MemoryItemStore items = new MemoryItemStore(clock);
    final BreakingItems breaking = new BreakingItems(items);
    final MemoryArchive archive;
    final Pipeline pipeline = new Pipeline(items, clock, PLAN, "shop");
    final JobStore jobs = new JobStore(items, clock);
    private final JobsHandler restate;

    ErasureWorld() {
        this(new MemoryArchive());
    }

    ErasureWorld(MemoryArchive archive) {
        this.archive = archive;
        this.restate = new JobsHandler(
                new Dependencies(
                        breaking, entries -> java.util.Set.of(), archive, new NoSecrets(), clock, Telemetry.SILENT),
                Duration.ZERO,
                PropagationDelay.NONE);
    }

    private record NoSecrets() implements Secrets {
        @Override
        public byte[] master() {
            throw new UnsupportedOperationException("a job needs no secret");
        }

        @Override
        public String adminKey() {
            throw new UnsupportedOperationException("a job needs no key");
        }
    }

    void deliver(List<byte[]> records) {
        for (int from = 0; from < records.size(); from += 50) {
            Optional<String> failed =
                    pipeline.deliver(from, records.subList(from, Math.min(from + 50, records.size())));
            if (failed.isPresent()) {
                throw new IllegalStateException("failed at " + failed.get());
            }
        }
    }

    void archive(List<byte[]> records) {
        for (int from = 0; from < records.size(); from += 20) {
            archive.write(
                    clock.instant().minus(Duration.ofHours(from)),
                    records.subList(from, Math.min(from + 20, records.size())));
        }
    }

    void erase(VisitorKey name) {
        jobs.add(JobStore.Kind.ERASURE, "shop", Map.of("names", name.toString()));
    }

    /** Runs the jobs once; returns how many are still open. */
    int restate() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            restate.handleRequest(new ByteArrayInputStream("{}".getBytes()), out, null);
            return Json.MAPPER.readTree(out.toByteArray()).path("open").asInt();
        } catch (IOException inMemory) {
            throw new UncheckedIOException(inMemory);
        }
    }

    /** The figures of all rows that have some. */
    Map<String, String> rows(boolean health) {
        Map<String, String> rows = new TreeMap<>();
        for (Item item : items.all()) {
            String partition = item.key().partition();
            if (partition.startsWith("row#") && (health || !partition.endsWith("#health"))) {
                JsonNode figures = Json.read(item.body(), JsonNode.class).path("figures");
                boolean nobody = figures.isTextual() && figures.asText().equals(VisitorSketch.NOBODY.sketch());
                if (!nobody && (figures.isTextual() || !figures.toString().matches("[^1-9]*"))) {
                    rows.put(partition + " " + item.key().sort(), figures.toString());
                }
            }
        }
        return rows;
    }

    /** The visitor's current events (I3), according to the stored facts. */
    BiPredicate<Delivery, AcceptedEvent> eventsOf(VisitorKey victim) {
        Map<VisitorKey, DeviceOwnership> owners = new HashMap<>();
        for (int i = 0; i < 3; i++) {
            VisitorKey device = new VisitorKey(LinkLevel.DEVICE, "device" + i);
            owners.put(device, new PersonReader("shop", items, new VisitorDayStore(items, clock)).owners(device));
        }
        return (delivery, event) -> delivery.visitor().equals(victim)
                || delivery.device() != null && delivery.device().is(victim)
                || delivery.visitor().link() == LinkLevel.DEVICE
                        && owners.get(delivery.visitor())
                                .ownerAt(Hashes.orderKey(event))
                                .filter(victim::equals)
                                .isPresent();
    }

    /** The records without these events; events excluded from the statistics belong to no visitor. */
    static List<byte[]> without(
            List<byte[]> records, BiPredicate<Delivery, AcceptedEvent> unwanted, @Nullable ExclusionReason instead) {
        List<byte[]> left = new ArrayList<>();
        for (byte[] record : records) {
            Delivery delivery = DeliveryCodec.read(record);
            List<AcceptedEvent> events = new ArrayList<>();
            for (AcceptedEvent event : delivery.events()) {
                if (event.exclusion() != null || !unwanted.test(delivery, event)) {
                    events.add(event);
                } else if (instead != null) {
                    events.add(excluded(event, instead));
                }
            }
            left.add(DeliveryCodec.write(copy(delivery, delivery.id(), delivery.receivedAt(), events)));
        }
        return left;
    }

    /** The same events, resent by their clients. */
    static List<byte[]> resent(List<byte[]> records, long receivedAt) {
        List<byte[]> again = new ArrayList<>();
        for (byte[] record : records) {
            Delivery delivery = DeliveryCodec.read(record);
            again.add(DeliveryCodec.write(copy(delivery, delivery.id() + "-again", receivedAt, delivery.events())));
        }
        return again;
    }

    static Delivery copy(Delivery delivery, String id, long receivedAt, List<AcceptedEvent> events) {
        return new Delivery(
                id,
                delivery.site(),
                receivedAt,
                delivery.planVersion(),
                delivery.sender(),
                events,
                delivery.rejected());
    }

    private static AcceptedEvent excluded(AcceptedEvent event, ExclusionReason exclusion) {
        return TestEvents.copyOf(event).excluded(exclusion).build();
    }
}
