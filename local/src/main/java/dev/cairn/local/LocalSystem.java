package dev.cairn.local;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.local.archive.ArchiveDelivery;
import dev.cairn.local.demo.Demo;
import dev.cairn.local.http.Gateway;
import dev.cairn.local.http.GatewayAnswer;
import dev.cairn.local.http.GatewayEvent;
import dev.cairn.local.http.LocalServer;
import dev.cairn.local.services.LocalDatabase;
import dev.cairn.local.services.Services;
import dev.cairn.local.shop.Asking;
import dev.cairn.local.shop.DashboardLink;
import dev.cairn.local.shop.Shop;
import dev.cairn.local.shop.TodaysFunnel;
import dev.cairn.local.stream.Checkpoint;
import dev.cairn.local.stream.EventSourceMapping;
import dev.cairn.local.stream.FailureDestination;
import dev.cairn.local.stream.FolderDestination;
import dev.cairn.local.stream.LocalStream;
import dev.cairn.local.stream.MappingSettings;
import dev.cairn.local.stream.SlowestReader;
import dev.cairn.local.stream.StreamReader;
import dev.cairn.observe.ConsoleTelemetry;
import dev.cairn.plan.Plans;
import dev.cairn.store.FailedBatches;
import dev.cairn.store.Jobs;
import dev.cairn.store.Json;
import dev.cairn.store.Ports;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * All of Cairn in one process: the functions, and this machine in the place of API Gateway, Kinesis, Firehose, the event
 * source mapping, DynamoDB, Secrets Manager and the schedule. Everything reads the one clock.
 */
public final class LocalSystem implements AutoCloseable {
    private static final Duration SCHEDULE = Duration.ofSeconds(5);

    /** As in the template, without a limit of age: a machine that was off for a month still reads its stream. */
    private static final MappingSettings MAPPING = new MappingSettings(500, Duration.ofMillis(200), true, 10, null);

    private final Deque<AutoCloseable> opened;
    private final Clock clock;
    private final ConsoleTelemetry telemetry;
    private final LocalSecrets secrets;
    private final @Nullable DataFolder data;
    private final LocalDatabase database;
    private final LocalArchive archive;
    private final @Nullable FolderDestination failed;
    private final LocalStream stream;
    private final StreamReader reader;
    private final ArchiveDelivery delivery;
    private final Schedule schedule;
    private final Restating restating;
    private final LocalServer server;

    /** Starts everything; when something fails, what was started before is stopped. */
    public static LocalSystem start(LocalOptions options, Wiring wiring, PrintStream trouble) throws Exception {
        Deque<AutoCloseable> opened = new ArrayDeque<>();
        try {
            return new LocalSystem(options, wiring, trouble, opened);
        } catch (Exception | Error e) {
            closeAll(opened);
            throw e;
        }
    }

    private LocalSystem(LocalOptions options, Wiring wiring, PrintStream trouble, Deque<AutoCloseable> opened)
            throws Exception {
        this.opened = opened;
        clock = clock(options.clock());
        telemetry = new ConsoleTelemetry(trouble, clock);
        data = options.data() == null ? null : open(opened, DataFolder.open(options.data()));
        secrets = LocalSecrets.load(data == null ? null : data.secrets(), options.adminKey());
        Path tables = data == null ? null : data.tables();
        database = open(
                opened,
                options.services()
                        ? LocalDatabase.onPort(Services.DYNAMODB_PORT, tables)
                        : LocalDatabase.embedded(tables));
        Checkpoint checkpoint = data == null ? Checkpoint.inMemory() : Checkpoint.file(data.checkpoint());
        archive = LocalArchive.of(data, new Plans(database.items(clock), clock, Duration.ZERO), clock);
        stream = open(
                opened,
                data == null
                        ? LocalStream.inMemory(clock)
                        : LocalStream.open(
                                data.stream(),
                                clock,
                                checkpoint.load(),
                                archive.checkpoint().load()));
        failed = data == null ? null : new FolderDestination(data.failed());
        SlowestReader readers = new SlowestReader(stream::discardThrough);
        Ports ports = ports(clock);
        reader = open(opened, reader(wiring.classify(ports), checkpoint, readers));
        delivery = open(opened, archive.delivery(stream, readers, telemetry));
        schedule = open(opened, new Schedule(wiring.aggregate(ports), SCHEDULE, clock, telemetry));
        restating = open(
                opened,
                new Restating(
                        wiring.restate(ports),
                        new Jobs(ports.items(), clock),
                        clock,
                        this::awaitDrained,
                        SCHEDULE,
                        telemetry));
        Gateway gateway = new Gateway(options.paths(), wiring.collect(ports), wiring.report(ports), telemetry);
        server = open(opened, new LocalServer(options.port(), gateway, ownRoutes(options, gateway), clock));
        if (options.services()) {
            open(opened, Services.open(stream, secrets, database.names()));
        }
        reader.start();
        delivery.start();
        schedule.start();
        restating.start();
        server.start();
    }

