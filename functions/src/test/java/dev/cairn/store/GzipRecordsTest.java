package dev.cairn.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GzipRecordsTest {
    private static final String KEY = "events/2026/11/21/23/x.gz";

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

    @Test
    void aDamagedObjectIsNotReadAsAShorterOne() {
        byte[] object = GzipRecords.write(lines(5_000));

        assertThatThrownBy(() -> read(Arrays.copyOf(object, object.length / 2)))
                .isInstanceOf(UnreadableObjectException.class)
                .hasMessageContaining(KEY);
        assertThatThrownBy(() -> read(bytes("not compressed at all"))).isInstanceOf(UnreadableObjectException.class);
    }

    /** At every byte at which a kill may have stopped the writer. */
    @Test
    void aTornObjectIsReadToItsLastWholeRecord() {
        byte[] whole = GzipRecords.write(List.of(bytes("first"), bytes("second")));
        byte[] next = GzipRecords.write(List.of(bytes("third, which is longer"), bytes("fourth")));

        for (int length = 0; length <= next.length; length++) {
            List<Integer> torn = new ArrayList<>();
            List<String> read = GzipRecords.readToTheTear(KEY, together(whole, Arrays.copyOf(next, length)), torn::add)
                    .map(GzipRecordsTest::text)
                    .toList();
            assertThat(read).startsWith("first", "second");
            assertThat(List.of("first", "second", "third, which is longer", "fourth"))
                    .startsWith(read.toArray(String[]::new));
            assertThat(torn).isEqualTo(length == 0 || length == next.length ? List.of() : List.of(length));
        }
    }

    @Test
    void zerosThatALossOfPowerLeftAtTheEndAreATear() {
        byte[] object = together(GzipRecords.write(List.of(bytes("a"))), new byte[4_096]);
        List<Integer> torn = new ArrayList<>();

        assertThat(GzipRecords.readToTheTear(KEY, object, torn::add).map(GzipRecordsTest::text))
                .containsExactly("a");
        assertThat(torn).containsExactly(4_096);
    }

    /** Every byte in turn; in the format of the version before as well (R8). */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void R4_aFlippedByteLosesItsMemberAtMostAndNeverSilently(boolean earlierFormat) throws IOException {
        List<List<String>> members = List.of(List.of("a 1", "a 2", "a 3"), List.of("b 1", "b 2"), List.of("c 1"));
        List<String> all = members.stream().flatMap(List::stream).toList();
        byte[] object = new byte[0];
        for (List<String> member : members) {
            object = together(object, earlierFormat ? earlier(member) : write(member));
        }
        int unnoticed = 0;
        for (int i = 0; i < object.length; i++) {
            byte[] damaged = object.clone();
            damaged[i] ^= (byte) (1 << i % 8);
            Salvaged salvaged = salvage(damaged);
            if (salvaged.damage() == null && salvaged.torn() == 0) {
                assertThat(salvaged.records()).as("byte %d", i).isEqualTo(all);
                unnoticed++;
            } else {
                List<String> lost = new ArrayList<>(all);
                lost.removeAll(salvaged.records());
                assertThat(all).as("byte %d", i).containsAll(salvaged.records());
                assertThat(members).as("byte %d", i).anyMatch(member -> member.containsAll(lost));
                assertSaysHowMany(salvaged, lost.size());
            }
        }
        assertThat(unnoticed).as("bytes without a meaning").isLessThan(members.size() * 20);
    }

    private static void assertSaysHowMany(Salvaged salvaged, int lost) {
        if (salvaged.damage() != null && salvaged.damage().contains(" records")) {
            assertThat(salvaged.damage()).containsAnyOf(" " + lost + " records", "an unknown number of records");
        }
    }

    private record Salvaged(List<String> records, String damage, int torn) {}

    private static Salvaged salvage(byte[] object) {
        List<String> records = new ArrayList<>();
        List<Integer> torn = new ArrayList<>();
        String damage = null;
        try {
            GzipRecords.readToTheTear(KEY, object, torn::add).forEach(record -> records.add(text(record)));
        } catch (UnreadableObjectException unreadable) {
            damage = unreadable.getMessage();
        }
        return new Salvaged(records, damage, torn.isEmpty() ? 0 : torn.getFirst());
    }

    private static byte[] write(List<String> records) {
        return GzipRecords.write(records.stream().map(GzipRecordsTest::bytes).toList());
    }

    private static byte[] earlier(List<String> records) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(bytes(String.join("\n", records) + "\n"));
        }
        return bytes.toByteArray();
    }

    @Test
    void aDamagedMemberOfManyCostsNoMoreThanAHundredRecords() {
        byte[] object = GzipRecords.write(lines(1_000));
        object[object.length / 2 + 300] ^= 1;

        Salvaged salvaged = salvage(object);

        assertThat(salvaged.records()).hasSize(900);
        assertThat(salvaged.damage()).contains("with 100 records");
    }

    @Test
    void anEmptyFileHasNoRecords() {
        assertThat(read(new byte[0])).isEmpty();
    }

    private static List<byte[]> lines(int count) {
        Random random = new Random(7);
        return IntStream.range(0, count)
                .mapToObj(i -> bytes(i + " " + Long.toHexString(random.nextLong())))
                .toList();
    }

    private static List<String> read(byte[] object) {
        try (Stream<byte[]> records = GzipRecords.read(KEY, object)) {
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
