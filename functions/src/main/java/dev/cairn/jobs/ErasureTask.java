package dev.cairn.jobs;

import dev.cairn.domain.event.Delivery;
import dev.cairn.domain.event.LinkLevel;
import dev.cairn.domain.event.OrderHash;
import dev.cairn.domain.event.VisitorKey;
import dev.cairn.jobs.VisitorEraser.Trace;
import dev.cairn.plan.model.Site;
import dev.cairn.plan.version.PlanRepository;
import dev.cairn.store.ArchiveKeys;
import dev.cairn.store.EventArchive;
import dev.cairn.store.UnreadableObjectException;
import dev.cairn.store.bucket.DirtyBuckets;
import dev.cairn.store.bucket.DirtyBuckets.BucketKey;
import dev.cairn.store.codec.DeliveryCodec;
import dev.cairn.store.statistic.AggregationRuns;
import dev.cairn.store.work.JobStore;
import dev.cairn.store.work.JobStore.Job;
import dev.cairn.store.work.JobStore.Progress;
import dev.cairn.store.work.JobStore.Status;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Erases a visitor and prevents their data from being stored again (M7). It removes the visitor's data from the tables,
 * and again once every running writer has seen the tombstones. Then it removes the visitor's events from the archive,
 * event by event, along with their id claims in the tables. Finally it processes the objects that reached the archive
 * late. It does not finish while an archive object cannot be read, because the visitor may be in it.
 */
final class ErasureTask implements JobTask {
    /** Key in the job's {@code what}: the connected devices and users. */
    private static final String RELATED = "related";

    /** Keys in the job's {@code what}: data that depended on the removed events. */
    private static final String ORDERS = "orders";

    private static final String IDS = "ids";
    private static final String RECEIPTS = "receipts";

    /** Key in the job's {@code what}: set once the objects that arrived late are being processed. */
    private static final String LAST_LOOK = "last_look";

    /** Key in the job's {@code what}: when the tombstones were written, epoch milliseconds. */
    private static final String ENTOMBED_AT = "entombed_at";

    private static final String LIST = " ";
    /** Position after the first sweep of the tables. It sorts before every key of the archive. */
    private static final String SWEPT = "e";

    private final PlanRepository plans;
    private final VisitorEraser eraser;
    private final QuarantineEraser quarantine;
    private final EventArchive archive;
    private final AggregationRuns runs;
    private final DirtyBuckets marks;
    private final Clock clock;
    private final PropagationDelay patience;

    ErasureTask(
            PlanRepository plans,
            VisitorEraser eraser,
            QuarantineEraser quarantine,
            EventArchive archive,
            AggregationRuns runs,
            DirtyBuckets marks,
            Clock clock,
            PropagationDelay patience) {
        this.plans = plans;
        this.eraser = eraser;
        this.quarantine = quarantine;
        this.archive = archive;
        this.runs = runs;
        this.marks = marks;
        this.clock = clock;
        this.patience = patience;
    }

    @Override
    public Job run(Job job, Note note, BooleanSupplier timeLeft) {
        Optional<Site> site = plans.site(job.site());
        if (site.isEmpty()) {
            return over(job, Status.FAILED, "the site is no longer in the plan");
        }
        Instant requestedAt = Instant.ofEpochMilli(job.requestedAt());
        Job now = job;
        if (now.progress().position().isEmpty()) {
            now = entombed(sweep(now, site.get(), note)).at(new Progress(SWEPT, 0, 0, 0));
            if (!note.take(now)) {
                return now;
            }
        }
        if (!patience.isTaggingOver(entombedAt(now), clock.instant())) {
            return now.waiting("waiting until every writer knows about the erasure");
        }
        if (now.progress().position().equals(SWEPT)) {
            now = sweep(now, site.get(), note);
            eraser.tidy(site.get(), homes(now), trace(site.get(), now));
            eraser.deleteEmpty(site.get(), homes(now));
        }
        now = throughArchive(now, site.get(), note, timeLeft);
        if (!now.progress().allDone() || !timeLeft.getAsBoolean()) {
            return now;
        }
        if (!patience.isArchivingOver(requestedAt, clock.instant())) {
            return now.waiting("some records are still on their way to the archive; everything else is erased");
        }
        if (!now.what().containsKey(LAST_LOOK)) {
            Instant late = requestedAt.minus(ArchiveReplay.HELD_UP);
            Map<String, String> what = new HashMap<>(now.what());
            what.put(LAST_LOOK, "true");
            quarantine.sweep(site.get(), devicesAndNames(now));
            now = now.with(what)
                    .at(now.progress().from(ArchiveKeys.prefix(late)).of(0, 0));
            now = throughArchive(now, site.get(), note, timeLeft);
            if (!now.progress().allDone() || !timeLeft.getAsBoolean()) {
                return now;
            }
        }
        eraser.deleteEmpty(site.get(), homes(now));
        now = unreadableAgain(now, site.get());
        if (!UnreadableObjects.of(now).isEmpty()) {
            return now.waiting(UnreadableObjects.sentence(now) + ", so they could not be searched for the visitor;"
                    + " everything else is erased. Repair or delete them: the erasure retries and then finishes");
        }
        return over(now, Status.DONE, "the visitor is erased");
    }

