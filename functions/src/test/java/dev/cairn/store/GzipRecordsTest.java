package dev.cairn.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

class GzipRecordsTest {

    @Test
    void anObjectIsLinesInGzip() throws IOException {
        byte[] object = GzipRecords.write(List.of(bytes("{\"a\":1}"), bytes("{\"b\":2}")));

        assertThat(new GZIPInputStream(new ByteArrayInputStream(object)).readAllBytes())
                .isEqualTo(bytes("{\"a\":1}\n{\"b\":2}\n"));
    }

    /** A file that grows by members, and files as Firehose may write them. */
    @Test
    void severalMembersAreOneObject() {
        byte[] object = together(
                GzipRecords.write(List.of(bytes("a"), bytes("b"))),
                GzipRecords.write(List.of()),
                GzipRecords.write(List.of(bytes("c"))));

        assertThat(read(object)).containsExactly("a", "b", "c");
    }

    /** A stream over a network often says that nothing is available. */
    @Test
    void severalMembersAreReadFromAStreamThatNeverSaysWhatIsAvailable() {
        byte[] first = GzipRecords.write(List.of(bytes("a")));
        byte[] second = GzipRecords.write(List.of(bytes("b")));
        InputStream silent =
                new SequenceInputStream(new Silent(first), new SequenceInputStream(new Silent(second), empty()));

        try (Stream<byte[]> records = GzipRecords.read(silent)) {
            assertThat(records.map(GzipRecordsTest::text)).containsExactly("a", "b");
        }
    }

    @Test
    void aDamagedObjectIsNotReadAsAShorterOne() {
        byte[] object = GzipRecords.write(lines(5_000));

        assertThatThrownBy(() -> read(Arrays.copyOf(object, object.length / 2)))
                .isInstanceOf(UncheckedIOException.class);
        assertThatThrownBy(() -> read(bytes("not compressed at all"))).isInstanceOf(UncheckedIOException.class);
    }

    /** At every byte at which a kill may have stopped the writer. */
    @Test
    void aTornObjectIsReadToItsLastWholeRecord() {
        byte[] whole = GzipRecords.write(List.of(bytes("first"), bytes("second")));
        byte[] next = GzipRecords.write(List.of(bytes("third, which is longer"), bytes("fourth")));

        for (int length = 0; length <= next.length; length++) {
            byte[] torn = together(whole, Arrays.copyOf(next, length));
            try (Stream<byte[]> records = GzipRecords.readToTheTear(new ByteArrayInputStream(torn))) {
                List<String> read = records.map(GzipRecordsTest::text).toList();
                assertThat(read).startsWith("first", "second");
                assertThat(List.of("first", "second", "third, which is longer", "fourth"))
                        .startsWith(read.toArray(String[]::new));
            }
        }
    }

    @Test
    void anEmptyFileHasNoRecords() {
        assertThat(read(new byte[0])).isEmpty();
    }

    /** 128 MB and more of records: reading a record does not depend on the following ones. */
    @Test
    void recordsAreReadWhenTheyAreAskedFor() {
        byte[] member = GzipRecords.write(lines(1_000));
        InputStream endless = new InputStream() {
            private int position;

            @Override
            public int read() {
                return member[position++ % member.length] & 0xff;
            }

            @Override
            public int available() {
                return 1;
            }
        };

        try (Stream<byte[]> records = GzipRecords.read(endless)) {
            assertThat(records.limit(200_000).count()).isEqualTo(200_000);
        }
    }

    /** Reports that nothing is available. */
    private static final class Silent extends ByteArrayInputStream {
        Silent(byte[] bytes) {
            super(bytes);
        }

        @Override
        public synchronized int available() {
            return 0;
        }
    }

    private static InputStream empty() {
        return new ByteArrayInputStream(new byte[0]);
    }

    private static List<byte[]> lines(int count) {
        Random random = new Random(7);
        return IntStream.range(0, count)
                .mapToObj(i -> bytes(i + " " + Long.toHexString(random.nextLong())))
                .toList();
    }

    private static List<String> read(byte[] object) {
        try (Stream<byte[]> records = GzipRecords.read(new ByteArrayInputStream(object))) {
            return records.map(GzipRecordsTest::text).toList();
        }
    }

    private static byte[] together(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] record) {
        return new String(record, StandardCharsets.UTF_8);
    }
}
