package dev.cairn.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.dynamodbv2.local.main.ServerRunner;
import com.amazonaws.services.dynamodbv2.local.server.DynamoDBProxyServer;
import com.sun.net.httpserver.HttpServer;
import dev.cairn.store.Dependencies;
import dev.cairn.store.EventStream;
import dev.cairn.store.Item;
import dev.cairn.store.Table;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.Region;

/**
 * The ports as a function gets them, connected to the local services named in its variables: over HTTP, with
 * credentials.
 */
class AwsPortsTest {
    private static final Map<String, String> VARIABLES = new HashMap<>();
    private static final CountDownLatch CLOSING = new CountDownLatch(1);
    private static DynamoDBProxyServer tables;
    private static HttpServer secrets;
    private static HttpServer silence;

    @BeforeAll
    static void start() throws Exception {
        int port = freePort();
        tables = ServerRunner.createServerFromCommandLineArgs(
                new String[] {"-inMemory", "-port", "" + port, "-disableTelemetry"});
        tables.start();
        URI endpoint = URI.create("http://127.0.0.1:" + port);
        Map<Table, String> names = TableCreator.localNames();
        TableCreator.create(AwsClients.dynamoDb(Region.EU_CENTRAL_1, endpoint), names);
        names.forEach((table, name) -> VARIABLES.put("TABLE_" + table, name));

        secrets = server();
        secrets.createContext("/", exchange -> {
            boolean expected = "secretsmanager.GetSecretValue"
                            .equals(exchange.getRequestHeaders().getFirst("X-Amz-Target"))
                    && new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)
                            .contains("arn:admin");
            byte[] answer = "{\"ARN\":\"arn:admin\",\"Name\":\"admin\",\"SecretString\":\"the-admin-key\"}"
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.1");
            exchange.sendResponseHeaders(expected ? 200 : 400, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        silence = server();
        silence.createContext("/", exchange -> await());

        VARIABLES.put("AWS_REGION", "eu-central-1");
        VARIABLES.put("ENDPOINT_DYNAMODB", endpoint.toString());
        VARIABLES.put("ENDPOINT_SECRETS", addressOf(secrets));
        VARIABLES.put("ENDPOINT_KINESIS", addressOf(silence));
        VARIABLES.put("ADMIN_KEY_SECRET_ARN", "arn:admin");
        VARIABLES.put("STREAM_NAME", "events");
    }

    @AfterAll
    static void stop() throws Exception {
        CLOSING.countDown();
        tables.stop();
        secrets.stop(0);
        silence.stop(0);
    }

    @Test
    void R1_aFunctionUsesTheLocalServicesThatItsVariablesName() {
        Dependencies dependencies =
                AwsDependencies.from(VARIABLES, Set.of("TABLE_STATE", "STREAM_NAME"), Clock.systemUTC());
        Item item = Item.first(new Item.Key(Table.STATE, "p", "s"), "{}", null);

        assertThat(dependencies.items().put(item)).isTrue();
        assertThat(dependencies.items().put(Item.first(item.key(), "[]", null))).isFalse();
        assertThat(dependencies.items().get(item.key())).contains(item);
        assertThat(dependencies.secrets().adminKey()).isEqualTo("the-admin-key");
    }

    @Test
    void aStreamThatDoesNotAnswerFailsWithinThreeSeconds() {
        Dependencies dependencies = AwsDependencies.from(VARIABLES, Set.of("STREAM_NAME"), Clock.systemUTC());
        Instant start = Instant.now();

        assertThatThrownBy(() -> dependencies.stream().put(List.of(new EventStream.Entry("k", new byte[1]))))
                .isInstanceOf(SdkException.class);
        assertThat(Duration.between(start, Instant.now()))
                .isBetween(Duration.ofMillis(1_300), Duration.ofMillis(3_200));
    }

    private static HttpServer server() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(java.util.concurrent.Executors.newVirtualThreadPerTaskExecutor());
        server.start();
        return server;
    }

    private static String addressOf(HttpServer server) {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private static int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static void await() {
        try {
            CLOSING.await();
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }
}
