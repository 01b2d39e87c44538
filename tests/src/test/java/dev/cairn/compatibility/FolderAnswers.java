package dev.cairn.compatibility;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.http.BrowserPaths;
import dev.cairn.local.CairnFunctions;
import dev.cairn.local.LocalOptions;
import dev.cairn.local.LocalSystem;
import dev.cairn.store.Json;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** The responses of {@code ./cairn local} for a data folder, once everything in it is counted. */
final class FolderAnswers {
    /** When the folder's system is started again. */
    static final Instant LATER = Instant.parse("2026-03-13T10:00:00Z");

    private static final String DAYS = "?from=2026-03-08&to=2026-03-13";
    static final String HEALTH = "/v1/sites/lamps/health" + DAYS;
    private static final List<String> TARGETS = List.of(
            "/v1/sites",
            "/v1/sites/lamps/overview" + DAYS,
            "/v1/sites/lamps/overview" + DAYS + "&breakdown=channel",
            "/v1/sites/lamps/goals" + DAYS,
            "/v1/sites/lamps/events" + DAYS,
            "/v1/sites/lamps/funnels/checkout" + DAYS,
            "/v1/sites/lamps/funnels/checkout" + DAYS + "&view=same_day",
            "/v1/sites/lamps/funnels/checkout" + DAYS + "&view=completion",
            "/v1/sites/lamps/channels" + DAYS + "&funnel=checkout",
            HEALTH,
            "/v1/sites/lamps/quarantine" + DAYS);
    /** Fields that say when or how often something was computed, messages, and rates derived from other figures. */
    private static final List<String> LEFT_OUT = List.of("as_of", "revision", "warnings", "conversion_rate");

    private FolderAnswers() {}

    /** Starts the system on a folder, counts everything and requests it; returns the responses by target. */
    static ObjectNode of(Path folder, PrintStream trouble) throws Exception {
        LocalOptions options = new LocalOptions(0, folder, false, null, LATER, false, BrowserPaths.DEFAULT);
        ObjectNode answers = Json.MAPPER.createObjectNode();
        try (LocalSystem system = LocalSystem.start(options, new CairnFunctions(), trouble);
                HttpClient client = HttpClient.newHttpClient()) {
            system.aggregate();
            for (String target : TARGETS) {
                answers.set(target, get(client, system, target));
            }
        }
        return answers;
    }

    private static JsonNode get(HttpClient client, LocalSystem system, String target) throws Exception {
        URI address = URI.create("http://127.0.0.1:" + system.port() + target);
        HttpRequest request = HttpRequest.newBuilder(address)
                .header("authorization", "Bearer " + system.adminKey())
                .build();
        HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        ObjectNode json = Json.MAPPER.createObjectNode().put("status", answer.statusCode());
        JsonNode body = Json.MAPPER.readTree(answer.body());
        LEFT_OUT.forEach(name -> body.findParents(name).forEach(parent -> ((ObjectNode) parent).remove(name)));
        return json.set("body", body);
    }

    /** A line for each difference from the expected responses. Additional fields are allowed. */
    static List<String> differences(String path, JsonNode expected, JsonNode actual) {
        List<String> differences = new ArrayList<>();
        if (expected.isObject() && actual.isObject()) {
            expected.properties()
                    .forEach(part -> differences.addAll(
                            differences(path + " " + part.getKey(), part.getValue(), actual.path(part.getKey()))));
        } else if (expected.isArray() && actual.isArray() && expected.size() == actual.size()) {
            for (int i = 0; i < expected.size(); i++) {
                differences.addAll(differences(path + " " + i, expected.get(i), actual.get(i)));
            }
        } else if (!expected.equals(actual)) {
            differences.add(path + " is " + actual + " and not " + expected);
        }
        return differences;
    }

    /** Unpacks a stored folder. */
    static void unpack(String resource, Path into) throws IOException {
        try (ZipInputStream zip = new ZipInputStream(FolderAnswers.class.getResourceAsStream(resource))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Path file = into.resolve(entry.getName()).normalize();
                if (!file.startsWith(into)) {
                    throw new IOException(entry.getName());
                }
                Files.createDirectories(file.getParent());
                Files.write(file, zip.readAllBytes());
            }
        }
    }
}
