package dev.cairn.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.local.tables.LocalDatabase;
import dev.cairn.local.tables.SqliteTables;
import dev.cairn.store.DeadLetterBatches;
import dev.cairn.store.EventArchive;
import dev.cairn.store.Json;
import dev.cairn.store.work.JobStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * One wrong byte anywhere in a data folder: the start refuses or salvages, with a message that names the file, or the
 * figures are what they were.
 */
class DataFolderDamageTest {
    private static final int CLASSIFIED = 20;
    private static final int ON_THE_STREAM = 10;

    @TempDir
    Path temporary;

    private final DataFolderFixture shop = new DataFolderFixture();
    private Path whole;
    private Path folder;

    /** 20 events are classified and counted, 10 more are acknowledged and only on the stream; one batch was given up. */
    @BeforeEach
    void make() throws Exception {
        whole = temporary.resolve("whole");
        folder = temporary.resolve("folder");
        try (LocalSystem system = shop.start(whole)) {
            DataFolderFixture.putPlan(system);
            for (int i = 0; i < CLASSIFIED; i++) {
                assertThat(shop.send(system, "v" + i % 7, "a" + i, "one").statusCode())
                        .isEqualTo(202);
            }
            system.aggregate();
        }
        try (LocalSystem system = shop.start(whole, DataFolderFixture.NOW, DataFolderFixture.withoutClassifier())) {
            for (int i = 0; i < ON_THE_STREAM; i++) {
                assertThat(shop.send(system, "w" + i, "b" + i, "two").statusCode())
                        .isEqualTo(202);
            }
        }
        shop.console.reset();
    }

    @Test
    void R2_aFlippedByteInAnyFileIsRefusedOrReportedOrChangesNoFigure() throws Exception {
        Map<String, String> figures = figuresOf(null, 0);
        assertThat(figures.toString()).contains("\"stored\":" + (CLASSIFIED + ON_THE_STREAM));
        TreeSet<String> noticed = new TreeSet<>();
        for (Path file : DataFolderFixture.files(whole)) {
            Path relative = whole.relativize(file);
            if (Files.size(file) == 0 || relative.startsWith("archive")) {
                continue;
            }
            for (int at : places(file)) {
                shop.console.reset();
                String named = folder.resolve(relative).toString();
                try {
                    Map<String, String> now = figuresOf(relative, at);
                    if (!shop.console().contains(named)) {
                        assertThat(now)
                                .as("%s, byte %d: %s", relative, at, shop.console())
                                .isEqualTo(figures);
                    } else {
                        noticed.add(relative.toString());
                    }
                } catch (IOException refused) {
                    assertThat(refused).as("%s, byte %d", relative, at).hasMessageContaining(named);
                    noticed.add(relative.toString());
                }
            }
        }
        assertThat(noticed)
                .contains("checkpoint", "archive-checkpoint", "secrets.json", "stream/end", "tables/cairn.db")
                .anyMatch(file -> file.matches("stream/\\d+\\.log"));
    }

    /** The beginning, the header, the end, and some in between. */
    private static List<Integer> places(Path file) throws IOException {
        int size = (int) Files.size(file);
        TreeSet<Integer> places = new TreeSet<>(List.of(0, size / 3, size - 1));
        if (file.toString().endsWith(".db")) {
            places.addAll(List.of(24, 93, size / 2, size - 200));
        } else {
            places.addAll(List.of(Math.min(5, size - 1), Math.max(0, size - 30)));
        }
        return List.copyOf(places);
    }

    private Map<String, String> figuresOf(Path damaged, int at) throws Exception {
        DataFolderFixture.copy(whole, folder);
        if (damaged != null) {
            flip(folder.resolve(damaged), at);
        }
        try (LocalSystem system = shop.start(folder)) {
            system.aggregate();
        }
        try (LocalDatabase tables = SqliteTables.open(folder.resolve("tables"))) {
            TreeMap<String, String> figures = StoredRows.figures(tables);
            figures.keySet().removeIf(row -> row.startsWith("shop linkable"));
            return figures;
        }
    }