    public int port() {
        return server.port();
    }

    public String adminKey() {
        return secrets.adminKey();
    }

    public Clock clock() {
        return clock;
    }

    /** The ports as they would be at another time: what was collected then is loaded through them. */
    Ports ports(Clock at) {
        return new Ports(
                database.items(at),
                stream,
                archive.archive(),
                failed == null ? FailedBatches.NONE : failed,
                secrets,
                at,
                telemetry);
    }

    /** The demo of this system, set up if need be; empty where there is a plan of its own. */
    public Optional<Demo> demo(Wiring wiring) throws IOException {
        return Demo.of(data == null ? null : data.demo(), clock, this::ports, wiring, port());
    }

    /**
     * Waits until the stream is classified and archived, runs every job to its end, then the aggregate function over all
     * that is due.
     */
    public String aggregate() throws IOException, InterruptedException {
        awaitDrained();
        restating.runToTheEnd();
        return schedule.runInFull();
    }

    private void awaitDrained() throws InterruptedException {
        reader.awaitDrained();
        delivery.awaitDrained();
    }

    @Override
    public void close() {
        closeAll(opened);
    }

    private StreamReader reader(Function classify, Checkpoint checkpoint, SlowestReader readers) {
        FailureDestination destination = (condition, attempts, records) -> {
            telemetry.warn("records were given up", Map.of("condition", condition.word(), "count", records.size()));
            if (failed != null) {
                failed.send(condition, attempts, records);
            }
        };
        Function heard = (event, answer) -> {
            try {
                classify.handle(event, answer);
            } catch (IOException | RuntimeException | Error e) {
                telemetry.error("the classifier failed", e, Map.of());
                throw e;
            }
        };
        EventSourceMapping mapping =
                new EventSourceMapping(MAPPING, stream::read, heard, destination, checkpoint, Clock.systemUTC());
        return new StreamReader(stream, mapping, MAPPING, readers.add(checkpoint.load()), telemetry);
    }

    private Map<String, LocalServer.Own> ownRoutes(LocalOptions options, Gateway gateway) {
        Map<String, LocalServer.Own> routes = new HashMap<>();
        routes.put("GET /_local/status", request -> GatewayAnswer.json(200, status()));
        routes.put("POST /_local/aggregate", this::aggregate);
        if (options.demo()) {
            Asking asking = new Asking(gateway, secrets.adminKey(), clock);
            routes.putAll(new Shop(options.paths()).routes(new TodaysFunnel(asking), new DashboardLink(asking)));
        }
        return routes;
    }

    private GatewayAnswer aggregate(GatewayEvent request) throws InterruptedException {
        try {
            return GatewayAnswer.json(200, aggregate());
        } catch (IOException | RuntimeException e) {
            telemetry.error("a run on demand failed", e, Map.of("path", request.path()));
            return GatewayAnswer.json(
                    500,
                    "{\"error\":{\"code\":\"failed\",\"message\":\"The run failed; what went"
                            + " wrong is on the console.\"}}");
        }
    }

    private String status() {
        ObjectNode status = Json.MAPPER.createObjectNode();
        status.put("time", clock.instant().toString());
        status.put("stream_behind", reader.behind());
        ObjectNode counts = status.putObject("counted_since_last_asked");
        telemetry.takeCounts().forEach(counts::put);
        return status.toString();
    }

    static Clock clock(@Nullable Instant start) {
        return start == null
                ? Clock.systemUTC()
                : Clock.offset(Clock.systemUTC(), Duration.between(Instant.now(), start));
    }

    private static <T extends AutoCloseable> T open(Deque<AutoCloseable> opened, T part) {
        opened.push(part);
        return part;
    }

    private static void closeAll(Deque<AutoCloseable> opened) {
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (Exception e) {
                System.err.println(
                        "warning: a part did not stop cleanly: " + e.getClass().getName());
            }
        }
    }
}
