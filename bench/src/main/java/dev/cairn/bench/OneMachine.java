package dev.cairn.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.store.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * Measures {@code ./cairn local} in its own process: posts browser events to it over eight HTTP connections until all
 * are in the statistics. Prints the process's CPU time per 1,000 events (including startup and the compiler), its peak
 * resident memory, and the data folder's bytes per event. Reads /proc, so it needs Linux. Exits with 1 above a limit,
 * or if the statistics do not add up to the events sent.
 */
public final class OneMachine {
    static final double MOST_CPU_SECONDS = 0.4;
    static final double MOST_MEGABYTES = 250;
    static final double MOST_BYTES_AN_EVENT = 400;

    private static final int CONNECTIONS = 8;
    private static final int CLOCK_TICKS_A_SECOND = 100;
    private static final String ADMIN = "cairn_admin_of_this_benchmark";
    private static final String EDGE = "an edge secret of this benchmark only";
    private static final String PLAN = """
            {"extends": "default", "sites": {"shop":
              {"name": "Shop", "time_zone": "UTC", "currency": "EUR", "origins": ["https://shop.example"]}}}
            """;

    private final HttpClient client = HttpClient.newHttpClient();
    private final String base;
    private final Process process;

    private OneMachine(String base, Process process) {
        this.base = base;
        this.process = process;
    }

    private record Options(int events, int aSecond, int mostEventsABody, List<String> command) {}

    public static void main(String[] arguments) throws Exception {
        int events = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 100_000;
        int aSecond = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 0;
        int mostEventsABody = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 1;
        Path work = Files.createTempDirectory("cairn-one-machine");
        boolean good;
        try {
            Files.writeString(work.resolve("edge"), EDGE);
            String cairn = System.getProperty("cairn.command", System.getProperty("cairn.home", "") + "/cairn");
            List<String> command = List.of(
                    cairn,
                    "local",
                    "--no-demo",
                    "--port",
                    "18239",
                    "--admin-key",
                    ADMIN,
                    "--data",
                    work.resolve("data").toString(),
                    "--edge-secret",
                    work.resolve("edge").toString());
            good = run(new Options(events, aSecond, mostEventsABody, command), work);
        } finally {
            delete(work);
        }
        System.exit(good ? 0 : 1);
    }

    private static boolean run(Options options, Path work) throws Exception {
        Process process = new ProcessBuilder(options.command())
                .redirectErrorStream(true)
                .redirectOutput(work.resolve("console").toFile())
                .start();
        try {
            OneMachine machine = new OneMachine("http://127.0.0.1:18239", process);
            machine.awaitStart();
            if (machine.call("PUT", "/v1/plan", PLAN).statusCode() >= 300) {
                throw new IllegalStateException("the plan was not accepted");
            }
            return machine.measure(options, work.resolve("data"));
        } catch (IllegalStateException failed) {
            System.err.println(Files.readString(work.resolve("console")));
            throw failed;
        } finally {
            process.destroy();
            process.waitFor(30, TimeUnit.SECONDS);
        }
    }

    private void awaitStart() throws InterruptedException {
        for (int i = 0; i < 1_200; i++) {
            try {
                call("GET", "/_local/status", null);
                return;
            } catch (UncheckedIOException notYet) {
                Thread.sleep(100);
            }
        }
        throw new IllegalStateException("Cairn does not start");
    }

