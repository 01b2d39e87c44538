package dev.cairn.local.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.cairn.http.BrowserPaths;
import dev.cairn.local.LocalOptions;
import dev.cairn.local.LocalSystem;
import dev.cairn.store.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Links broken on purpose, each of which the doctor has to name; what a stack breaks is in .ci/doctor.py. */
class DoctorTest {
    private static final String ORIGIN = "http://shop.example:8000";
    private static final String ADMIN = "cairn_admin_for_these_tests";
    private static final String PLAN = """
            extends: default
            sites:
              shop:
                time_zone: UTC
                currency: EUR
                origins: ["http://shop.example:8000"]
            """;

    @TempDir
    static Path folder;

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final BreakableFunctions FUNCTIONS = new BreakableFunctions();
    private static LocalSystem system;
    private static String writeOnly = "";

    @BeforeAll
    static void start() throws Exception {
        system = system(FUNCTIONS, null);
        writeOnly = Json.MAPPER
                .readTree(call("POST", "/v1/keys", "{\"site\":\"shop\",\"scopes\":[\"events:write\"],\"name\":\"w\"}"))
                .path("key")
                .asText();
        call("POST", "/_local/aggregate", "");
    }

    @AfterAll
    static void stop() {
        system.close();
        CLIENT.close();
    }

    private static LocalSystem system(BreakableFunctions functions, @Nullable Instant clock) throws Exception {
        LocalSystem started = LocalSystem.start(
                new LocalOptions(0, null, false, ADMIN, clock, false, BrowserPaths.DEFAULT),
                functions,
                new PrintStream(new ByteArrayOutputStream()));
        system = system == null ? started : system;
        call(started, "PUT", "/v1/plan", PLAN);
        return started;
    }

    private static String call(String method, String path, String body) throws Exception {
        return call(system, method, path, body);
    }

    private static String call(LocalSystem on, String method, String path, String body) throws Exception {
        HttpResponse<String> answer = CLIENT.send(
                HttpRequest.newBuilder(URI.create("http://localhost:" + on.port() + path))
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .header("authorization", "Bearer " + ADMIN)
                        .header("if-match", "*")
                        .header("content-type", path.equals("/v1/plan") ? "application/yaml" : "application/json")
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode())
                .as(method + " " + path + ": " + answer.body())
                .isBetween(200, 299);
        return answer.body();
    }

    /** What a page examination is made of; each break changes one thing. */
    private static final class Patient {
        URI to;
        String site = "shop";
        String origin = ORIGIN;

        @Nullable
        URI page;

        @Nullable
        String key = ADMIN;

        Patient(URI to) {
            this.to = to;
        }

        List<Finding> examined() throws InterruptedException {
            return new Doctor(new Subject(to, site, origin, page, key, null, Duration.ofSeconds(2)))
                    .examine(each -> {});
        }
    }

    /** Something that is broken, around an examination. */
    @FunctionalInterface
    private interface Break {
        List<Finding> examine() throws Exception;
    }

    record Case(String what, Break made, String link, String remedy) {
        @Override
        public String toString() {
            return what;
        }
    }

    private static URI direct() {
        return URI.create("http://localhost:" + system.port());
    }

    private static Break with(Consumer<Patient> change) {
        return () -> {
            Patient patient = new Patient(direct());
            change.accept(patient);
            return patient.examined();
        };
    }

    private static Break behind(ProxyInFront.Habit habit) {
        return () -> {
            try (ProxyInFront proxy = new ProxyInFront(system.port(), habit)) {
                return new Patient(proxy.address()).examined();
            }
        };
    }

    /** The proxy answers a path by itself. */
    private static Break answering(String method, String path, int status, String type, String body) {
        return behind(new ProxyInFront.Habit() {
            @Override
            public boolean answersItself(ProxyInFront.Request request, ProxyInFront.Response response) {
                boolean mine = request.method.equals(method) && request.path.startsWith(path);
                if (mine) {
                    response.say(status, type, body);
                }
                return mine;
            }
        });
    }

