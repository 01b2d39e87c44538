package dev.cairn.compatibility;

import static dev.cairn.compatibility.Body.browser;
import static dev.cairn.compatibility.Body.server;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.store.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Runs {@code ./cairn local --no-demo --data DIR} on three days, kills it on the third while records wait on its
 * stream, and packs the folder: {@code MakeDataFolder CAIRN DIR ZIP}. Then {@code MakeDataFolder DIR ANSWERS} writes
 * the responses after a start on that folder.
 */
final class MakeDataFolder {
    private static final String SITE = "lamps";
    private static final String PLAN = """
            sites:
              lamps: {time_zone: Europe/Brussels, currency: EUR, origins: ["https://lamps.example"]}
            goals:
              product_interest: {tier: micro, kind: milestone, match: {event: view_item}}
              add_to_cart: {tier: micro, kind: milestone, match: {event: add_to_cart}}
              newsletter: {tier: micro, kind: secondary, match: {event: newsletter}, count: day}
              pages_viewed: {tier: micro, kind: secondary, match: {pages_per_visit: {min: 3}}}
              purchase: {tier: macro, match: {event: purchase}, count: order, value: event}
            funnels:
              checkout: {steps: [product_interest, add_to_cart, purchase], window: 3d, exclude: [{event: cancel, from: 1, to: 3}]}
            """;

    private final String cairn;
    private final Path folder;
    private final HttpClient client = HttpClient.newHttpClient();
    private Process process;
    private String base;
    private String adminKey;
    private String serverKey;

    private MakeDataFolder(String cairn, Path folder) {
        this.cairn = cairn;
        this.folder = folder;
    }

    public static void main(String[] arguments) throws Exception {
        if (arguments.length == 2) {
            Files.writeString(
                    Path.of(arguments[1]),
                    FolderAnswers.of(Path.of(arguments[0]), System.err).toPrettyString() + "\n");
            return;
        }
        new MakeDataFolder(arguments[0], Path.of(arguments[1])).make(Path.of(arguments[2]));
    }

    private void make(Path zip) throws Exception {
        start("2026-03-10T09:00:00Z");
        call("PUT", "/v1/plan", adminKey, PLAN);
        serverKey = call(
                        "POST",
                        "/v1/keys",
                        adminKey,
                        "{\"site\":\"lamps\",\"scopes\":[\"events:write\"],\"name\":\"shop\"}")
                .path("key")
                .asText();
        send(firstDay());
        call("POST", "/_local/aggregate", adminKey, "");
        stop();
        start("2026-03-11T18:00:00Z");
        send(secondDay());
        call("POST", "/_local/aggregate", adminKey, "");
        call("DELETE", "/v1/sites/lamps/visitors/erin", adminKey, "");
        call("POST", "/_local/aggregate", adminKey, "");
        stop();
        start("2026-03-12T22:30:00Z");
        send(thirdDay().subList(0, 4));
        call("POST", "/_local/aggregate", adminKey, "");
        send(thirdDay().subList(4, thirdDay().size()));
        process.destroyForcibly().waitFor();
        pack(zip);
    }

    private void start(String clock) throws IOException {
        process = new ProcessBuilder(
                        cairn, "local", "--no-demo", "--port", "0", "--data", folder.toString(), "--clock", clock)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader out = process.inputReader();
        base = out.readLine().replaceFirst(".* on http://localhost", "http://127.0.0.1");
        adminKey = out.readLine().replaceFirst("Admin key: *", "");
    }

    private void stop() throws InterruptedException {
        process.destroy();
        process.waitFor();
    }

    private void send(List<Body> bodies) throws Exception {
        for (Body body : bodies) {
            Sent sent = body.sent();
            HttpRequest.Builder request =
                    HttpRequest.newBuilder(URI.create(base + "/v1/events")).POST(BodyPublishers.ofString(sent.body()));
            sent.headers().forEach(request::header);
            if (sent.server()) {
                request.header("authorization", "Bearer " + serverKey);
            }
            check(client.send(request.build(), HttpResponse.BodyHandlers.ofString()));
        }
    }