    @Test
    void R2_aLostRecordShowsInTheQuarantineAndComesBackByARebuild() throws Exception {
        DataFolderFixture.copy(whole, folder);
        archiveAll();
        List<Path> segments = DataFolderFixture.files(folder.resolve("stream")).stream()
                .filter(file -> file.toString().endsWith(".log"))
                .toList();
        flip(segments.getLast(), (int) Files.size(segments.getLast()) - 800);

        try (LocalSystem system = shop.start(folder)) {
            system.aggregate();
            JsonNode lost = Json.read(
                    shop.call(system, "GET", "/v1/sites/-/quarantine", null).body(), JsonNode.class);

            assertThat(shop.console())
                    .contains("1 record that was not yet", segments.getLast().toString());
            assertThat(lost.toString()).contains("\"undecodable\"");
            assertThat(shop.health(system).path("stored").asInt()).isEqualTo(CLASSIFIED + ON_THE_STREAM - 1);

            new JobStore(system.ports(system.clock()).items(), system.clock())
                    .add(JobStore.Kind.REBUILD, JobStore.EVERY_SITE, Map.of());
            Thread.sleep(1_600); // jobs are started once a rule that was in a cache is known everywhere
            system.aggregate();
            assertThat(shop.health(system).path("stored").asInt()).isEqualTo(CLASSIFIED + ON_THE_STREAM);
        }
    }

    /** The archive is some seconds behind the stream. */
    private void archiveAll() throws Exception {
        try (LocalSystem system = shop.start(folder, DataFolderFixture.NOW, DataFolderFixture.withoutClassifier())) {
            long giveUpAt = System.nanoTime() + Duration.ofSeconds(30).toNanos();
            while (archived(system) < ON_THE_STREAM) {
                assertThat(System.nanoTime()).isLessThan(giveUpAt);
                Thread.sleep(200);
            }
        }
        shop.console.reset();
    }

    private static long archived(LocalSystem system) {
        EventArchive archive = system.ports(system.clock()).archive();
        return archive.list(Instant.EPOCH, DataFolderFixture.NOW.plusSeconds(3_600)).stream()
                .flatMap(archive::read)
                .filter(record -> new String(record, StandardCharsets.UTF_8).contains("\"two\""))
                .count();
    }

    /** In the key and in the deflated body of a visitor day. */
    @ParameterizedTest
    @ValueSource(ints = {5, 60})
    void R8_damagedTablesAreMadeAgainFromTheArchive(int place) throws Exception {
        DataFolderFixture.copy(whole, folder);
        Path tables = folder.resolve("tables/cairn.db");
        flip(tables, placeOfAVisitorDay(tables) + place);
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);

        boolean rebuilt = new Rebuild(folder, DataFolderFixture.NOW, out, out).run();