    /** The proxy drops a header of requests. */
    private static Break dropping(String header) {
        return behind(new ProxyInFront.Habit() {
            @Override
            public void change(ProxyInFront.Request request) {
                if (request.method.equals("POST")) {
                    request.headers.remove(header);
                }
            }
        });
    }

    /** The proxy sends other values of Access-Control-Allow-Origin in answers to events. */
    private static Break sharing(List<String> origins) {
        return behind(new ProxyInFront.Habit() {
            @Override
            public void change(ProxyInFront.Request request, ProxyInFront.Response response) {
                if (request.method.equals("POST")) {
                    response.headers.put("access-control-allow-origin", origins);
                }
            }
        });
    }

    private static Break replacing(String path, String text, String other) {
        return behind(new ProxyInFront.Habit() {
            @Override
            public void change(ProxyInFront.Request request, ProxyInFront.Response response) {
                if (request.path.endsWith(path)) {
                    response.body = response.body.replace(text, other);
                }
            }
        });
    }

    private static Break page(int status, @Nullable String policy, String html) {
        return () -> {
            try (ProxyInFront shop = new ProxyInFront(system.port(), new ProxyInFront.Habit() {
                @Override
                public boolean answersItself(ProxyInFront.Request request, ProxyInFront.Response response) {
                    response.say(status, "text/html", html.replace("CAIRN", direct().toString()));
                    if (policy != null) {
                        response.headers.put(
                                "content-security-policy", List.of(policy.replace("CAIRN", direct().toString())));
                    }
                    return true;
                }
            })) {
                Patient patient = new Patient(direct());
                patient.page = shop.address().resolve("/p/1");
                return patient.examined();
            }
        };
    }

    private static Break failing(Consumer<BreakableFunctions> fault, Consumer<BreakableFunctions> repair) {
        return () -> {
            fault.accept(FUNCTIONS);
            try {
                return new Patient(direct()).examined();
            } finally {
                repair.accept(FUNCTIONS);
            }
        };
    }

    private static final String SNIPPET = "<script defer src=\"CAIRN/cairn.js\" data-site=\"shop\"></script>";

