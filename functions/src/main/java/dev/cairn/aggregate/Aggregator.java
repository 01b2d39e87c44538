package dev.cairn.aggregate;

import dev.cairn.aggregate.count.BucketCounter;
import dev.cairn.aggregate.count.DayAggregator;
import dev.cairn.aggregate.count.DirtyDay;
import dev.cairn.aggregate.count.RunContext;
import dev.cairn.aggregate.count.TaggedPersonCache;
import dev.cairn.aggregate.count.WorkEstimate;
import dev.cairn.aggregate.work.Coordinator;
import dev.cairn.digest.Digests;
import dev.cairn.plan.model.Site;
import dev.cairn.plan.version.PlanRepository;
import dev.cairn.store.Dependencies;
import dev.cairn.store.bucket.DirtyBuckets;
import dev.cairn.store.bucket.DirtyBuckets.Mark;
import dev.cairn.store.codec.Heartbeat;
import dev.cairn.store.notice.Notices;
import dev.cairn.store.notice.SiteChannels;
import dev.cairn.store.statistic.AggregationRuns;
import dev.cairn.store.statistic.Watermark;
import dev.cairn.store.work.Workers;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/**
 * Executes one aggregation run (F10). A run updates today and yesterday if they changed. Once a day, in the first run
 * after the site's day closed, or on request, it also updates every earlier day that received events or whose windows
 * closed.
 */
final class Aggregator {
    private final PlanRepository plans;
    private final Dependencies dependencies;
    private final Clock clock;
    private final DirtyBuckets marks;
    private final AggregationRuns runs;
    private final Coordinator coordinator;
    private final Watermark watermark;
    private final BalanceCheck residualCheck;
    private final BucketPlanner nextDay;
    private final VisitorDayCompactor compaction;
    private final BucketCounter counter;
    private final AnomalyCheck anomalies;
    private final Digests digests;

    /** @param notices receives alarm changes and digests */
    Aggregator(PlanRepository plans, Dependencies dependencies, Workers workers, Notices notices) {
        SiteChannels channels = SiteChannels.of(notices, dependencies);
        this.anomalies = new AnomalyCheck(dependencies, channels);
        this.digests = new Digests(plans, dependencies, channels);
        this.plans = plans;
        this.dependencies = dependencies;
        this.clock = dependencies.clock();
        this.marks = new DirtyBuckets(dependencies.items(), dependencies.clock());
        this.runs = new AggregationRuns(dependencies.items());
        this.counter = new BucketCounter(plans, dependencies.items(), clock);
        this.coordinator = new Coordinator(
                counter,
                new DayAggregator(plans, dependencies.items(), marks, counter, clock),
                workers,
                dependencies.telemetry(),
                clock);
        this.watermark = new Watermark(dependencies.items());
        this.residualCheck = new BalanceCheck(dependencies);
        this.nextDay = new BucketPlanner(dependencies.items(), dependencies.clock());
        this.compaction = new VisitorDayCompactor(dependencies.items(), dependencies.clock());
    }

    /**
     * The outcome of a run.
     *
     * @param days site days processed
     * @param rows rows written
     * @param overtaken site days lost to a concurrent run
     * @param failed site days that could not be computed, and sites whose closed days could not be compacted
     * @param postponed site days left for the next run because time ran out
     * @param residual accepted events that are not accounted for, see {@link BalanceCheck}
     */
    record Summary(long asOf, int sites, int days, int rows, int overtaken, int failed, int postponed, long residual) {}

    /** @param timeLeft false when no further day should be started */
    Summary run(boolean full, BooleanSupplier timeLeft) {
        long asOf = AggregationRuns.asOf(clock.millis());
        heartbeat();
        // Read before anything is counted: events received later may be missing.
        OptionalLong known = watermark.lowest();
        AggregationRuns.LastRun last = runs.last().orElse(new AggregationRuns.LastRun(Long.MIN_VALUE, Set.of()));
        RunContext run = new RunContext(asOf, marks.nextEpoch(), timeLeft, new TaggedPersonCache());
        Map<String, NavigableMap<LocalDate, List<Mark>>> marked = marked();
        Map<String, Long> wanted = runs.wanted();
        List<SiteRun> sites = new ArrayList<>();
        for (Site site : plans.current().sites().values()) {
            boolean daily = full
                    || last.pending().contains(site.id())
                    || wanted.containsKey(site.id())
                    || dayClosed(site, last.asOf(), asOf);
            NavigableMap<LocalDate, List<Mark>> touched = marked.getOrDefault(site.id(), new TreeMap<>());
            if (daily || !touched.isEmpty()) {
                sites.add(new SiteRun(site, touched, daily, run));
            }
        }
        Coordinator.Tally tally = coordinator.run(
                sites.stream().flatMap(site -> days(site).stream()).toList(), run);
        Set<String> pending = new TreeSet<>();
        long residual = 0;
        for (SiteRun daily : sites.stream().filter(SiteRun::daily).toList()) {
            nextDay.prepare(daily.site());
            if (tally.unfinished.contains(daily.site().id())) {
                pending.add(daily.site().id());
            } else {
                residual += residual(daily.site(), asOf);
                compact(daily, tally);
            }
        }
        known.ifPresent(read -> checkAnomalies(sites, tally, asOf, read));
        runs.finished(new AggregationRuns.LastRun(asOf, pending));
        wanted.forEach(runs::had);
        dependencies.telemetry().count("residual", residual);
        sendDigests(timeLeft);
        return new Summary(
                asOf, sites.size(), tally.days, tally.rows, tally.overtaken, tally.failed, tally.postponed, residual);
    }

