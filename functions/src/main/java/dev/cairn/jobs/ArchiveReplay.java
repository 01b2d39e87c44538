package dev.cairn.jobs;

import dev.cairn.classify.Reclassifier;
import dev.cairn.domain.event.Delivery;
import dev.cairn.store.EventArchive;
import dev.cairn.store.UnreadableObjectException;
import dev.cairn.store.codec.DeliveryCodec;
import dev.cairn.store.work.JobStore.Job;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Classifies archived records again, object by object, beginning after a job's position. Unreadable objects are skipped
 * and listed in the job ({@link UnreadableObjects}).
 */
final class ArchiveReplay {
    private static final int BATCH = 500;

    /** Far enough in the future to include everything even if a clock was set back. */
    private static final Duration AHEAD = Duration.ofDays(36_500);

    /** How far back to look again: a delayed archive delivery writes objects for hours already processed. */
    static final Duration HELD_UP = Duration.ofHours(24);

    private final EventArchive archive;
    private final Reclassifier reclassifier;

    ArchiveReplay(EventArchive archive, Reclassifier reclassifier) {
        this.archive = archive;
        this.reclassifier = reclassifier;
    }

    /** The end of a range that includes everything. */
    static Instant upTo(Clock clock) {
        return clock.instant().plus(AHEAD);
    }

    /**
     * @param from records received at this time or later
     * @param wanted selects the records to classify
     * @param unreadable whether records that cannot be read are classified as well
     * @return the job, at the last object that was processed
     */
    Job run(
            Job job,
            Instant from,
            Instant to,
            Predicate<Delivery> wanted,
            boolean unreadable,
            JobTask.Note note,
            BooleanSupplier timeLeft) {
        List<String> keys = archive.list(from, to);
        List<String> ahead = keys.stream()
                .filter(key -> key.compareTo(job.progress().position()) > 0)
                .toList();
        Job now = job.at(job.progress().of(keys.size() - ahead.size(), keys.size()));
        for (String key : ahead) {
            if (!timeLeft.getAsBoolean()) {
                return now;
            }
            now = fed(key, now, wanted, unreadable);
            now = now.at(now.progress().past(key, 0));
            if (!note.take(now)) {
                return now;
            }
        }
        return now;
    }

    /** Classifies the readable parts of an object, even if others cannot be read. */
    private Job fed(String key, Job job, Predicate<Delivery> wanted, boolean unreadable) {
        Batch batch = new Batch();
        Job now = UnreadableObjects.without(job, key);
        try (Stream<byte[]> records = archive.read(key)) {
            for (Iterator<byte[]> each = records.iterator(); each.hasNext(); ) {
                byte[] record = each.next();
                long events = events(record, wanted, unreadable);
                if (events >= 0) {
                    batch.add(record, events);
                }
            }
        } catch (UnreadableObjectException damaged) {
            now = UnreadableObjects.with(now, damaged);
        }
        batch.classify();
        return now.at(now.progress().plus(batch.events));
    }

    private final class Batch {
        private final List<byte[]> records = new ArrayList<>();
        private long events;

        void add(byte[] record, long eventsInIt) {
            events += eventsInIt;
            records.add(record);
            if (records.size() == BATCH) {
                classify();
            }
        }

        void classify() {
            if (!records.isEmpty()) {
                reclassifier.classify(records);
                records.clear();
            }
        }
    }

    /** The number of events in the records; unreadable records count as none. */
    static int events(List<byte[]> records) {
        return records.stream()
                .mapToInt(record -> (int) events(record, any -> true, true))
                .sum();
    }

    /** The number of events in a wanted record; -1 when it is not wanted. */
    private static long events(byte[] record, Predicate<Delivery> wanted, boolean unreadable) {
        try {
            Delivery delivery = DeliveryCodec.read(record);
            return wanted.test(delivery) ? delivery.events().size() : -1;
        } catch (IllegalArgumentException notADelivery) {
            return unreadable ? 0 : -1;
        }
    }
}
