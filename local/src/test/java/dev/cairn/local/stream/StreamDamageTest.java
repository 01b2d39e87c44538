package dev.cairn.local.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.local.ChecksummedFile;
import dev.cairn.store.EventStream.Entry;
import dev.cairn.store.SetClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One wrong byte in the stream's files costs one record at most, and is never passed over in silence. */
class StreamDamageTest {
    private static final int RECORDS = 12;
    private static final int SEGMENT_BYTES = 200;

    private final SetClock clock = new SetClock(Instant.parse("2026-03-10T12:00:00Z"));
    private final List<String> trouble = new ArrayList<>();

    @TempDir
    Path folder;

    /** After a stop, and after a kill, which leaves no word about where the stream ends. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void R2_aFlippedByteAnywhereLosesOneRecordAtMostAndIsReported(boolean stopped) throws IOException {
        write(stopped);
        for (Path segment : segments()) {
            byte[] whole = Files.readAllBytes(segment);
            for (int i = 0; i < whole.length; i++) {
                byte[] damaged = whole.clone();
                damaged[i] ^= (byte) (1 << i % 8);
                Files.write(segment, damaged);

                List<LoggedRecord> read = read();

                assertReported(segment, i, read, stopped);
            }
            Files.write(segment, whole);
        }
    }

    /** Only a kill hides how many records there were behind the last intact one; the message says that. */
    private void assertReported(Path segment, int at, List<LoggedRecord> read, boolean stopped) {
        long intact = read.stream().filter(StreamDamageTest::isIntact).count();
        assertThat(intact).as("%s, byte %d", segment, at).isGreaterThanOrEqualTo(RECORDS - 1);
        if (intact < RECORDS) {
            assertThat(trouble).as("byte %d", at).hasSize(1);
            assertThat(trouble.getFirst()).contains(segment.toString());
            boolean cutOff = trouble.getFirst().contains("are not a complete record");
            assertThat(cutOff && stopped).isFalse();
            if (!cutOff) {
                assertThat(trouble.getFirst()).contains("1 record that was not yet classified or not yet archived");
                assertThat(read.stream().map(LoggedRecord::position))
                        .containsExactlyElementsOf(
                                LongStream.rangeClosed(1, RECORDS).boxed().toList());
            }
        }
    }

    @Test
    void R2_aLossIsStillKnownAfterTheNextStart() throws IOException {
        write(true);
        flip(segments().getLast(), 30);
        flip(segments().get(1), 30);
        List<LoggedRecord> before = read();
        try (LocalStream stream = open(0)) {
            stream.put(List.of(new Entry("key", "later".getBytes(StandardCharsets.UTF_8))));
        }

        List<LoggedRecord> again = read();

        assertThat(before.stream().filter(record -> !isIntact(record))).hasSize(2);
        assertThat(again.stream().filter(record -> !isIntact(record)).map(LoggedRecord::position))
                .isEqualTo(before.stream()
                        .filter(record -> !isIntact(record))
                        .map(LoggedRecord::position)
                        .toList());
        assertThat(again).hasSize(RECORDS + 1);
    }

    @Test
    void damageBehindWhichEveryReaderIsLosesNothingAndSaysSo() throws IOException {
        write(true);
        flip(segments().getFirst(), 30);

        try (LocalStream stream = open(RECORDS)) {
            assertThat(stream.read(0, 100)).isEmpty();
        }

        assertThat(trouble).hasSize(1);
        assertThat(trouble.getFirst())
                .contains("nothing is lost", segments().getFirst().toString());
    }

    /** The classifier is behind at a record in the middle: each of several lost ones has a placeholder. */
    @Test
    void R2_manyLostRecordsAreCountedRight() throws IOException {
        write(true);
        Path segment = segments().get(1);
        byte[] bytes = Files.readAllBytes(segment);
        int records = (int) Stream.of(bytes).count();
        for (int i = 0; i < bytes.length; i += 10) {
            bytes[i] ^= 1;
        }
        Files.write(segment, bytes);

        List<LoggedRecord> read = read();

        long lost = read.stream().filter(record -> !isIntact(record)).count();
        assertThat(lost).isGreaterThan(records);
        assertThat(read).hasSize(RECORDS);
        assertThat(trouble).hasSize(1);
        assertThat(trouble.getFirst()).contains(lost + " records that were not yet");
    }

    @Test
    void aDamagedWordAboutTheEndIsReportedAndLosesNothing() throws IOException {
        write(true);
        flip(folder.resolve("end"), 0);

        assertThat(read()).hasSize(RECORDS).allMatch(StreamDamageTest::isIntact);
        assertThat(trouble)
                .singleElement()
                .asString()
                .contains(folder.resolve("end").toString(), "nothing is lost");
    }

    /** "1234" may become "9234", and what is between would never be read. */
    @Test
    void R2_aFlippedByteOfACheckpointSkipsNothing() throws IOException {
        Path file = folder.resolve("checkpoint");
        Checkpoint.file(file, trouble::add).save(1_234);
        byte[] whole = Files.readAllBytes(file);
        for (int i = 0; i < whole.length; i++) {
            for (int bit = 0; bit < 8; bit++) {
                byte[] damaged = whole.clone();
                damaged[i] ^= (byte) (1 << bit);
                Files.write(file, damaged);
                trouble.clear();

                long position = Checkpoint.file(file, trouble::add).load();

                if (position != 1_234) {
                    assertThat(position).as("byte %d, bit %d", i, bit).isZero();
                    assertThat(trouble).singleElement().asString().contains(file.toString());
                }
            }
        }
    }

