package dev.cairn.classify;

import dev.cairn.plan.version.PlanRepository;
import dev.cairn.store.Dependencies;
import dev.cairn.store.work.Quarantine;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Hands records of the past to the classifier once more: what is stored already changes only where a backfill's version
 * tags it now, what is missing is added. Apart from the stream: how far that was read, and what came today, stay as
 * they are. Not thread-safe.
 */
public final class Reclassifier {
    private static final String NO_SHARD = "archive";

    private final List<Aside> aside = new ArrayList<>();
    private final BatchClassifier classifier;

    public Reclassifier(PlanRepository plans, Dependencies ports) {
        this.classifier = new BatchClassifier(
                plans,
                ports,
                (records, readable, fates, failed) -> {},
                (site, entry) -> aside.add(new Aside(site, entry)));
    }

    /**
     * What was put aside.
     *
     * @param site under which it is in quarantine
     */
    public record Aside(String site, Quarantine.Entry entry) {}

    /**
     * Classifies records as one batch. Throws {@link IllegalStateException} when some could not be for now: then the
     * same records are to be handed over again.
     *
     * @return what had to be put aside
     */
    public List<Aside> classify(List<byte[]> records) {
        aside.clear();
        List<StreamRecord> batch = new ArrayList<>();
        for (byte[] data : records) {
            batch.add(new StreamRecord(NO_SHARD, Integer.toString(batch.size()), data));
        }
        Optional<String> failed = classifier.classify(batch);
        if (failed.isPresent()) {
            throw new IllegalStateException("a record of the past could not be classified for now");
        }
        return List.copyOf(aside);
    }
}
