package dev.cairn.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.cairn.store.work.Workers;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LambdaWorkersTest {
    private static final Map<String, String> NAMED =
            Map.of("AWS_REGION", "eu-central-1", "COUNT_FUNCTION", "cairn-Count:live", "COUNT_WORKERS", "20");

    @Test
    void R12_withoutAFunctionThereAreNoWorkers() {
        assertThat(AwsDependencies.workers(Map.of("AWS_REGION", "eu-central-1")))
                .isSameAs(Workers.NONE);
        assertThat(AwsDependencies.workers(with("COUNT_FUNCTION", ""))).isSameAs(Workers.NONE);
        assertThat(AwsDependencies.workers(with("COUNT_WORKERS", "0"))).isSameAs(Workers.NONE);
    }

    @Test
    void R12_aMinutesWorkIsWorthOne() {
        assertThat(AwsDependencies.workers(NAMED).most()).isEqualTo(20);
        assertThat(AwsDependencies.workers(NAMED).each()).isEqualTo(Duration.ofSeconds(60));
        assertThat(AwsDependencies.workers(with("COUNT_SECONDS", "5")).each()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void R5_faultsAreReportedByName() {
        assertThatThrownBy(() -> AwsDependencies.workers(with("COUNT_WORKERS", "many")))
                .hasMessage("Environment variables: COUNT_WORKERS is not a whole number.");
    }

    /** A run that needs no workers starts as fast as before they existed. */
    @Test
    void R12_theClientIsMadeWithTheFirstWorker() {
        AtomicInteger made = new AtomicInteger();
        Workers workers = new LambdaWorkers(
                Lazy.of(() -> {
                    made.incrementAndGet();
                    throw new IllegalStateException("no client");
                }),
                "f",
                20,
                Duration.ofSeconds(60));
        workers.most();
        workers.each();
        assertThat(made).hasValue(0);

        assertThatThrownBy(() -> workers.start(new byte[0])).hasMessage("no client");
        assertThat(made).hasValue(1);
    }

    @Test
    void R12_aWorkerIsAnAsynchronousInvocationWithItsWorkAsTheEvent() throws IOException {
        Map<String, String> seen = new HashMap<>();
        HttpServer lambda = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        lambda.createContext("/", exchange -> {
            seen.put("path", exchange.getRequestURI().getRawPath());
            seen.put("type", exchange.getRequestHeaders().getFirst("X-Amz-Invocation-Type"));
            seen.put("event", new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(202, -1);
            exchange.close();
        });
        lambda.start();
        System.setProperty("aws.accessKeyId", "test");
        System.setProperty("aws.secretAccessKey", "test");
        try {
            String address = "http://127.0.0.1:" + lambda.getAddress().getPort();
            AwsDependencies.workers(with("ENDPOINT_LAMBDA", address)).start("{}".getBytes(StandardCharsets.UTF_8));
        } finally {
            System.clearProperty("aws.accessKeyId");
            System.clearProperty("aws.secretAccessKey");
            lambda.stop(0);
        }
        assertThat(seen)
                .containsEntry("type", "Event")
                .containsEntry("event", "{}")
                .containsEntry("path", "/2015-03-31/functions/cairn-Count%3Alive/invocations");
    }

    private static Map<String, String> with(String name, String value) {
        Map<String, String> variables = new HashMap<>(NAMED);
        variables.put(name, value);
        return variables;
    }
}
