package dev.cairn.local;

import dev.cairn.access.KeyService;
import dev.cairn.aws.TableCreator;
import dev.cairn.local.archive.ArchiveDelivery;
import dev.cairn.local.demo.Demo;
import dev.cairn.local.http.FullDisk;
import dev.cairn.local.http.Gateway;
import dev.cairn.local.http.LocalServer;
import dev.cairn.local.notices.LocalNotices;
import dev.cairn.local.services.Services;
import dev.cairn.local.stream.Checkpoint;
import dev.cairn.local.stream.FolderDestination;
import dev.cairn.local.stream.LocalStream;
import dev.cairn.local.stream.StreamReader;
import dev.cairn.local.stream.StreamTrimmer;
import dev.cairn.local.tables.LocalDatabase;
import dev.cairn.plan.version.PlanRepository;
import dev.cairn.store.DeadLetterBatches;
import dev.cairn.store.Dependencies;
import dev.cairn.store.bucket.DirtyBuckets;
import dev.cairn.store.notice.Notice;
import dev.cairn.telemetry.ConsoleTelemetry;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs all of Cairn in one process: the functions, with local stand-ins for API Gateway, Kinesis, Firehose, the event
 * source mapping, DynamoDB (SQLite), Secrets Manager and the schedule. Everything uses the same clock.
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
        Consumer<String> damage = message -> telemetry.warn(message, Map.of());
        data = options.data() == null ? null : opened.add(DataFolder.open(options.data(), damage));
        secrets = LocalSecrets.load(
                data == null ? null : data.secrets(),
                options.adminKey(),
                options.front().edgeSecret());
        database = opened.add(new LocalTables(data, clock, damage).open(options.services()));
        Checkpoint checkpoint = data == null ? Checkpoint.inMemory() : Checkpoint.file(data.checkpoint(), damage);
        archive = LocalArchive.of(data, new PlanRepository(database.items(clock), clock, Duration.ZERO), clock, damage);
        stream = opened.add(
                data == null
                        ? LocalStream.inMemory(clock)
                        : LocalStream.open(
                                data.stream(),
                                clock,
                                damage,
                                checkpoint.load(),
                                archive.checkpoint().load()));
        failed = data == null ? null : new FolderDestination(data.failed());
        StreamTrimmer readers = new StreamTrimmer(stream::discardThrough);
        Dependencies dependencies = ports(clock);
        ClassifyMapping classifying =
                new ClassifyMapping(durable(wiring.classify(dependencies)), checkpoint, failed, telemetry);
        reader = opened.add(classifying.reader(stream, readers));
        delivery = opened.add(archive.delivery(stream, readers, telemetry));
        LocalNotices notices = new LocalNotices(data == null ? null : data.notices(), clock, this::announce, damage);
        Function aggregate = durable(wiring.aggregate(dependencies, notices));
        opened.add((AutoCloseable) aggregate::end);
        schedule = opened.add(new AggregateScheduler(aggregate, SCHEDULE, clock, telemetry));
        restating = opened.add(new JobScheduler(
                durable(wiring.restate(dependencies)), dependencies.items(), clock, drain(), SCHEDULE, telemetry));
        opened.add(new ExpiredItems(database, clock, telemetry)).start();
        Function collect = wiring.collect(dependencies);
        // Closed after the server, while the stream is still open.
        opened.add((AutoCloseable) collect::end);
        Gateway gateway = new Gateway(options.paths(), collect, durable(wiring.report(dependencies)), telemetry);
        server = opened.add(new LocalServer(
                new InetSocketAddress(options.front().listen(), options.port()),
                gateway,
                new LocalOnlyRoutes(this, telemetry, notices).of(options, gateway),
                clock,
                data == null ? FullDisk.NEVER : new FullDisk(data.folder())));
        if (options.services()) {
            // Functions in containers run as in the cloud, where most may not read the secret.
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

    /** The dependencies with another clock, for loading events as of that time. */
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

    /** This system's demo, set up if necessary; empty if the user already has a plan. */
    public Optional<Demo> demo(FunctionFactory wiring) throws IOException {
        return Demo.of(data == null ? null : data.demo(), clock, this::ports, wiring, port());
    }

    /**
     * Waits until the stream is classified and archived, runs every job to completion, then runs the aggregate function
     * on everything that is due.
     */
    public String aggregate() throws IOException, InterruptedException {
        awaitDrained();
        restating.runToTheEnd();
        return schedule.runInFull();
    }

    /** Copies the data folder; null when all data is in memory. */
    @Nullable
    Path backup() throws IOException {
        return data == null ? null : new Backup(data, stream, database).make();
    }

    /** The number of days with uncounted changes. */
    public long uncounted() {
        return new DirtyBuckets(database.items(clock), clock)
                .all().stream().map(mark -> mark.place().day()).distinct().count();
    }

    /** Loads the missing part of the demo's history, counts it and looks for anomalies. */
    public void load(Demo demo, PrintStream out) throws IOException, InterruptedException {
        long began = System.nanoTime();
        int events = demo.load(out, this::aggregate);
        out.println("Demo data: " + events + " events sent in " + seconds(began) + " s; counting …");
        CountingProgress.during(this::aggregate, out, this::uncounted);
        demo.judge(out, ports(clock));
        out.println("Demo data: loaded and counted in " + seconds(began) + " s.");
    }

    private static String seconds(long since) {
        return String.format("%.1f", Duration.ofNanos(System.nanoTime() - since).toMillis() / 1000.0);
    }

    private void announce(Notice notice) {
        telemetry.info(
                "a message: " + notice.subject(),
                Map.of("read", "http://localhost:" + port() + LocalOnlyRoutes.NOTICES));
    }

    private JobScheduler.Drain drain() {
        return new JobScheduler.Drain() {
            @Override
            public void await() throws InterruptedException {
                awaitDrained();
            }

            @Override
            public void forget() {
                stream.endSegment(true);
                database.forget();
            }
        };
    }

    /**
     * Wraps the function so that it returns only once its writes survive a loss of power: only then is a plan active,
     * or a batch done. The collector does not need this: salts and stream records, its only writes, are forced to disk
     * anyway.
     */
    private Function durable(Function function) {
        return new Function() {
            @Override
            public void handle(InputStream event, OutputStream answer) throws IOException {
                function.handle(event, answer);
                database.sync();
            }

            @Override
            public void end() {
                function.end();
            }
        };
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
