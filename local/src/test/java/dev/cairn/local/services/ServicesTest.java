package dev.cairn.local.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.dynamodbv2.local.embedded.DynamoDBEmbedded;
import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.aws.KinesisStream;
import dev.cairn.aws.SecretsManagerSecrets;
import dev.cairn.local.stream.LocalStream;
import dev.cairn.store.EventStream.Entry;
import dev.cairn.store.Json;
import dev.cairn.store.Secrets;
import dev.cairn.store.Table;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.KinesisException;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/** The endpoint for containers, asked by the SDK as the functions in containers ask it. */
class ServicesTest {
    private static final StaticCredentialsProvider NOBODY =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local"));

    private final LocalStream stream = LocalStream.inMemory(Clock.systemUTC());
    private ServiceEmulator endpoint;
    private KinesisClient kinesis;

    @BeforeEach
    void open() throws Exception {
        endpoint = new ServiceEmulator(0, stream, new Secrets() {
            @Override
            public byte[] master() {
                return "a master secret of at least 32 bytes".getBytes(StandardCharsets.UTF_8);
            }

            @Override
            public String adminKey() {
                return "cairn_admin_for_tests";
            }
        });
        kinesis = KinesisClient.builder()
                .endpointOverride(address())
                .region(Region.EU_CENTRAL_1)
                .credentialsProvider(NOBODY)
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
    }

    @AfterEach
    void close() {
        kinesis.close();
        endpoint.close();
    }

    @Test
    void R1_theSdkPutsRecordsInItsOwnCbor() {
        byte[] data = {0, (byte) 0xff, 'x'};

        assertThat(new KinesisStream(kinesis, "cairn-events")
                        .put(List.of(new Entry("one", data), new Entry("two", new byte[] {'y'}))))
                .isEmpty();

        assertThat(stream.read(0, 10)).hasSize(2);
        assertThat(stream.read(0, 10).getFirst().data()).isEqualTo(data);
        assertThat(stream.read(0, 10).get(1).partitionKey()).isEqualTo("two");
    }

    @Test
    void entriesThatTheStreamDoesNotTakeAreReportedAsNotConfirmed() {
        while (stream.put(List.of(new Entry("full", new byte[1 << 20]))).isEmpty()) {
            // until it is
        }

        assertThat(new KinesisStream(kinesis, "cairn-events")
                        .put(List.of(new Entry("one", new byte[1]), new Entry("two", new byte[1]))))
                .containsExactlyInAnyOrder(0, 1);
    }

    @Test
    void R1_aHeartbeatReachesTheShard() {
        new KinesisStream(kinesis, "cairn-events").putToEveryShard(new byte[] {7});

        assertThat(stream.read(0, 10))
                .singleElement()
                .satisfies(record -> assertThat(record.data()).containsExactly(7));
    }

    @Test
    void whatIsNotKnownIsRefusedByName() {
        assertThatThrownBy(() -> kinesis.deleteStream(request -> request.streamName("cairn-events")))
                .isInstanceOf(KinesisException.class)
                .hasMessageContaining("DeleteStream");
        assertThat(kinesis.listShards(request -> request.streamName("cairn-events"))
                        .shards())
                .hasSize(1);
    }

    @Test
    void R1_containersGetTheSameSecrets() {
        try (SecretsManagerClient client = SecretsManagerClient.builder()
                .endpointOverride(address())
                .region(Region.EU_CENTRAL_1)
                .credentialsProvider(NOBODY)
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build()) {
            Secrets secrets = new SecretsManagerSecrets(
                    () -> client, ServiceEmulator.MASTER_SECRET, ServiceEmulator.ADMIN_KEY, null, Clock.systemUTC());

            assertThat(secrets.adminKey()).isEqualTo("cairn_admin_for_tests");
            assertThat(new String(secrets.master(), StandardCharsets.UTF_8))
                    .isEqualTo("a master secret of at least 32 bytes");
        }
    }

    @Test
    void R1_theFileForContainersNamesTheServicesForEveryFunction(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("events/env.json");

        SamEnvironmentFile.write(
                file,
                "host.docker.internal",
                8000,
                4566,
                Map.of(Table.STATE, "cairn-state", Table.SALTS, "cairn-salts"));

        JsonNode functions = Json.MAPPER.readTree(Files.readString(file));
        assertThat(functions.fieldNames())
                .toIterable()
                .containsExactly(
                        "Collect", "Classify", "Aggregate", "Count", "Restate", "Web", "Report", "Admin", "Setup");
        assertThat(functions.path("Report").path("TABLE_STATE").asText()).isEqualTo("cairn-state");
        assertThat(functions.path("Collect").path("ENDPOINT_KINESIS").asText())
                .isEqualTo("http://host.docker.internal:4566");
        assertThat(functions.path("Classify").path("ENDPOINT_DYNAMODB").asText())
                .isEqualTo("http://host.docker.internal:8000");
    }

    @Test
    void theConnectionInsideDynamoDbLocalIsFound(@TempDir Path folder) {
        var engine = DynamoDBEmbedded.create(folder.resolve("t.db").toFile());
        try {
            assertThat(SqliteAsyncWrites.apply(engine)).isTrue();
        } finally {
            engine.shutdownNow();
        }
    }

    private URI address() {
        return URI.create("http://127.0.0.1:" + endpoint.port());
    }
}
