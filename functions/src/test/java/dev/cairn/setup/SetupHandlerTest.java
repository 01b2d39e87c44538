package dev.cairn.setup;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import dev.cairn.access.KeyService;
import dev.cairn.store.Dependencies;
import dev.cairn.store.Emptying;
import dev.cairn.store.Json;
import dev.cairn.store.Secrets;
import dev.cairn.store.SetClock;
import dev.cairn.store.memory.MemoryArchive;
import dev.cairn.store.memory.MemoryItemStore;
import dev.cairn.telemetry.Telemetry;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** R10, R11: the admin key is known after a deployment, and the buckets are empty when they have to be deleted. */
class SetupHandlerTest {
    private static final String ADMIN = "an-admin-key-for-tests-only";

    private final SetClock clock = new SetClock(Instant.parse("2025-06-10T12:00:00Z"));
    private final MemoryItemStore items = new MemoryItemStore(clock);
    private final List<String> emptied = new ArrayList<>();
    private final List<JsonNode> answers = new ArrayList<>();
    private boolean bucketsCanBeEmptied = true;
    private String adminKey = ADMIN;
    private HttpServer cloudFormation;

    @BeforeEach
    void listen() throws IOException {
        cloudFormation = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        cloudFormation.createContext("/answer", exchange -> {
            answers.add(Json.MAPPER.readTree(exchange.getRequestBody()));
            assertThat(exchange.getRequestMethod()).isEqualTo("PUT");
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        cloudFormation.start();
    }

    @AfterEach
    void stop() {
        cloudFormation.stop(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Create", "Update"})
    void R10_theAdminKeyIsKnownAfterADeployment(String request) throws IOException {
        invoke(request, "RetainExceptOnCreate");

        assertThat(onlyAnswer().path("Status").asText()).isEqualTo("SUCCESS");
        assertThat(KeyService.withStoredAdminKey(items, clock, Duration.ZERO).find(ADMIN, "192.0.2.1"))
                .isPresent();
        assertThat(emptied).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"Delete, true", "RetainExceptOnCreate, false", "'', false"})
    void R11_theBucketsAreEmptiedOnlyWhenTheDataIsToBeDeleted(String policy, boolean empties) throws IOException {
        invoke("Delete", policy);

        assertThat(onlyAnswer().path("Status").asText()).isEqualTo("SUCCESS");
        assertThat(emptied).isEqualTo(empties ? List.of("archive", "failed batches") : List.of());
    }

    @Test
    void R11_aBucketThatIsNotEmptyInTimeIsSaid() throws IOException {
        bucketsCanBeEmptied = false;

        invoke("Delete", "Delete");

        assertThat(onlyAnswer().path("Status").asText()).isEqualTo("FAILED");
        assertThat(onlyAnswer().path("Reason").asText()).contains("Delete the stack again");
    }

    /** CloudFormation waits an hour for an answer that does not come. */
    @Test
    void aFailureIsAnswered() throws IOException {
        adminKey = "short";

        invoke("Create", "Delete");

        assertThat(onlyAnswer().path("Status").asText()).isEqualTo("FAILED");
        assertThat(onlyAnswer().path("Reason").asText()).isNotEmpty().doesNotContain("short");
    }

    @Test
    void theAnswerNamesWhatWasAsked() throws IOException {
        invoke("Create", "Delete");

        JsonNode answer = onlyAnswer();
        assertThat(answer.path("StackId").asText()).isEqualTo("the stack");
        assertThat(answer.path("RequestId").asText()).isEqualTo("the request");
        assertThat(answer.path("LogicalResourceId").asText()).isEqualTo("StackSetup");
        assertThat(answer.path("PhysicalResourceId").asText()).isEqualTo("cairn-setup");
    }

    @Test
    void withoutCloudFormationTheKeyIsStoredAgain() throws IOException {
        run(Json.MAPPER.createObjectNode());

        assertThat(answers).isEmpty();
        assertThat(KeyService.withStoredAdminKey(items, clock, Duration.ZERO).find(ADMIN, "192.0.2.1"))
                .isPresent();
    }

    private JsonNode onlyAnswer() {
        assertThat(answers).hasSize(1);
        return answers.getFirst();
    }

    private void invoke(String request, String policy) throws IOException {
        ObjectNode event = Json.MAPPER
                .createObjectNode()
                .put("RequestType", request)
                .put(
                        "ResponseURL",
                        "http://localhost:" + cloudFormation.getAddress().getPort() + "/answer?signed=1")
                .put("StackId", "the stack")
                .put("RequestId", "the request")
                .put("LogicalResourceId", "StackSetup");
        event.putObject("ResourceProperties").put("DataDeletionPolicy", policy);
        run(event);
    }

    private void run(ObjectNode event) throws IOException {
        Dependencies dependencies = new Dependencies(
                items, entries -> Set.of(), new MemoryArchive(), new StackSecrets(), clock, Telemetry.SILENT);
        new SetupHandler(dependencies, List.of(bucket("archive"), bucket("failed batches")))
                .handleRequest(
                        new ByteArrayInputStream(event.toString().getBytes(StandardCharsets.UTF_8)),
                        new ByteArrayOutputStream(),
                        null);
    }

    private Emptying bucket(String name) {
        return timeLeft -> {
            emptied.add(name);
            return bucketsCanBeEmptied;
        };
    }

    private final class StackSecrets implements Secrets {
        @Override
        public byte[] master() {
            throw new UnsupportedOperationException("setting up needs no master secret");
        }

        @Override
        public String adminKey() {
            return adminKey;
        }
    }
}
