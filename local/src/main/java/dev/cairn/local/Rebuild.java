package dev.cairn.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.http.BrowserPaths;
import dev.cairn.local.archive.ArchiveDelivery;
import dev.cairn.local.archive.FolderArchive;
import dev.cairn.local.replay.Progress;
import dev.cairn.local.stream.Checkpoint;
import dev.cairn.local.stream.FolderDestination;
import dev.cairn.local.stream.LocalStream;
import dev.cairn.local.tables.DamagedTablesException;
import dev.cairn.local.tables.LocalDatabase;
import dev.cairn.local.tables.SqliteTables;
import dev.cairn.plan.version.PlanRepository;
import dev.cairn.store.Dependencies;
import dev.cairn.store.Json;
import dev.cairn.store.notice.Notices;
import dev.cairn.store.work.JobStore;
import dev.cairn.telemetry.ConsoleTelemetry;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Rebuilds the tables of a data folder from its archive (R8), next to the old ones, and replaces the old ones once the
 * new ones are complete. Until then the old tables stay in use, even if the rebuild is interrupted.
 */
public final class Rebuild {
    private static final int RUNS = 10;
    private static final int SHOWN = 10;
    private static final DateTimeFormatter SUFFIX =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH-mm-ss").withZone(ZoneOffset.UTC);

    private final Path folder;
    private final @Nullable Instant start;
    private final PrintStream out;
    private final PrintStream trouble;

    /** @param start time at which the system's clock starts; null for this machine's clock */
    public Rebuild(Path folder, @Nullable Instant start, PrintStream out, PrintStream trouble) {
        this.folder = folder;
        this.start = start;
        this.out = out;
        this.trouble = trouble;
    }

    /**
     * Prints its progress. Returns false, without having changed anything, when the tables could not be built. Throws
     * {@link IOException}, with a message for the user, when another process uses the folder.
     */
    public boolean run() throws Exception {
        boolean damaged = finishOpenWork();
        try (DataFolder data = DataFolder.open(folder, trouble::println)) {
            if (damaged) {
                archiveOpenRecords(data);
            }
            DataFolder.delete(data.newTables());
            Files.createDirectories(data.newTables());
            boolean built;
            try {
                built = build(data, damaged);
            } finally {
                DataFolder.delete(data.salvagedTables());
            }
            if (!built) {
                DataFolder.delete(data.newTables());
                out.println("The tables could not be rebuilt; nothing has changed. The cause is printed above.");
                return false;
            }
            Path before = data.tablesBefore(SUFFIX.format(Instant.now()));
            data.replaceTables(before);
            out.println("The new tables are in use. The old ones are in " + before
                    + "; delete them once you are satisfied.");
            return true;
        }
    }

    /**
     * Archives and counts every confirmed record, so that the old rows can be compared with the new ones. Returns true
     * when the old tables are damaged and cannot be used.
     */
    private boolean finishOpenWork() throws Exception {
        out.println("Bringing the archive up to date ...");
        LocalOptions options = new LocalOptions(0, folder, false, null, start, false, BrowserPaths.DEFAULT);
        try (LocalSystem system = LocalSystem.start(options, new CairnFunctions(), trouble)) {
            system.aggregate();
            return false;
        } catch (DamagedTablesException damaged) {
            out.println("Damaged: " + damaged.getMessage());
            out.println(
                    "Plan, keys, salts and quarantine are carried over as they can still be read; check the plan and"
                            + " the keys afterwards.");
            return true;
        }
    }

    /** Brings only the archive up to date; unclassified records are classified from there. */
    private void archiveOpenRecords(DataFolder data) throws IOException, InterruptedException {
        Clock clock = LocalSystem.clock(start);
        Checkpoint checkpoint = Checkpoint.file(data.archiveCheckpoint(), trouble::println);
        try (LocalStream stream =
                        LocalStream.open(data.stream(), clock, trouble::println, checkpoint.load(), checkpoint.load());
                ArchiveDelivery delivery = new ArchiveDelivery(
                        stream,
                        new FolderArchive(data.archive(), trouble::println),
                        checkpoint,
                        done -> {},
                        () -> {},
                        new ConsoleTelemetry(trouble, clock))) {
            delivery.start();
            delivery.awaitDrained();
        }
    }

