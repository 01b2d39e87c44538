package dev.cairn.aggregate.count;

import dev.cairn.domain.funnel.Funnel;
import dev.cairn.plan.model.Site;
import dev.cairn.plan.version.PlanRepository;
import dev.cairn.store.Hashes;
import dev.cairn.store.ItemStore;
import dev.cairn.store.Json;
import dev.cairn.store.bucket.DirtyBuckets.Mark;
import dev.cairn.store.visitor.VisitorDayStore;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Counts buckets of days and keeps what each comes to: the run itself and its workers do it in the same way. Each partial
 * is kept as soon as it is counted, under the epoch of the run, so whoever goes on after somebody died counts only the
 * others.
 */
public final class BucketCounter {
    /** Of the statistics in partials: one that lacks what is counted today is computed anew. */
    private static final String FORM = "3 ";

    private static final int ATTEMPTS = 3;

    /** What takes longer is kept even if it is likely to be counted again, for a run that dies must not lose it. */
    private static final long LONG = WorkEstimate.micros(Duration.ofSeconds(4));

    private final PlanRepository plans;
    private final Clock clock;
    private final BucketCache partials;
    private final VisitorDayStore visitorDays;
    private final BucketStatistics bucket;

    public BucketCounter(PlanRepository plans, ItemStore items, Clock clock) {
        this.plans = plans;
        this.clock = clock;
        this.partials = new BucketCache(items);
        this.visitorDays = new VisitorDayStore(items, clock);
        this.bucket = new BucketStatistics(plans, items, visitorDays);
    }

    /**
     * A day and what its buckets are counted for.
     *
     * @param fingerprint of the funnels
     */
    public record Day(Site site, LocalDate day, Map<String, Funnel> funnels, String fingerprint) {}

    /** The day with the funnels that hold on it. */
    public Day day(Site site, LocalDate day) {
        Map<String, Funnel> funnels = new TreeMap<>();
        definitions(site, day).forEach((id, definition) -> funnels.put(id, definition.funnel()));
        String fingerprint =
                Hashes.text(FORM + Json.write(funnels) + site.zones().endOf(day));
        return new Day(site, day, funnels, fingerprint);
    }

    Map<String, PlanRepository.Definition> definitions(Site site, LocalDate day) {
        Map<String, PlanRepository.Definition> definitions = new TreeMap<>();
        for (String funnel : site.funnels().keySet()) {
            plans.funnelOn(site.id(), funnel, day).ifPresent(definition -> definitions.put(funnel, definition));
        }
        return definitions;
    }

    /**
     * One bucket of a day as a run finds it.
     *
     * @param known what it came to the last time, if it was ever counted
     * @param mark the epoch of its mark, -1 without one
     */
    public record Bucket(int number, BucketCache.@Nullable Stored known, long mark) {

        /** What it came to, if nothing can have changed since. */
        public Optional<DayStatistics> covered(Day day, RunContext run) {
            return known != null
                            && known.partial().epoch() > mark
                            && known.partial().holdsFor(day.fingerprint(), run.asOf())
                    ? Optional.ofNullable(known.partial().statistics())
                    : Optional.empty();
        }

        Uncovered uncovered() {
            return new Uncovered(number, known == null ? 0 : known.revision(), mark >= 0);
        }

        /** What counting it is likely to be: as it was, or as for a day of which nothing is known. */
        public long work() {
            DayStatistics before = known == null ? null : known.partial().statistics();
            return before == null ? WorkEstimate.UNKNOWN : Math.max(WorkEstimate.UNKNOWN, WorkEstimate.of(before));
        }
    }

    /**
     * One bucket that has to be counted.
     *
     * @param revision of what it came to before, 0 for none; read before anything of the bucket is (rule B7)
     */
    record Uncovered(int number, long revision, boolean marked) {}

    /**
     * All buckets of the day that anything is known of, one after the other: what they came to need not have room
     * together.
     */
    public void forEach(Day day, List<Mark> raised, Consumer<Bucket> each) {
        // Another bucket has nothing: who marked it did not know the day's number yet.
        int number = visitorDays.buckets(day.site().id(), day.day());
        Map<Integer, Long> marked = new TreeMap<>();
        raised.stream()
                .filter(mark -> mark.place().bucket() < number)
                .forEach(mark -> marked.merge(mark.place().bucket(), mark.epoch(), Math::max));
        boolean[] isKnown = {false};
        partials.forEach(day.site().id(), day.day(), (bucket, stored) -> {
            if (bucket < number) {
                isKnown[0] = true;
                Long mark = marked.remove(bucket);
                each.accept(new Bucket(bucket, stored, mark == null ? -1 : mark));
            }
        });
        if (number == 1 && !isKnown[0]) {
            marked.putIfAbsent(0, -1L);
        }
        marked.forEach((bucket, mark) -> each.accept(new Bucket(bucket, null, mark)));
    }

    /**
     * Counts a bucket and keeps what it comes to, unless it is all there is of the day and was never kept: then the rows
     * say the same, and a small site does not pay for saying it twice. Of a busy bucket of today or yesterday, only that it
     * was counted is kept: it will have a mark in the next run as well, and to write what it came to costs more than to
     * count it once more when it has become quiet. Empty when another run was faster.
     */
    Optional<DayStatistics> count(Day day, Uncovered found, RunContext run) {
        DayStatistics computed = bucket.compute(day.site(), day.day(), found.number(), day.funnels(), run);
        boolean all = found.revision() == 0 && visitorDays.buckets(day.site().id(), day.day()) == 1;
        boolean busy = found.marked() && isCountedByEachRun(day) && WorkEstimate.of(computed) < LONG;
        return all || keep(day, found.number(), found.revision(), run, computed, !busy)
                ? Optional.of(computed)
                : Optional.empty();
    }

    private boolean isCountedByEachRun(Day day) {
        LocalDate today = day.site().zones().dayOf(clock.millis());
        return !day.day().isBefore(today.minusDays(1));
    }

    /** False when another run was faster. */
    private boolean keep(
            Day day, int number, long revision, RunContext run, DayStatistics computed, boolean statistics) {
        BucketCache.Partial partial = new BucketCache.Partial(
                day.fingerprint(), run.asOf(), computed.nextClose(), run.epoch(), statistics ? computed : null);
        return partials.put(
                day.site().id(),
                day.day(),
                number,
                revision,
                partial,
                day.site().forgets(day.day()));
    }

    /** What became of a bucket that one of several was to count. */
    public enum Once {
        COUNTED,
        /** Somebody had counted it for the run, or for a later one. */
        FOUND,
        /** Nobody has: others were faster each time, with less than that. */
        LEFT
    }

    public Once countOnce(Day day, int number, RunContext run) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Optional<BucketCache.Stored> known =
                    partials.get(day.site().id(), day.day(), List.of(number)).values().stream()
                            .findFirst();
            if (known.filter(each -> each.partial().epoch() >= run.epoch()).isPresent()) {
                return Once.FOUND;
            }
            long revision = known.map(BucketCache.Stored::revision).orElse(0L);
            DayStatistics computed = bucket.compute(day.site(), day.day(), number, day.funnels(), run);
            if (keep(day, number, revision, run, computed, true)) {
                return Once.COUNTED;
            }
        }
        return Once.LEFT;
    }

    /** Those of the buckets that somebody has counted for the run or for a later one. */
    public List<Integer> counted(Day day, List<Integer> numbers, RunContext run) {
        return partials.get(day.site().id(), day.day(), numbers).entrySet().stream()
                .filter(each -> each.getValue().partial().epoch() >= run.epoch())
                .map(Map.Entry::getKey)
                .toList();
    }
}
