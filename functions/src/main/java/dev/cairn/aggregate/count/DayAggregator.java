package dev.cairn.aggregate.count;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.domain.statistic.RowKey;
import dev.cairn.plan.model.Site;
import dev.cairn.plan.version.PlanRepository;
import dev.cairn.store.ItemStore;
import dev.cairn.store.bucket.DirtyBuckets;
import dev.cairn.store.bucket.DirtyBuckets.Mark;
import dev.cairn.store.statistic.AggregationRuns;
import dev.cairn.store.statistic.StatisticRegistry;
import dev.cairn.store.statistic.StatisticRows;
import dev.cairn.store.statistic.StatisticRows.Row;
import dev.cairn.store.statistic.VisitorSketch;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Updates the rows of one site's day: claims the day, counts the marked buckets, adds up all buckets and writes the
 * rows that differ. A run that loses a race at any point stops without clearing marks, so the next run corrects the
 * rows (F11).
 */
public final class DayAggregator {
    private final PlanRepository plans;
    private final StatisticRows rows;
    private final DirtyBuckets marks;
    private final BucketCounter counter;
    private final AggregationRuns runs;
    private final Clock clock;

    public DayAggregator(
            PlanRepository plans, ItemStore items, DirtyBuckets marks, BucketCounter counter, Clock clock) {
        this.clock = clock;
        this.plans = plans;
        this.rows = new StatisticRows(items);
        this.marks = marks;
        this.counter = counter;
        this.runs = new AggregationRuns(items);
    }

    /** How a run ended for a day. */
    public enum Ending {
        DONE,
        /** Lost the race to another run: the marks stay, and the next run corrects the rows. */
        OVERTAKEN,
        /** Time ran out: the marks stay, and the next run continues with the uncounted buckets. */
        POSTPONED,
        /** An unexpected error occurred: the marks stay. */
        FAILED
    }

    /** The update of a day ended early; its marks stay. */
    public static final class Stopped extends Exception {
        private final Ending ending;

        Stopped(Ending ending) {
            super(ending.name(), null, false, false);
            this.ending = ending;
        }

        public Ending ending() {
            return ending;
        }
    }

    /**
     * Updates a day's rows.
     *
     * @return the number of rows written
     */
    public int replaceRows(DirtyDay dirty, RunContext run) throws Stopped {
        Site site = dirty.site();
        LocalDate day = dirty.day();
        AggregationRuns.DayHead head = runs.head(site.id(), day);
        BucketCounter.Day countedDay = counter.day(site, day);
        List<StatisticRows.Id> ids = StatisticRegistry.rows(
                        countedDay.definitions().keySet())
                .stream()
                .map(key -> new StatisticRows.Id(site.id(), key, day))
                .toList();
        Map<StatisticRows.Id, Row> before = rows.get(ids);
        if (!runs.claim(site.id(), day, head, run.epoch())) {
            throw new Stopped(Ending.OVERTAKEN);
        }
        DayStatistics sum = sumOfBuckets(countedDay, dirty.raised(), run);
        Map<StatisticRows.Id, Row> changed = changed(countedDay, run.asOf(), before, sum, head.unfinished());
        if (!changed.entrySet().stream().allMatch(each -> rows.put(each.getKey(), each.getValue()))
                || !runs.finish(
                        site.id(),
                        day,
                        run.epoch(),
                        new AggregationRuns.Folded(sum.nextClose(), WorkEstimate.of(sum)),
                        clock.instant())) {
            throw new Stopped(Ending.OVERTAKEN);
        }
        dirty.raised().stream().filter(mark -> mark.epoch() < run.epoch()).forEach(marks::clear);
        return changed.size();
    }

    /** The rows that differ from the stored ones or that a backfill restated; or all rows. */
    private Map<StatisticRows.Id, Row> changed(
            BucketCounter.Day countedDay,
            long asOf,
            Map<StatisticRows.Id, Row> before,
            DayStatistics sum,
            boolean all) {
        Site site = countedDay.site();
        LocalDate day = countedDay.day();
        Map<StatisticRows.Id, Row> changed = new LinkedHashMap<>();
        StatisticRowBuilder.of(sum).forEach((key, computed) -> {
            StatisticRows.Id id = new StatisticRows.Id(site.id(), key, day);
            Row old = before.get(id);
            if (all
                    || (old == null
                            ? !isEmpty(computed)
                            : !isSame(old.figures(), computed) || old.planVersion() < backfilledBy(site, day))) {
                long revision = old == null ? 1 : old.revision() + 1;
                int planVersion = planVersion(key, countedDay.definitions());
                changed.put(id, new Row(day, revision, asOf, planVersion, computed));
            }
        });
        return changed;
    }

    /** Compares text, because a number that was a long when computed is read back as an int. */
    private static boolean isSame(JsonNode stored, JsonNode computed) {
        return stored.toString().equals(computed.toString());
    }

    /** A new row is not created when it would contain only zeros. */
    private static boolean isEmpty(JsonNode figures) {
        if (figures.isTextual()) {
            return figures.asText().equals(VisitorSketch.NOBODY.sketch());
        }
        if (figures.isNumber()) {
            return figures.asDouble() == 0;
        }
        for (JsonNode child : figures) {
            if (!isEmpty(child)) {
                return false;
            }
        }
        return true;
    }

    /** The plan version of the day's newest backfill, 0 without one. */
    private int backfilledBy(Site site, LocalDate day) {
        return plans.taggedBy(site.id(), day, 0);
    }

    private int planVersion(RowKey key, Map<String, PlanRepository.Definition> definitions) {
        return key.funnel() == null
                ? plans.current().version()
                : Objects.requireNonNull(definitions.get(key.funnel())).planVersion();
    }

    /** The sum of all buckets' statistics, counting those that have no valid partial. */
    private DayStatistics sumOfBuckets(BucketCounter.Day day, List<Mark> raised, RunContext run) throws Stopped {
        DayStatistics[] sum = {DayStatistics.empty(day.counted())};
        List<BucketCounter.Uncovered> uncovered = new ArrayList<>();
        counter.forEach(
                day,
                raised,
                bucket -> bucket.covered(day, run)
                        .ifPresentOrElse(
                                covered -> sum[0] = sum[0].plus(covered), () -> uncovered.add(bucket.uncovered())));
        for (BucketCounter.Uncovered bucket : uncovered) {
            if (!run.timeLeft().getAsBoolean()) {
                throw new Stopped(Ending.POSTPONED);
            }
            sum[0] = sum[0].plus(counter.count(day, bucket, run).orElseThrow(() -> new Stopped(Ending.OVERTAKEN)));
        }
        return sum[0];
    }
}
