package dev.cairn.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.cairn.store.EventStream;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/**
 * The stream against the npm package kinesis-local 0.6.2: set the environment variable {@code KINESIS_LOCAL}, or the
 * system property {@code kinesis.local}, to its folder ({@code node_modules/kinesis-local}).
 */
class KinesisLocalTest {
    private static final int START_SECONDS = 20;

    @TempDir
    private static Path directory;

    private static Process emulator;
    private static KinesisClient client;

    @BeforeAll
    static void start() throws Exception {
        String folder = System.getProperty("kinesis.local", System.getenv("KINESIS_LOCAL"));
        assumeTrue(folder != null, "KINESIS_LOCAL is not set to the folder of the npm package kinesis-local");
        assumeTrue(
                Files.isRegularFile(Path.of(folder, "main.js")), "no main.js in the folder that KINESIS_LOCAL names");
        int port = freePort();
        ProcessBuilder node =
                new ProcessBuilder("node", "main.js").directory(Path.of(folder).toFile());
        node.environment().put("KINESIS_MOCK_PLAIN_PORT", "" + port);
        node.environment().put("KINESIS_MOCK_TLS_PORT", "" + freePort());
        node.environment().put("INITIALIZE_STREAMS", "events:2");
        node.redirectErrorStream(true)
                .redirectOutput(directory.resolve("kinesis.log").toFile());
        try {
            emulator = node.start();
        } catch (IOException noNode) {
            assumeTrue(false, "node cannot be started");
        }
        waitFor(port);
        client = AwsClients.kinesis(Region.EU_CENTRAL_1, URI.create("http://127.0.0.1:" + port));
        waitForStream();
    }

    @AfterAll
    static void stop() throws Exception {
        if (emulator != null) {
            emulator.destroy();
            assertThat(emulator.waitFor(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void allEntriesAreInTheStreamWhenNoneIsUnconfirmed() {
        List<EventStream.Entry> entries = IntStream.range(0, 500)
                .mapToObj(
                        i -> new EventStream.Entry("visitor-" + i % 7, ("event-" + i).getBytes(StandardCharsets.UTF_8)))
                .toList();

        assertThat(new KinesisStream(client, "events").put(entries)).isEmpty();

        assertThat(stored())
                .extracting(
                        record -> record.partitionKey() + " " + record.data().asUtf8String())
                .containsExactlyInAnyOrderElementsOf(entries.stream()
                        .map(entry -> entry.partitionKey() + " " + new String(entry.data(), StandardCharsets.UTF_8))
                        .toList());
    }

    private static List<Record> stored() {
        return client.listShards(request -> request.streamName("events")).shards().stream()
                .map(shard -> client.getShardIterator(request -> request.streamName("events")
                                .shardId(shard.shardId())
                                .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
                        .shardIterator())
                .flatMap(iterator -> client.getRecords(request -> request.shardIterator(iterator)).records().stream())
                .toList();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static void waitFor(int port) throws Exception {
        for (int i = 0; i < START_SECONDS * 10; i++) {
            try (Socket open = new Socket("127.0.0.1", port)) {
                return;
            } catch (IOException notYet) {
                Thread.sleep(100);
            }
        }
        throw new IllegalStateException("kinesis-local did not open its port");
    }

    private static void waitForStream() throws Exception {
        for (int i = 0; i < START_SECONDS * 10; i++) {
            if (client.listStreams().streamNames().contains("events")
                    && client.describeStreamSummary(request -> request.streamName("events"))
                            .streamDescriptionSummary()
                            .streamStatusAsString()
                            .equals("ACTIVE")) {
                return;
            }
            Thread.sleep(100);
        }
        throw new IllegalStateException("kinesis-local did not create the stream");
    }
}