    private JsonNode call(String method, String path, String key, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(base + path))
                .header("authorization", "Bearer " + key)
                .header("content-type", "application/json")
                .header("if-match", "*")
                .method(method, BodyPublishers.ofString(body))
                .build();
        return Json.MAPPER.readTree(check(client.send(request, HttpResponse.BodyHandlers.ofString())));
    }

    private static String check(HttpResponse<String> answer) {
        if (answer.statusCode() / 100 != 2) {
            throw new IllegalStateException(answer.statusCode() + answer.body());
        }
        return answer.body();
    }

    private static List<Body> firstDay() {
        return List.of(
                browser(SITE, "2026-03-10T10:00")
                        .visitor("anna")
                        .referrer("https://www.google.com/")
                        .event("a1", "page_view", 9)
                        .event("a2", "view_item", 8)
                        .event("a3", "add_to_cart", 6),
                browser(SITE, "2026-03-10T10:00")
                        .visitor("bert")
                        .page("/?utm_source=news&utm_medium=email")
                        .event("b1", "view_item", 9)
                        .event("b2", "add_to_cart", 8)
                        .event("b3", "purchase", 5)
                        .order("o-1")
                        .value("10.00", "EUR"),
                browser(SITE, "2026-03-10T10:00")
                        .visitor("erin")
                        .event("e1", "view_item", 9)
                        .event("e2", "purchase", 8)
                        .order("o-2")
                        .value("99.00", "EUR"),
                browser(SITE, "2026-03-10T10:00")
                        .event("c1", "page_view", 9)
                        .event("c2", "page_view", 8)
                        .event("c3", "page_view", 7)
                        .event("c4", "newsletter", 6),
                browser(SITE, "2026-03-10T10:00")
                        .header("user-agent", Body.CRAWLER)
                        .event("z1", "page_view", 3),
                server(SITE, "2026-03-10T10:00")
                        .visitor("dirk")
                        .eventAt("d1", "view_item", "2026-03-09T12:00")
                        .eventAt("d2", "add_to_cart", "2026-03-09T12:05"));
    }

    private static List<Body> secondDay() {
        return List.of(
                browser(SITE, "2026-03-11T19:00")
                        .visitor("anna")
                        .user("annika")
                        .event("a4", "identify", 9)
                        .event("a5", "purchase", 8)
                        .order("o-3")
                        .value("20.00", "EUR"),
                browser(SITE, "2026-03-11T19:00")
                        .visitor("bert")
                        .event("b1", "view_item", 9)
                        .event("b4", "", 1),
                server(SITE, "2026-03-11T19:00")
                        .event("s1", "purchase", 20)
                        .order("o-1")
                        .value("4.00", "EUR")
                        .with("type", "refund"),
                server(SITE, "2026-03-11T19:00")
                        .visitor("dirk")
                        .eventAt("d3", "cancel", "2026-03-10T09:00")
                        .eventAt("d4", "purchase", "2026-03-10T10:00")
                        .order("o-4")
                        .value("30", "USD"),
                browser(SITE, "2026-03-11T19:00")
                        .visitor("fred")
                        .event("f1", "view_item", 9)
                        .event("f2", "add_to_cart", 8));
    }

    /** The last of these are not classified when it is killed; one changes a closed day, one a user's device. */
    private static List<Body> thirdDay() {
        List<Body> bodies = new ArrayList<>(List.of(
                browser(SITE, "2026-03-12T23:30")
                        .visitor("anna")
                        .event("a6", "page_view", 20)
                        .event("a7", "view_item", 19),
                browser(SITE, "2026-03-12T23:30")
                        .visitor("fred")
                        .event("f3", "purchase", 9)
                        .order("o-5")
                        .value("55.00", "EUR"),
                browser(SITE, "2026-03-12T23:30").event("g1", "page_view", 9).event("g2", "newsletter", 8),
                server(SITE, "2026-03-12T23:30").visitor("bert").event("b5", "add_to_cart", 9)));
        bodies.add(server(SITE, "2026-03-12T23:30")
                .visitor("dirk")
                .user("dora")
                .eventAt("d5", "identify", "2026-03-09T11:00"));
        bodies.add(server(SITE, "2026-03-12T23:30")
                .visitor("hugo")
                .eventAt("h1", "purchase", "2026-03-10T08:00")
                .order("o-1")
                .value("11.00", "EUR"));
        bodies.add(server(SITE, "2026-03-12T23:30").visitor("erin").eventAt("e3", "view_item", "2026-03-10T09:00"));
        for (int i = 0; i < 6; i++) {
            bodies.add(browser(SITE, "2026-03-12T23:30").visitor("ines").event("i" + i, "view_item", i));
        }
        return bodies;
    }

    private void pack(Path zip) throws IOException {
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip));
                Stream<Path> files = Files.walk(folder)) {
            out.setLevel(9);
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                out.putNextEntry(new ZipEntry(folder.relativize(file).toString()));
                copy(file, out);
                out.closeEntry();
            }
        }
    }

    private static void copy(Path file, OutputStream out) throws IOException {
        Files.copy(file, out);
    }
}
