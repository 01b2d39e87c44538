package dev.cairn.classify;

import dev.cairn.plan.version.PlanRepository;
import dev.cairn.store.Dependencies;
import dev.cairn.store.work.Quarantine;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Passes past records to the classifier again. Stored events change only if they are now tagged by a backfill's plan
 * version; missing events are added. Independent of the stream: watermarks and live counters do not change. Not
 * thread-safe.
 */
public final class Reclassifier {
    private static final String NO_SHARD = "archive";

    private final List<Aside> aside = new ArrayList<>();
    private final BatchClassifier classifier;

    public Reclassifier(PlanRepository plans, Dependencies dependencies) {
        this.classifier = new BatchClassifier(
                plans,
                dependencies,
                (records, readable, fates, failed) -> {},
                (site, entry) -> aside.add(new Aside(site, entry)));
    }

    /**
     * A quarantined entry.
     *
     * @param site the site under which it is quarantined
     */
    public record Aside(String site, Quarantine.Entry entry) {}

    /**
     * Classifies records as one batch. Throws {@link IllegalStateException} on a transient failure. The caller must
     * then pass the same records again.
     *
     * @return the entries that were quarantined
     */
    public List<Aside> classify(List<byte[]> records) {
        aside.clear();
        List<StreamRecord> batch = new ArrayList<>();
        for (byte[] data : records) {
            batch.add(new StreamRecord(NO_SHARD, Integer.toString(batch.size()), data));
        }
        Optional<String> failed = classifier.classify(batch);
        if (failed.isPresent()) {
            throw new IllegalStateException("a replayed record could not be classified; try again later");
        }
        return List.copyOf(aside);
    }
}