    private Job entombed(Job job) {
        Map<String, String> more = new HashMap<>(job.what());
        more.put(ENTOMBED_AT, Long.toString(clock.millis()));
        return job.with(more);
    }

    /**
     * When the tombstones were written: a writer running then may not have seen them. The previous version's jobs
     * recorded only when they were requested.
     */
    private static Instant entombedAt(Job job) {
        String known = job.what().get(ENTOMBED_AT);
        return Instant.ofEpochMilli(known == null ? job.requestedAt() : Long.parseLong(known));
    }

    /** The connected devices and users are saved before the data that reveals them is removed. */
    private Job sweep(Job job, Site site, Note note) {
        Set<VisitorKey> related = new HashSet<>(keys(job, RELATED));
        related.addAll(eraser.related(site, keys(job, JobStore.NAMES)));
        Job now = with(job, RELATED, related);
        if (!note.take(now)) {
            throw new IllegalStateException("another run has taken over the erasure");
        }
        eraser.entomb(site, keys(now, JobStore.NAMES), related, job.requestedAt());
        // Saved before the data that reveals it is removed, so that a repeated run also finds it.
        Trace trace = trace(site, now).and(eraser.trace(site, homes(now)));
        now = with(now, trace);
        if (!note.take(now)) {
            throw new IllegalStateException("another run has taken over the erasure");
        }
        eraser.remove(site, homes(now));
        marks.raise(eraser.reach(site, homes(now), trace));
        quarantine.sweep(site, devicesAndNames(now));
        runs.want(site.id());
        return now;
    }

    private Job throughArchive(Job job, Site site, Note note, BooleanSupplier timeLeft) {
        // The whole archive: objects are kept for the longest retention of any site.
        List<String> keys = archive.list(Instant.EPOCH, ArchiveReplay.upTo(clock));
        List<String> ahead = keys.stream()
                .filter(key -> key.compareTo(job.progress().position()) > 0)
                .toList();
        Job current = job.at(job.progress().of(keys.size() - ahead.size(), keys.size()));
        for (String key : ahead) {
            if (!timeLeft.getAsBoolean()) {
                return current;
            }
            current = erased(key, current, site);
            current = current.at(current.progress().past(key, 0));
            if (!note.take(current)) {
                return current.at(current.progress().of(0, Long.MAX_VALUE));
            }
        }
        runs.want(site.id());
        return current;
    }

    /** An erasure finishes only once every object has been searched: those that could not be read are retried. */
    private Job unreadableAgain(Job job, Site site) {
        Job now = job;
        for (String key : UnreadableObjects.of(job)) {
            now = erased(key, now, site);
        }
        return now;
    }

    private Job erased(String key, Job job, Site site) {
        try {
            long events = erase(key, job, site);
            return UnreadableObjects.without(job, key).at(job.progress().plus(events));
        } catch (UnreadableObjectException unreadable) {
            return UnreadableObjects.with(job, unreadable);
        }
    }

