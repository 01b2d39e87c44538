package dev.cairn.local.archive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.local.stream.Checkpoint;
import dev.cairn.local.stream.LocalStream;
import dev.cairn.local.stream.StreamTrimmer;
import dev.cairn.store.EventArchive;
import dev.cairn.store.EventStream;
import dev.cairn.store.SetClock;
import dev.cairn.store.memory.MemoryArchive;
import dev.cairn.telemetry.Telemetry;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchiveDeliveryTest {
    private static final Instant HOUR = Instant.parse("2026-11-21T23:00:00Z");
    private static final Instant FAR = Instant.parse("2100-01-01T00:00:00Z");
    private static final int KILLS = 3;

    @TempDir
    Path folder;

    private final SetClock clock = new SetClock(HOUR);
    private final MemoryArchive archive = new MemoryArchive();
    private final ArchiveWriter memory = (arrival, position, records) -> archive.write(arrival, records);

    @Test
    void R4_everyRecordIsInAnObjectOfTheHourInWhichItCame() throws Exception {
        LocalStream stream = LocalStream.inMemory(clock);
        put(stream, "a", "b");
        clock.forward(Duration.ofMinutes(61));
        put(stream, "c");
        try (ArchiveDelivery delivery = delivery(stream, memory, Checkpoint.inMemory(), position -> {})) {
            delivery.start();
            delivery.awaitDrained();

            List<String> keys = archive.list(Instant.EPOCH, FAR);
            assertThat(keys).hasSize(2);
            assertThat(keys.getFirst()).startsWith("events/2026/11/21/23/");
            assertThat(keys.getLast()).startsWith("events/2026/11/22/00/");
            assertThat(texts(archive)).containsExactly("a", "b", "c");
        }
    }

    @Test
    void R4_whatCannotBeWrittenWaitsInTheStream() throws Exception {
        LocalStream stream = LocalStream.inMemory(clock);
        AtomicInteger failures = new AtomicInteger();
        AtomicLong done = new AtomicLong();
        Checkpoint checkpoint = Checkpoint.inMemory();
        List<Long> checkpoints = Collections.synchronizedList(new ArrayList<>());
        ArchiveWriter flaky = (arrival, position, records) -> {
            checkpoints.add(checkpoint.load());
            if (failures.incrementAndGet() <= 1) {
                throw new IllegalStateException("the disk is full");
            }
            archive.write(arrival, records);
        };
        try (ArchiveDelivery delivery = delivery(stream, flaky, checkpoint, done::set)) {
            put(stream, "a", "b");
            delivery.start();
            delivery.awaitDrained();

            assertThat(failures).hasValue(2);
            assertThat(checkpoints).as("moved only over what is written").containsExactly(0L, 0L);
            assertThat(texts(archive)).containsExactly("a", "b");
            assertThat(done).hasValue(2);
            assertThat(checkpoint.load()).isEqualTo(2);
        }
    }

    /** Whether the classifier is faster or slower than the archive, neither takes records from the other. */
    @Test
    void theStreamForgetsOnlyWhatAllItsReadersAreDoneWith() throws Exception {
        AtomicLong forgotten = new AtomicLong();
        StreamTrimmer readers = new StreamTrimmer(forgotten::set);
        var classifier = readers.add(0);
        var delivery = readers.add(3);

        classifier.accept(10);
        assertThat(forgotten).hasValue(3);
        delivery.accept(12);
        assertThat(forgotten).hasValue(10);
    }

    /** A data folder from before there was an archive, or one whose stream was deleted. */
    @Test
    void itDoesNotWaitForRecordsThatTheStreamNoLongerHas() throws Exception {
        try (LocalStream stream = LocalStream.open(folder.resolve("stream"), clock, 41, 0)) {
            put(stream, "a");
            assertThat(stream.confirmed()).isEqualTo(42);
            try (ArchiveDelivery delivery = delivery(stream, memory, Checkpoint.inMemory(), position -> {})) {
                delivery.start();
                delivery.awaitDrained();
            }
            assertThat(texts(archive)).containsExactly("a");
        }
        try (LocalStream empty = LocalStream.open(folder.resolve("another"), clock, 41, 7);
                ArchiveDelivery delivery = delivery(empty, memory, Checkpoint.inMemory(), position -> {})) {
            delivery.start();
            delivery.awaitDrained();
            assertThat(texts(archive)).containsExactly("a");
        }
    }

    @Test
    void R6_itCleansAtTheStart() throws Exception {
        AtomicInteger cleanings = new AtomicInteger();
        LocalStream stream = LocalStream.inMemory(clock);
        try (ArchiveDelivery delivery = new ArchiveDelivery(
                stream, memory, Checkpoint.inMemory(), position -> {}, cleanings::incrementAndGet, Telemetry.SILENT)) {
            delivery.start();
            put(stream, "a");
            delivery.awaitDrained();
        }
        assertThat(cleanings).hasValue(1);
    }

    /** Puts records endlessly, archives them, and prints the number of each once it is confirmed. */
    public static final class Writer {
        public static void main(String[] arguments) throws Exception {
            Path folder = Path.of(arguments[0]);
            int first = Integer.parseInt(arguments[1]);
            Checkpoint checkpoint = Checkpoint.file(folder.resolve("archive-checkpoint"), System.err::println);
            LocalStream stream = LocalStream.open(folder.resolve("stream"), Clock.systemUTC(), checkpoint.load());
            ArchiveDelivery delivery =
                    delivery(stream, new FolderArchive(folder.resolve("archive")), checkpoint, stream::discardThrough);
            delivery.start();
            Thread hurry = Thread.ofPlatform().daemon().start(() -> {
                while (true) {
                    try {
                        delivery.awaitDrained();
                    } catch (InterruptedException e) {
                        return;
                    }
                }
            });
            for (int i = first; hurry.isAlive(); i++) {
                put(stream, "" + i);
                System.out.println(i);
            }
        }
    }

    @Test
    void R4_everythingAcknowledgedIsInTheArchiveWhateverIsKilled() throws Exception {
        int acknowledged = 0;
        for (int kill = 1; kill <= KILLS; kill++) {
            acknowledged = writeAndKill(acknowledged + 1, 100 + 60 * kill);
        }

        FolderArchive archived = new FolderArchive(folder.resolve("archive"));
        Checkpoint checkpoint = Checkpoint.file(folder.resolve("archive-checkpoint"), System.err::println);
        assertThat(checkpoint.load()).as("it was killed while it was archiving").isPositive();
        try (LocalStream stream = LocalStream.open(folder.resolve("stream"), Clock.systemUTC(), checkpoint.load());
                ArchiveDelivery delivery = delivery(stream, archived, checkpoint, stream::discardThrough)) {
            delivery.start();
            delivery.awaitDrained();
        }
        assertThat(texts(archived))
                .containsAll(IntStream.rangeClosed(1, acknowledged)
                        .mapToObj(Integer::toString)
                        .toList());
    }

    private int writeAndKill(int first, int writes) throws Exception {
        Process writer = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Writer.class.getName(),
                        folder.toString(),
                        "" + first)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        int last = first - 1;
        try (BufferedReader out = writer.inputReader()) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                last = Integer.parseInt(line);
                if (last == first + writes) {
                    writer.toHandle().destroyForcibly(); // its last line may be incomplete
                }
            }
        }
        assertThat(writer.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(last).isGreaterThanOrEqualTo(first + writes);
        return last;
    }

    private static ArchiveDelivery delivery(
            LocalStream stream, ArchiveWriter writer, Checkpoint checkpoint, LongConsumer done) {
        return new ArchiveDelivery(stream, writer, checkpoint, done, () -> {}, Telemetry.SILENT);
    }

    private static void put(LocalStream stream, String... texts) {
        List<EventStream.Entry> entries = new ArrayList<>();
        for (String text : texts) {
            entries.add(new EventStream.Entry("key", text.getBytes(StandardCharsets.UTF_8)));
        }
        assertThat(stream.put(entries)).isEmpty();
    }

    private static List<String> texts(EventArchive archive) {
        List<String> texts = new ArrayList<>();
        for (String key : archive.list(Instant.EPOCH, FAR)) {
            try (Stream<byte[]> records = archive.read(key)) {
                records.forEach(record -> texts.add(new String(record, StandardCharsets.UTF_8)));
            }
        }
        return texts;
    }
}
