package dev.cairn.local.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.store.EventStream.Entry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalStreamTest {
    private static final Clock CLOCK = Clock.systemUTC();

    @TempDir
    Path folder;

    private final List<String> trouble = new ArrayList<>();

    @Test
    void whatWasPutIsReadInOrder() {
        LocalStream stream = LocalStream.inMemory(CLOCK);

        assertThat(stream.put(entries("a", "b"))).isEmpty();
        assertThat(stream.put(entries("c"))).isEmpty();

        assertThat(texts(stream.read(0, 10))).containsExactly("a", "b", "c");
        assertThat(texts(stream.read(1, 1))).containsExactly("b");
        assertThat(stream.confirmed()).isEqualTo(3);
    }

    @Test
    void whatWasPutIsThereAfterARestartWithoutAClose() throws IOException {
        LocalStream.open(folder, CLOCK, 0).put(entries("a", "b", "c"));

        LocalStream again = LocalStream.open(folder, CLOCK, 1);

        assertThat(texts(again.read(1, 10))).containsExactly("b", "c");
        again.put(entries("d"));
        assertThat(again.read(3, 10).getFirst().position()).isEqualTo(4);
    }

    @Test
    void aFrameCutOffAnywhereIsCutOffAtTheStartAndNothingBeforeItIsLost() throws IOException {
        LocalStream.open(folder, CLOCK, 0).put(entries("first", "second", "third"));
        Path file = segments().getFirst();
        byte[] whole = Files.readAllBytes(file);
        int frame = whole.length - lengthOf("third");

        for (int length = frame; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            Files.deleteIfExists(folder.resolve("end")); // as after a kill
            try (LocalStream again = LocalStream.open(folder, CLOCK, 0)) {
                assertThat(texts(again.read(0, 10))).containsExactly("first", "second");
                again.put(entries("fourth"));
            }
            try (LocalStream again = LocalStream.open(folder, CLOCK, 0)) {
                assertThat(texts(again.read(0, 10))).containsExactly("first", "second", "fourth");
            }
        }
    }

    @Test
    void oldSegmentsAreDeletedAndPositionsGoOn() throws IOException {
        try (SegmentLog log = SegmentLog.open(folder, 0, 0, 1_000, record -> {}, trouble::add)) {
            for (int i = 1; i <= 100; i++) {
                log.append(List.of(record(i, 100)));
            }
            int before = segments().size();
            log.deleteThrough(50);
            assertThat(before).isGreaterThan(10);
            assertThat(segments().size()).isBetween(4, 7);
            log.deleteThrough(100);
            assertThat(segments()).hasSize(1);
        }
        List<Long> left = new ArrayList<>();
        try (SegmentLog log =
                SegmentLog.open(folder, 98, 98, 1_000, record -> left.add(record.position()), trouble::add)) {
            assertThat(left).containsExactly(99L, 100L);
            assertThat(log.next()).isEqualTo(101);
        }
    }

    @Test
    void positionsAreNeverUsedAgainWhenTheCheckpointIsAhead() throws IOException {
        try (LocalStream stream = LocalStream.open(folder, CLOCK, 41)) {
            stream.put(entries("a"));
            assertThat(stream.read(41, 10).getFirst().position()).isEqualTo(42);
        }
    }

    @Test
    void moreThanTheBacklogHoldsIsNotConfirmedUntilItIsRead() {
        LocalStream stream = LocalStream.inMemory(CLOCK);
        List<Entry> big = List.of(new Entry("key", new byte[1 << 20]));
        int taken = 0;
        while (stream.put(big).isEmpty()) {
            taken++;
        }

        assertThat(taken).isEqualTo(65);
        assertThat(stream.put(List.of(big.getFirst(), big.getFirst()))).isEqualTo(Set.of(0, 1));
        stream.discardThrough(10);
        assertThat(stream.put(big)).isEmpty();
    }

    @Test
    void putsFromManyThreadsAreAllConfirmedOnceAndKeepTheirOrder() throws Exception {
        LocalStream stream = LocalStream.open(folder, CLOCK, 0);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            for (int thread = 0; thread < 20; thread++) {
                int number = thread;
                all.add(threads.submit(() -> IntStream.range(0, 20)
                        .forEach(i -> stream.put(entries(number + ":" + 2 * i, number + ":" + (2 * i + 1))))));
            }
            for (Future<?> each : all) {
                each.get();
            }
        }

        List<String> texts = texts(LocalStream.open(folder, CLOCK, 0).read(0, 10_000));
        assertThat(texts).hasSize(800).doesNotHaveDuplicates();
        for (int thread = 0; thread < 20; thread++) {
            String prefix = thread + ":";
            assertThat(texts.stream().filter(text -> text.startsWith(prefix)))
                    .containsExactlyElementsOf(
                            IntStream.range(0, 40).mapToObj(i -> prefix + i).toList());
        }
    }

    @Test
    void refusesMoreEntriesThanKinesisTakes() {
        List<Entry> many = IntStream.range(0, 501)
                .mapToObj(i -> new Entry("k", new byte[0]))
                .toList();

        assertThatThrownBy(() -> LocalStream.inMemory(CLOCK).put(many)).isInstanceOf(IllegalArgumentException.class);
        assertThat(LocalStream.inMemory(CLOCK).put(many.subList(0, 500))).isEmpty();
    }

    private List<Path> segments() throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".log"))
                    .sorted()
                    .toList();
        }
    }

    private static LoggedRecord record(long position, int bytes) {
        return new LoggedRecord(position, 0, "key", new byte[bytes]);
    }

    private static int lengthOf(String data) {
        return Frame.bytes(new LoggedRecord(1, 0, "key", data.getBytes(StandardCharsets.UTF_8)));
    }

    private static List<Entry> entries(String... data) {
        return Arrays.stream(data)
                .map(text -> new Entry("key", text.getBytes(StandardCharsets.UTF_8)))
                .toList();
    }

    private static List<String> texts(List<LoggedRecord> records) {
        return records.stream()
                .map(record -> new String(record.data(), StandardCharsets.UTF_8))
                .toList();
    }
}