    private long erase(String key, Job job, Site site) {
        Set<VisitorKey> concerned = devicesAndNames(job);
        List<Delivery> deliveries;
        try (Stream<byte[]> records = archive.read(key)) {
            deliveries = records.flatMap(record -> concerned(record, site, concerned).stream())
                    .filter(delivery ->
                            eraser.redact(delivery, job.requestedAt()).changed())
                    .toList();
        }
        if (deliveries.isEmpty()) {
            return 0;
        }
        marks.raise(eraser.leaveIds(site, deliveries));
        archive.rewrite(key, record -> edited(record, site, concerned, job.requestedAt()));
        return deliveries.stream()
                .mapToLong(delivery -> delivery.events().size())
                .sum();
    }

    private Optional<byte[]> edited(byte[] record, Site site, Set<VisitorKey> concerned, long at) {
        Optional<RedactedDelivery> redacted = concerned(record, site, concerned)
                .map(delivery -> eraser.redact(delivery, at))
                .filter(RedactedDelivery::changed);
        return redacted.isPresent() ? redacted.get().delivery().map(DeliveryCodec::write) : Optional.of(record);
    }

    /** The delivery, if it refers to one of the visitors; an unreadable record refers to none. */
    static Optional<Delivery> concerned(byte[] record, Site site, Set<VisitorKey> concerned) {
        try {
            Delivery delivery = DeliveryCodec.read(record);
            boolean device = delivery.device() != null
                    && concerned.contains(delivery.device().visitor());
            return delivery.site().equals(site.id()) && (device || concerned.contains(delivery.visitor()))
                    ? Optional.of(delivery)
                    : Optional.empty();
        } catch (IllegalArgumentException notADelivery) {
            return Optional.empty();
        }
    }

    private static Set<VisitorKey> devicesAndNames(Job job) {
        Set<VisitorKey> all = new HashSet<>(keys(job, JobStore.NAMES));
        keys(job, RELATED).stream()
                .filter(each -> each.link() == LinkLevel.DEVICE)
                .forEach(all::add);
        return all;
    }

    private static Set<VisitorKey> homes(Job job) {
        Set<VisitorKey> homes = new HashSet<>(keys(job, JobStore.NAMES));
        homes.addAll(keys(job, RELATED));
        return homes;
    }

    private static Set<VisitorKey> keys(Job job, String what) {
        return Arrays.stream(job.what().getOrDefault(what, "").split(LIST))
                .flatMap(text -> VisitorKey.tryParse(text).stream())
                .collect(Collectors.toSet());
    }

    private static Trace trace(Site site, Job job) {
        return new Trace(
                list(job, ORDERS).stream().map(OrderHash::new).collect(Collectors.toSet()),
                list(job, IDS),
                list(job, RECEIPTS).stream()
                        .map(text -> text.split("/"))
                        .map(parts -> new BucketKey(site.id(), LocalDate.parse(parts[0]), Integer.parseInt(parts[1])))
                        .collect(Collectors.toSet()));
    }

    private static Set<String> list(Job job, String what) {
        return Arrays.stream(job.what().getOrDefault(what, "").split(LIST))
                .filter(text -> !text.isEmpty())
                .collect(Collectors.toSet());
    }

    private static Job with(Job job, Trace trace) {
        Map<String, String> more = new HashMap<>(job.what());
        more.put(ORDERS, text(trace.orders().stream().map(OrderHash::text)));
        more.put(IDS, text(trace.ids().stream()));
        more.put(RECEIPTS, text(trace.receipts().stream().map(place -> place.day() + "/" + place.bucket())));
        return job.with(more);
    }

    private static String text(Stream<String> words) {
        return words.sorted().collect(Collectors.joining(LIST));
    }

    private static Job with(Job job, String what, Set<VisitorKey> keys) {
        Map<String, String> more = new HashMap<>(job.what());
        more.put(what, text(keys.stream().map(VisitorKey::toString)));
        return job.with(more);
    }

    /** The finished job, without anything that identifies the visitor. */
    private Job over(Job job, Status status, String message) {
        return job.with(Map.of()).over(status, message, clock.instant());
    }
}
