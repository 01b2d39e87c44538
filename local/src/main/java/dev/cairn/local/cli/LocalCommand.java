package dev.cairn.local.cli;

import dev.cairn.http.BrowserPaths;
import dev.cairn.local.CairnFunctions;
import dev.cairn.local.LocalOptions;
import dev.cairn.local.LocalSystem;
import dev.cairn.local.demo.Demo;
import java.io.IOException;
import java.io.PrintStream;
import java.net.BindException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** {@code ./cairn local}: runs all of Cairn in one process until it is stopped. */
final class LocalCommand implements Command {
    private static final int PORT = 8080;
    private static final int MIN_ADMIN_KEY_CHARACTERS = 16;
    private static final String ADMIN_KEY_OF_THE_EVENTS = "cairn-local-admin-key";

    @Override
    public String name() {
        return "local";
    }

    @Override
    public String summary() {
        return "run all of Cairn on this machine";
    }

    @Override
    public String help() {
        return """
                ./cairn local [options]

                Runs all of Cairn on this machine: collector, classifier, statistics and the HTTP API, with 120 days
                of demo data. It listens on this machine only, unless --listen says otherwise. Stop it with Ctrl-C.

                  --port PORT         default 8080; 0 for any free port
                  --data DIR          keep all data in DIR; without it, all data is lost on exit
                  --no-demo           no demo site; a new DIR starts with the default plan and no site
                  --admin-key KEY     the admin key to use, at least 16 characters; default: a new one
                  --clock INSTANT     start the system's clock at this time, for example 2025-02-27T00:30:00Z
                  --listen ADDRESS    where to listen, default 127.0.0.1; 0.0.0.0 in a container
                  --edge-secret FILE  a file with what a reverse proxy sends as X-Cairn-Edge, so that it is believed
                                      when it states a visitor's address (docs/edge.md)
                  --event-path PATH   where events are sent, instead of /v1/events
                  --script-path PATH  where the browser script is, instead of /cairn.js
                  --pixel-path PATH   where the pixel is, instead of /cairn.gif
                  --services          open DynamoDB (port 8000), the stream and the secrets (port 4566) for
                                      containers, and write events/env.json for sam local. They listen on every
                                      address of this machine and require no password. As events/ expects,
                                      there is no demo, and the admin key is cairn-local-admin-key unless
                                      --admin-key sets another. The functions of this process keep reading the
                                      stream; running sam local alongside them is safe, because every step
                                      may be repeated.
                """;
    }

    @Override
    public int run(List<String> words) throws Exception {
        long began = System.nanoTime();
        LocalOptions options = options(words);
        CairnFunctions functions = new CairnFunctions(options.paths());
        LocalSystem system;
        try {
            system = LocalSystem.start(options, functions, System.err);
        } catch (BindException e) {
            throw new UsageException("port " + options.port() + " is in use; choose another with --port");
        }
        Optional<Demo> demo = options.demo() ? system.demo(functions) : Optional.empty();
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            system.close();
            stopped.countDown();
        }));
        greet(System.out, system, options, demo);
        System.err.println("(started in " + seconds(began) + " s)");
        demo.filter(each -> !each.complete())
                .ifPresent(each -> Thread.ofPlatform().name("demo").daemon().start(() -> load(each, system)));
        stopped.await();
        return 0;
    }

    static LocalOptions options(List<String> words) {
        CliArguments arguments = CliArguments.parse(
                words,
                List.of(
                        new CliArguments.Option("--port", "PORT"),
                        new CliArguments.Option("--data", "DIR"),
                        CliArguments.Option.flag("--no-demo"),
                        new CliArguments.Option("--admin-key", "KEY"),
                        new CliArguments.Option("--clock", "INSTANT"),
                        new CliArguments.Option("--listen", "ADDRESS"),
                        new CliArguments.Option("--edge-secret", "FILE"),
                        new CliArguments.Option("--event-path", "PATH"),
                        new CliArguments.Option("--script-path", "PATH"),
                        new CliArguments.Option("--pixel-path", "PATH"),
                        CliArguments.Option.flag("--services")),
                0,
                "");
        arguments
                .option("--admin-key")
                .filter(key -> key.length() < MIN_ADMIN_KEY_CHARACTERS)
                .ifPresent(tooShort -> {
                    throw new UsageException("--admin-key takes at least " + MIN_ADMIN_KEY_CHARACTERS + " characters");
                });
        boolean services = arguments.flag("--services");
        return new LocalOptions(
                arguments.option("--port").map(CliOptions::port).orElse(PORT),
                arguments
                        .option("--data")
                        .map(folder -> CliOptions.folder("--data", folder))
                        .orElse(null),
                !services && !arguments.flag("--no-demo"),
                arguments.option("--admin-key").orElse(services ? ADMIN_KEY_OF_THE_EVENTS : null),
                arguments.option("--clock").map(CliOptions::instant).orElse(null),
                services,
                new BrowserPaths(
                        arguments.option("--event-path").map(CliOptions::path).orElse(BrowserPaths.DEFAULT.event()),
                        arguments.option("--script-path").map(CliOptions::path).orElse(BrowserPaths.DEFAULT.script()),
                        arguments.option("--pixel-path").map(CliOptions::path).orElse(BrowserPaths.DEFAULT.pixel())),
                new LocalOptions.Front(
                        arguments.option("--listen").map(CliOptions::listen).orElse(LocalOptions.Front.NONE.listen()),
                        arguments
                                .option("--edge-secret")
                                .map(CliOptions::edgeSecret)
                                .orElse("")));
    }

    private static void greet(PrintStream out, LocalSystem system, LocalOptions options, Optional<Demo> demo) {
        String base = "http://localhost:" + system.port();
        out.println("Cairn is ready on " + base);
        out.println("Admin key:       " + system.adminKey());
        demo.ifPresent(each -> out.println("Demo server key: " + each.key() + "  (site demo: send and read)"));
        out.println("Dashboard:       " + base + "/");
        demo.ifPresent(each -> out.println("Demo shop:       " + base + "/shop/"));
        out.println("Kept in:         " + (options.data() == null ? "memory (--data DIR keeps it)" : options.data()));
        demo.ifPresent(each -> out.println("Try:             curl -H \"Authorization: Bearer " + each.key() + "\" '"
                + base + "/v1/sites/demo/funnels/checkout?from=" + each.firstDay() + "&to="
                + each.lastDay() + "'"));
        if (options.demo() && demo.isEmpty()) {
            out.println("No demo: this folder has its own plan.");
        }
        if (options.services()) {
            out.println("For containers:  events/env.json (DynamoDB on 8000; stream and secrets on 4566)");
        }
        out.flush();
    }

    private static void load(Demo demo, LocalSystem system) {
        try {
            system.load(demo, System.out);
        } catch (IOException | RuntimeException e) {
            System.err.println("The demo data could not be loaded: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String seconds(long since) {
        return String.format("%.1f", Duration.ofNanos(System.nanoTime() - since).toMillis() / 1000.0);
    }
}
