package dev.cairn.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.local.stream.LocalStream;
import dev.cairn.local.tables.LocalDatabase;
import dev.cairn.local.tables.SqliteTables;
import dev.cairn.store.EventStream;
import dev.cairn.store.Item;
import dev.cairn.store.ItemStore;
import dev.cairn.store.Table;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process is killed while it writes; everything that was confirmed to it must be stored. */
class KillTest {
    private static final int KILLS = 2;

    @TempDir
    Path folder;

    /** Writes items and records endlessly and prints the number of each once both are confirmed. */
    public static final class Writer {
        public static void main(String[] arguments) throws Exception {
            Path folder = Path.of(arguments[0]);
            int first = Integer.parseInt(arguments[1]);
            DataFolder data = DataFolder.open(folder);
            try (LocalStream stream = LocalStream.open(data.stream(), Clock.systemUTC(), 0)) {
                ItemStore items = SqliteTables.open(data.tables()).items(Clock.systemUTC());
                for (int i = first; ; i++) {
                    stream.put(List.of(new EventStream.Entry("key", ("" + i).getBytes(StandardCharsets.UTF_8))));
                    items.replace(Item.first(key(i), "{\"number\":" + i + "}", null));
                    System.out.println(i);
                }
            }
        }
    }

    @Test
    void R2_everythingAcknowledgedIsOnDiskAndSurvivesKill9() throws Exception {
        int acknowledged = 0;
        for (int kill = 1; kill <= KILLS; kill++) {
            acknowledged = writeAndKill(acknowledged + 1, 150 + 70 * kill);
        }

        DataFolder data = DataFolder.open(folder);
        try (LocalStream stream = LocalStream.open(data.stream(), Clock.systemUTC(), 0);
                LocalDatabase database = SqliteTables.open(data.tables())) {
            ItemStore items = database.items(Clock.systemUTC());
            List<String> records = stream.read(0, Integer.MAX_VALUE).stream()
                    .map(record -> new String(record.data(), StandardCharsets.UTF_8))
                    .toList();
            for (int i = 1; i <= acknowledged; i++) {
                assertThat(records).contains("" + i);
                assertThat(items.get(key(i))).as("item %d", i).isPresent();
            }
        }
    }

    private int writeAndKill(int first, int writes) throws Exception {
        Process writer = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Writer.class.getName(),
                        folder.toString(),
                        "" + first)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        int last = first - 1;
        try (BufferedReader out = writer.inputReader()) {
            String line = out.readLine();
            for (; line != null; line = out.readLine()) {
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

    private static Item.Key key(int number) {
        return new Item.Key(Table.STATE, "partition-" + number % 7, "sort-" + number);
    }
}
