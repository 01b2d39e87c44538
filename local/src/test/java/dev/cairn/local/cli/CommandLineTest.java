package dev.cairn.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import dev.cairn.local.LocalOptions;
import dev.cairn.store.Json;
import dev.cairn.store.codec.DeliveryCodec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The commands as a user types them, and their output. */
class CommandLineTest {
    private static final String PLAN = """
            extends: default
            sites:
              shop: {time_zone: UTC, currency: EUR}
            """;

    @TempDir
    Path folder;

    private final PrintStream standardOut = System.out;
    private final PrintStream standardError = System.err;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream error = new ByteArrayOutputStream();

    @BeforeEach
    void listen() {
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(error, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void restore() {
        System.setOut(standardOut);
        System.setErr(standardError);
    }

    /** The files in events/ send this key and concern a site that no demo has. */
    @Test
    void R1_forContainersThereIsNoDemoAndTheKeyOfTheEvents() {
        LocalOptions options = LocalCommand.options(List.of("--services"));

        assertThat(options.demo()).isFalse();
        assertThat(options.adminKey()).isEqualTo("cairn-local-admin-key");
        assertThat(LocalCommand.options(List.of("--services", "--admin-key", "another-one-of-mine"))
                        .adminKey())
                .isEqualTo("another-one-of-mine");
        assertThat(LocalCommand.options(List.of()).demo()).isTrue();
    }

    static Stream<String> commands() {
        return CommandLine.COMMANDS.stream().map(Command::name);
    }

    @ParameterizedTest
    @MethodSource("commands")
    void R2_everyCommandHasHelp(String command) {
        assertThat(run(command, "--help")).isZero();
        assertThat(out()).startsWith("./cairn " + command);
        String help = out();
        out.reset();
        assertThat(run("help", command)).isZero();
        assertThat(out()).isEqualTo(help);
    }

    @Test
    void withoutACommandTheCommandsAreListed() {
        assertThat(run()).isZero();
        assertThat(out()).contains(commands().toList());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    lokal                              | unknown command "lokal"; commands are local, doctor, replay, import, plan, backfill, quarantine, reconcile, rebuild, backup, event, privacy-config, help
                    local --prot 80                    | unknown option --prot; options are --port PORT, --data DIR
                    local --port                       | --port needs a value: --port PORT
                    local --port eighty                | --port takes a number from 0 (any free port) to 65535, not "eighty"
                    local --port 65536                 | --port takes a number from 0
                    local --no-demo=yes                | --no-demo takes no value
                    local --clock yesterday            | --clock takes a time in UTC like 2025-02-27T00:30:00Z, not "yesterday"
                    local --admin-key short            | --admin-key takes at least 16 characters
                    local here                         | "here" is not expected here
                    replay                             | give one file to send
                    replay a b --to http://x --key k   | give one file to send
                    replay missing --to http://x --key k | no such file: missing
                    plan                               | choose an action: ./cairn plan check FILE
                    plan chek x                        | choose an action: ./cairn plan check FILE
                    plan check missing                 | no such file: missing
                    local --data FILE                  | --data takes a folder, but FILE is a file
                    rebuild --data FILE                | --data takes a folder, but FILE is a file
                    plan push FILE --to http://x --key ck_… | --key takes a whole key as it was printed
                    rebuild --url http://x --key ck_…  | --key takes a whole key as it was printed
                    replay FILE --to http://x --key ck_… | --key takes a whole key as it was printed
                    quarantine                         | choose an action: ./cairn quarantine list --site S
                    quarantine lst                     | unknown action "lst"; choose an action: ./cairn quarantine list
                    plan chek x                        | unknown action "chek"; choose an action: ./cairn plan check FILE
                    event                              | name the function
                    event classify missing             | no such file: missing
                    """)
    void aWrongCallIsAnsweredWithWhatIsAllowed(String words, String sentence) throws Exception {
        String file = Files.writeString(folder.resolve("plan.yaml"), PLAN).toString();

        assertThat(run(words.strip().replace("FILE", file).split(" +"))).isEqualTo(2);

        assertThat(error()).contains(sentence.strip().replace(", but FILE", ", but " + file));
    }

    @Test
    void aListOfAnEmptyQuarantineSaysSo() throws Exception {
        try (Answering cairn = new Answering("{\"rows\":[],\"next\":null}")) {
            assertThat(run("quarantine", "list", "--site", "shop", "--url", cairn.address(), "--key", "k"))
                    .isZero();
        }
        assertThat(out()).isEqualTo("Nothing is in quarantine.\n");
    }

    @Test
    void aListOfTheQuarantineKnowsTheReasonsThereAre() throws Exception {
        String rows = "{\"rows\":[{\"date\":\"2026-11-21\",\"reason\":\"unknown_site\",\"events\":1,\"id\":\"a\"},"
                + "{\"date\":\"2026-11-21\",\"reason\":\"undecodable\",\"events\":2,\"id\":\"b\"}],\"next\":null}";
        try (Answering cairn = new Answering(rows)) {
            List<String> list =
                    List.of("quarantine", "list", "--site", "shop", "--url", cairn.address(), "--key", "k", "--reason");

            assertThat(CommandLine.run(with(list, "unknown_site"))).isZero();
            assertThat(out()).isEqualTo("2026-11-21  unknown_site  1 event  a\n");
            out.reset();
            assertThat(CommandLine.run(with(list, "foo"))).isEqualTo(1);
            assertThat(error())
                    .isEqualTo("Nothing of this site is quarantined for the reason \"foo\";"
                            + " reasons are undecodable, unknown_site.\n");
            assertThat(CommandLine.run(with(list, "given_up"))).isZero();
        }
        assertThat(out()).isEqualTo("Failed batches are not listed; replay retries them.\n");
    }

    private static List<String> with(List<String> words, String last) {
        List<String> all = new ArrayList<>(words);
        all.add(last);
        return all;
    }

    /** A server that always gives the same response. */
    private static final class Answering implements AutoCloseable {
        private final HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);

        Answering(String json) throws IOException {
            byte[] answer = json.getBytes(StandardCharsets.UTF_8);
            server.createContext("/", exchange -> {
                try (exchange) {
                    exchange.sendResponseHeaders(200, answer.length);
                    exchange.getResponseBody().write(answer);
                }
            });
            server.start();
        }

        String address() {
            return "http://127.0.0.1:" + server.getAddress().getPort();
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }

    @Test
    void replayNeedsAnAddressAndAKey() throws Exception {
        String file = Files.writeString(folder.resolve("f"), "").toString();

        assertThat(run("replay", file, "--key", "k")).isEqualTo(2);
        assertThat(run("replay", file, "--to", "localhost:8080", "--key", "k")).isEqualTo(2);
        assertThat(run("replay", file, "--to", "http://localhost:8080")).isEqualTo(2);

        assertThat(error())
                .contains("--to is missing, for example --to http://localhost:8080")
                .contains("--to takes an address like http://localhost:8080, not \"localhost:8080\"")
                .contains("--key is missing");
    }

    @Test
    void R2_planCheckPrintsEveryFaultOnALineOfItsOwn() throws Exception {
        String sound = Files.writeString(folder.resolve("sound.yaml"), PLAN).toString();
        String faulty = Files.writeString(
                        folder.resolve("faulty.yaml"),
                        PLAN + "funnels: {checkout: {steps: [add_to_cart, chekout]}}\ngols: {}\n")
                .toString();

        assertThat(run("plan", "check", sound)).isZero();
        assertThat(out()).contains("is a valid plan.");
        out.reset();
        assertThat(run("plan", "check", faulty)).isEqualTo(1);
        assertThat(out().lines())
                .anyMatch(line -> line.startsWith("funnels.checkout.steps[1]: no goal \"chekout\""))
                .anyMatch(line -> line.startsWith("gols"))
                .contains("2 faults.");
    }

    @Test
    void R2_planPushReplacesTheVersionItHasSeen() throws Exception {
        String file = Files.writeString(folder.resolve("plan.yaml"), PLAN).toString();
        List<String> seen = new ArrayList<>();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/plan", exchange -> {
            try (exchange) {
                boolean put = exchange.getRequestMethod().equals("PUT");
                seen.add(exchange.getRequestMethod() + " "
                        + exchange.getRequestHeaders().getFirst("authorization") + " "
                        + exchange.getRequestHeaders().getFirst("if-match") + " "
                        + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
                exchange.getResponseHeaders().set("etag", "\"7-abc\"");
                byte[] answer = (seen.size() < 3
                                ? "{\"version\":8,\"source\":\"extends: default\"}"
                                : "{\"error\":{\"code\":\"faulty\",\"message\":\"2 faults\",\"faults\":["
                                        + "{\"path\":\"sites.a\",\"message\":\"wrong\"},\"goals: also wrong\"]}}")
                        .getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(put && seen.size() > 2 ? 400 : 200, answer.length);
                exchange.getResponseBody().write(answer);
            }
        });
        server.start();
        try {
            String to = "http://127.0.0.1:" + server.getAddress().getPort();
            assertThat(run("plan", "push", file, "--to", to, "--key", "k")).isZero();
            assertThat(out()).contains("Pushed, version 8.");
            assertThat(seen).containsExactly("GET Bearer k null ", "PUT Bearer k \"7-abc\" " + PLAN);

            assertThat(run("plan", "push", file, "--to", to, "--key", "k")).isEqualTo(1);
            assertThat(out().lines())
                    .contains("sites.a: wrong", "goals: also wrong", "The server answered 400: 2 faults");
        } finally {
            server.stop(0);
        }
        assertThat(run("plan", "push", file, "--to", "http://127.0.0.1:1", "--key", "k"))
                .isEqualTo(2);
        assertThat(error()).contains("no response from http://127.0.0.1:1/v1/plan");
    }

    @Test
    void R1_eventClassifyMakesTheKinesisEventOfABody() throws Exception {
        String file = Files.writeString(
                        folder.resolve("body.json"),
                        "{\"site\":\"shop\",\"visitor\":\"v\",\"consent\":{\"analytics\":true},\"events\":["
                                + "{\"id\":\"e1\",\"name\":\"add_to_cart\",\"at\":1740268801750},"
                                + "{\"id\":\"e2\",\"name\":\"purchase\",\"at\":1740268901750}]}")
                .toString();

        assertThat(run("event", "classify", file)).isZero();

        JsonNode record = Json.MAPPER.readTree(out()).path("Records").get(0);
        var delivery = DeliveryCodec.read(
                Base64.getDecoder().decode(record.path("kinesis").path("data").asText()));
        assertThat(delivery.site()).isEqualTo("shop");
        assertThat(delivery.server()).isTrue();
        assertThat(delivery.receivedAt()).isEqualTo(1740268901750L);
        assertThat(delivery.events()).extracting(event -> event.name()).containsExactly("add_to_cart", "purchase");
    }

    private int run(String... words) {
        return CommandLine.run(List.of(words));
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String error() {
        return error.toString(StandardCharsets.UTF_8);
    }
}
