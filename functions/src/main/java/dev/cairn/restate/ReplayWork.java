package dev.cairn.restate;

import dev.cairn.classify.Reclassifier;
import dev.cairn.store.Items;
import dev.cairn.store.Jobs.Job;
import dev.cairn.store.Jobs.Status;
import dev.cairn.store.Quarantine;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Hands what is in quarantine to the classifier once more, after its cause was mended. An entry goes when it was
 * classified; what cannot be stored now either is put aside again and stays one entry.
 */
final class ReplayWork implements Work {
    private final Quarantine quarantine;
    private final Reclassifier reclassifier;
    private final Clock clock;

    ReplayWork(Reclassifier reclassifier, Items items, Clock clock) {
        this.quarantine = new Quarantine(items, clock);
        this.reclassifier = reclassifier;
        this.clock = clock;
    }

    @Override
    public Job run(Job job, Note note, BooleanSupplier timeLeft) {
        List<Quarantine.Kept> entries = entries(job);
        Job now = job.at("", 0, entries.size(), 0);
        long again = 0;
        for (Quarantine.Kept entry : entries) {
            if (!timeLeft.getAsBoolean()) {
                return now.waiting("for its next turn");
            }
            boolean still = !isDone(job.site(), entry);
            again += still ? 1 : 0;
            now = now.at("", now.done() + 1, now.total(), now.events() + (still ? 0 : entry.events()));
        }
        return now.over(
                Status.DONE,
                (entries.size() - again) + " entries were classified, " + again + " still cannot be",
                clock.instant());
    }

    private List<Quarantine.Kept> entries(Job job) {
        String reason = job.what().get("reason");
        return quarantine.list(job.site(), LocalDate.EPOCH, LocalDate.of(9999, 12, 31)).stream()
                .filter(entry -> reason == null || entry.reason().equals(reason))
                .toList();
    }

    /** False for what is put aside again, and for what came without its record. */
    private boolean isDone(String site, Quarantine.Kept entry) {
        Optional<byte[]> record = quarantine.payload(site, entry);
        boolean done = record.isPresent()
                && reclassifier.classify(List.of(record.get())).stream()
                        .noneMatch(each -> Quarantine.id(each).equals(entry.id()));
        if (done) {
            quarantine.delete(site, entry);
        }
        return done;
    }
}
