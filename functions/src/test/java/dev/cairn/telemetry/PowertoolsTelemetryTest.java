package dev.cairn.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Runs in its own JVM, because the test checks that process's output and that it ends. */
class PowertoolsTelemetryTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path directory;

    /** The main method of the child process. */
    static final class Program {
        public static void main(String[] arguments) throws Exception {
            PowertoolsTelemetry telemetry = PowertoolsTelemetry.INSTANCE;
            try {
                telemetry.during(new FixedContext(), () -> {
                    telemetry.correlate("correlation-7");
                    telemetry.count("accepted", 5);
                    telemetry.count("rejected", 2, "missing_name");
                    telemetry.count("rejected", 1, "too_old");
                    telemetry.duration("batch_age", 40);
                    telemetry.duration("batch_age", 30);
                    telemetry.warn("two\nlines", Map.of("site", "shop"));
                    telemetry.error("broken", secretive(), Map.of("record", 3));
                    throw new IllegalStateException("the work failed");
                });
            } catch (IllegalStateException expected) {
                telemetry.warn("afterwards", Map.of());
            }
            telemetry.during(new FixedContext(), () -> {});
            LoggerFactory.getLogger("a.library").warn("by a library", secretive());
        }

        private static Exception secretive() {
            return new IllegalArgumentException("SECRET 1", new IOException("SECRET\n2"));
        }
    }

    @Test
    void R9_everyLineIsOneJsonObjectWithTheCorrelationId() throws Exception {
        List<JsonNode> lines = linesOf(Map.of("AWS_LAMBDA_FUNCTION_NAME", "Classify"));

        JsonNode warning = lineWith(lines, "two\nlines");
        assertThat(warning.path("level").asText()).isEqualTo("WARN");
        assertThat(warning.path("site").asText()).isEqualTo("shop");
        assertThat(warning.path("correlation_id").asText()).isEqualTo("correlation-7");
        assertThat(warning.path("function_request_id").asText()).isEqualTo("request-1");
    }

    @Test
    void saysClassAndStackOfAnExceptionAndNeverItsMessage() throws Exception {
        List<JsonNode> lines = linesOf(Map.of("AWS_LAMBDA_FUNCTION_NAME", "Classify"));

        JsonNode error = lineWith(lines, "broken");
        assertThat(error.path("exception").asText()).isEqualTo("java.lang.IllegalArgumentException");
        assertThat(error.path("stack").asText()).contains("Program.secretive", "caused by java.io.IOException");
        assertThat(error.path("record").asInt()).isEqualTo(3);
        assertThat(lineWith(lines, "by a library").path("exception").asText())
                .isEqualTo("java.lang.IllegalArgumentException");
        assertThat(lines.toString()).doesNotContain("SECRET");
    }

    @Test
    void R9_metricsAreOneLineForAnInvocationWithTheServiceAsTheOnlyDimension() throws Exception {
        List<JsonNode> metrics = metricsOf(Map.of("AWS_LAMBDA_FUNCTION_NAME", "Classify"));

        assertThat(metrics).hasSize(1);
        JsonNode line = metrics.getFirst();
        assertThat(line.path("accepted").asInt()).isEqualTo(5);
        assertThat(line.path("rejected").asInt()).isEqualTo(3);
        assertThat(line.path("batch_age").asInt()).isEqualTo(40);
        assertThat(line.path("rejected_by_reason")).isEqualTo(JSON.readTree("{\"missing_name\":2,\"too_old\":1}"));
        assertThat(line.path("Service").asText()).isEqualTo("Classify");
        JsonNode directive = line.path("_aws").path("CloudWatchMetrics").path(0);
        assertThat(directive.path("Namespace").asText()).isEqualTo("Cairn");
        assertThat(directive.path("Dimensions")).isEqualTo(JSON.readTree("[[\"Service\"]]"));
    }

    @Test
    void theServiceCanBeNamed() throws Exception {
        Map<String, String> named = Map.of("AWS_LAMBDA_FUNCTION_NAME", "Classify", "POWERTOOLS_SERVICE_NAME", "cairn");

        assertThat(metricsOf(named).getFirst().path("Service").asText()).isEqualTo("cairn");
    }

    @Test
    void clearsItsStateAfterTheInvocation() throws Exception {
        List<JsonNode> lines = linesOf(Map.of("AWS_LAMBDA_FUNCTION_NAME", "Classify"));

        assertThat(lineWith(lines, "afterwards").has("correlation_id")).isFalse();
    }

    @Test
    void outsideLambdaItLogsCountsNothingAndLetsTheProcessEnd() throws Exception {
        assertThat(metricsOf(Map.of())).isEmpty();
    }

    @Test
    void theExceptionOfTheWorkIsTheExceptionOfTheCall() {
        assertThatThrownBy(() -> PowertoolsTelemetry.INSTANCE.during(new FixedContext(), () -> {
                    throw new IOException("as it was");
                }))
                .isInstanceOf(IOException.class);
    }

    private List<JsonNode> metricsOf(Map<String, String> environment) throws Exception {
        return linesOf(environment).stream().filter(line -> line.has("_aws")).toList();
    }

    private static JsonNode lineWith(List<JsonNode> lines, String message) {
        return lines.stream()
                .filter(line -> message.equals(line.path("message").asText()))
                .findFirst()
                .orElseThrow();
    }

    /** Fails if a line is not a JSON object, or if the process does not end by itself. */
    private List<JsonNode> linesOf(Map<String, String> environment) throws Exception {
        Path output = directory.resolve("output");
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Program.class.getName());
        Map<String, String> variables = new HashMap<>(Map.of("PATH", System.getenv("PATH")));
        variables.putAll(environment);
        builder.environment().clear();
        builder.environment().putAll(variables);
        Process process = builder.redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        boolean ended = process.waitFor(30, TimeUnit.SECONDS);
        process.destroyForcibly();
        assertThat(ended).as("the process ends by itself").isTrue();
        List<JsonNode> lines = new ArrayList<>();
        for (String line : Files.readAllLines(output, StandardCharsets.UTF_8)) {
            JsonNode json = JSON.readTree(line);
            assertThat(json.isObject()).as(line).isTrue();
            lines.add(json);
        }
        return lines;
    }
}
