package dev.cairn.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.store.codec.Heartbeat;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The contract of every archive, wherever its objects are stored. */
public abstract class ArchiveContract {
    public static final Instant HOUR = Instant.parse("2026-11-21T23:00:00Z");

    /** An archive without objects; the same one throughout a test. */
    protected abstract EventArchive archive();

    /** Writes an object of an hour, as the delivery does; returns its key. */
    protected abstract String write(Instant arrival, List<byte[]> records);

    @Test
    void R4_recordsComeBackAsTheyWereOnTheStream() {
        byte[] heartbeat = new Heartbeat(1_763_766_000_000L).write();
        List<byte[]> records = List.of(bytes("{\"schema\":1,\"name\":\"café \\n 東京\"}"), heartbeat, bytes("no JSON"));

        String key = write(HOUR, records);

        assertThat(read(key)).containsExactlyElementsOf(records);
    }

    @Test
    void aLongObjectIsReadToItsEnd() {
        List<byte[]> records = IntStream.range(0, 3_000)
                .mapToObj(i -> bytes("record " + i + " " + "x".repeat(i)))
                .toList();

        String key = write(HOUR, records);

        assertThat(read(key)).containsExactlyElementsOf(records);
    }

    @Test
    void aReaderMayStopEarly() {
        String key = write(HOUR, List.of(bytes("a"), bytes("b"), bytes("c")));

        try (Stream<byte[]> records = archive().read(key)) {
            assertThat(records.findFirst()).contains(bytes("a"));
        }
    }

    @Test
    void anObjectThatIsNotThereHasNoRecords() {
        assertThat(read(ArchiveKeys.prefix(HOUR) + "gone.gz")).isEmpty();
        assertThat(archive().rewrite(ArchiveKeys.prefix(HOUR) + "gone.gz", Optional::of))
                .isFalse();
    }

    @Test
    void R4_everyObjectThatMayHoldARecordOfTheTimeIsListedInTheOrderOfTheHours() {
        List<String> keys = new ArrayList<>();
        for (int hour = 0; hour < 48; hour++) {
            keys.add(write(HOUR.plus(Duration.ofHours(hour)), List.of(bytes("record " + hour))));
        }
        Instant from = HOUR.plus(Duration.ofHours(5));
        Instant to = HOUR.plus(Duration.ofHours(8));

        List<String> listed = archive().list(from, to);

        // The previous hour: its object may still have been open. The next hour: the last record was in transit.
        assertThat(listed).isEqualTo(keys.subList(4, 9));
        assertThat(archive().list(from, from)).isEmpty();
        assertThat(archive().list(to, from)).isEmpty();
        assertThat(archive().list(Instant.EPOCH, HOUR.plus(Duration.ofDays(400))))
                .isEqualTo(keys);
    }

    @Test
    void anHourMayHaveManyObjects() {
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            keys.add(write(HOUR.plus(Duration.ofMinutes(2L * i)), List.of(bytes("record " + i))));
        }

        assertThat(archive().list(HOUR, HOUR.plus(Duration.ofHours(1))))
                .containsExactlyInAnyOrderElementsOf(keys.stream().distinct().toList())
                .isSorted();
        assertThat(archive().list(HOUR, HOUR.plus(Duration.ofHours(1))).stream()
                        .flatMap(key -> read(key).stream())
                        .map(record -> new String(record, StandardCharsets.UTF_8)))
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, 30).mapToObj(i -> "record " + i).toList());
    }

    @Test
    void aRewriteReplacesAndLeavesOutAndKeepsTheRestAsItWas() {
        String key = write(HOUR, List.of(bytes("stays"), bytes("goes"), bytes("changes"), bytes("stays too")));

        boolean changed = archive().rewrite(key, record -> switch (text(record)) {
            case "goes" -> Optional.empty();
            case "changes" -> Optional.of(bytes("changed"));
            default -> Optional.of(record);
        });

        assertThat(changed).isTrue();
        assertThat(read(key)).containsExactly(bytes("stays"), bytes("changed"), bytes("stays too"));
        assertThat(archive().list(HOUR, HOUR.plusSeconds(1))).containsExactly(key);
    }

    @Test
    void aRewriteThatChangesNothingSaysSo() {
        String key = write(HOUR, List.of(bytes("a"), bytes("b")));

        assertThat(archive().rewrite(key, Optional::of)).isFalse();

        assertThat(read(key)).containsExactly(bytes("a"), bytes("b"));
    }

    @Test
    void anObjectOfWhichNothingIsLeftIsGone() {
        String key = write(HOUR, List.of(bytes("a"), bytes("b")));
        String other = write(HOUR.plus(Duration.ofHours(1)), List.of(bytes("c")));

        assertThat(archive().rewrite(key, record -> Optional.empty())).isTrue();

        assertThat(read(key)).isEmpty();
        assertThat(archive().list(HOUR, HOUR.plus(Duration.ofHours(3)))).containsExactly(other);
    }

    /** Otherwise one erasure would put back what another removed. */
    @Test
    void rewritesAtTheSameTimeDoNotUndoEachOther() throws Exception {
        int writers = 4;
        List<byte[]> records = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            records.add(bytes((i % (writers + 1)) + " record " + i));
        }
        String key = write(HOUR, records);
        try (ExecutorService pool = Executors.newFixedThreadPool(writers)) {
            List<Future<Boolean>> rewrites = new ArrayList<>();
            for (int writer = 0; writer < writers; writer++) {
                String mine = writer + " ";
                rewrites.add(pool.submit(() -> archive().rewrite(key, record -> {
                    Thread.yield();
                    return text(record).startsWith(mine) ? Optional.empty() : Optional.of(record);
                })));
            }
            for (Future<Boolean> rewrite : rewrites) {
                assertThat(rewrite.get()).isTrue();
            }
        }

        assertThat(read(key)).hasSize(8).allMatch(record -> text(record).startsWith("4 "));
    }

    @Test
    void R6_whatIsOlderIsDeletedByTheHour() {
        String old = write(HOUR.minus(Duration.ofHours(1)), List.of(bytes("a")));
        String kept = write(HOUR.plus(Duration.ofMinutes(10)), List.of(bytes("b")));

        assertThat(archive().deleteBefore(HOUR.plus(Duration.ofMinutes(59)))).isEqualTo(1);

        assertThat(read(old)).isEmpty();
        assertThat(read(kept)).containsExactly(bytes("b"));
        assertThat(archive().deleteBefore(HOUR)).isZero();
    }

    public final List<byte[]> read(String key) {
        try (Stream<byte[]> records = archive().read(key)) {
            return records.toList();
        }
    }

    public static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    public static String text(byte[] record) {
        return new String(record, StandardCharsets.UTF_8);
    }
}
