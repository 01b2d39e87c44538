package dev.cairn.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.http.BrowserPaths;
import dev.cairn.plan.version.PlanRepository;
import dev.cairn.plan.version.PutResult;
import dev.cairn.store.Dependencies;
import dev.cairn.store.EventArchive;
import dev.cairn.store.EventStream;
import dev.cairn.store.Item;
import dev.cairn.store.Json;
import dev.cairn.store.Table;
import dev.cairn.store.notice.Notice;
import dev.cairn.store.notice.Notices;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalSystemTest {
    private static final String ADMIN = "cairn_admin_for_these_tests";

    @TempDir
    Path folder;

    private final HttpClient client = HttpClient.newHttpClient();
    private final ByteArrayOutputStream trouble = new ByteArrayOutputStream();

    /** Minimal functions that only fulfil their contract: they put collected data and record what they read. */
    private static final class StandIns implements FunctionFactory {
        private final List<String> classified = Collections.synchronizedList(new ArrayList<>());
        private final List<JsonNode> runs = Collections.synchronizedList(new ArrayList<>());
        private volatile boolean classifierIsSlow;
        private volatile boolean poison;
        private volatile @Nullable Notice due;

        @Override
        public Function collect(Dependencies given) {
            return (event, answer) -> {
                byte[] body = Json.MAPPER.readTree(event).path("body").asText().getBytes(StandardCharsets.UTF_8);
                given.stream().put(List.of(new EventStream.Entry("key", body)));
                answer.write("{\"statusCode\":202}".getBytes(StandardCharsets.UTF_8));
            };
        }

        @Override
        public Function classify(Dependencies given) {
            return (event, answer) -> {
                for (JsonNode record : Json.MAPPER.readTree(event).path("Records")) {
                    sleep(classifierIsSlow ? 300 : 0);
                    String text = new String(
                            Base64.getDecoder()
                                    .decode(record.path("kinesis").path("data").asText()),
                            StandardCharsets.UTF_8);
                    if (poison && text.equals("poison")) {
                        throw new IOException("poison");
                    }
                    classified.add(text);
                }
            };
        }

        @Override
        public Function aggregate(Dependencies given, Notices notices) {
            return (event, answer) -> {
                JsonNode json = Json.MAPPER.readTree(event);
                runs.add(json);
                Notice message = due;
                if (message != null) {
                    notices.send(message);
                }
                answer.write(("{\"classified\":" + classified.size() + "}").getBytes(StandardCharsets.UTF_8));
            };
        }

        @Override
        public Function restate(Dependencies given) {
            return (event, answer) ->
                    answer.write("{\"open\":0,\"over\":0,\"failing\":0}".getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public Function report(Dependencies given) {
            return (event, answer) -> answer.write("{\"statusCode\":404}".getBytes(StandardCharsets.UTF_8));
        }

        private static void sleep(long millis) throws IOException {
            try {
                Thread.sleep(millis);
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }
    }

    @Test
    void R2_anAggregateOnDemandWaitsForTheStreamAndAnswersWithTheSummary() throws Exception {
        StandIns functions = new StandIns();
        functions.classifierIsSlow = true;
        try (LocalSystem system = start(options(null, null), functions)) {
            for (int i = 0; i < 5; i++) {
                assertThat(post(system, "/v1/events", "event-" + i).statusCode())
                        .isEqualTo(202);
            }

            HttpResponse<String> answer = post(system, "/_local/aggregate", "");

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo("{\"classified\":5}");
            JsonNode run = functions.runs.getLast();
            assertThat(run.path("source").asText()).isEqualTo("cairn.local");
            assertThat(run.path("detail").path("full").asBoolean()).isTrue();
            assertThat(functions.classified).containsExactly("event-0", "event-1", "event-2", "event-3", "event-4");
        }
    }

    @Test
    void R2_theScheduleRunsEveryFewSecondsUnasked() throws Exception {
        StandIns functions = new StandIns();
        try (LocalSystem system = start(options(null, null), functions)) {
            long giveUpAt = System.nanoTime() + Duration.ofSeconds(15).toNanos();
            while (functions.runs.isEmpty() && System.nanoTime() < giveUpAt) {
                Thread.sleep(100);
            }
            assertThat(functions.runs.getFirst().path("source").asText()).isEqualTo("aws.scheduler");
            assertThat(functions.runs.getFirst().path("detail").path("full").asBoolean())
                    .isFalse();
            assertThat(system.port()).isPositive();
        }
    }

    @Test
    void R2_theClockStartsWhereItIsToldAndMayStartEarlierNextTime() throws Exception {
        for (String start : List.of("2025-02-27T00:30:00Z", "2025-02-20T00:30:00Z")) {
            StandIns functions = new StandIns();
            try (LocalSystem system = start(options(folder, start), functions)) {
                assertThat(Duration.between(Instant.parse(start), system.clock().instant()))
                        .isBetween(Duration.ZERO, Duration.ofSeconds(20));
                post(system, "/v1/events", "at " + start);
                post(system, "/_local/aggregate", "");
                assertThat(functions.classified).containsExactly("at " + start);
                assertThat(functions.runs.getLast().path("time").asText()).startsWith(start.substring(0, 14));
            }
        }
    }

    @Test
    void R2_withADataFolderEverythingIsThereAfterARestart() throws Exception {
        Item.Key key = new Item.Key(Table.SETTINGS, "a", "b");
        String adminKey;
        byte[] master;
        StandIns poisoned = new StandIns();
        poisoned.poison = true;
        LocalOptions options = new LocalOptions(0, folder, false, null, null, false, BrowserPaths.DEFAULT);
        try (LocalSystem system = start(options, poisoned)) {
            system.ports(system.clock()).items().put(Item.first(key, "{}", null));
            adminKey = system.adminKey();
            master = system.ports(system.clock()).secrets().master();
            post(system, "/v1/events", "one");
            post(system, "/_local/aggregate", "");
            post(system, "/v1/events", "poison");
        }
        StandIns again = new StandIns();
        try (LocalSystem system = start(options, again)) {
            assertThat(system.ports(system.clock()).items().get(key)).isPresent();
            assertThat(system.adminKey()).isEqualTo(adminKey);
            assertThat(system.ports(system.clock()).secrets().master()).isEqualTo(master);
            post(system, "/v1/events", "two");
            post(system, "/_local/aggregate", "");
            assertThat(again.classified).containsExactly("poison", "two");
        }
    }

    @Test
    void R4_whatWasOnTheStreamIsInTheArchiveWhenAnAggregateIsAnswered() throws Exception {
        for (Path data : new Path[] {null, folder}) {
            try (LocalSystem system = start(options(data, "2025-02-27T00:30:00Z"), new StandIns())) {
                post(system, "/v1/events", "one");
                post(system, "/v1/events", "two");
                post(system, "/_local/aggregate", "");

                assertThat(archived(system)).containsExactly("one", "two");
            }
        }
        assertThat(folder.resolve("archive/events/2025/02/27/00")).isNotEmptyDirectory();
        try (LocalSystem system = start(options(folder, "2025-02-27T02:30:00Z"), new StandIns())) {
            post(system, "/v1/events", "three");
            post(system, "/_local/aggregate", "");

            assertThat(archived(system)).containsExactly("one", "two", "three");
        }
    }

    private static List<String> archived(LocalSystem system) {
        EventArchive archive = system.ports(system.clock()).archive();
        List<String> texts = new ArrayList<>();
        for (String key : archive.list(Instant.EPOCH, system.clock().instant())) {
            try (Stream<byte[]> records = archive.read(key)) {
                records.forEach(record -> texts.add(new String(record, StandardCharsets.UTF_8)));
            }
        }
        return texts;
    }

    @Test
    void oneFolderIsForOneProcess() throws Exception {
        try (LocalSystem system = start(options(folder, null), new StandIns())) {
            assertThatThrownBy(() -> start(options(folder, null), new StandIns()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("another ./cairn local is running on " + folder);
            assertThat(system.port()).isPositive();
        }
    }

    @Test
    void theDashboardAnswersAtTheRootAndLoadsNothingFromElsewhere() throws Exception {
        try (LocalSystem system = start(options(null, "2025-02-27T00:30:00Z"), new CairnFunctions())) {
            HttpResponse<String> page = client.send(
                    HttpRequest.newBuilder(address(system, "/")).GET().build(), HttpResponse.BodyHandlers.ofString());

            assertThat(page.headers().firstValue("content-type")).contains("text/html; charset=utf-8");
            assertThat(page.headers().firstValue("content-security-policy"))
                    .hasValueSatisfying(policy ->
                            assertThat(policy).startsWith("default-src 'none'; script-src 'self'; style-src 'self'"));
            assertThat(page.body())
                    .contains("/app/main.js", "content=\"/cairn.js\"")
                    .doesNotContain("{{", "http://", "https://", ADMIN);
        }
    }

    /** ./cairn local --data ./mydata */
    @ParameterizedTest
    @ValueSource(strings = {"mine", ".", "a/../mine"})
    void R2_theDataFolderMayBeARelativePath(String name) throws Exception {
        Path relative = Path.of(".")
                .resolve(Path.of("").toAbsolutePath().relativize(folder))
                .resolve(name);
        try (LocalSystem system = start(options(relative, null), new StandIns())) {
            post(system, "/v1/events", "one");

            assertThat(post(system, "/_local/aggregate", "").statusCode()).isEqualTo(200);
            assertThat(trouble.toString(StandardCharsets.UTF_8)).isEmpty();
            assertThat(folder.resolve(name).normalize().resolve("archive/events"))
                    .isDirectory();
        }
    }

    @Test
    void R2_anAggregateOnDemandThatCannotBeDoneSaysSoAfterAWhile() throws Exception {
        Files.createFile(folder.resolve("archive")); // where a folder is required
        try (LocalSystem system = start(options(folder, null), new StandIns())) {
            post(system, "/v1/events", "one");

            HttpResponse<String> answer = post(system, "/_local/aggregate", "");

            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(Json.MAPPER
                            .readTree(answer.body())
                            .path("error")
                            .path("message")
                            .asText())
                    .startsWith("The archive could not be written 2 times in a row (")
                    .contains(folder.resolve("archive").toString())
                    .endsWith("; it is retried every few seconds.");
            assertThat(trouble.toString(StandardCharsets.UTF_8))
                    .contains("ERROR the archive could not be written")
                    .contains("because=")
                    .contains(folder.resolve("archive").toString());
        }
    }

    @Test
    void anEventGoesThroughTheRealFunctionsToItsRow() throws Exception {
        try (LocalSystem system = start(options(folder, null), new CairnFunctions())) {
            Dependencies dependencies = system.ports(system.clock());
            assertThat(new PlanRepository(dependencies.items(), dependencies.clock(), Duration.ZERO)
                            .put(
                                    "{\"extends\":\"default\",\"sites\":{\"shop\":{\"time_zone\":\"UTC\",\"currency\":\"EUR\"}}}",
                                    "*",
                                    null))
                    .isInstanceOf(PutResult.Stored.class);

            HttpResponse<String> answer = post(
                    system,
                    "/v1/events",
                    "{\"site\":\"shop\",\"visitor\":\"v\",\"consent\":{\"analytics\":true},"
                            + "\"events\":[{\"id\":\"e1\",\"name\":\"newsletter_signup\"}]}");
            HttpResponse<String> summary = post(system, "/_local/aggregate", "");

            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
            assertThat(Json.MAPPER.readTree(summary.body()).path("rows").asInt())
                    .as(summary.body())
                    .isPositive();
            assertThat(trouble.toString(StandardCharsets.UTF_8)).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void N6_10_messagesAreOnAPageAndOnTheConsoleOnceHoweverOftenTheyAreSent(boolean kept) throws Exception {
        StandIns functions = new StandIns();
        functions.due = new Notice("id-1", "shop", "Shop: goal:<b> is unusual", "one\ntwo", "{\"id\":\"id-1\"}");
        LocalOptions options = options(kept ? folder : null, "2026-03-10T12:00:00Z");
        try (LocalSystem system = start(options, functions)) {
            assertThat(get(system, "/_local/notices").body()).contains("There are no messages yet");

            post(system, "/_local/aggregate", "");
            post(system, "/_local/aggregate", "");

            HttpResponse<String> page = get(system, "/_local/notices");
            assertThat(page.body())
                    .containsOnlyOnce("<article>")
                    .contains("<h2>Shop: goal:&lt;b&gt; is unusual</h2>", "one<br>\ntwo");
            assertThat(page.headers().firstValue("content-security-policy"))
                    .hasValueSatisfying(policy -> assertThat(policy).startsWith("default-src 'none';"));
            assertThat(trouble.toString(StandardCharsets.UTF_8))
                    .containsOnlyOnce("Shop: goal:<b> is unusual")
                    .contains("read=http://localhost:" + system.port() + "/_local/notices");
        }
        if (kept) {
            try (LocalSystem again = start(options, new StandIns())) {
                assertThat(get(again, "/_local/notices").body()).containsOnlyOnce("<article>");
            }
        }
    }

    @Test
    void N6_11_theDigestOfARealRunIsAmongTheMessages() throws Exception {
        try (LocalSystem system = start(options(folder, "2026-03-09T07:05:00Z"), new CairnFunctions())) {
            Dependencies dependencies = system.ports(system.clock());
            assertThat(new PlanRepository(dependencies.items(), dependencies.clock(), Duration.ZERO)
                            .put(
                                    "{\"extends\":\"default\",\"sites\":{\"shop\":{\"time_zone\":\"UTC\","
                                            + "\"currency\":\"EUR\",\"digest\":\"daily\"}}}",
                                    "*",
                                    null))
                    .isInstanceOf(PutResult.Stored.class);

            for (int run = 0; run < 3; run++) {
                assertThat(post(system, "/_local/aggregate", "").statusCode()).isEqualTo(200);
            }

            assertThat(get(system, "/_local/notices").body())
                    .containsOnlyOnce("<article>")
                    .contains("daily digest of Monday 9 March 2026");
            try (Stream<Path> files = Files.list(folder.resolve("notices"))) {
                assertThat(files).hasSize(1);
            }
        }
    }

    @Test
    void theMessagesAreNotForOtherWebsites() throws Exception {
        StandIns functions = new StandIns();
        functions.due = new Notice("id-1", "shop", "secret", "text", "{}");
        try (LocalSystem system = start(options(null, null), functions)) {
            post(system, "/_local/aggregate", "");

            assertThat(getAs("127.0.0.1:" + system.port(), system, "/_local/notices"))
                    .startsWith("HTTP/1.1 200")
                    .contains("secret");
            assertThat(getAs("rebind.example:" + system.port(), system, "/_local/notices"))
                    .startsWith("HTTP/1.1 403")
                    .doesNotContain("secret");
        }
    }

    private LocalSystem start(LocalOptions options, FunctionFactory wiring) throws Exception {
        return LocalSystem.start(options, wiring, new PrintStream(trouble, true, StandardCharsets.UTF_8));
    }

    private static LocalOptions options(@Nullable Path data, @Nullable String clock) {
        return new LocalOptions(
                0, data, false, ADMIN, clock == null ? null : Instant.parse(clock), false, BrowserPaths.DEFAULT);
    }

    private HttpResponse<String> get(LocalSystem system, String path) throws Exception {
        return client.send(
                HttpRequest.newBuilder(address(system, path)).GET().build(), HttpResponse.BodyHandlers.ofString());
    }

    /** The whole response to a request that names another host than this machine. */
    private static String getAs(String host, LocalSystem system, String path) throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), system.port())) {
            String request = "GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private HttpResponse<String> post(LocalSystem system, String path, String body) throws Exception {
        return client.send(
                HttpRequest.newBuilder(address(system, path))
                        .timeout(Duration.ofSeconds(30))
                        .header("authorization", "Bearer " + ADMIN)
                        .header("content-type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static URI address(LocalSystem system, String path) {
        return URI.create("http://127.0.0.1:" + system.port() + path);
    }
}