    @Test
    void R8_aCheckpointOfTheVersionBeforeIsRead() throws IOException {
        Path file = Files.writeString(folder.resolve("checkpoint"), "1234\n");

        assertThat(Checkpoint.file(file, trouble::add).load()).isEqualTo(1_234);
        assertThat(trouble).isEmpty();
    }

    /** Bytes that are not UTF-8 as well. */
    @Test
    void aChecksumNoticesEveryChangedBit() throws IOException {
        String text = "{\"master\":\"\u00e9\u4e1c\",\"admin_key\":\"k\"}";
        Path file = Files.writeString(folder.resolve("secrets.json"), ChecksummedFile.seal(text));
        byte[] whole = Files.readAllBytes(file);
        int content = text.getBytes(StandardCharsets.UTF_8).length;
        for (int i = 0; i < content; i++) {
            for (int bit = 0; bit < 8; bit++) {
                byte[] damaged = whole.clone();
                damaged[i] ^= (byte) (1 << bit);
                Files.write(file, damaged);
                assertThatThrownBy(() -> ChecksummedFile.read(file))
                        .isInstanceOf(ChecksummedFile.DamagedException.class)
                        .hasMessageContaining(file.toString());
            }
        }
        Files.write(file, whole);
        assertThat(ChecksummedFile.read(file)).isEqualTo(text);
    }

    @Test
    void I1_aQuietStreamKeepsNoRecordLongerThanAnHourOnceItIsRead() throws IOException {
        try (LocalStream stream = open(0)) {
            stream.put(List.of(new Entry("key", "raw event".getBytes(StandardCharsets.UTF_8))));
            stream.discardThrough(1);
            stream.endSegment(false);
            assertThat(onDisk()).contains("raw event");

            clock.forward(Duration.ofHours(1));
            stream.endSegment(false);

            assertThat(onDisk()).doesNotContain("raw event");
            stream.put(List.of(new Entry("key", "next".getBytes(StandardCharsets.UTF_8))));
            assertThat(stream.read(1, 10)).extracting(LoggedRecord::position).containsExactly(2L);
        }
        try (LocalStream stream = open(1)) {
            assertThat(stream.read(1, 10)).hasSize(1);
            assertThat(trouble).isEmpty();
        }
    }

    @Test
    void I1_aRecordThatIsNotReadYetIsKeptHoweverOldItIs() throws IOException {
        try (LocalStream stream = open(0)) {
            stream.put(List.of(new Entry("key", "raw event".getBytes(StandardCharsets.UTF_8))));
            clock.forward(Duration.ofDays(30));
            stream.endSegment(true);
            assertThat(stream.read(0, 10)).hasSize(1);
        }
        try (LocalStream stream = open(0)) {
            assertThat(stream.read(0, 10)).hasSize(1);
        }
    }

    /** A write that is interrupted closes the file: the records are written once more, to another one. */
    @Test
    void R2_afterAFailedWriteTheStreamRecoversWithoutARestart() throws IOException {
        try (LocalStream stream = open(0)) {
            stream.put(List.of(new Entry("key", "before".getBytes(StandardCharsets.UTF_8))));
            for (int i = 0; i < 3; i++) {
                Thread.currentThread().interrupt();
                assertThatThrownBy(() -> stream.put(List.of(new Entry("key", "lost".getBytes(StandardCharsets.UTF_8)))))
                        .isInstanceOf(RuntimeException.class);
                assertThat(Thread.interrupted()).isTrue();
                assertThat(stream.put(List.of(new Entry("key", ("after " + i).getBytes(StandardCharsets.UTF_8)))))
                        .isEmpty();
            }
            assertThat(texts(stream.read(0, 100))).contains("before", "after 0", "after 1", "after 2");
        }
        assertThat(texts(read())).contains("before", "after 0", "after 1", "after 2");
    }

    private void write(boolean stopped) throws IOException {
        SegmentLog log = SegmentLog.open(folder, 0, 0, SEGMENT_BYTES, record -> {}, trouble::add);
        for (int i = 1; i <= RECORDS; i++) {
            byte[] data =
                    ("{\"record\":" + i + ",\"text\":\"some text of an event\"}").getBytes(StandardCharsets.UTF_8);
            log.append(List.of(new LoggedRecord(i, clock.millis(), "key", data)));
            log.force();
        }
        if (stopped) {
            log.close();
        }
        assertThat(segments().size()).isGreaterThan(2);
    }

    /** Reads everything, and leaves the files as they are. */
    private List<LoggedRecord> read() throws IOException {
        trouble.clear();
        Path copy = Files.createTempDirectory(folder, "copy");
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, copy.resolve(file.getFileName()));
            }
        }
        List<LoggedRecord> records = new ArrayList<>();
        SegmentLog.open(copy, 0, 0, SEGMENT_BYTES, records::add, trouble::add).close();
        trouble.replaceAll(message -> message.replace(copy.toString(), folder.toString()));
        try (Stream<Path> files = Files.list(copy)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(copy);
        return records;
    }

    private LocalStream open(long checkpoint) throws IOException {
        return LocalStream.open(folder, clock, trouble::add, checkpoint);
    }

    private static boolean isIntact(LoggedRecord record) {
        return !record.partitionKey().equals("damaged");
    }

    private static void flip(Path file, int at) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[at] ^= 1;
        Files.write(file, bytes);
    }

    private List<Path> segments() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".log"))
                    .sorted()
                    .toList();
        }
    }

    private String onDisk() throws IOException {
        StringBuilder all = new StringBuilder();
        for (Path segment : segments()) {
            all.append(Files.readString(segment, StandardCharsets.ISO_8859_1));
        }
        return all.toString();
    }

    private static List<String> texts(List<LoggedRecord> records) {
        return records.stream()
                .map(record -> new String(record.data(), StandardCharsets.UTF_8))
                .toList();
    }
}
