package dev.cairn.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.http.BrowserPaths;
import dev.cairn.plan.version.PlanRepository;
import dev.cairn.plan.version.PutResult;
import dev.cairn.store.Dependencies;
import dev.cairn.store.Json;
import dev.cairn.store.notice.Notices;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A data folder with a shop, and the real system on it. */
final class DataFolderFixture {
    static final String ADMIN = "cairn_admin_for_these_tests";
    static final Instant NOW = Instant.parse("2026-03-10T12:00:00Z");
    private static final String PLAN =
            "{\"extends\":\"default\",\"sites\":{\"shop\":{\"time_zone\":\"UTC\",\"currency\":\"EUR\"}}}";

    final ByteArrayOutputStream console = new ByteArrayOutputStream();
    private final HttpClient client = HttpClient.newHttpClient();

    LocalSystem start(Path folder) throws Exception {
        return start(folder, NOW, new CairnFunctions());
    }

    LocalSystem start(Path folder, Instant at, FunctionFactory functions) throws Exception {
        LocalOptions options = new LocalOptions(0, folder, false, ADMIN, at, false, BrowserPaths.DEFAULT);
        return LocalSystem.start(options, functions, new PrintStream(console, true, StandardCharsets.UTF_8));
    }

    /** Functions whose classifier fails: what is sent stays on the stream. */
    static FunctionFactory withoutClassifier() {
        CairnFunctions real = new CairnFunctions();
        return new FunctionFactory() {
            @Override
            public Function collect(Dependencies dependencies) {
                return real.collect(dependencies);
            }

            @Override
            public Function classify(Dependencies dependencies) {
                return (event, answer) -> {
                    throw new IOException("no classifier today");
                };
            }

            @Override
            public Function aggregate(Dependencies dependencies, Notices notices) {
                return real.aggregate(dependencies, notices);
            }

            @Override
            public Function restate(Dependencies dependencies) {
                return real.restate(dependencies);
            }

            @Override
            public Function report(Dependencies dependencies) {
                return real.report(dependencies);
            }
        };
    }

    static void putPlan(LocalSystem system) {
        Dependencies dependencies = system.ports(system.clock());
        assertThat(new PlanRepository(dependencies.items(), dependencies.clock(), Duration.ZERO).put(PLAN, "*", null))
                .isInstanceOf(PutResult.Stored.class);
    }

    /** One event; returns the status. */
    HttpResponse<String> send(LocalSystem system, String visitor, String id, String text) throws Exception {
        return call(
                system,
                "POST",
                "/v1/events",
                "{\"site\":\"shop\",\"visitor\":\"" + visitor
                        + "\",\"consent\":{\"analytics\":true},\"events\":[{\"id\":\"" + id
                        + "\",\"name\":\"page_view\",\"props\":{\"text\":\"" + text + "\"}}]}");
    }

    HttpResponse<String> call(LocalSystem system, String method, String path, @Nullable String body) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + system.port() + path))
                        .timeout(Duration.ofSeconds(60))
                        .header("authorization", "Bearer " + ADMIN)
                        .header("content-type", "application/json")
                        .header("if-match", "*")
                        .method(
                                method,
                                body == null
                                        ? HttpRequest.BodyPublishers.noBody()
                                        : HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /** The day's balance of the shop. */
    JsonNode health(LocalSystem system) throws Exception {
        String today = system.clock().instant().toString().substring(0, 10);
        String answer = call(system, "GET", "/v1/sites/shop/health?from=" + today + "&to=" + today, null)
                .body();
        return Json.read(answer, JsonNode.class).path("total");
    }

    String console() {
        return console.toString(StandardCharsets.UTF_8);
    }

    static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).sorted().toList();
        }
    }

    static void copy(Path from, Path to) throws IOException {
        delete(to);
        try (Stream<Path> all = Files.walk(from)) {
            all.forEach(file -> {
                try {
                    Files.copy(file, to.resolve(from.relativize(file).toString()), StandardCopyOption.COPY_ATTRIBUTES);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path file : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
