package dev.cairn.jobs;

import dev.cairn.classify.Reclassifier;
import dev.cairn.store.DeadLetterBatches;
import dev.cairn.store.Dependencies;
import dev.cairn.store.work.JobStore.Job;
import dev.cairn.store.work.JobStore.Status;
import dev.cairn.store.work.Quarantine;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * Classifies quarantined records again, once the cause is fixed, and, unless another reason is requested, the batches
 * that the event source mapping gave up on. An entry is deleted once it is classified; one that still cannot be stored
 * stays a single entry. Each is tried once per job, so a failing entry does not block the others.
 */
final class QuarantineReplayTask implements JobTask {
    private static final LocalDate NEVER = LocalDate.of(9999, 12, 31);

    /** Prefixes of positions, in the order of processing. */
    private static final String ENTRY = "entry/";

    private static final String GIVEN_UP = "given_up/";

    private final Quarantine quarantine;
    private final DeadLetterBatches failedBatches;
    private final Reclassifier reclassifier;
    private final Clock clock;

    QuarantineReplayTask(Reclassifier reclassifier, Dependencies dependencies) {
        this.quarantine = new Quarantine(dependencies.items(), dependencies.clock());
        this.failedBatches = dependencies.failedBatches();
        this.reclassifier = reclassifier;
        this.clock = dependencies.clock();
    }

    /** A unit of work: its position, and the result of replaying it. */
    private interface Piece {
        String position();

        /** The number of events that were classified; empty when it still cannot be stored. */
        Optional<Integer> replay();
    }

    private record EntryPiece(String position, QuarantineReplayTask work, String site, Quarantine.Kept entry)
            implements Piece {
        @Override
        public Optional<Integer> replay() {
            return work.isDone(site, entry) ? Optional.of(entry.events()) : Optional.empty();
        }
    }

    private record BatchPiece(String position, QuarantineReplayTask work, String key) implements Piece {
        @Override
        public Optional<Integer> replay() {
            List<byte[]> records = work.failedBatches.read(key);
            work.reclassifier.classify(records);
            work.failedBatches.delete(key);
            return Optional.of(ArchiveReplay.events(records));
        }
    }

    @Override
    public Job run(Job job, Note note, BooleanSupplier timeLeft) {
        List<Piece> ahead = pieces(job).stream()
                .filter(piece -> piece.position().compareTo(job.progress().position()) > 0)
                .toList();
        Job now = job.at(job.progress().of(job.progress().done(), job.progress().done() + ahead.size()));
        List<String> faults = new ArrayList<>();
        for (Piece piece : ahead) {
            if (!timeLeft.getAsBoolean() || !note.take(now)) {
                return now;
            }
            now = now.at(now.progress().past(piece.position(), replay(piece, faults)));
        }
        int left = pieces(job).size();
        String message =
                left == 0 ? "nothing is left in quarantine" : left + " of these entries are still in quarantine";
        faults.add(0, message);
        return now.over(Status.DONE, String.join("; ", faults), clock.instant());
    }

    /** @param faults receives a message about each batch that cannot be read */
    private static int replay(Piece piece, List<String> faults) {
        try {
            return piece.replay().orElse(0);
        } catch (IllegalStateException | IllegalArgumentException reported) {
            if (piece instanceof BatchPiece batch && reported instanceof IllegalArgumentException) {
                faults.add("the failed batch " + batch.key() + " cannot be read");
            }
            return 0;
        }
    }

    private List<Piece> pieces(Job job) {
        String reason = job.what().get("reason");
        Stream<Piece> entries = quarantine.list(job.site(), LocalDate.EPOCH, NEVER).stream()
                .filter(entry -> reason == null || entry.reason().equals(reason))
                .map(entry -> new EntryPiece(ENTRY + entry.sort(), this, job.site(), entry));
        Stream<Piece> batches = reason == null || reason.equals(DeadLetterBatches.REASON)
                ? failedBatches.list().stream().map(key -> new BatchPiece(GIVEN_UP + key, this, key))
                : Stream.of();
        return Stream.concat(entries, batches).toList();
    }

    /** False for a record that is quarantined again as the same entry, and for an entry without a record. */
    private boolean isDone(String site, Quarantine.Kept entry) {
        Optional<byte[]> record = quarantine.payload(site, entry);
        boolean done = record.isPresent()
                && reclassifier.classify(List.of(record.get())).stream()
                        .noneMatch(each -> each.site().equals(site)
                                && Quarantine.id(each.entry()).equals(entry.id()));
        if (done) {
            quarantine.delete(site, entry);
        }
        return done;
    }
}
