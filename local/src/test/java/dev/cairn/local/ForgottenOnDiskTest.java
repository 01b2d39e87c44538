package dev.cairn.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.store.Table;
import dev.cairn.store.work.JobStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was to be forgotten is in no file any more, not even in a part of it that nothing refers to. */
class ForgottenOnDiskTest {
    private static final int NEEDLE_BYTES = 24;
    private static final String SECRET = "a-sentence-only-anna-wrote";

    @TempDir
    Path temporary;

    private final DataFolderFixture shop = new DataFolderFixture();

    @Test
    void M7_anErasedEventIsInNoFile() throws Exception {
        Path folder = temporary.resolve("data");
        try (LocalSystem system = shop.start(folder)) {
            DataFolderFixture.putPlan(system);
            for (int i = 0; i < 5; i++) {
                shop.send(system, "anna", "a" + i, SECRET);
                shop.send(system, "bob", "b" + i, "bobs-words");
            }
            system.aggregate();
        }
        List<byte[]> days = bodies(folder, "select body from STATE");
        assertThat(found(folder, SECRET.getBytes(StandardCharsets.UTF_8))).isNotEmpty();
        try (LocalSystem system =
                shop.start(folder, DataFolderFixture.NOW.plus(Duration.ofMinutes(10)), new CairnFunctions())) {
            assertThat(shop.call(system, "DELETE", "/v1/sites/shop/visitors/anna", null)
                            .statusCode())
                    .isEqualTo(202);
            Thread.sleep(1_600); // jobs are started once a rule that was in a cache is known everywhere
            system.aggregate();
            assertThat(new JobStore(system.ports(system.clock()).items(), system.clock()).of("shop"))
                    .extracting(JobStore.Job::status)
                    .containsExactly(JobStore.Status.DONE);
            assertThat(found(folder, SECRET.getBytes(StandardCharsets.UTF_8))).isEmpty();
            assertThat(found(folder, "bobs-words".getBytes(StandardCharsets.UTF_8)))
                    .isNotEmpty();
        }
        List<byte[]> left = bodies(folder, "select body from STATE");
        List<byte[]> gone = days.stream()
                .filter(day -> left.stream().noneMatch(still -> indexOf(still, needle(day)) >= 0))
                .toList();
        assertThat(gone).isNotEmpty();
        for (byte[] day : gone) {
            assertThat(found(folder, needle(day))).isEmpty();
        }
    }

    @Test
    void I1_anExpiredSaltIsInNoFile() throws Exception {
        Path folder = temporary.resolve("data");
        try (LocalSystem system = shop.start(folder)) {
            DataFolderFixture.putPlan(system);
            String body = "{\"site\":\"shop\",\"consent\":{\"analytics\":false},"
                    + "\"events\":[{\"id\":\"e1\",\"name\":\"page_view\"}]}";
            assertThat(shop.call(system, "POST", "/v1/events", body).statusCode())
                    .isEqualTo(202);
            system.ports(system.clock())
                    .items()
                    .put(dev.cairn.store.Item.first(
                            new dev.cairn.store.Item.Key(Table.SALTS, "shop", "2026-03-10"),
                            "{\"salt\":\"c29tZSByYW5kb20gYnl0ZXMgb2YgYSBzYWx0IHRoYXQ=\"}",
                            DataFolderFixture.NOW.plus(Duration.ofHours(37))));
        }
        List<byte[]> salts = bodies(folder, "select body from SALTS");
        assertThat(salts).isNotEmpty();
        for (byte[] salt : salts) {
            assertThat(found(folder, needle(salt))).isNotEmpty();
        }

        try (LocalSystem system = shop.start(
                folder, DataFolderFixture.NOW.plus(Duration.ofHours(37).plusMinutes(1)), new CairnFunctions())) {
            assertThat(system.port()).isPositive();
            for (byte[] salt : salts) {
                assertThat(found(folder, needle(salt))).isEmpty();
            }
        }
    }

    /** The stored bodies of items, as SQLite has them. */
    private static List<byte[]> bodies(Path folder, String select) throws Exception {
        List<byte[]> bodies = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("tables/cairn.db"));
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(select)) {
            while (rows.next()) {
                bodies.add(rows.getBytes(1));
            }
        }
        return bodies;
    }

    /** Some bytes of an item's body, from its middle. */
    private static byte[] needle(byte[] body) {
        int from = Math.max(0, body.length / 2 - NEEDLE_BYTES / 2);
        return Arrays.copyOfRange(body, from, Math.min(body.length, from + NEEDLE_BYTES));
    }

    /** The files of the folder that contain these bytes, as they are or inflated. */
    private static List<Path> found(Path folder, byte[] bytes) throws IOException {
        List<Path> found = new ArrayList<>();
        for (Path file : DataFolderFixture.files(folder)) {
            byte[] content = Files.readAllBytes(file);
            if (file.toString().endsWith(".gz")) {
                content = new GZIPInputStream(new ByteArrayInputStream(content)).readAllBytes();
            }
            if (indexOf(content, bytes) >= 0) {
                found.add(file);
            }
        }
        return found;
    }

    private static int indexOf(byte[] content, byte[] bytes) {
        return new String(content, StandardCharsets.ISO_8859_1).indexOf(new String(bytes, StandardCharsets.ISO_8859_1));
    }
}
