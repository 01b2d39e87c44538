package dev.cairn.store.work;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
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
 * small, idempotent steps by the Restate function. A finished job can be looked up for 90 days.
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
        /** Retags past days with a later plan version (R4). */
        BACKFILL,
        /** Rebuilds the tables from the archive (R8). */
        REBUILD,
        /** Passes quarantined records to the classifier again. */
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
     * What a job has to do.
     *
     * @param what parameters of the request, by name
     */
    public record Request(Kind kind, String site, Map<String, String> what) {}

    /**
     * A job's progress.
     *
     * @param position the last finished position, from which the job resumes; empty at the beginning
     * @param done finished parts of {@code total}, which may grow
     * @param events how many events it has processed
     */
    public record Progress(String position, long done, long total, long events) {
        static final Progress NONE = new Progress("", 0, 0, 0);

        /** Whether no part is left. */
        public boolean allDone() {
            return done >= total;
        }

        /** Returns this progress with another number of parts. */
        public Progress of(long newDone, long newTotal) {
            return new Progress(position, newDone, newTotal, events);
        }

        /** Returns this progress at another position. */
        public Progress from(String newPosition) {
            return new Progress(newPosition, done, total, events);
        }

        /** Returns this progress with more events. */
        public Progress plus(long moreEvents) {
            return new Progress(position, done, total, events + moreEvents);
        }

        /** Returns the progress after finishing one more part, at this position. */
        public Progress past(String finished, long moreEvents) {
            return new Progress(finished, done + 1, total, events + moreEvents);
        }
    }

    /**
     * A job and its progress. The stored form is one flat object.
     *
     * @param message human-readable: why the job is waiting, or its outcome
     * @param requestedAt in epoch milliseconds, like {@code finishedAt}
     */
    public record Job(
            String id,
            @JsonUnwrapped Request request,
            Status status,
            @JsonUnwrapped Progress progress,
            String message,
            long requestedAt,
            @Nullable Long finishedAt) {

        public Kind kind() {
            return request.kind();
        }

        public String site() {
            return request.site();
        }

        public Map<String, String> what() {
            return request.what();
        }

        public Job at(Progress now) {
            return new Job(id, request, Status.RUNNING, now, "", requestedAt, null);
        }

        public Job waiting(String forWhat) {
            return new Job(id, request, Status.WAITING, progress, forWhat, requestedAt, null);
        }

        public Job over(Status how, String newMessage, Instant when) {
            return new Job(id, request, how, progress, newMessage, requestedAt, when.toEpochMilli());
        }

        public Job with(Map<String, String> what) {
            Request other = new Request(request.kind(), request.site(), what);
            return new Job(id, other, status, progress, message, requestedAt, finishedAt);
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
        Job job = new Job(id, new Request(kind, site, Map.copyOf(what)), Status.WAITING, Progress.NONE, "", now, null);
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

    /** The saved job; empty when another process is working on it too and won the race. */
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
