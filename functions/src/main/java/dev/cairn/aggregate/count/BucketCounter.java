package dev.cairn.aggregate.count;

import dev.cairn.domain.funnel.Funnel;
import dev.cairn.domain.goal.CountingMethod;
import dev.cairn.domain.goal.Goal;
import dev.cairn.domain.goal.GoalTier;
import dev.cairn.domain.statistic.DayDefinitions;
import dev.cairn.domain.statistic.Dimension;
import dev.cairn.domain.statistic.StatisticDefinition;
import dev.cairn.plan.model.Site;
import dev.cairn.plan.version.PlanRepository;
import dev.cairn.store.Hashes;
import dev.cairn.store.ItemStore;
import dev.cairn.store.Json;
import dev.cairn.store.bucket.DirtyBuckets.Mark;
import dev.cairn.store.statistic.AggregationRuns;
import dev.cairn.store.statistic.BaselineAverages;
import dev.cairn.store.statistic.StatisticRegistry;
import dev.cairn.store.visitor.VisitorDayStore;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Counts buckets of days and caches the results, for the run itself and for its workers. Each partial is stored under
 * the run's epoch as soon as it is counted, so a run or worker that takes over after a crash counts only the remaining
 * buckets.
 */
public final class BucketCounter {
    /**
     * Lists everything that a partial counts: one that lacks a statistic or a dimension of this version is recomputed.
     * Raise the number when the fields of a statistic change.
     */
    static final String FORM = "6 "
            + StatisticRegistry.ALL.stream().map(StatisticDefinition::name).toList()
            + List.of(Dimension.values())
            + " ";

    private static final int ATTEMPTS = 3;

    /**
     * A bucket that takes longer than this is cached even if it is likely to be recounted, so that a crash does not
     * lose it.
     */
    private static final long LONG = WorkEstimate.micros(Duration.ofSeconds(4));

    /**
     * The statistics of a day's only bucket are cached if recounting it whenever one of its windows closes would be
     * more work than this. Caching takes some 12 write units, which cost as much as reading 1,000 visitor days.
     */
    private static final long KEEPING = WorkEstimate.micros(Duration.ofSeconds(1));

    private final PlanRepository plans;
    private final Clock clock;
    private final BucketCache partials;
    private final VisitorDayStore visitorDays;
    private final BucketAggregator.Sources sources;
    private final ListWriter lists;

    public BucketCounter(PlanRepository plans, ItemStore items, Clock clock) {
        this.plans = plans;
        this.clock = clock;
        this.partials = new BucketCache(items);
        this.visitorDays = new VisitorDayStore(items, clock);
        this.lists = new ListWriter(items);
        this.sources = new BucketAggregator.Sources(plans, items, visitorDays, new BaselineAverages(items));
    }

    /**
     * A day and the definitions that its buckets are counted with.
     *
     * @param definitions the day's funnel definitions, by id
     * @param fingerprint of everything that is defined for the day, including the rules that exclude events
     */
    public record Day(
            Site site,
            LocalDate day,
            Map<String, PlanRepository.Definition> definitions,
            DayDefinitions counted,
            String fingerprint) {}

    /** The day with its definitions. */
    public Day day(Site site, LocalDate day) {
        Map<String, PlanRepository.Definition> definitions = new TreeMap<>();
        for (String funnel : site.funnels().keySet()) {
            plans.funnelOn(site.id(), funnel, day).ifPresent(definition -> definitions.put(funnel, definition));
        }
        DayDefinitions counted = counted(site, definitions);
        String fingerprint = Hashes.text(
                FORM + Json.write(counted) + site.zones().endOf(day) + exclude(site) + ads(site) + orderGoals(site));
        return new Day(site, day, definitions, counted, fingerprint);
    }

    private static DayDefinitions counted(Site site, Map<String, PlanRepository.Definition> definitions) {
        Map<String, Funnel> funnels = new TreeMap<>();
        definitions.forEach((id, definition) -> funnels.put(id, definition.funnel()));
        return new DayDefinitions(
                funnels,
                site.definitions().shownGoals(GoalTier.MACRO),
                site.definitions().shownGoals(GoalTier.MICRO),
                new TreeMap<>(site.definitions().audiences()),
                site.definitions().notifications().alerts().watch());
    }

    /** The goals whose conversions are passed to ad platforms (N9). */
    static Set<String> adsGoals(Site site) {
        Set<String> goals = new TreeSet<>();
        site.goals().values().stream().filter(goal -> goal.ads() != null).forEach(goal -> goals.add(goal.id()));
        return goals;
    }