    /** Called once the run has finished, because a digest's figures for yesterday depend on it. */
    private void sendDigests(BooleanSupplier timeLeft) {
        for (Site site : plans.current().sites().values()) {
            if (timeLeft.getAsBoolean()) {
                digests.send(site);
            }
        }
    }

    /** A site with uncounted days has too few successes, so it is evaluated once they are counted. */
    private void checkAnomalies(List<SiteRun> counted, Coordinator.Tally tally, long asOf, long known) {
        Set<String> ids = counted.stream().map(each -> each.site().id()).collect(Collectors.toSet());
        for (Site site : plans.current().sites().values()) {
            if (tally.unfinished.contains(site.id())) {
                continue;
            }
            try {
                anomalies.run(site, day -> counter.day(site, day).counted(), ids.contains(site.id()), asOf, known);
            } catch (RuntimeException passing) {
                dependencies.telemetry().error("anomalies could not be evaluated", passing, Map.of("site", site.id()));
            }
        }
    }

    /** If the stream rejects the heartbeat, a quiet day merely stays incomplete for another half hour. */
    private void heartbeat() {
        try {
            dependencies.stream().putToEveryShard(new Heartbeat(clock.millis()).write());
        } catch (RuntimeException passing) {
            dependencies.telemetry().error("the heartbeat could not be sent", passing, Map.of());
        }
    }

    /**
     * A site's part of a run.
     *
     * @param touched the site's marks, by day
     * @param daily whether earlier days are included
     */
    private record SiteRun(Site site, NavigableMap<LocalDate, List<Mark>> touched, boolean daily, RunContext run) {}

    private Map<String, NavigableMap<LocalDate, List<Mark>>> marked() {
        Map<String, NavigableMap<LocalDate, List<Mark>>> days = new HashMap<>();
        for (Mark mark : marks.all()) {
            days.computeIfAbsent(mark.place().site(), site -> new TreeMap<>())
                    .computeIfAbsent(mark.place().day(), day -> new ArrayList<>())
                    .add(mark);
        }
        return days;
    }

    /**
     * Whether a local day of the site has closed since the last run, counting it as closed 30 minutes after its end.
     */
    private static boolean dayClosed(Site site, long lastAsOf, long asOf) {
        if (lastAsOf == Long.MIN_VALUE) {
            return true;
        }
        LocalDate before = site.zones().dayOf(lastAsOf - AggregationRuns.SETTLING.toMillis());
        return site.zones().dayOf(asOf - AggregationRuns.SETTLING.toMillis()).isAfter(before);
    }

    /** A failure changes no statistics; the next nightly run continues. */
    private void compact(SiteRun part, Coordinator.Tally tally) {
        try {
            compaction.run(part.site(), part.touched().keySet(), part.run().timeLeft());
        } catch (RuntimeException passing) {
            tally.failed++;
            dependencies
                    .telemetry()
                    .error(
                            "closed days could not be compacted",
                            passing,
                            Map.of("site", part.site().id()));
        }
    }

    /** The check is not essential to a run: if it fails, the next nightly run repeats it. */
    private long residual(Site site, long asOf) {
        try {
            return residualCheck.of(site, asOf);
        } catch (RuntimeException passing) {
            dependencies.telemetry().error("the residual could not be computed", passing, Map.of("site", site.id()));
            return 0;
        }
    }

    /** The days of a site that are due, newest first. */
    private List<DirtyDay> days(SiteRun run) {
        Site site = run.site();
        LocalDate today = site.zones().dayOf(clock.millis());
        NavigableSet<LocalDate> days = new TreeSet<>(run.touched().keySet());
        Map<LocalDate, AggregationRuns.Folded> folded = runs.folded(site.id());
        folded.forEach((day, last) -> {
            if (last.nextClose() <= run.run().asOf()) {
                days.add(day);
            }
        });
        return days.descendingSet().stream()
                .filter(day -> run.daily() || AggregationRuns.isOfEveryRun(day, today))
                .filter(day -> isKept(run, day))
                .map(day -> {
                    List<Mark> raised = run.touched().getOrDefault(day, List.of());
                    return new DirtyDay(site, day, raised, WorkEstimate.of(day, raised.size(), folded));
                })
                .toList();
    }

    /** After its retention period a day's statistics no longer change, and its marks have no meaning. */
    private boolean isKept(SiteRun run, LocalDate day) {
        if (run.site().forgets(day).isAfter(clock.instant())) {
            return true;
        }
        run.touched().getOrDefault(day, List.of()).forEach(marks::clear);
        runs.forget(run.site().id(), day);
        return false;
    }
}
