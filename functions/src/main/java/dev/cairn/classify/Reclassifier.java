package dev.cairn.classify;

import dev.cairn.domain.VisitorKey;
import dev.cairn.plan.Plans;
import dev.cairn.plan.Site;
import dev.cairn.store.Marks;
import dev.cairn.store.Ports;
import dev.cairn.store.Quarantine;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/**
 * Hands records of the past to the classifier once more: what is stored already changes only where a backfill's version
 * tags it now, what is missing is added. Apart from the stream: how far that was read, and what came today, stay as
 * they are. Not thread-safe.
 */
public final class Reclassifier {
    private static final String NO_SHARD = "archive";

    private final List<Aside> aside = new ArrayList<>();
    private final Classifier classifier;
    private final VisitorClassification visitors;
    private final Marks marks;

    public Reclassifier(Plans plans, Ports ports) {
        this.classifier = new Classifier(
                plans,
                ports,
                (records, readable, fates, failed) -> {},
                (site, entry) -> aside.add(new Aside(site, entry)));
        this.visitors = new VisitorClassification(plans, ports.items(), ports.clock());
        this.marks = new Marks(ports.items());
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
        Optional<String> failed = classifier.classify(batch, true);
        if (failed.isPresent()) {
            throw new IllegalStateException("a record of the past could not be classified for now");
        }
        return List.copyOf(aside);
    }

    /**
     * Looks again at what follows from visitor days that are stored: averages and funnels may be others than they were
     * when these were written (G2, section 4). Their day is computed anew in the next full run.
     */
    public void settle(Site site, LocalDate day, Collection<VisitorKey> ofDay) {
        List<Callable<Set<Marks.Place>>> tasks = new ArrayList<>();
        ofDay.forEach(visitor -> tasks.add(() -> visitors.settle(site, visitor, day)));
        Set<Marks.Place> places = new HashSet<>();
        for (Future<Set<Marks.Place>> outcome : Hands.THREADS.doAll(tasks)) {
            try {
                places.addAll(outcome.get());
            } catch (ExecutionException passing) {
                throw new IllegalStateException("a visitor could not be settled for now", passing);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("stopped", stopped);
            }
        }
        marks.raise(places);
    }
}
