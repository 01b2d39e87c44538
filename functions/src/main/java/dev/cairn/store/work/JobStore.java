package dev.cairn.store.work;

import dev.cairn.store.Item;
import dev.cairn.store.ItemStore;
import dev.cairn.store.Json;
import dev.cairn.store.Table;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Stores jobs: work on past data that takes longer than one call. Jobs are requested over the API and executed in
 * small, idempotent steps by the restate function. A finished job can be looked up for 90 days.
 */
public final class JobStore {
    /** The site of a job that covers all sites. */
    public static final String EVERY_SITE = "-";

    /** For an erasure: the keys under which the visitor is known, separated by spaces. Never shown. */
    public static final String NAMES = "names";

    /** How long a finished job can be looked up. */
    public static final Duration KEPT = Duration.ofDays(90);

    private static final String PARTITION = "jobs";

    /** The kinds of job. */
    public enum Kind {
        /** Tags past days by a later plan version (R4). */
        BACKFILL,
        /** Rebuilds the tables from the archive (R8). */
        REBUILD,
        /** Hands quarantined records to the classifier again. */
        REPLAY,
        /** Removes all data of a visitor. */
        ERASURE;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The state of a job. */
    public enum Status {
        WAITING,
        RUNNING,
        DONE,
        FAILED;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        public boolean isOver() {
            return this == DONE || this == FAILED;
        }
    }

    /**
     * A job and its progress.
     *
     * @param what parameters of the request, by name
     * @param position the last finished position, from which the job resumes; empty at the beginning
     * @param done finished parts of {@code total}, which may grow
     * @param events how many events it has processed
     * @param message for people: why the job is waiting, or its outcome
     * @param requestedAt in epoch milliseconds, like {@code finishedAt}
     */
    public record Job(
            String id,
            Kind kind,
            String site,
            Map<String, String> what,
            Status status,
            String position,
            long done,
            long total,
            long events,
            String message,
            long requestedAt,
            @Nullable Long finishedAt) {

        public Job at(String newPosition, long newDone, long newTotal, long newEvents) {
            return new Job(
                    id,
                    kind,
                    site,
                    what,
                    Status.RUNNING,
                    newPosition,
                    newDone,
                    newTotal,
                    newEvents,
                    "",
                    requestedAt,
                    null);
        }

        public Job waiting(String forWhat) {
            return new Job(
                    id, kind, site, what, Status.WAITING, position, done, total, events, forWhat, requestedAt, null);
        }

        public Job over(Status how, String newMessage, Instant when) {
            return new Job(
                    id,
                    kind,
                    site,
                    what,
                    how,
                    position,
                    done,
                    total,
                    events,
                    newMessage,
                    requestedAt,
                    when.toEpochMilli());
        }
    }

    /** A job and the revision at which it was read. */
    public record Loaded(Job job, long revision) {}

    private final ItemStore items;
    private final Clock clock;

    public JobStore(ItemStore items, Clock clock) {
        this.items = items;
        this.clock = clock;
    }

    public Job add(Kind kind, String site, Map<String, String> what) {
        long now = clock.millis();
        String id = "%013d-%08x".formatted(now, ThreadLocalRandom.current().nextInt());
        Job job = new Job(id, kind, site, Map.copyOf(what), Status.WAITING, "", 0, 0, 0, "", now, null);
        items.replace(Item.first(key(id), Json.write(job), null));
        return job;
    }

    /** The unfinished jobs, oldest first. */
    public List<Loaded> open() {
        return items.query(Table.STATISTICS, PARTITION).stream()
                .map(JobStore::loaded)
                .filter(each -> !each.job().status().isOver())
                .toList();
    }

    /** A site's jobs, newest first. */
    public List<Job> of(String site) {
        return items.query(Table.STATISTICS, PARTITION).reversed().stream()
                .map(item -> loaded(item).job())
                .filter(job -> job.site().equals(site))
                .toList();
    }

    public Optional<Loaded> load(String id) {
        return items.get(key(id)).map(JobStore::loaded);
    }

    /** The saved job; empty when another process works on it too and won the race. */
    public Optional<Loaded> save(Loaded before, Job job) {
        Instant forgotten = job.finishedAt() == null
                ? null
                : Instant.ofEpochMilli(job.finishedAt()).plus(KEPT);
        Item item = new Item(key(job.id()), before.revision() + 1, Json.write(job), forgotten);
        return items.put(item) ? Optional.of(new Loaded(job, item.revision())) : Optional.empty();
    }

    private static Loaded loaded(Item item) {
        return new Loaded(Json.read(item.body(), Job.class), item.revision());
    }

    private static Item.Key key(String id) {
        return new Item.Key(Table.STATISTICS, PARTITION, id);
    }
}