    static Stream<Case> breaks() {
        return Stream.of(
                new Case("no DNS record", with(p -> p.to = URI.create("http://cairn.invalid")), "name", "DomainTarget"),
                new Case(
                        "nothing listens",
                        with(p -> p.to = URI.create("http://localhost:" + freePort())),
                        "connection",
                        "port"),
                new Case("a certificate of nobody", DoctorTest::selfSigned, "connection", "certificate"),
                new Case("a page by https, Cairn without", () -> mixed(), "connection", "https"),
                new Case(
                        "another server",
                        answering("GET", "/openapi", 404, "text/plain", "no"),
                        "address",
                        "without a path"),
                new Case(
                        "Web fails",
                        answering("GET", "/openapi", 502, "text/plain", "no"),
                        "address",
                        "log group of Web"),
                new Case(
                        "the script is not forwarded",
                        answering("GET", "/cairn.js", 404, "text/plain", ""),
                        "script",
                        "/cairn.js"),
                new Case(
                        "a page in the script's place",
                        answering("GET", "/cairn.js", 200, "text/html", "<html>"),
                        "script",
                        "Content-Type"),
                new Case("a stale script", replacing("/cairn.js", "/v1/events", "/v0/events"), "script", "invalidate"),
                new Case("the page is gone", page(404, null, ""), "page", "anybody can open"),
                new Case(
                        "no snippet",
                        page(200, null, "<html><!-- " + SNIPPET + " --><p>shop"),
                        "snippet",
                        "data-site=\"shop\""),
                new Case(
                        "another Cairn's snippet",
                        page(200, null, SNIPPET.replace("CAIRN", "https://old.example")),
                        "snippet",
                        "Change src"),
                new Case(
                        "another site's snippet",
                        page(200, null, SNIPPET.replace("shop", "shpo")),
                        "snippet",
                        "data-site=\"shop\""),
                new Case(
                        "a policy without the script",
                        page(200, "script-src 'self'", SNIPPET),
                        "page policy",
                        "script-src"),
                new Case(
                        "a policy without the events",
                        page(200, "default-src 'self'; script-src CAIRN", SNIPPET),
                        "page policy",
                        "connect-src"),
                new Case("an unknown site", with(p -> p.site = "shpo"), "access", "Add the site"),
                new Case(
                        "an origin that is not listed",
                        with(p -> p.origin = "http://www.shop.example:8000"),
                        "access",
                        "sites.shop.origins"),
                new Case("Origin is dropped", dropping("origin"), "access", "header Origin"),
                new Case(
                        "a firewall",
                        answering("POST", "/v1/events", 403, "text/html", "<h1>Forbidden"),
                        "access",
                        "firewall"),
                new Case(
                        "too many requests",
                        answering("POST", "/v1/events", 429, "application/json", "{\"message\":\"Too Many Requests\"}"),
                        "access",
                        "EventRateLimit"),
                new Case(
                        "Collect fails",
                        answering(
                                "POST",
                                "/v1/events",
                                500,
                                "application/json",
                                "{\"message\":\"Internal Server Error\"}"),
                        "access",
                        "CollectFails"),
                new Case("CORS is dropped", sharing(List.of()), "CORS", "as Collect sets it"),
                new Case("CORS is there twice", sharing(List.of(ORIGIN, "*")), "CORS", "once"),
                new Case(
                        "the query is dropped",
                        behind(new ProxyInFront.Habit() {
                            @Override
                            public void change(ProxyInFront.Request request) {
                                request.query = "";
                            }
                        }),
                        "query",
                        "query strings"),
                new Case(
                        "the agent is the CDN's",
                        behind(new ProxyInFront.Habit() {
                            @Override
                            public void change(ProxyInFront.Request request) {
                                request.headers.put("user-agent", "Amazon CloudFront");
                            }
                        }),
                        "browser",
                        "forward User-Agent"),
                new Case(
                        "the stream refuses",
                        failing(f -> f.streamRefuses = true, f -> f.streamRefuses = false),
                        "collector",
                        "StreamFull"),
                new Case("an unknown key", with(p -> p.key = "ck_of_nobody"), "key", "AdminKeyCommand"),
                new Case("a key that may not read", with(p -> p.key = writeOnly), "key", "stats:read"),
                new Case(
                        "Classify is of an older version",
                        failing(f -> f.streamHasALaterSchema = true, f -> f.streamHasALaterSchema = false),
                        "classifier",
                        "quarantine replay"),
                new Case(
                        "Classify fails",
                        failing(f -> f.classifierFails = true, f -> f.classifierFails = false),
                        "classifier",
                        "ClassifierBehind"),
                new Case("a clock is wrong", DoctorTest::anotherTime, "clock", "NTP"),
                new Case(
                        "Report fails",
                        failing(f -> f.reportFails = true, f -> f.reportFails = false),
                        "report",
                        "ReportFails"),
                new Case("Aggregate fails", DoctorTest::neverRun, "run", "AggregateFails"),
                new Case(
                        "the last run is old",
                        replacing("/overview", "\"as_of\":\"20", "\"as_of\":\"19"),
                        "run",
                        "AggregateSilent"),
                new Case(
                        "events are missing",
                        replacing("/health", "\"residual\":0", "\"residual\":7"),
                        "balance",
                        "EventsMissing"));
    }

    @ParameterizedTest
    @MethodSource("breaks")
    void R1_aBrokenLinkIsNamedWithItsRemedy(Case broken) throws Exception {
        List<Finding> findings = broken.made().examine();

        Finding last = findings.getLast();
        assertThat(last.link() + ": " + last.verdict().found()).startsWith(broken.link() + ": ");
        assertThat(last.verdict().state()).isEqualTo(Verdict.State.BROKEN);
        assertThat(last.verdict().remedy()).contains(broken.remedy());
        assertThat(findings.subList(0, findings.size() - 1))
                .noneMatch(finding -> finding.verdict().isBroken());
    }

