package dev.cairn.browser.harness;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.http.BrowserPaths;
import dev.cairn.local.CairnFunctions;
import dev.cairn.local.LocalOptions;
import dev.cairn.local.LocalSystem;
import dev.cairn.local.demo.Demo;
import dev.cairn.store.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The whole system in this process, in memory, on a free port; all its data is sent to it over HTTP. Each test has its
 * own site in it.
 */
public final class Cairn implements AutoCloseable {
    private static final String ADMIN_KEY = "cairn_admin_of_the_browser_tests";
    private static final Duration DEMO_PATIENCE = Duration.ofMinutes(15);
    /** Of the demo's last 30 days there are more once all of them are counted. */
    private static final long DEMO_VISITS = 3_000;

    private static @Nullable Cairn shared;

    private final LocalSystem system;
    private final HttpClient client = HttpClient.newHttpClient();
    private final Map<String, String> sites = new LinkedHashMap<>();

    private Cairn(LocalSystem system) {
        this.system = system;
    }

    /** Shared by all tests of this process, with which it ends. */
    public static synchronized Cairn shared() throws Exception {
        if (shared == null) {
            shared = start(null);
            Runtime.getRuntime().addShutdownHook(new Thread(shared::close));
        }
        return shared;
    }

    /**
     * With the demo, once it is loaded and counted, which takes minutes.
     *
     * @param data a folder in which {@code ./cairn local} has loaded the demo before; null to load it into memory
     */
    public static Cairn withDemo(@Nullable Path data) throws Exception {
        LocalOptions options = new LocalOptions(0, data, true, ADMIN_KEY, null, false, BrowserPaths.DEFAULT);
        LocalSystem system = LocalSystem.start(options, new CairnFunctions(), System.err);
        Cairn cairn = new Cairn(system);
        Optional<Demo> demo = system.demo(new CairnFunctions());
        if (demo.isPresent() && !demo.get().complete()) {
            system.load(demo.get(), System.err);
        }
        Waiting.until(
                "the demo is counted",
                DEMO_PATIENCE,
                () -> cairn.get("/v1/sites/demo/overview?totals=only")
                        .path("total")
                        .path("visits")
                        .asLong(),
                visits -> visits >= DEMO_VISITS);
        cairn.aggregate();
        return cairn;
    }

    /** @param clock time at which the system's clock starts; null for now */
    public static Cairn start(@Nullable Instant clock) throws Exception {
        LocalOptions options = new LocalOptions(0, null, false, ADMIN_KEY, clock, false, BrowserPaths.DEFAULT);
        return new Cairn(LocalSystem.start(options, new CairnFunctions(), System.err));
    }

    /** {@code http://localhost:PORT}, the address for browsers. */
    public String origin() {
        return "http://localhost:" + system.port();
    }

    public String adminKey() {
        return ADMIN_KEY;
    }

    /**
     * Adds a site to the plan, which extends the default one. In its time zone it is late morning now, so that no test
     * runs past midnight.
     *
     * @param origins the origins of its pages
     * @param more further lines of the site, each of the form {@code key: value}
     */
    public synchronized Site addSite(List<String> origins, List<String> more) {
        String id = "site" + (sites.size() + 1);
        StringBuilder site = new StringBuilder("  " + id + ":\n");
        site.append("    time_zone: ")
                .append(Site.zoneOfLateMorning(system.clock()))
                .append('\n');
        site.append("    currency: EUR\n    origins: [\"");
        site.append(String.join("\", \"", origins)).append("\"]\n");
        more.forEach(line -> site.append("    ").append(line).append('\n'));
        sites.put(id, site.toString());
        putSites();
        return new Site(this, id);
    }

    /** Lets further origins send to a site. */
    synchronized void allow(String site, List<String> origins) {
        String more = origins.stream().map(origin -> "\"" + origin + "\", ").collect(Collectors.joining());
        sites.computeIfPresent(site, (id, text) -> text.replace("origins: [", "origins: [" + more));
        putSites();
    }

    private void putSites() {
        putPlan("extends: default\nsites:\n" + String.join("", sites.values()));
    }

    /** Replaces the whole plan, including the sites of other tests: only for a test with its own system. */
    public void putPlan(String yaml) {
        HttpResponse<String> answer = send(request("/v1/plan")
                .header("Content-Type", "application/yaml")
                .header("If-Match", "*")
                .PUT(BodyPublishers.ofString(yaml))
                .build());
        if (answer.statusCode() / 100 != 2) {
            throw new AssertionError("the plan was answered with " + answer.statusCode() + " " + answer.body());
        }
    }

    /** Waits until everything sent is classified, then runs the aggregator. */
    public void aggregate() {
        post("/_local/aggregate", "");
    }

    public JsonNode get(String path) {
        return json(path, send(request(path).GET().build()));
    }

    public JsonNode post(String path, String body) {
        return json(path, send(request(path).POST(BodyPublishers.ofString(body)).build()));
    }

    public JsonNode put(String path, String body) {
        return json(
                path,
                send(request(path)
                        .header("content-type", "application/json")
                        .PUT(BodyPublishers.ofString(body))
                        .build()));
    }

    @Override
    public void close() {
        system.close();
        client.close();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(origin() + path)).header("Authorization", "Bearer " + ADMIN_KEY);
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return client.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException("Cairn did not answer " + request.uri(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode json(String path, HttpResponse<String> answer) {
        if (answer.statusCode() / 100 != 2) {
            throw new AssertionError(path + " was answered with " + answer.statusCode() + " " + answer.body());
        }
        try {
            return Json.MAPPER.readTree(answer.body());
        } catch (IOException e) {
            throw new AssertionError(path + " was answered with something that is no JSON", e);
        }
    }
}