    private boolean measure(Options options, Path data) throws Exception {
        Instant start = Instant.now().minus(Duration.ofHours(1));
        double before = cpuSeconds();
        long began = System.nanoTime();
        double[] halfway = {0};
        Sent all = post(options, () -> halfway[0] = cpuSeconds());
        int sent = all.events().get();
        double posted = seconds(began);
        double sending = cpuSeconds();
        long counted = awaitCounted(start, sent);
        double cpu = cpuSeconds() * 1_000 / sent;
        double later = (cpuSeconds() - halfway[0]) * 1_000 / (sent / 2.0);
        double megabytes = megabytes();
        double bytes = (double) size(data) / sent;
        System.out.printf(
                Locale.ROOT,
                "%d events in %d requests in %.1f s, counted after %.1f s: %d%n"
                        + "CPU seconds per 1,000 events: %.3f, of the second half %.3f (at most %.1f); the start took %.1f s, until sent"
                        + " %.1f s%n"
                        + "largest resident memory: %.0f MB (at most %.0f)%n"
                        + "bytes on disk per event: %.0f (at most %.0f)%n",
                sent,
                all.requests().get(),
                posted,
                seconds(began),
                counted,
                cpu,
                later,
                MOST_CPU_SECONDS,
                before,
                sending - before,
                megabytes,
                MOST_MEGABYTES,
                bytes,
                MOST_BYTES_AN_EVENT);
        for (String part : List.of("tables", "stream", "archive")) {
            System.out.printf(Locale.ROOT, "  %s %.0f%n", part, (double) size(data.resolve(part)) / sent);
        }
        return counted == sent
                && later <= MOST_CPU_SECONDS
                && megabytes <= MOST_MEGABYTES
                && bytes <= MOST_BYTES_AN_EVENT;
    }

    private record Sent(AtomicInteger requests, AtomicInteger events) {}

    /** @param halfway called once, when half of the events have been sent */
    private Sent post(Options options, Runnable halfway) throws InterruptedException {
        Traffic traffic = new Traffic(1, options.mostEventsABody());
        Sent sent = new Sent(new AtomicInteger(), new AtomicInteger());
        long began = System.nanoTime();
        AtomicBoolean first = new AtomicBoolean(true);
        List<Thread> senders = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            senders.add(Thread.ofPlatform().start(() -> {
                while (sent.events().get() < options.events()) {
                    if (options.aSecond() > 0) {
                        pauseUntil(began
                                + TimeUnit.SECONDS.toNanos(1) * sent.events().get() / options.aSecond());
                    }
                    Traffic.Request request = traffic.now(Instant.now());
                    sent.requests().incrementAndGet();
                    if (sent.events().addAndGet(request.events()) >= options.events() / 2
                            && first.compareAndSet(true, false)) {
                        halfway.run();
                    }
                    post(request);
                }
            }));
        }
        for (Thread sender : senders) {
            sender.join();
        }
        return sent;
    }

    private static void pauseUntil(long nanos) {
        try {
            TimeUnit.NANOSECONDS.sleep(nanos - System.nanoTime());
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private void post(Traffic.Request request) {
        HttpRequest.Builder http = HttpRequest.newBuilder(URI.create(base + "/v1/events"))
                .header("X-Cairn-Edge", EDGE)
                .header("CloudFront-Viewer-Address", request.address() + ":4711")
                .POST(HttpRequest.BodyPublishers.ofString(request.body()));
        request.headers().forEach(http::header);
        HttpResponse<String> answer = send(http.build());
        if (answer.statusCode() != 202) {
            throw new IllegalStateException("a body was not accepted: " + answer.statusCode() + answer.body());
        }
    }

    /** Waits for the regular schedule to count everything; requests no run. */
    private long awaitCounted(Instant start, int sent) throws Exception {
        String days = "from=" + start.toString().substring(0, 10) + "&to="
                + Instant.now().toString().substring(0, 10);
        long counted = 0;
        for (int i = 0; i < 600 && counted < sent; i++) {
            Thread.sleep(1_000);
            JsonNode answer = Json.MAPPER.readTree(
                    call("GET", "/v1/sites/shop/overview?" + days, null).body());
            counted = answer.path("total").path("events").asLong();
        }
        return counted;
    }

    private HttpResponse<String> call(String method, String path, String body) {
        return send(HttpRequest.newBuilder(URI.create(base + path))
                .header("authorization", "Bearer " + ADMIN)
                .header("content-type", "application/json")
                .header("if-match", "*")
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** User and system time of the process since its start: fields 14 and 15 of its stat file, proc(5). */
    private double cpuSeconds() {
        String stat;
        try {
            stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Double.parseDouble(fields[11]) + Double.parseDouble(fields[12])) / CLOCK_TICKS_A_SECOND;
    }

    private double megabytes() throws IOException {
        return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1024)
                .findFirst()
                .orElseThrow();
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }

    private static long size(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
