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
 * Work on the past that takes longer than one call: asked for over the API, done bit by bit by the restate function,
 * each bit harmless to repeat. What is finished can be looked up for 90 days.
 */
public final class JobStore {
    /** The site of a job that is about all of them. */
    public static final String EVERY_SITE = "-";

    /** Of an erasure: under which keys the visitor is known, with spaces between. Never shown. */
    public static final String NAMES = "names";

    /** How long a finished job can be looked up. */
    public static final Duration KEPT = Duration.ofDays(90);

    private static final String PARTITION = "jobs";

    /** What is to be done. */
    public enum Kind {
        /** Tags days of the past by a later plan version (R4). */
        BACKFILL,
        /** Makes the tables anew from the archive (R8). */
        REBUILD,
        /** Hands what is in quarantine to the classifier once more. */
        REPLAY,
        /** Removes all that is known of a visitor. */
        ERASURE;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** How far it is. */
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
     * A job and how far it is.
     *
     * @param what is asked for, by name
     * @param position behind which it goes on, empty at its beginning
     * @param done of {@code total} parts, which can become more
     * @param events how many it has worked on
     * @param message for people: what it waits for, or what became of it
     * @param requestedAt epoch milliseconds, and so {@code finishedAt}
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

    /** A job and the revision it was read at. */
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

    /** Those that are not over, oldest first. */
    public List<Loaded> open() {
        return items.query(Table.STATISTICS, PARTITION).stream()
                .map(JobStore::loaded)
                .filter(each -> !each.job().status().isOver())
                .toList();
    }

    /** A site's, newest first. */
    public List<Job> of(String site) {
        return items.query(Table.STATISTICS, PARTITION).reversed().stream()
                .map(item -> loaded(item).job())
                .filter(job -> job.site().equals(site))
                .toList();
    }

    public Optional<Loaded> load(String id) {
        return items.get(key(id)).map(JobStore::loaded);
    }

    /** The job as it is stored now; empty when somebody else works on it too and was faster. */
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