    @Test
    void R1_aRefusedPreflightIsNotedAsTheScriptSendsNone() throws Exception {
        List<Finding> findings =
                answering("OPTIONS", "/v1/", 405, "text/plain", "").examine();

        assertThat(findings)
                .filteredOn(finding -> finding.verdict().state() == Verdict.State.NOTED)
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.link()).isEqualTo("preflight");
                    assertThat(finding.verdict().remedy()).contains("forward OPTIONS");
                });
        assertThat(findings).noneMatch(finding -> finding.verdict().isBroken());
    }

    @Test
    void R1_whereNothingIsBrokenEveryLinkHolds() throws Exception {
        List<Finding> findings =
                page(200, "script-src CAIRN; connect-src CAIRN/v1/", SNIPPET).examine();

        assertThat(findings)
                .extracting(finding -> finding.verdict().state())
                .containsOnly(Verdict.State.HOLDS, Verdict.State.SKIPPED);
        assertThat(findings)
                .filteredOn(finding -> finding.verdict().state() == Verdict.State.SKIPPED)
                .extracting(Finding::link)
                .containsExactly("stack", "stream", "mapping", "schedule", "failed batches", "alarms", "alarms' mail");
    }

    /** R1: "it leaves no trace in the figures"; health says that an automated browser was there. */
    @Test
    void R1_theDoctorsEventIsInNoFigure() throws Exception {
        BreakableFunctions functions = new BreakableFunctions();
        try (LocalSystem fresh = system(functions, null)) {
            Patient patient = new Patient(URI.create("http://localhost:" + fresh.port()));
            call(fresh, "POST", "/_local/aggregate", "");

            assertThat(patient.examined())
                    .noneMatch(finding -> finding.verdict().isBroken());
            call(fresh, "POST", "/_local/aggregate", "");

            for (String report :
                    List.of("overview", "goals", "events", "funnels/checkout", "pages", "channels?funnel=checkout")) {
                assertThat(Json.MAPPER
                                .readTree(read(fresh, "/v1/sites/shop/" + report))
                                .path("total")
                                .toString())
                        .as(report)
                        .doesNotContainPattern("[:\\[,][1-9]");
            }
            String health = Json.MAPPER
                    .readTree(read(fresh, "/v1/sites/shop/health"))
                    .path("total")
                    .toString();
            assertThat(health).contains("\"stored\":0", "\"bots\":{\"webdriver\":1}", "\"residual\":0");
        }
    }

    private static String read(LocalSystem on, String path) throws Exception {
        return call(on, "GET", path, "");
    }

    private static List<Finding> neverRun() throws Exception {
        BreakableFunctions functions = new BreakableFunctions();
        functions.aggregateFails = true;
        try (LocalSystem broken = system(functions, null)) {
            return new Patient(URI.create("http://localhost:" + broken.port())).examined();
        }
    }

    private static List<Finding> anotherTime() throws Exception {
        try (LocalSystem early = system(new BreakableFunctions(), Instant.now().minus(Duration.ofMinutes(10)))) {
            return new Patient(URI.create("http://localhost:" + early.port())).examined();
        }
    }

    /** A name of this machine that the doctor does not take for this machine. */
    private static List<Finding> mixed() throws Exception {
        Patient patient = new Patient(URI.create("http://0.0.0.0:" + system.port()));
        patient.origin = "https://shop.example";
        return patient.examined();
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static List<Finding> selfSigned() throws Exception {
        Path file = folder.resolve("keys.p12");
        if (!Files.exists(file)) {
            Process keytool = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "keytool")
                                    .toString(),
                            "-genkeypair",
                            "-alias",
                            "a",
                            "-keyalg",
                            "EC",
                            "-dname",
                            "CN=localhost",
                            "-storepass",
                            "changeit",
                            "-keystore",
                            file.toString())
                    .inheritIO()
                    .start();
            assertThat(keytool.waitFor()).isZero();
        }
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            keys.load(in, "changeit".toCharArray());
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, "changeit".toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 4);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.start();
        try {
            return new Patient(URI.create(
                            "https://localhost:" + server.getAddress().getPort()))
                    .examined();
        } finally {
            server.stop(0);
        }
    }
}
