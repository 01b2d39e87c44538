package dev.cairn.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.http.BrowserPaths;
import dev.cairn.local.cli.CommandLine;
import dev.cairn.local.tables.LocalDatabase;
import dev.cairn.local.tables.SqliteTables;
import dev.cairn.plan.version.PlanRepository;
import dev.cairn.plan.version.PutResult;
import dev.cairn.store.Dependencies;
import dev.cairn.store.Json;
import dev.cairn.store.Table;
import dev.cairn.store.statistic.VisitorSketch;
import dev.cairn.store.visitor.VisitorDayStore;
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
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backfill and rebuild as users run them, with the real functions and a data folder. */
class PastTest {
    private static final String ADMIN = "cairn_admin_for_these_tests";
    private static final Instant START = Instant.parse("2026-03-20T12:00:00Z");
    private static final LocalDate FIRST = LocalDate.parse("2026-03-08");
    private static final String PLAN = """
            extends: default
            sites: {shop: {name: Shop, time_zone: Europe/Brussels, currency: EUR, origins: []}}
            """;
    private static final String LATER = PLAN + """
            goals:
              sighs: {tier: micro, kind: milestone, match: {event: sigh}}
            funnels:
              sighing: {steps: [sighs, purchase], window: 5d}
            """;

    @TempDir
    Path folder;

    private final HttpClient client = HttpClient.newHttpClient();
    private final ByteArrayOutputStream trouble = new ByteArrayOutputStream();

    @Test
    void R8_tablesMadeAnewFromTheArchiveAreTheOnesThereWere() throws Exception {
        try (LocalSystem system = start()) {
            put(system, PLAN);
            send(system, 1, 120);
            system.aggregate();
            put(system, LATER);
            assertThat(command(system, "backfill", "--site", "shop", "--from", "2026-03-12", "--to", "2026-03-15"))
                    .isZero();
            send(system, 2, 30);
            system.aggregate();
            send(system, 3, 10);
        }

        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
        assertThat(new Rebuild(folder, START.plusSeconds(600), out, out).run())
                .as("%s", said)
                .isTrue();

        Path before;
        try (Stream<Path> folders = Files.list(folder)) {
            before = folders.filter(each -> each.getFileName().toString().startsWith("tables-before-"))
                    .findFirst()
                    .orElseThrow();
        }
        try (LocalDatabase old = SqliteTables.open(before);
                LocalDatabase now = SqliteTables.open(folder.resolve("tables"))) {
            assertThat(StoredRows.figures(now))
                    .isEqualTo(StoredRows.figures(old))
                    .hasSizeGreaterThan(500);
            assertThat(visitorDays(now)).isEqualTo(visitorDays(old)).hasSizeGreaterThan(50);
            assertThat(bodies(now, "journey#"))
                    .isEqualTo(bodies(old, "journey#"))
                    .isNotEmpty();
            assertThat(bodies(now, "order#")).isEqualTo(bodies(old, "order#")).isNotEmpty();
            assertThat(bodies(now, "time#")).isEqualTo(bodies(old, "time#")).isNotEmpty();
        }
        assertThat(said.toString(StandardCharsets.UTF_8)).contains("The old ones are in " + before);
        try (LocalSystem system = start()) {
            assertThat(get(system, "/v1/sites/shop/goals?from=2026-03-12&to=2026-03-15")
                            .toString())
                    .contains("\"goal\":\"sighs\"");
        }
    }

    @Test
    void R4_aBackfilledMonthIsTheOneOfAPlanThatWasThereFromTheStart() throws Exception {
        TreeMap<String, String> backfilled = figuresOf(folder.resolve("later"), true);
        TreeMap<String, String> fromTheStart = figuresOf(folder.resolve("start"), false);

        assertThat(differences(fromTheStart, backfilled)).isEmpty();
        assertThat(backfilled).hasSizeGreaterThan(500);
        assertThat(backfilled.keySet()).anyMatch(row -> row.contains("funnel/sighing/entry"));
    }

    private TreeMap<String, String> figuresOf(Path data, boolean later) throws Exception {
        LocalOptions options = new LocalOptions(0, data, false, ADMIN, START, false, BrowserPaths.DEFAULT);
        try (LocalSystem system = LocalSystem.start(options, new CairnFunctions(), err())) {
            put(system, later ? PLAN : LATER);
            send(system, 1, 100);
            if (later) {
                put(system, LATER);
                assertThat(command(system, "backfill", "--site=shop", "--from=2026-03-10", "--to=2026-03-20"))
                        .as("%s", trouble)
                        .isZero();
                assertThat(get(system, "/v1/sites/shop/funnels/sighing?from=2026-03-10&to=2026-03-20")
                                .path("meta")
                                .path("warnings")
                                .toString())
                        .doesNotContain("needs_backfill");
            }
            system.aggregate();
        }
        try (LocalDatabase tables = SqliteTables.open(data.resolve("tables"))) {
            TreeMap<String, String> figures = StoredRows.figures(tables);
            figures.keySet()
                    .removeIf(row ->
                            row.compareTo("shop") < 0 || row.endsWith("2026-03-08") || row.endsWith("2026-03-09"));
            // Sketches contain visitor keys, which depend on each system's own secret.
            figures.keySet().removeIf(row -> row.startsWith("shop linkable"));
            return figures;
        }
    }

