package dev.cairn.simulation;

import dev.cairn.classify.ClassifyHandler;
import dev.cairn.local.stream.Checkpoint;
import dev.cairn.local.stream.EventSourceMapping;
import dev.cairn.local.stream.EventSourceMapping.Progress;
import dev.cairn.local.stream.LoggedRecord;
import dev.cairn.local.stream.MappingSettings;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Lambda's side of the stream: one mapping per shard that passes batches to the classifier. Child shards wait for their
 * parents. A batch may time out while its process continues with it, so that two processes work on it at once.
 */
final class Readers {
    /** As in the template, but with unlimited retries: otherwise failed batches would be missing from the tables. */
    private static final MappingSettings SETTINGS = new MappingSettings(100, Duration.ofSeconds(5), true, null, null);

    private static final Duration FIRST_WAIT = Duration.ofSeconds(2);

    private final World world;
    private final Fleet<ClassifyHandler> classifiers;
    private final Duration patience;
    private final Map<Shard, EventSourceMapping> mappings = new HashMap<>();
    private final Set<Shard> scheduled = new HashSet<>();

    /** @param patience maximum time that records wait for a batch */
    Readers(World world, Fleet<ClassifyHandler> classifiers, Duration patience) {
        this.world = world;
        this.classifiers = classifiers;
        this.patience = patience;
    }

    /** Signals that there may be something to read. */
    void arrived(Shard shard) {
        Instant now = world.clock().instant();
        Duration wait = world.dice().below(2) == 0
                ? Duration.between(now, World.meeting(now, patience))
                : Duration.ofMillis(world.dice().between(1, patience.toMillis()));
        readIn(shard, wait);
    }

    private void readIn(Shard shard, Duration wait) {
        if (scheduled.add(shard)) {
            world.in(wait, () -> read(shard));
        }
    }

    boolean isDrained(Shard shard) {
        EventSourceMapping mapping = mappings.get(shard);
        return shard.last() == 0 || (mapping != null && mapping.checkpoint() == shard.last());
    }

    private void read(Shard shard) {
        if (!shard.parents.stream().allMatch(parent -> parent.isClosed() && isDrained(parent))) {
            scheduled.remove(shard);
            readIn(shard, patience);
            return;
        }
        EventSourceMapping mapping = mappings.computeIfAbsent(shard, this::mapping);
        Progress progress = Progress.ADVANCED;
        while (progress == Progress.ADVANCED) {
            progress = mapping.step();
        }
        scheduled.remove(shard);
        if (progress == Progress.TO_BE_RETRIED) {
            readIn(shard, FIRST_WAIT);
        } else if (!isDrained(shard)) {
            arrived(shard);
        }
    }

    private EventSourceMapping mapping(Shard shard) {
        return new EventSourceMapping(
                shard.id,
                SETTINGS,
                (after, limit) -> shard.read(after, limit),
                (in, out) -> out.write(classify(in.readAllBytes())),
                (condition, attempts, records) -> givenUp(records),
                Checkpoint.inMemory(),
                world.clock());
    }

    private void givenUp(List<LoggedRecord> records) {
        world.tally().add(What.GIVEN_UP, records.size());
    }

    private byte[] classify(byte[] batch) throws IOException {
        world.tally().add(What.BATCHES);
        if (world.dice().happens(world.dice().faults().overlapping())) {
            world.tally().add(What.OVERLAPPING);
            world.begin(() -> {
                try {
                    invoke(batch);
                } catch (IOException lateAndUnheard) {
                    world.tally().add(What.OVERLAPPING, 0);
                }
            });
            throw new IOException("timed out");
        }
        return invoke(batch);
    }

    private byte[] invoke(byte[] batch) throws IOException {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        try {
            classifiers.invoke(handler -> {
                handler.handleRequest(new ByteArrayInputStream(batch), answer, null);
                return true;
            });
        } catch (Killed dead) {
            throw new IOException("the process died");
        } catch (Exception failed) {
            throw new IOException("the function failed", failed);
        }
        return answer.toByteArray();
    }
}
