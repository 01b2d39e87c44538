package dev.cairn.local;

import dev.cairn.access.KeyService;
import dev.cairn.aws.TableCreator;
import dev.cairn.local.archive.ArchiveDelivery;
import dev.cairn.local.demo.Demo;
import dev.cairn.local.http.Gateway;
import dev.cairn.local.http.LocalServer;
import dev.cairn.local.services.LocalDatabase;
import dev.cairn.local.services.Services;
import dev.cairn.local.stream.Checkpoint;
import dev.cairn.local.stream.FolderDestination;
import dev.cairn.local.stream.LocalStream;
import dev.cairn.local.stream.StreamReader;
import dev.cairn.local.stream.StreamTrimmer;
import dev.cairn.plan.version.PlanRepository;
import dev.cairn.store.DeadLetterBatches;
import dev.cairn.store.Dependencies;
import dev.cairn.store.work.JobStore;
import dev.cairn.telemetry.ConsoleTelemetry;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Runs all of Cairn in one process: the functions, with local stand-ins for API Gateway, Kinesis, Firehose, the event
 * source mapping, DynamoDB, Secrets Manager and the schedule. Everything uses the same clock.
 */
public final class LocalSystem implements AutoCloseable {
    private static final Duration SCHEDULE = Duration.ofSeconds(5);

    private final CloseableStack opened;
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
    private final AggregateScheduler schedule;
    private final JobScheduler restating;
    private final LocalServer server;

    /** Starts everything; if a part fails to start, the parts started before it are stopped. */
    public static LocalSystem start(LocalOptions options, FunctionFactory wiring, PrintStream trouble)
            throws Exception {
        CloseableStack opened = new CloseableStack();
        try {
            return new LocalSystem(options, wiring, trouble, opened);
        } catch (Exception | Error e) {
            opened.close();
            throw e;
        }
    }

    private LocalSystem(LocalOptions options, FunctionFactory wiring, PrintStream trouble, CloseableStack opened)
            throws Exception {
        this.opened = opened;
        clock = clock(options.clock());
        telemetry = new ConsoleTelemetry(trouble, clock);
        data = options.data() == null ? null : opened.add(DataFolder.open(options.data()));
        secrets = LocalSecrets.load(data == null ? null : data.secrets(), options.adminKey());
        Path tables = data == null ? null : data.tables();
        database = opened.add(
                options.services()
                        ? LocalDatabase.onPort(Services.DYNAMODB_PORT, tables)
                        : LocalDatabase.embedded(tables));
        Checkpoint checkpoint = data == null ? Checkpoint.inMemory() : Checkpoint.file(data.checkpoint());
        archive = LocalArchive.of(data, new PlanRepository(database.items(clock), clock, Duration.ZERO), clock);
        stream = opened.add(
                data == null
                        ? LocalStream.inMemory(clock)
                        : LocalStream.open(
                                data.stream(),
                                clock,
                                checkpoint.load(),
                                archive.checkpoint().load()));
        failed = data == null ? null : new FolderDestination(data.failed());
        StreamTrimmer readers = new StreamTrimmer(stream::discardThrough);
        Dependencies dependencies = ports(clock);
        ClassifyMapping classifying = new ClassifyMapping(wiring.classify(dependencies), checkpoint, failed, telemetry);
        reader = opened.add(classifying.reader(stream, readers));
        delivery = opened.add(archive.delivery(stream, readers, telemetry));
        Function aggregate = wiring.aggregate(dependencies);
        opened.add((AutoCloseable) aggregate::end);
        schedule = opened.add(new AggregateScheduler(aggregate, SCHEDULE, clock, telemetry));
        restating = opened.add(new JobScheduler(
                wiring.restate(dependencies),
                new JobStore(dependencies.items(), clock),
                clock,
                this::awaitDrained,
                SCHEDULE,
                telemetry));
        Function collect = wiring.collect(dependencies);
        // Closed after the server, while the stream is still open.
        opened.add((AutoCloseable) collect::end);
        Gateway gateway = new Gateway(options.paths(), collect, wiring.report(dependencies), telemetry);
        server = opened.add(new LocalServer(
                options.port(), gateway, new LocalOnlyRoutes(this, telemetry).of(options, gateway), clock));
        if (options.services()) {
            // In containers the functions run as in the cloud, where most may not read the secret.
            KeyService.storeAdminKey(dependencies.items(), secrets.adminKey());
            opened.add(Services.open(stream, secrets, TableCreator.localNames()));
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

    /** The number of confirmed records that are not classified yet. */
    long behind() {
        return reader.behind();
    }

    /** The dependencies with another clock, through which events of that time are loaded. */
    Dependencies ports(Clock at) {
        return new Dependencies(
                database.items(at),
                stream,
                archive.archive(),
                failed == null ? DeadLetterBatches.NONE : failed,
                secrets,
                at,
                telemetry);
    }

    /** The demo of this system, set up if necessary; empty where a plan of the user's own exists. */
    public Optional<Demo> demo(FunctionFactory wiring) throws IOException {
        return Demo.of(data == null ? null : data.demo(), clock, this::ports, wiring, port());
    }

    /**
     * Waits until the stream is classified and archived, runs every job to its end, then runs the aggregate function
     * over everything that is due.
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
        opened.close();
    }

    static Clock clock(@Nullable Instant start) {
        return start == null
                ? Clock.systemUTC()
                : Clock.offset(Clock.systemUTC(), Duration.between(Instant.now(), start));
    }
}