    private static Set<String> bodies(LocalDatabase tables, String partition) {
        Set<String> bodies = new HashSet<>();
        tables.forEach(Table.STATE, item -> {
            if (item.key().partition().startsWith(partition)) {
                bodies.add(item.key() + " " + item.body());
            }
        });
        return bodies;
    }

    private static Set<String> visitorDays(LocalDatabase tables) {
        java.time.Clock clock = java.time.Clock.fixed(START, java.time.ZoneOffset.UTC);
        VisitorDayStore days = new VisitorDayStore(tables.items(clock), clock);
        Set<String> found = new HashSet<>();
        for (LocalDate day = FIRST; !day.isAfter(FIRST.plusDays(14)); day = day.plusDays(1)) {
            for (int bucket = 0; bucket < days.buckets("shop", day); bucket++) {
                String where = day + " ";
                days.bucket("shop", day, bucket)
                        .forEach((visitor, loaded) -> loaded.day()
                                .kept()
                                .forEach(kept -> found.add(
                                        where + visitor + " " + kept.event() + " " + new HashSet<>(kept.copies()))));
            }
        }
        return found;
    }

    /** Server events of the last twelve days, some of them resent; later seeds also resend earlier ones. */
    private void send(LocalSystem system, long seed, int bodies) throws Exception {
        Random random = new Random(seed);
        for (int i = 0; i < bodies; i++) {
            ObjectNode body = Json.MAPPER.createObjectNode().put("site", "shop");
            body.putObject("consent").put("analytics", true);
            ArrayNode events = body.putArray("events");
            for (int n = 0; n < 3; n++) {
                events.add(event(random, seed > 1 && random.nextInt(3) == 0 ? 1 : seed));
            }
            HttpResponse<String> answer = request(system, "/v1/events", body.toString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        }
    }

    private static ObjectNode event(Random random, long seed) {
        int number = random.nextInt(300);
        Random own = new Random(seed * 1_000 + number);
        ObjectNode event = Json.MAPPER.createObjectNode().put("id", "e-" + seed + "-" + number);
        String name = List.of("page_view", "view_item", "sigh", "add_to_cart", "purchase")
                .get(own.nextInt(5));
        event.put("name", name);
        event.put("at", START.minusSeconds(own.nextInt(10 * 86_400)).toEpochMilli());
        int who = own.nextInt(30);
        if (who > 2) {
            event.put("visitor", "device-" + who);
        }
        if (who % 4 == 0) {
            event.put("user", "user-" + who % 3);
        }
        if (name.equals("purchase")) {
            event.put("order_id", "order-" + own.nextInt(20));
            event.putObject("value").put("amount", "9.50").put("currency", "EUR");
        }
        return event;
    }

    private LocalSystem start() throws Exception {
        return LocalSystem.start(
                new LocalOptions(0, folder, false, ADMIN, START, false, BrowserPaths.DEFAULT),
                new CairnFunctions(),
                err());
    }

    private PrintStream err() {
        return new PrintStream(trouble, true, StandardCharsets.UTF_8);
    }

    private static void put(LocalSystem system, String plan) {
        Dependencies dependencies = system.ports(system.clock());
        assertThat(new PlanRepository(dependencies.items(), dependencies.clock(), Duration.ZERO).put(plan, "*", null))
                .isInstanceOf(PutResult.Stored.class);
    }

    private static int command(LocalSystem system, String... words) {
        List<String> all = new java.util.ArrayList<>(List.of(words));
        all.addAll(List.of("--url", "http://127.0.0.1:" + system.port(), "--key", ADMIN));
        return CommandLine.run(all);
    }

    private JsonNode get(LocalSystem system, String path) throws Exception {
        return Json.read(
                client.send(
                                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + system.port() + path))
                                        .header("authorization", "Bearer " + ADMIN)
                                        .GET()
                                        .build(),
                                HttpResponse.BodyHandlers.ofString())
                        .body(),
                JsonNode.class);
    }

    private HttpResponse<String> request(LocalSystem system, String path, String body) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + system.port() + path))
                        .header("authorization", "Bearer " + ADMIN)
                        .header("content-type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /** Only the differences. */
    private static List<String> differences(TreeMap<String, String> expected, TreeMap<String, String> actual) {
        Set<String> names = new TreeSet<>(expected.keySet());
        names.addAll(actual.keySet());
        return names.stream()
                .filter(name -> !Objects.equals(expected.get(name), actual.get(name)))
                .filter(name -> !isEmpty(expected.get(name)) || !isEmpty(actual.get(name)))
                .map(name -> name + ": expected " + expected.get(name) + " but was " + actual.get(name))
                .toList();
    }

    /** A run that finds another run's unfinished work writes all rows of the day, even empty ones. */
    private static boolean isEmpty(String row) {
        String nobody = "\"" + VisitorSketch.NOBODY.sketch() + "\"";
        return row == null || row.equals(nobody) || !row.matches(".*[1-9].*");
    }
}
