package dev.cairn.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.http.BrowserPaths;
import dev.cairn.local.cli.CommandLine;
import dev.cairn.plan.version.PlanRepository;
import dev.cairn.plan.version.PutResult;
import dev.cairn.store.Dependencies;
import dev.cairn.store.Json;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
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
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./cairn import} of exports as their tools' documentation describes them, against the whole system. */
class ImportTest {
    private static final String ADMIN = "cairn_admin_for_these_tests";
    private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");
    private static final String PLAN =
            "{\"extends\":\"default\",\"sites\":{\"shop\":{\"time_zone\":\"UTC\",\"currency\":\"EUR\"}}}";
    private static final String DAY = "from=2026-10-10&to=2026-10-10";

    @TempDir
    Path folder;

    private final PrintStream standardOut = System.out;
    private final PrintStream standardError = System.err;
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private LocalSystem system;

    @BeforeEach
    void start() throws Exception {
        PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
        System.setOut(out);
        System.setErr(out);
        system = LocalSystem.start(
                new LocalOptions(0, folder.resolve("data"), false, ADMIN, NOW, false, BrowserPaths.DEFAULT),
                new CairnFunctions(),
                out);
        Dependencies dependencies = system.ports(system.clock());
        assertThat(new PlanRepository(dependencies.items(), dependencies.clock(), Duration.ZERO).put(PLAN, "*", null))
                .isInstanceOf(PutResult.Stored.class);
    }

    @AfterEach
    void stop() {
        system.close();
        System.setOut(standardOut);
        System.setErr(standardError);
    }

    @Test
    void eventsOfGa4BecomeJourneysAndASecondImportChangesNothing() throws Exception {
        assertThat(command("ga4", file("ga4-events.ndjson"))).isZero();
        JsonNode once = counted("overview");
        assertThat(command("ga4", file("ga4-events.ndjson"))).isZero();

        assertThat(counted("overview")).isEqualTo(once);
        assertThat(once.path("visitors").asLong()).as("who consented").isEqualTo(1);
        assertThat(once.path("page_views").asLong()).isEqualTo(3);
        assertThat(once.path("engaged_seconds").asLong()).isEqualTo(45);
        assertThat(counted("funnels/checkout").path("reached")).hasToString("[1,1,1,1]");
        JsonNode purchase = goal("purchase");
        assertThat(purchase.path("conversions").asLong()).isEqualTo(1);
        assertThat(purchase.path("value")).hasToString("[{\"amount\":\"59.90\",\"currency\":\"EUR\"}]");
        JsonNode rows = get("/v1/sites/shop/overview?breakdown=channel&" + DAY).path("rows");
        assertThat(rows).anySatisfy(row -> {
            assertThat(row.path("breakdown").path("channel").asText()).isEqualTo("email");
            assertThat(row.path("visits").asLong()).isEqualTo(1);
        });
        assertThat(said.toString(StandardCharsets.UTF_8))
                .contains("9 events, 3 of them without a visitor")
                .contains("left out: 1 first_visit, 1 session_start")
                .contains("no user agent");
    }

    @Test
    void anUnrecordedConsentIsGivenOnlyIfTheImporterSaysSo() throws Exception {
        assertThat(command("ga4", file("ga4-events.ndjson"), "--consented")).isZero();

        assertThat(counted("overview").path("visitors").asLong())
                .as("the refusal stays one")
                .isEqualTo(2);
    }

    @Test
    void everyImportedEventIsMarked() throws Exception {
        command("ga4", file("ga4-events.ndjson"));
        command("matomo", file("matomo-visits.json"));
        counted("overview");

        JsonNode names = get("/v1/sites/shop/events?" + DAY).path("totals");
        assertThat(names)
                .isNotEmpty()
                .allSatisfy(name -> assertThat(name.path("props").toString()).contains("\"imported\""));
    }

    @Test
    void aVisitOfMatomoBecomesItsActions() throws Exception {
        assertThat(command("matomo", file("matomo-visits.json"), "--consented")).isZero();

        JsonNode overview = counted("overview");
        assertThat(overview.path("visits").asLong()).isEqualTo(2);
        assertThat(overview.path("page_views").asLong()).isEqualTo(2);
        assertThat(goal("purchase").path("value")).hasToString("[{\"amount\":\"59.90\",\"currency\":\"EUR\"}]");
        assertThat(goal("add_to_cart").path("conversions").asLong()).isEqualTo(1);
        assertThat(goal("link_clicked").path("conversions").asLong()).isEqualTo(1);
        assertThat(said.toString(StandardCharsets.UTF_8)).contains("left out: 1 ecommerceAbandonedCart");
    }

