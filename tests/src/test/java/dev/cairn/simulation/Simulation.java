package dev.cairn.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.aggregate.AggregateHandler;
import dev.cairn.classify.ClassifyHandler;
import dev.cairn.classify.SimulatedClassify;
import dev.cairn.collect.CollectHandler;
import dev.cairn.collect.SimulatedCollect;
import dev.cairn.domain.statistic.OverviewCounts;
import dev.cairn.domain.statistic.RowKey;
import dev.cairn.plan.version.PlanRepository;
import dev.cairn.plan.version.PutResult;
import dev.cairn.simulation.traffic.Post;
import dev.cairn.store.Dependencies;
import dev.cairn.store.EventStream;
import dev.cairn.store.Json;
import dev.cairn.store.bucket.DayBuckets;
import dev.cairn.store.bucket.DirtyBuckets;
import dev.cairn.store.memory.MemoryArchive;
import dev.cairn.store.statistic.StatisticRows;
import dev.cairn.telemetry.Telemetry;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** One run: the real handlers, the events and faults, and finally a phase without faults until no work is left. */
final class Simulation {
    static final String SITE = "shop";

    private static final Duration CACHE_FOR = Duration.ofSeconds(60);
    private static final int MOST_RUNS_TO_REST = 10;
    /** Pages of compacted days may be gone at any time. */
    private static final int TIMES_OF_DROPPING = 3;

    /** Each day gets one of these, or none. */
    private static final int[] BUCKETS = {1, 4, 64, 256};

    /** Maximum delay of events. */
    private static final int DAYS_BEFORE = 10;

    private static final String FULL = "{\"detail\":{\"full\":true}}";

    private final SimulationCase what;
    private final World world;
    private final Fleet<CollectHandler> collectors;
    private final Fleet<ClassifyHandler> classifiers;
    private final Fleet<AggregateHandler> aggregators;
    private final Readers readers;
    private final Stream stream;
    private final Clients clients;
    private final CollectorProcesses collecting;
    private final FixedSecrets secrets = new FixedSecrets();

    private Simulation(SimulationCase what) {
        this.what = what;
        this.world = new World(what.seed(), what.settings().begin(), what.faults());
        this.classifiers = new Fleet<>(world, What.CONSUMERS_KILLED, this::classifier);
        this.aggregators = new Fleet<>(world, What.AGGREGATORS_KILLED, this::aggregator);
        this.readers = new Readers(world, classifiers, what.patience());
        this.stream = new Stream(world.clock(), world.steps(), world.dice(), world.tally(), readers::arrived);
        this.collecting = new CollectorProcesses(stream, this::collector);
        this.collectors = new Fleet<>(world, What.COLLECTORS_KILLED, collecting::start);
        this.clients = new Clients(world, collectors, secrets.adminKey());
    }

    /** Like {@link #run(Case)}, with a reader that reads rows at every table call. */
    static long readsDuring(SimulationCase what) {
        Simulation simulation = new Simulation(what);
        Polling polling = new Polling(simulation.world.tables());
        simulation.world.watch(polling::read);
        simulation.run();
        return polling.reads();
    }

    /** Runs the case to its end, until no work is left. */
    static Finished run(SimulationCase what) {
        return new Simulation(what).run();
    }

    private Finished run() {
        what.plans().forEach(plan -> world.aloneAt(plan.at(), () -> put(plan.source())));
        for (Post post : what.posts()) {
            world.at(notBeforeTheBegin(post), () -> clients.send(post));
            count(post);
        }
        planBuckets();
        planRuns();
        planTrouble();
        world.run();
        rest();
        return new Finished(what, world, stream, clients, collecting.lost());
    }

    private Instant notBeforeTheBegin(Post post) {
        Instant due = Instant.ofEpochMilli(post.due());
        return due.isBefore(what.settings().begin()) ? what.settings().begin() : due;
    }

    private void count(Post post) {
        Tally tally = world.tally();
        tally.add(What.REQUESTS);
        tally.add(What.EVENTS, post.events());
        switch (post.kind()) {
            case DUPLICATE -> tally.add(What.DUPLICATED, post.events());
            case CONFLICTING -> tally.add(What.CONFLICTING, post.events());
            default -> {}
        }
        tally.add(What.REORDERED, post.late() ? post.events() : 0);
    }

    private void put(String plan) {
        PutResult result = new PlanRepository(world.tables(), world.clock(), Duration.ZERO).put(plan, "*", null);
        if (!(result instanceof PutResult.Stored)) {
            throw new IllegalArgumentException(result.toString());
        }
        markDays();
    }

    /** As the API does when a plan is put: a new funnel also applies to earlier days (section 4). */
    private void markDays() {
        LocalDate first =
                LocalDate.ofInstant(what.settings().begin(), ZoneOffset.UTC).minusDays(400);
        new DirtyBuckets(world.tables(), world.clock())
                .raise(new StatisticRows(world.tables())
                        .range(SITE, RowKey.of(OverviewCounts.STATISTIC), first, first.plusDays(800)).stream()
                                .map(row -> new DirtyBuckets.BucketKey(SITE, row.day(), 0))
                                .toList());
    }

