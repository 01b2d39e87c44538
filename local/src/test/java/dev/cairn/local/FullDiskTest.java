package dev.cairn.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A data folder on a small disk of its own, which is full for a while. Runs where the user may mount one. */
class FullDiskTest {
    private static final int DISK_KILOBYTES = 6_000;
    private static final String TEXT = "x".repeat(450);

    @TempDir
    Path temporary;

    private final DataFolderFixture shop = new DataFolderFixture();
    private Path disk;

    @BeforeEach
    void mount() throws Exception {
        disk = Files.createDirectory(temporary.resolve("disk"));
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=" + DISK_KILOBYTES + "k", "tmpfs", disk.toString()),
                "no file system can be mounted here");
    }

    @AfterEach
    void unmount() throws Exception {
        run("umount", disk.toString());
    }

    private static boolean run(String... command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException noSuchCommand) {
            return false;
        }
    }

    @Test
    void R2_onAFullDiskEverythingIsRefusedWith503AndWhatWasAcknowledgedIsCountedLater() throws Exception {
        Path folder = disk.resolve("data");
        int acknowledged;
        try (LocalSystem system = shop.start(folder)) {
            DataFolderFixture.putPlan(system);
            Path ballast = Files.write(disk.resolve("ballast"), new byte[4 << 20]);
            acknowledged = sendUntilFull(system);
            assertThat(acknowledged).isPositive();
            fill(disk.resolve("rest"));

            HttpResponse<String> events = send(system, "refused");
            HttpResponse<String> plan = shop.call(system, "PUT", "/v1/plan", "{\"extends\":\"default\",\"sites\":{}}");
            HttpResponse<String> key = shop.call(
                    system, "POST", "/v1/keys", "{\"site\":\"shop\",\"scopes\":[\"stats:read\"],\"name\":\"k\"}");
            HttpResponse<String> job = shop.call(system, "POST", "/v1/rebuilds", "");
            for (HttpResponse<String> refused : List.of(events, plan, key, job)) {
                assertThat(refused.statusCode())
                        .as(refused.uri() + refused.body())
                        .isEqualTo(503);
                assertThat(refused.headers().firstValue("retry-after"))
                        .as("%s", refused.uri())
                        .isPresent();
            }

            Files.delete(ballast);
            Files.delete(disk.resolve("rest"));
            Set<Integer> statuses = new HashSet<>();
            for (int i = 0; i < 3; i++) {
                int status = send(system, "after" + i).statusCode();
                statuses.add(status);
                acknowledged += status == 202 ? 1 : 0;
            }
            assertThat(statuses).containsExactly(202);
            aggregate(system);
            assertThat(shop.health(system).path("stored").asInt()).isGreaterThanOrEqualTo(acknowledged);
        }
        try (LocalSystem system = shop.start(folder)) {
            aggregate(system);
            assertThat(shop.health(system).path("stored").asInt()).isGreaterThanOrEqualTo(acknowledged);
            assertThat(shop.health(system).path("residual").asInt()).isZero();
        }
    }

    /** What failed on the full disk is tried again after some seconds. */
    private void aggregate(LocalSystem system) throws Exception {
        long giveUpAt = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        List<Integer> statuses = new ArrayList<>();
        while (System.nanoTime() < giveUpAt) {
            int status = shop.call(system, "POST", "/_local/aggregate", "").statusCode();
            statuses.add(status);
            if (status == 200) {
                return;
            }
            Thread.sleep(1_000);
        }
        throw new AssertionError("no run succeeded: " + statuses + shop.console());
    }

    private int sendUntilFull(LocalSystem system) throws Exception {
        for (int i = 0; i < 200; i++) {
            HttpResponse<String> answer = send(system, "e" + i);
            if (answer.statusCode() != 202) {
                assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
                return i;
            }
        }
        throw new AssertionError("the disk is never full");
    }

    /** One event of some 11 KB. */
    private HttpResponse<String> send(LocalSystem system, String id) throws Exception {
        StringBuilder props = new StringBuilder();
        for (int n = 0; n < 25; n++) {
            props.append(n == 0 ? "" : ",")
                    .append("\"p")
                    .append(n)
                    .append("\":\"")
                    .append(TEXT)
                    .append('"');
        }
        return shop.call(
                system,
                "POST",
                "/v1/events",
                "{\"site\":\"shop\",\"visitor\":\"v" + id + "\",\"consent\":{\"analytics\":true},\"events\":[{\"id\":\""
                        + id + "\",\"name\":\"page_view\",\"props\":{" + props + "}}]}");
    }

    private static void fill(Path file) throws IOException {
        try (var out = Files.newOutputStream(file)) {
            byte[] block = new byte[1024];
            for (int i = 0; i < DISK_KILOBYTES; i++) {
                out.write(block);
            }
        } catch (IOException full) {
            // as intended
        }
    }
}