    @Test
    void whatHappenedAfterCairnBeganIsLeftToCairn() throws Exception {
        assertThat(command("ga4", file("ga4-events.ndjson"), "--before", "2026-10-10"))
                .isZero();
        assertThat(command("plausible", file("imported_visitors_20261010_20261012.csv"), "--before", "2026-10-12"))
                .isZero();

        assertThat(counted("overview").path("events").asLong()).isZero();
        assertThat(imported()).extracting(day -> day.path("date").asText()).containsExactly("2026-10-10", "2026-10-11");
    }

    @Test
    void totalsOfPlausibleAreKeptBesideWhatIsCounted() throws Exception {
        assertThat(command("plausible", zipped())).isZero();

        assertThat(imported()).hasSize(3);
        assertThat(imported().getFirst())
                .hasToString(
                        "{\"date\":\"2026-10-10\",\"source\":\"plausible\",\"visitors\":1280,\"visits\":1401,\"page_views\":3410}");
        assertThat(counted("overview").path("visitors").asLong())
                .as("nothing counted comes from totals")
                .isZero();

        assertThat(command("plausible", zipped(), "--remove")).isZero();
        assertThat(imported()).isEmpty();
    }

    @Test
    void totalsOfMatomoAreItsOwn() throws Exception {
        assertThat(command("matomo", file("matomo-days.json"))).isZero();

        assertThat(imported())
                .extracting(day -> day.path("visitors").asLong() + " " + day.path("page_views"))
                .containsExactly("0 null", "41 160", "12 null");
    }

    @Test
    void faultyFilesAreRefusedWithTheirLine() throws Exception {
        Path faulty = folder.resolve("faulty");
        Files.writeString(faulty, "{\"event_name\":\"x\",\"event_timestamp\":\"1\"}\n{\"a\":1}\n");
        assertThat(command("ga4", faulty)).isEqualTo(1);
        assertThat(said.toString(StandardCharsets.UTF_8)).contains("line 2: is not a row of GA4's BigQuery export");
        Files.writeString(faulty, "date,visitors,pageviews,visits\n2026-10-10,1,2,3\n2026-10-11,-1,2,3\n");
        assertThat(command("plausible", faulty)).isEqualTo(1);
        assertThat(said.toString(StandardCharsets.UTF_8)).contains("line 3: date must be a day");
        Files.writeString(faulty, "date,page\n2026-10-10,/\n");
        assertThat(command("plausible", faulty)).isEqualTo(1);
        assertThat(said.toString(StandardCharsets.UTF_8)).contains("has no column visitors");
        Files.writeString(faulty, "[{\"a\":1}]");
        assertThat(command("matomo", faulty)).isEqualTo(1);
        assertThat(said.toString(StandardCharsets.UTF_8)).contains("visit 1: is not a visit of Matomo's");
        assertThat(command("umami", faulty)).isEqualTo(2);
        assertThat(imported()).isEmpty();
    }

    private Path zipped() throws Exception {
        Path zip = folder.resolve("export.zip");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
            out.putNextEntry(new ZipEntry("imported_pages_20261010_20261012.csv"));
            out.write("\"date\",\"page\"\n".getBytes(StandardCharsets.UTF_8));
            out.putNextEntry(new ZipEntry("imported_visitors_20261010_20261012.csv"));
            out.write(Files.readAllBytes(file("imported_visitors_20261010_20261012.csv")));
        }
        return zip;
    }

    private static Path file(String name) throws Exception {
        return Path.of(ImportTest.class.getResource("imports/" + name).toURI());
    }

    private int command(String tool, Path file, String... more) {
        List<String> words = new ArrayList<>(List.of("import", tool, file.toString(), "--site", "shop"));
        words.addAll(List.of(more));
        words.addAll(List.of("--url", "http://127.0.0.1:" + system.port(), "--key", ADMIN));
        return CommandLine.run(words);
    }

    /** The total of the day, after everything that was sent is counted. */
    private JsonNode counted(String resource) throws Exception {
        send("/_local/aggregate", HttpRequest.newBuilder().POST(HttpRequest.BodyPublishers.noBody()));
        return get("/v1/sites/shop/" + resource + "?" + DAY).path("total");
    }

    private JsonNode goal(String name) throws Exception {
        for (JsonNode goal : counted("goals")) {
            if (goal.path("goal").asText().equals(name)) {
                return goal;
            }
        }
        return Json.MAPPER.missingNode();
    }

    private List<JsonNode> imported() throws Exception {
        List<JsonNode> days = new ArrayList<>();
        get("/v1/sites/shop/imported-days?from=2026-10-01&to=2026-10-31")
                .path("days")
                .forEach(days::add);
        return days;
    }

    private JsonNode get(String path) throws Exception {
        return send(path, HttpRequest.newBuilder().GET());
    }

    private JsonNode send(String path, HttpRequest.Builder request) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = client.send(
                    request.uri(URI.create("http://127.0.0.1:" + system.port() + path))
                            .header("authorization", "Bearer " + ADMIN)
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            return Json.MAPPER.readTree(answer.body());
        }
    }
}
