package dev.cairn.browser.harness;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.store.Json;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openqa.selenium.MutableCapabilities;
import org.openqa.selenium.remote.RemoteWebDriver;

/** A browser other than Chromium, for the tests of what the script does in all of them. Empty profile, one window. */
public interface OtherBrowser extends AutoCloseable {

    /** Opens the page and waits until it is loaded. */
    void open(String address) throws Exception;

    /** Evaluates an expression in the page. */
    void evaluate(String expression) throws Exception;

    @Override
    void close() throws Exception;

    /** Firefox, spoken to by WebDriver BiDi, which it has built in: no driver is needed. */
    static OtherBrowser firefox(Path program) throws Exception {
        return Firefox.start(program);
    }

    /** WebKitGTK's MiniBrowser by its driver, on a screen that nobody sees. */
    static OtherBrowser webkit(Path driver, Path screen, Path program) throws Exception {
        return WebKit.start(driver, screen, program);
    }

    /** See {@link #firefox}. */
    final class Firefox implements OtherBrowser {
        private static final Duration STARTS_WITHIN = Duration.ofSeconds(90);

        private final Process process;
        private final Path profile;
        private final HttpClient client = HttpClient.newHttpClient();
        private final BlockingQueue<JsonNode> answers = new LinkedBlockingQueue<>();
        private final WebSocket socket;
        private final String window;
        private int commands;

        private Firefox(Process process, Path profile, int port) throws Exception {
            this.process = process;
            this.profile = profile;
            URI address = URI.create("ws://127.0.0.1:" + port + "/session");
            this.socket = Waiting.until(
                            "Firefox listens",
                            STARTS_WITHIN,
                            () -> client.newWebSocketBuilder()
                                    .buildAsync(address, new Listener(answers))
                                    .handle((opened, failed) -> java.util.Optional.ofNullable(opened))
                                    .get(),
                            java.util.Optional::isPresent)
                    .orElseThrow();
            command("session.new", Json.MAPPER.createObjectNode().putObject("capabilities"), "capabilities");
            this.window = send("browsingContext.getTree", Json.MAPPER.createObjectNode())
                    .at("/contexts/0/context")
                    .asText();
        }

        static Firefox start(Path program) throws Exception {
            Path profile = Files.createTempDirectory("cairn-firefox");
            // An ordinary visitor's browser: a driven one is left out of the statistics (V3).
            Files.writeString(profile.resolve("user.js"), "user_pref('dom.webdriver.enabled', false);\n");
            int port = freePort();
            Process process = new ProcessBuilder(
                            program.toString(),
                            "--headless",
                            "--no-remote",
                            "--profile",
                            profile.toString(),
                            "--remote-debugging-port",
                            Integer.toString(port))
                    .redirectErrorStream(true)
                    .redirectOutput(profile.resolve("log").toFile())
                    .start();
            return new Firefox(process, profile, port);
        }

        @Override
        public void open(String address) throws Exception {
            ObjectNode parameters = Json.MAPPER.createObjectNode();
            send(
                    "browsingContext.navigate",
                    parameters.put("context", window).put("url", address).put("wait", "complete"));
        }

        @Override
        public void evaluate(String expression) throws Exception {
            ObjectNode parameters = Json.MAPPER.createObjectNode();
            parameters.put("expression", expression).put("awaitPromise", true);
            parameters.putObject("target").put("context", window);
            send("script.evaluate", parameters);
        }

        private void command(String method, ObjectNode parameter, String name) throws Exception {
            ObjectNode parameters = Json.MAPPER.createObjectNode();
            parameters.set(name, parameter);
            send(method, parameters);
        }

        private JsonNode send(String method, ObjectNode parameters) throws Exception {
            ObjectNode message = Json.MAPPER.createObjectNode();
            message.put("id", ++commands).put("method", method).set("params", parameters);
            socket.sendText(message.toString(), true).get();
            while (true) {
                JsonNode answer = answers.poll(Waiting.PATIENCE.toSeconds() * 2, TimeUnit.SECONDS);
                if (answer == null) {
                    throw new AssertionError("Firefox did not answer " + method);
                }
                if (answer.path("id").asInt() == commands) {
                    if (answer.has("error")) {
                        throw new AssertionError("Firefox answered " + method + " with " + answer);
                    }
                    return answer.path("result");
                }
            }
        }

        @Override
        public void close() throws Exception {
            socket.abort();
            client.close();
            process.destroy();
            process.waitFor(10, TimeUnit.SECONDS);
            process.destroyForcibly();
            try (Stream<Path> files = Files.walk(profile)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            } catch (IOException stillInUse) {
                profile.toFile().deleteOnExit();
            }
        }

        /** Puts whole messages into a queue. */
        private record Listener(BlockingQueue<JsonNode> answers, StringBuilder begun) implements WebSocket.Listener {
            Listener(BlockingQueue<JsonNode> answers) {
                this(answers, new StringBuilder());
            }

            @Override
            public CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
                begun.append(part);
                if (last) {
                    try {
                        answers.add(Json.MAPPER.readTree(begun.toString()));
                    } catch (IOException notJson) {
                        throw new IllegalStateException(notJson);
                    }
                    begun.setLength(0);
                }
                socket.request(1);
                return null;
            }
        }
    }

    /** See {@link #webkit}. */
    final class WebKit implements OtherBrowser {
        private final List<Process> processes;
        private final RemoteWebDriver driver;

        private WebKit(List<Process> processes, RemoteWebDriver driver) {
            this.processes = processes;
            this.driver = driver;
        }

        static WebKit start(Path driver, Path screen, Path program) throws Exception {
            int port = freePort();
            String display = ":" + (100 + port % 900);
            Process display100 = new ProcessBuilder(screen.toString(), display, "-nolisten", "tcp").start();
            ProcessBuilder builder = new ProcessBuilder(driver.toString(), "--port=" + port);
            // WebKit's sandbox needs namespaces that a container may not have; accelerated drawing needs a graphics
            // card.
            builder.environment()
                    .putAll(Map.of(
                            "DISPLAY", display,
                            "WEBKIT_DISABLE_COMPOSITING_MODE", "1",
                            "WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS", "1",
                            "LIBGL_ALWAYS_SOFTWARE", "1"));
            Process process = builder.redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            MutableCapabilities capabilities = new MutableCapabilities(Map.of(
                    "browserName",
                    "MiniBrowser",
                    "webkitgtk:browserOptions",
                    Map.of("binary", program.toString(), "args", List.of("--automation"))));
            URI address = URI.create("http://127.0.0.1:" + port);
            RemoteWebDriver opened = Waiting.until(
                            "WebKit starts",
                            Duration.ofSeconds(60),
                            () -> {
                                try {
                                    return java.util.Optional.of(new RemoteWebDriver(address.toURL(), capabilities));
                                } catch (org.openqa.selenium.WebDriverException notYet) {
                                    return java.util.Optional.<RemoteWebDriver>empty();
                                }
                            },
                            java.util.Optional::isPresent)
                    .orElseThrow();
            return new WebKit(List.of(process, display100), opened);
        }

        @Override
        public void open(String address) {
            driver.get(address);
        }

        @Override
        public void evaluate(String expression) {
            driver.executeScript(expression);
        }

        @Override
        public void close() {
            driver.quit();
            processes.forEach(Process::destroy);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
