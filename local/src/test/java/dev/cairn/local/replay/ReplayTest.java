package dev.cairn.local.replay;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import dev.cairn.store.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayTest {
    private record Scripted(int status, String retryAfter, String body) {}

    @TempDir
    Path folder;

    private final List<JsonNode> bodies = new ArrayList<>();
    private final List<String> keys = new ArrayList<>();
    private final Deque<Scripted> script = new ArrayDeque<>();
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = serve(0);
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void R2_consecutiveBodiesAreMergedUpTo500EventsOfOneSite() throws Exception {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 1_203; i++) {
            lines.add(line("shop", i));
        }
        lines.add(line("b2b", 1));
        lines.add(line("shop", 9_999));

        assertThat(replay(write(lines), false)).isZero();

        assertThat(bodies)
                .extracting(body ->
                        body.path("site").asText() + " " + body.path("events").size())
                .containsExactly("shop 500", "shop 500", "shop 203", "b2b 1", "shop 1");
        assertThat(ids()).startsWith("e0", "e1", "e2").hasSize(1_205);
        assertThat(keys).containsOnly("Bearer the-key");
        assertThat(text()).contains("Sent: 1205 lines, 1205 events accepted, 0 rejected.");
        assertThat(Files.exists(Position.of(folder.resolve("events")).file())).isFalse();
    }

    @Test
    void aFileMayBeGzip() throws Exception {
        Path file = folder.resolve("events.gz");
        try (var out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write((line("shop", 1) + "\n" + line("shop", 2) + "\n").getBytes(StandardCharsets.UTF_8));
        }

        assertThat(replay(file, false)).isZero();
        assertThat(ids()).containsExactly("e1", "e2");
    }

    @Test
    void whatABodySaysForAllItsEventsGoesDownToEachThatDoesNotSayItself() throws Exception {
        replay(write(List.of("""
                        {"site":"shop","visitor":"v","user":null,"consent":{"analytics":true},
                         "context":{"url":"https://a.example/1","user_agent":"UA","referrer":null},
                         "events":[{"id":"e1","name":"n","context":{"url":"https://a.example/2"}},
                                   {"id":"e2","name":"n","visitor":"w","consent":{"analytics":false}},
                                   {"id":"e3","name":"n","visitor":null}, 7]}
                        """.replace("\n", ""))), false);

        JsonNode events = bodies.getFirst().path("events");
        assertThat(events.get(0).toString())
                .isEqualTo(
                        "{\"id\":\"e1\",\"name\":\"n\",\"context\":{\"url\":\"https://a.example/2\","
                                + "\"user_agent\":\"UA\",\"referrer\":null},\"visitor\":\"v\",\"consent\":{\"analytics\":true}}");
        assertThat(events.get(1).path("visitor").asText()).isEqualTo("w");
        assertThat(events.get(1).path("consent").path("analytics").asBoolean()).isFalse();
        assertThat(events.get(1).path("context").path("url").asText()).isEqualTo("https://a.example/1");
        assertThat(events.get(2).path("visitor").asText()).isEqualTo("v");
        assertThat(events.get(3).asInt()).isEqualTo(7);
    }

    @Test
    void noBodyIsLargerThanAServerKeyMaySend() throws Exception {
        String long1k = "x".repeat(1_000);
        List<String> lines = IntStream.range(0, 400)
                .mapToObj(i -> "{\"site\":\"shop\",\"events\":[{\"id\":\"e" + i
                        + "\",\"name\":\"n\",\"props\":{\"a\":\"" + long1k + "\",\"b\":\"" + long1k + "\"}}]}")
                .toList();

        replay(write(lines), false);

        assertThat(bodies).hasSize(2);
        assertThat(bodies)
                .allSatisfy(body -> assertThat(body.toString().getBytes(StandardCharsets.UTF_8).length)
                        .isLessThanOrEqualTo(BodyMerger.MAX_BYTES));
        assertThat(ids()).hasSize(400);
    }

    @Test
    void noBodyHasMoreTokensThanAServerKeyMaySend() throws Exception {
        StringBuilder props = new StringBuilder();
        for (int i = 0; i < 32; i++) {
            props.append(i == 0 ? "" : ",")
                    .append("\"p")
                    .append(i)
                    .append("\":")
                    .append(i);
        }
        String event = "{\"id\":\"e\",\"name\":\"n\",\"at\":1,\"seq\":2,\"props\":{" + props + "},"
                + "\"context\":{\"url\":\"u\",\"referrer\":\"r\",\"ip\":\"i\",\"user_agent\":\"a\"},"
                + "\"value\":{\"amount\":\"1\",\"currency\":\"EUR\"},\"visitor\":\"v\",\"user\":\"u\",\"consent\":{\"analytics\":true,\"ads\":true}}";
        List<String> lines = IntStream.range(0, 500)
                .mapToObj(i -> "{\"site\":\"shop\",\"events\":[" + event + "]}")
                .toList();

        replay(write(lines), false);

        assertThat(bodies.size()).isEqualTo(2);
        for (JsonNode body : bodies) {
            int tokens = 0;
            try (var parser = Json.MAPPER.createParser(body.toString())) {
                while (parser.nextToken() != null) {
                    tokens++;
                }
            }
            assertThat(tokens).isLessThanOrEqualTo(BodyMerger.MAX_TOKENS);
        }
    }

    @Test
    void aBodyOfMoreThan500EventsIsSplit() throws Exception {
        StringBuilder events = new StringBuilder();
        for (int i = 0; i < 1_001; i++) {
            events.append(i == 0 ? "" : ",").append("{\"id\":\"e").append(i).append("\",\"name\":\"n\"}");
        }
        replay(write(List.of("{\"site\":\"shop\",\"events\":[" + events + "]}")), false);

        assertThat(bodies).extracting(body -> body.path("events").size()).containsExactly(500, 500, 1);
    }

    @Test
    void R2_busyAnswersAreTriedAgainAfterRetryAfter() throws Exception {
        script.add(new Scripted(503, "0", "{}"));
        script.add(new Scripted(429, "0", "{}"));

        assertThat(replay(write(List.of(line("shop", 1))), false)).isZero();

        assertThat(bodies).hasSize(3);
        assertThat(text()).contains("1 event accepted");
    }

    @Test
    void R2_endsWithCode1AndItsPositionWhenPatienceIsOverAndGoesOnThere() throws Exception {
        List<String> lines =
                IntStream.range(0, 1_200).mapToObj(i -> line("shop", i)).toList();
        Path file = write(lines);
        script.add(accepted(500));
        for (int i = 0; i < 20; i++) {
            script.add(new Scripted(503, "1", "{}"));
        }

        assertThat(replay(file, false)).isEqualTo(1);
        assertThat(text()).contains("Position: line 500 of " + file).contains("it answered 503");

        script.clear();
        bodies.clear();
        assertThat(replay(file, true)).isZero();
        assertThat(ids()).hasSize(700).startsWith("e500", "e501");

        bodies.clear();
        assertThat(replay(file, true))
                .as("all was sent, so the next run starts at the first line")
                .isZero();
        assertThat(ids()).hasSize(1_200);
    }

    @Test
    void withoutResumeItStartsAtTheFirstLine() throws Exception {
        Path file = write(List.of(line("shop", 1), line("shop", 2)));
        Position.of(file).save(1);

        replay(file, false);

        assertThat(ids()).containsExactly("e1", "e2");
    }

    @Test
    void R2_aServerThatComesBackIsFoundAgain() throws Exception {
        int port = server.getAddress().getPort();
        server.stop(0);
        Path file = write(List.of(line("shop", 1)));
        Thread comingBack = Thread.ofVirtual().start(() -> {
            try {
                Thread.sleep(600);
                server = serve(port);
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });

        assertThat(new Replay(file, sender(port, Duration.ofSeconds(20)), out(), null).run(false))
                .isZero();
        comingBack.join();
        assertThat(ids()).containsExactly("e1");
    }

    @Test
    void whatIsRefusedForGoodStopsWithTheServersSentence() throws Exception {
        script.add(new Scripted(
                403, null, "{\"error\":{\"code\":\"unknown_site\",\"message\":\"there is no site shop\"}}"));

        assertThat(replay(write(List.of(line("shop", 1))), false)).isEqualTo(1);
        assertThat(text())
                .contains("the server answered 403: there is no site shop")
                .contains("Position: line 0");
    }

    @Test
    void rejectedEventsAreCountedByReason() throws Exception {
        script.add(new Scripted(
                202,
                null,
                "{\"accepted\":1,\"rejected\":[{\"index\":1,\"reason\":\"missing_name\"},"
                        + "{\"index\":2,\"reason\":\"missing_name\"},{\"index\":3,\"reason\":\"too_old\"}]}"));

        replay(write(List.of(line("shop", 1), "not json", "{\"site\":\"shop\"}", "", line("shop", 2))), false);

        assertThat(text())
                .contains("Line 2 could not be read: it is not JSON (")
                .contains("Line 3 could not be read: events is missing or not a list.")
                .contains("Sent: 5 lines, 1 event accepted, 5 rejected"
                        + " {missing_name=2, too_old=1, unreadable_line=2}.");
    }

    @Test
    void theFirstLinesThatCannotBeReadAreNamed() throws Exception {
        List<String> lines = new ArrayList<>(List.of("", "[1]", "{\"events\":[]}", line("shop", 1)));
        lines.addAll(Collections.nCopies(5, "x"));

        replay(write(lines), false);

        assertThat(text().lines().filter(said -> said.startsWith("Line ")))
                .hasSize(5)
                .startsWith(
                        "Line 2 could not be read: it is not a JSON object.",
                        "Line 3 could not be read: site is missing or not a string.");
        assertThat(text()).contains("2 more lines could not be read.");
    }

    @Test
    void R2_rejectedLinesAreNamedInAFileAndTheExitCodeSaysSo() throws Exception {
        script.add(new Scripted(
                202,
                null,
                "{\"accepted\":2,\"rejected\":[{\"index\":1,\"reason\":\"missing_name\",\"field\":\"name\",\"message\":\"say it\"},"
                        + "{\"index\":3,\"reason\":\"too_old\",\"field\":\"at\",\"message\":\"newer\","
                        + "\"faults\":[{\"reason\":\"invalid_seq\"}]}]}"));
        Path file = write(List.of(
                line("shop", 1),
                "not json",
                "",
                "{\"site\":\"shop\",\"events\":[{\"id\":\"a\"},{\"id\":\"b\"},{\"id\":\"c\"}]}"));
        Path rejected = folder.resolve("rejected.ndjson");
        Files.writeString(rejected, "of an earlier replay\n");

        assertThat(replay(file, rejected, false)).isEqualTo(3);

        List<String> lines = Files.readAllLines(rejected);
        assertThat(lines).hasSize(3);
        assertThat(lines.getFirst())
                .startsWith("{\"line\":2,\"index\":null,\"reason\":\"unreadable_line\",\"message\":\"it is");
        assertThat(lines.subList(1, 3))
                .containsExactly(
                        "{\"line\":4,\"index\":0,\"reason\":\"missing_name\",\"field\":\"name\",\"message\":\"say it\"}",
                        "{\"line\":4,\"index\":2,\"reason\":\"too_old\",\"field\":\"at\",\"message\":\"newer\","
                                + "\"faults\":[{\"reason\":\"invalid_seq\"}]}");
        assertThat(text()).contains("They are listed in " + rejected + ".");
    }

    @Test
    void R2_nothingRejectedIsAnEmptyFileAndSuccess() throws Exception {
        Path rejected = folder.resolve("rejected.ndjson");
        assertThat(replay(write(List.of(line("shop", 1))), rejected, false)).isZero();
        assertThat(rejected).isEmptyFile();
    }

    private int replay(Path file, Path rejected, boolean resume) throws Exception {
        printed.reset();
        return new Replay(file, sender(server.getAddress().getPort(), Duration.ofSeconds(2)), out(), rejected)
                .run(resume);
    }

    private int replay(Path file, boolean resume) throws Exception {
        printed.reset();
        return new Replay(file, sender(server.getAddress().getPort(), Duration.ofSeconds(2)), out(), null).run(resume);
    }

    private static EventSender sender(int port, Duration patience) {
        return new EventSender(URI.create("http://127.0.0.1:" + port + "/"), "the-key", patience);
    }

    private PrintStream out() {
        return new PrintStream(printed, true, StandardCharsets.UTF_8);
    }

    private String text() {
        return printed.toString(StandardCharsets.UTF_8);
    }

    private Path write(List<String> lines) throws IOException {
        return Files.write(folder.resolve("events"), lines);
    }

    private static String line(String site, int number) {
        return "{\"site\":\"" + site + "\",\"visitor\":\"v\",\"events\":[{\"id\":\"e" + number + "\",\"name\":\"n\"}]}";
    }

    private List<String> ids() {
        List<String> ids = new ArrayList<>();
        bodies.forEach(body ->
                body.path("events").forEach(event -> ids.add(event.path("id").asText())));
        return ids;
    }

    private static Scripted accepted(int events) {
        return new Scripted(202, null, "{\"accepted\":" + events + ",\"rejected\":[]}");
    }

    private HttpServer serve(int port) throws IOException {
        HttpServer started = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        started.createContext("/v1/events", exchange -> {
            try (exchange) {
                JsonNode body = Json.MAPPER.readTree(exchange.getRequestBody().readAllBytes());
                bodies.add(body);
                keys.add(exchange.getRequestHeaders().getFirst("authorization"));
                Scripted next = script.isEmpty() ? accepted(body.path("events").size()) : script.removeFirst();
                if (next.retryAfter() != null) {
                    exchange.getResponseHeaders().set("retry-after", next.retryAfter());
                }
                byte[] answer = next.body().getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(next.status(), answer.length);
                exchange.getResponseBody().write(answer);
            }
        });
        started.start();
        return started;
    }
}