        String text = said.toString(StandardCharsets.UTF_8);
        assertThat(rebuilt).as(text).isTrue();
        assertThat(text).contains(tables.toString(), "Carried over", "1 item of the table STATE cannot be read");
        try (LocalSystem system = shop.start(folder)) {
            system.aggregate();
            assertThat(shop.health(system).path("stored").asInt()).isEqualTo(CLASSIFIED + ON_THE_STREAM);
        }
    }

    private static int placeOfAVisitorDay(Path tables) throws IOException {
        int item = Files.readString(tables, StandardCharsets.ISO_8859_1).indexOf("shop#2026-03-10#");
        assertThat(item).isPositive();
        return item;
    }

    @Test
    void R8_whereAKeyCannotBeReadTheRebuildRefusesAndChangesNothing() throws Exception {
        DataFolderFixture.copy(whole, folder);
        Path tables = folder.resolve("tables/cairn.db");
        int plan = Files.readString(tables, StandardCharsets.ISO_8859_1).indexOf("version#");
        flip(tables, plan + 14);
        byte[] before = Files.readAllBytes(tables);
        PrintStream out = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);

        assertThat(catchThrowable(() -> new Rebuild(folder, DataFolderFixture.NOW, out, out).run()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("of the table SETTINGS cannot be read");
        assertThat(Files.readAllBytes(tables)).isEqualTo(before);
    }

    @Test
    void R2_damagedPagesAreFoundAtTheStart() throws Exception {
        DataFolderFixture.copy(whole, folder);
        Path tables = folder.resolve("tables/cairn.db");
        byte[] bytes = Files.readAllBytes(tables);
        bytes[2 * 4096 + 4] ^= 0x7f; // the number of cells of a page
        Files.write(tables, bytes);

        assertThat(catchThrowable(() -> shop.start(folder)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(tables.toString())
                .hasMessageContaining("./cairn rebuild");
    }

    /** A folder of the version before has none of the checksums, and is read as it is. */
    @Test
    void R8_aFolderWithoutChecksumsIsRead() throws Exception {
        Map<String, String> figures = figuresOf(null, 0);
        for (Path file : DataFolderFixture.files(whole)) {
            String name = file.getFileName().toString();
            if (name.equals("end")) {
                Files.delete(file);
            } else if (!name.endsWith(".log") && !name.endsWith(".db") && !name.endsWith(".gz")) {
                String text = Files.readString(file);
                int mark = text.indexOf("\ncrc32c=");
                Files.writeString(file, mark < 0 ? text : text.substring(0, mark));
            }
        }
        shop.console.reset();

        assertThat(figuresOf(null, 0)).isEqualTo(figures);
        assertThat(shop.console()).isEmpty();
    }

    @Test
    void R4_aDamagedArchiveFileIsNamedByTheJobThatReadsIt() throws Exception {
        Path object = DataFolderFixture.files(whole.resolve("archive")).getFirst();
        for (int at : places(object)) {
            DataFolderFixture.copy(whole, folder);
            flip(folder.resolve(whole.relativize(object)), at);
            shop.console.reset();
            try (LocalSystem system = shop.start(folder)) {
                JobStore jobs = new JobStore(system.ports(system.clock()).items(), system.clock());
                String job = jobs.add(JobStore.Kind.REBUILD, JobStore.EVERY_SITE, Map.of())
                        .id();
                Thread.sleep(1_600);
                system.aggregate();

                assertThat(shop.health(system).path("stored").asInt()).isEqualTo(CLASSIFIED + ON_THE_STREAM);
                JobStore.Job done = jobs.load(job).orElseThrow().job();
                assertThat(done.progress().events() == CLASSIFIED + ON_THE_STREAM
                                || done.message().contains(object.getFileName().toString()))
                        .as("byte %d: %s", at, done)
                        .isTrue();
            }
        }
    }

    /** Batches that were given up hold whole events, and each is named by the replay that cannot read it. */
    @Test
    void R2_aDamagedFailedBatchIsNamedAndStays() throws Exception {
        Path failed = Files.createDirectories(whole.resolve("failed")).resolve("00000000000000000001-x.json");
        Files.writeString(failed, ChecksummedFile.seal("{\"payload\":\"{\\\"Records\\\":[]}\"}"));
        flip(failed, 20);
        try (LocalSystem system = shop.start(whole)) {
            JobStore jobs = new JobStore(system.ports(system.clock()).items(), system.clock());
            String job = jobs.add(JobStore.Kind.REPLAY, "-", Map.of("reason", DeadLetterBatches.REASON))
                    .id();
            Thread.sleep(1_600);
            system.aggregate();

            assertThat(jobs.load(job).orElseThrow().job().message())
                    .contains("the failed batch " + failed.getFileName() + " cannot be read");
        }
        assertThat(failed).exists();
    }

    @Test
    void theDemosStateIsNotReadWhenItIsDamaged() throws Exception {
        Path state = whole.resolve("demo.json");
        Files.writeString(state, ChecksummedFile.seal("{\"seed\":1,\"sent\":300}"));
        flip(state, 18);
        try (LocalSystem system = shop.start(whole)) {
            assertThat(catchThrowable(() -> system.demo(new CairnFunctions())))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(state.toString());
        }
    }

    private static void flip(Path file, int at) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[at] ^= 1;
        Files.write(file, bytes);
    }
}