    private boolean build(DataFolder data, boolean damaged) throws Exception {
        Clock clock = LocalSystem.clock(start);
        try (LocalDatabase old = damaged ? salvaged(data) : SqliteTables.open(data.tables());
                LocalDatabase now = SqliteTables.open(data.newTables());
                LocalStream stream = LocalStream.open(
                        data.stream(),
                        clock,
                        trouble::println,
                        Checkpoint.file(data.checkpoint(), trouble::println).load(),
                        Checkpoint.file(data.archiveCheckpoint(), trouble::println)
                                .load())) {
            PlanRepository plans = new PlanRepository(old.items(clock), clock, Duration.ZERO);
            long carried = carryOver(plans, old, now, clock);
            out.println("Carried over: " + carried + " items.");
            Dependencies dependencies = new Dependencies(
                    now.items(clock),
                    stream,
                    LocalArchive.of(data, plans, clock, trouble::println).archive(),
                    new FolderDestination(data.failed()),
                    LocalSecrets.load(data.secrets(), null),
                    clock,
                    new ConsoleTelemetry(trouble, clock));
            return classify(dependencies) && aggregate(dependencies) && (damaged || compare(old, now));
        }
    }

    private LocalDatabase salvaged(DataFolder data) throws IOException {
        DataFolder.delete(data.salvagedTables());
        return LocalTables.salvaged(data.tables(), data.salvagedTables(), out::println);
    }

    private static long carryOver(PlanRepository plans, LocalDatabase old, LocalDatabase now, Clock clock)
            throws IOException {
        try {
            return new TableMigration(plans.current(), clock.instant()).copy(old::forEach, now.items(clock));
        } catch (RuntimeException unreadable) {
            throw new IOException(
                    "the old tables cannot be read, and plan, keys and salts are only there; restore a copy of the"
                            + " folder tables, then rebuild",
                    unreadable);
        }
    }

    private boolean classify(Dependencies dependencies) throws IOException, InterruptedException {
        JobStore jobs = new JobStore(dependencies.items(), dependencies.clock());
        String id =
                jobs.add(JobStore.Kind.REBUILD, JobStore.EVERY_SITE, Map.of()).id();
        ObjectNode event = Json.MAPPER.createObjectNode();
        event.putObject("detail").putArray("jobs").add(id);
        Function restate = new CairnFunctions().restate(dependencies);
        CompletableFuture<JsonNode> run = CompletableFuture.supplyAsync(() -> call(restate, event));
        Progress progress = new Progress(out, Duration.ofSeconds(5));
        while (!run.isDone()) {
            progress.say(() -> "Archive: " + line(jobs, id));
            Thread.sleep(200);
        }
        progress.end();
        out.println("Archive: " + line(jobs, id) + "; "
                + jobs.load(id).orElseThrow().job().message());
        return run.join().path("over").asInt() == 1;
    }

    private static String line(JobStore jobs, String id) {
        JobStore.Job job = jobs.load(id).orElseThrow().job();
        return job.progress().done() + " of " + job.progress().total() + " objects, "
                + job.progress().events() + " events";
    }

    /** Repeats until there is nothing left to do. Sends no messages, because the figures are old. */
    private boolean aggregate(Dependencies dependencies) {
        Function aggregate = new CairnFunctions().aggregate(dependencies, Notices.NONE);
        ObjectNode event = Json.MAPPER.createObjectNode();
        event.putObject("detail").put("full", true);
        for (int run = 0; run < RUNS; run++) {
            JsonNode summary = call(aggregate, event);
            if (Stream.of("overtaken", "failed", "postponed")
                    .allMatch(left -> summary.path(left).asInt() == 0)) {
                return true;
            }
        }
        return false;
    }

    private static JsonNode call(Function function, JsonNode event) {
        try {
            return Json.MAPPER.readTree(function.invoke(event.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** Prints the rows that differ. Such differences may be the reason for the rebuild, so they are not a failure. */
    private boolean compare(LocalDatabase old, LocalDatabase now) {
        TreeMap<String, String> before = StoredRows.figures(old);
        TreeMap<String, String> after = StoredRows.figures(now);
        TreeMap<String, String> all = new TreeMap<>(before);
        all.putAll(after);
        List<String> others = all.keySet().stream()
                .filter(row -> !before.getOrDefault(row, "").equals(after.getOrDefault(row, "")))
                .toList();
        out.println("Rows: " + after.size() + ", " + (all.size() - others.size()) + " of them unchanged.");
        others.stream()
                .limit(SHOWN)
                .forEach(row -> out.println("  "
                        + (!after.containsKey(row) ? "removed: " : before.containsKey(row) ? "changed: " : "new: ")
                        + row));
        if (others.size() > SHOWN) {
            out.println("  and " + (others.size() - SHOWN) + " more");
        }
        return true;
    }
}