    /**
     * Produces what traffic of this size never causes: days with few and with many buckets, and now and then one whose
     * number is chosen only while its first events arrive. Other days are left to runs and first writers.
     */
    private void planBuckets() {
        LocalDate first = LocalDate.ofInstant(what.settings().begin(), ZoneOffset.UTC);
        LocalDate last = LocalDate.ofInstant(what.end(), ZoneOffset.UTC);
        for (LocalDate day = first.minusDays(DAYS_BEFORE); !day.isAfter(last); day = day.plusDays(1)) {
            LocalDate chosen = day;
            int choice = world.dice().below(BUCKETS.length + 1);
            if (choice < BUCKETS.length) {
                Instant at = day.minusDays(1)
                        .atStartOfDay(ZoneOffset.UTC)
                        .toInstant()
                        .plusSeconds(world.dice().below(36) * 3_600L);
                world.at(
                        at.isBefore(what.settings().begin()) ? what.settings().begin() : at,
                        () -> new DayBuckets(world.tables(), world.clock()).prepare(SITE, chosen, BUCKETS[choice]));
            }
        }
    }

    private void planRuns() {
        long every = what.runsEvery().toMillis();
        boolean unpunctual = what.faults().unpunctual();
        for (Instant at = what.settings().begin(); at.isBefore(what.end()); at = at.plusMillis(every)) {
            int times = unpunctual ? world.dice().below(10) : 1;
            for (int i = 0; i < (times == 0 ? 0 : times == 9 ? 3 : 1); i++) {
                long late =
                        unpunctual && world.dice().below(4) == 0 ? world.dice().between(0, every) : 0;
                boolean whileBatchesAreAtWork = unpunctual && world.dice().below(2) == 0;
                Instant due = at.plusMillis(late);
                world.at(whileBatchesAreAtWork ? World.meeting(due, what.patience()) : due, () -> runOnce("{}"));
            }
        }
    }

    private void planTrouble() {
        for (Fleet<?> fleet : List.of(collectors, classifiers, aggregators)) {
            for (int i = 0; i < what.faults().kills(); i++) {
                world.at(someTime(), fleet::killOne);
            }
        }
        for (int i = 0; i < TIMES_OF_DROPPING; i++) {
            world.at(someTime(), this::dropCompacted);
        }
        if (what.faults().resharding()) {
            for (int i = world.dice().below(6); i > 0; i--) {
                Instant when = world.dice().below(2) == 0 ? what.settings().begin() : someTime();
                world.at(when, () -> stream.reshard().forEach(readers::arrived));
            }
        }
    }

    private Instant someTime() {
        long span = Duration.between(what.settings().begin(), what.end()).toMillis();
        return what.settings().begin().plusMillis(world.dice().between(0, span));
    }

    private void dropCompacted() {
        world.tally().add(What.PAGES_DROPPED, world.tables().dropCompacted());
    }

    private boolean runOnce(String event) {
        world.tally().add(What.RUNS);
        ByteArrayOutputStream summary = new ByteArrayOutputStream();
        try {
            aggregators.invoke(handler -> {
                handler.handleRequest(new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)), summary, null);
                return true;
            });
            JsonNode said = Json.MAPPER.readTree(summary.toByteArray());
            return said.path("failed").asInt() == 0 && said.path("overtaken").asInt() == 0;
        } catch (Killed dead) {
            return false;
        } catch (Exception broken) {
            return false;
        }
    }

    /** From here on nothing fails: classifies the whole stream and runs the aggregator until no mark is left. */
    private void rest() {
        world.dice().heal();
        collecting.end();
        collectors.spareAll();
        classifiers.spareAll();
        aggregators.spareAll();
        world.run();
        world.clock().forward(Duration.ofHours(1));
        dropCompacted();
        DirtyBuckets marks = new DirtyBuckets(world.tables(), world.clock());
        for (int run = 0; run < MOST_RUNS_TO_REST; run++) {
            boolean done = runOnce(FULL) && marks.all().isEmpty();
            dropCompacted();
            if (done) {
                return;
            }
            world.run();
        }
        throw new IllegalStateException("the marks are never all cleared: " + marks.all());
    }

    /** Repeated runs over a closed day that is marked again each time; returns everything stored of its rows. */
    static List<String> rowsOfEachOf(SimulationCase what, int runs) {
        Simulation simulation = new Simulation(what);
        simulation.run();
        List<String> stored = new ArrayList<>();
        for (int run = 0; run < runs; run++) {
            DirtyBuckets marks = new DirtyBuckets(simulation.world.tables(), simulation.world.clock());
            marks.raise(IntStream.range(
                            0,
                            new DayBuckets(simulation.world.tables(), simulation.world.clock())
                                    .number(SITE, what.firstDay()))
                    .mapToObj(bucket -> new DirtyBuckets.BucketKey(SITE, what.firstDay(), bucket))
                    .toList());
            simulation.runOnce(FULL);
            stored.add(simulation.world.tables().all().stream()
                    .filter(item -> item.key().partition().startsWith("row#"))
                    .filter(item -> item.key().sort().equals(what.firstDay().toString()))
                    .map(item -> item.toString())
                    .sorted()
                    .collect(Collectors.joining("\n")));
        }
        return stored;
    }

    private Dependencies ports(Process process) {
        return ports(process, stream);
    }

    private Dependencies ports(Process process, EventStream stream) {
        return new Dependencies(process, stream, new MemoryArchive(), secrets, world.clock(), Telemetry.SILENT);
    }

    private CollectHandler collector(Process process, EventStream connection) {
        return SimulatedCollect.handler(
                ports(process, connection), Duration.ZERO, world.dice().random(), world.steps()::giveWay);
    }

    private ClassifyHandler classifier(Process process) {
        return SimulatedClassify.handler(ports(process), CACHE_FOR, world.steps()::together);
    }

    private AggregateHandler aggregator(Process process) {
        return new AggregateHandler(ports(process), Duration.ZERO);
    }
}
