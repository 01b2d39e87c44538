package dev.cairn.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A data folder is copied while events arrive; the copy is a data folder with every event acknowledged before. */
class BackupTest {
    @TempDir
    Path temporary;

    private final DataFolderFixture shop = new DataFolderFixture();

    @Test
    void R2_aBackupOfARunningSystemHasEveryEventAcknowledgedBefore() throws Exception {
        Path folder = temporary.resolve("data");
        Path restored = temporary.resolve("restored");
        int before;
        try (LocalSystem system = shop.start(folder)) {
            DataFolderFixture.putPlan(system);
            sendAndClassify(system, "a");
            sendAndClassify(system, "b");
        }
        try (LocalSystem system = shop.start(folder, DataFolderFixture.NOW, DataFolderFixture.withoutClassifier())) {
            before = 20;
            for (int i = 0; i < 10; i++) {
                shop.send(system, "v" + i, "c" + i, "only on the stream when the copy is made");
                before++;
            }
            Thread sender = Thread.ofVirtual().start(() -> sendMore(system));
            HttpResponse<String> answer = shop.call(system, "POST", "/_local/backup", "");
            sender.join();
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            assertThat(answer.body()).contains(folder.resolve("backup").toString());
            assertThat(shop.call(system, "POST", "/_local/backup", "").statusCode())
                    .as("once more")
                    .isEqualTo(200);
            DataFolderFixture.copy(folder.resolve("backup"), restored);
        }
        assertThat(folder.resolve("backup-new")).doesNotExist();
        try (LocalSystem system = shop.start(restored)) {
            system.aggregate();
            assertThat(shop.health(system).path("stored").asInt()).isBetween(before, before + 30);
            assertThat(shop.health(system).path("residual").asInt()).isZero();
        }
        assertThat(shop.console()).doesNotContain("damaged");
    }

    @Test
    void aBackupNeedsTheAdminKeyAndAFolder() throws Exception {
        try (LocalSystem system = shop.start(null)) {
            assertThat(shop.call(system, "POST", "/_local/backup", "").statusCode())
                    .isEqualTo(409);
        }
        Path folder = temporary.resolve("data");
        try (LocalSystem system = shop.start(folder)) {
            HttpResponse<String> answer = java.net.http.HttpClient.newHttpClient()
                    .send(
                            java.net.http.HttpRequest.newBuilder(
                                            java.net.URI.create("http://127.0.0.1:" + system.port() + "/_local/backup"))
                                    .POST(java.net.http.HttpRequest.BodyPublishers.noBody())
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(401);
            assertThat(Files.exists(folder.resolve("backup"))).isFalse();
        }
    }

    private void sendAndClassify(LocalSystem system, String id) throws Exception {
        for (int i = 0; i < 10; i++) {
            shop.send(system, "v" + i, id + i, "before");
        }
        system.aggregate();
    }

    private void sendMore(LocalSystem system) {
        try {
            for (int i = 0; i < 30; i++) {
                shop.send(system, "w" + i, "d" + i, "meanwhile");
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