    /** The goals that count orders, which are listed one by one (N9.10). */
    static Set<String> orderGoals(Site site) {
        return site.goals().values().stream()
                .filter(goal -> goal.count() == CountingMethod.ORDER)
                .map(Goal::id)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String ads(Site site) {
        Set<String> goals = adsGoals(site);
        return goals.isEmpty() ? "" : Json.write(goals);
    }

    /** Empty when there are no rules, so that the partials of such sites stay valid. */
    private static String exclude(Site site) {
        return site.exclude().rules().isEmpty() ? "" : Json.write(site.exclude());
    }

    /**
     * One bucket of a day as a run finds it.
     *
     * @param known its last partial; null if it was never counted
     * @param mark the epoch of its mark; -1 if it is not marked
     */
    public record Bucket(int number, BucketCache.@Nullable Stored known, long mark) {

        /** The cached statistics, if nothing can have changed since. */
        public Optional<DayStatistics> covered(Day day, RunContext run) {
            return known != null
                            && known.partial().epoch() > mark
                            && known.partial().holdsFor(day.fingerprint(), run.asOf())
                    ? Optional.ofNullable(known.partial().statistics()).map(statistics -> statistics.at(run.asOf()))
                    : Optional.empty();
        }

        Uncovered uncovered() {
            return new Uncovered(number, known == null ? 0 : known.revision(), mark >= 0);
        }

        /** The estimated work of counting it: the same as last time, or the default when nothing is known. */
        public long work() {
            DayStatistics before = known == null ? null : known.partial().statistics();
            return before == null ? WorkEstimate.UNKNOWN : Math.max(WorkEstimate.UNKNOWN, WorkEstimate.of(before));
        }
    }

    /**
     * One bucket that has to be counted.
     *
     * @param revision of its previous partial, 0 for none; read before any other data of the bucket (rule B7)
     */
    record Uncovered(int number, long revision, boolean marked) {}

    /** Visits all known buckets of the day one by one, so that their statistics need not fit into memory together. */
    public void forEach(Day day, List<Mark> raised, Consumer<Bucket> each) {
        // A higher bucket is empty: it was marked before the day's number of buckets was known.
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
     * Counts a bucket and caches the result, with two exceptions. If it is the day's only bucket and was never cached,
     * nothing is stored, unless its windows close so often that caching pays off ({@link #KEEPING}): the rows hold the
     * same figures, and a small site should not pay for storing them twice. For a busy bucket of today, only the fact
     * that it was counted is stored: it will be marked again in the next run, and writing its statistics costs more
     * than recounting it once after it has become quiet. Empty when another run won.
     */
    Optional<DayStatistics> count(Day day, Uncovered found, RunContext run) {
        DayStatistics computed = compute(day, found.number(), run);
        boolean isOfToday = !day.day().isBefore(today(day));
        boolean inRowsOnly = found.revision() == 0
                && visitorDays.buckets(day.site().id(), day.day()) == 1
                && (isOfToday || kept(day, computed).closings().size() * WorkEstimate.of(computed) < KEEPING);
        boolean busy = found.marked() && isOfToday && WorkEstimate.of(computed) < LONG;
        return inRowsOnly || keep(day, found.number(), found.revision(), run, computed, !busy)
                ? Optional.of(computed)
                : Optional.empty();
    }

    private LocalDate today(Day day) {
        return day.site().zones().dayOf(clock.millis());
    }

    /** Closings are useless for a day that only the daily run processes. */
    private DayStatistics kept(Day day, DayStatistics computed) {
        return AggregationRuns.isOfEveryRun(day.day(), today(day)) ? computed : computed.withoutClosings();
    }

    private DayStatistics compute(Day day, int number, RunContext run) {
        BucketAggregator bucket = new BucketAggregator(sources, day, run);
        visitorDays.forEach(day.site().id(), day.day(), number, bucket::add);
        DayStatistics statistics = bucket.statistics();
        lists.put(day, number, run.epoch(), bucket);
        return statistics;
    }

    /** False when another run won. */
    private boolean keep(
            Day day, int number, long revision, RunContext run, DayStatistics computed, boolean statistics) {
        DayStatistics kept = kept(day, computed);
        BucketCache.Partial partial = new BucketCache.Partial(
                day.fingerprint(), run.asOf(), kept.countedUntil(), run.epoch(), statistics ? kept : null);
        return partials.put(
                day.site().id(),
                day.day(),
                number,
                revision,
                partial,
                day.site().forgets(day.day()));
    }

    /** The outcome for a bucket that several workers may count. */
    public enum Once {
        COUNTED,
        /** The bucket was already counted for this run or a later one. */
        FOUND,
        /**
         * The bucket is not counted, for example because every attempt lost the race to a run with an earlier epoch.
         */
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
            DayStatistics computed = compute(day, number, run);
            if (keep(day, number, revision, run, computed, true)) {
                return Once.COUNTED;
            }
        }
        return Once.LEFT;
    }

    /** The buckets among these that are already counted for this run or a later one. */
    public List<Integer> counted(Day day, List<Integer> numbers, RunContext run) {
        return partials.get(day.site().id(), day.day(), numbers).entrySet().stream()
                .filter(each -> each.getValue().partial().epoch() >= run.epoch())
                .map(Map.Entry::getKey)
                .toList();
    }
}
