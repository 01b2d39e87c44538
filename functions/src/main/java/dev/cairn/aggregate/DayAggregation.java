package dev.cairn.aggregate;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.domain.Funnel;
import dev.cairn.domain.statistic.RowKey;
import dev.cairn.plan.Plans;
import dev.cairn.plan.Site;
import dev.cairn.store.Buckets;
import dev.cairn.store.Hashes;
import dev.cairn.store.Items;
import dev.cairn.store.Json;
import dev.cairn.store.Marks;
import dev.cairn.store.Marks.Mark;
import dev.cairn.store.Rows;
import dev.cairn.store.Rows.Row;
import dev.cairn.store.Runs;
import dev.cairn.store.Uniques;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Brings the rows of one site's day up to date: claims the day, counts the buckets that have marks, adds all buckets up
 * and puts the rows that differ. Whoever is overtaken anywhere stops and clears no mark, so the next run is right (F11).
 */
final class DayAggregation {
    /** Of the statistics in partials: one that lacks what is counted today is computed anew. */
    private static final String FORM = "3 ";

    private final Plans plans;
    private final Rows rows;
    private final Marks marks;
    private final Partials partials;
    private final Buckets buckets;
    private final BucketStatistics bucket;
    private final Runs runs;
    private final Clock clock;

    DayAggregation(Plans plans, Items items, Marks marks, Clock clock) {
        this.clock = clock;
        this.plans = plans;
        this.rows = new Rows(items);
        this.marks = marks;
        this.partials = new Partials(items);
        this.buckets = new Buckets(items, clock);
        this.bucket = new BucketStatistics(plans, items, clock);
        this.runs = new Runs(items);
    }

    /** How it ended for a day. */
    enum Ending {
        DONE,
        /** Another run was faster somewhere: marks are left, and the next run is right. */
        OVERTAKEN,
        /** The time is up: marks are left, and the next run goes on with the buckets that were not counted. */
        POSTPONED
    }

    /** @param rows how many were written */
    record Outcome(int rows, Ending ending) {}

    private static final class Stopped extends Exception {
        private final Ending ending;

        Stopped(Ending ending) {
            super(ending.name(), null, false, false);
            this.ending = ending;
        }
    }

    /** @param raised the day's marks, listed after the run's epoch began */
    Outcome run(Site site, LocalDate day, List<Mark> raised, Run run) {
        try {
            return new Outcome(bringUpToDate(site, day, raised, run), Ending.DONE);
        } catch (Stopped stopped) {
            return new Outcome(0, stopped.ending);
        }
    }

    private int bringUpToDate(Site site, LocalDate day, List<Mark> raised, Run run) throws Stopped {
        Runs.DayHead head = runs.head(site.id(), day);
        Map<String, Plans.Definition> definitions = definitions(site, day);
        List<Rows.Id> ids = Figures.resources(definitions.keySet()).stream()
                .map(key -> new Rows.Id(site.id(), key, day))
                .toList();
        Map<Rows.Id, Row> before = rows.get(ids);
        if (!runs.claim(site.id(), day, head, run.epoch())) {
            throw new Stopped(Ending.OVERTAKEN);
        }
        Map<String, Funnel> funnels = new TreeMap<>();
        definitions.forEach((id, definition) -> funnels.put(id, definition.funnel()));
        DayStatistics sum = buckets(site, day, funnels, raised, run).stream()
                .reduce(DayStatistics.empty(funnels), DayStatistics::plus);
        Map<Rows.Id, Row> changed =
                changed(site, day, run.asOf(), definitions, before, Figures.of(sum), head.unfinished());
        if (!changed.entrySet().stream().allMatch(each -> rows.put(each.getKey(), each.getValue()))
                || !runs.finish(site.id(), day, run.epoch(), sum.nextClose(), clock.instant())) {
            throw new Stopped(Ending.OVERTAKEN);
        }
        raised.stream().filter(mark -> mark.epoch() < run.epoch()).forEach(marks::clear);
        return changed.size();
    }

    /** The rows whose figures are not those stored before, or that a backfill restated; or all of them. */
    private Map<Rows.Id, Row> changed(
            Site site,
            LocalDate day,
            long asOf,
            Map<String, Plans.Definition> definitions,
            Map<Rows.Id, Row> before,
            Map<RowKey, JsonNode> figures,
            boolean all) {
        Map<Rows.Id, Row> changed = new LinkedHashMap<>();
        figures.forEach((key, computed) -> {
            Rows.Id id = new Rows.Id(site.id(), key, day);
            Row old = before.get(id);
            int version = planVersion(key, definitions);
            if (all
                    || (old == null
                            ? !isEmpty(computed)
                            : !isSame(old.figures(), computed) || old.planVersion() < backfilledBy(site, day))) {
                long revision = old == null ? 1 : old.revision() + 1;
                changed.put(id, new Row(day, revision, asOf, version, computed));
            }
        });
        return changed;
    }

    /** As text, for a number that was read back is an int where it was a long when it was computed. */
    private static boolean isSame(JsonNode stored, JsonNode computed) {
        return stored.toString().equals(computed.toString());
    }

    /** A row is not begun with zeros only. */
    private static boolean isEmpty(JsonNode figures) {
        if (figures.isTextual()) {
            return figures.asText().equals(Uniques.NOBODY.sketch());
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

    /** The plan version of the newest backfill of the day, 0 without one. */
    private int backfilledBy(Site site, LocalDate day) {
        return plans.taggedBy(site.id(), day, 0);
    }

    private Map<String, Plans.Definition> definitions(Site site, LocalDate day) {
        Map<String, Plans.Definition> definitions = new TreeMap<>();
        for (String funnel : site.funnels().keySet()) {
            plans.funnelOn(site.id(), funnel, day).ifPresent(definition -> definitions.put(funnel, definition));
        }
        return definitions;
    }

    private int planVersion(RowKey key, Map<String, Plans.Definition> definitions) {
        return key.funnel() == null
                ? plans.current().version()
                : Objects.requireNonNull(definitions.get(key.funnel())).planVersion();
    }

    /**
     * Every bucket's statistics, counted where they are not known. Each is kept as soon as it is counted, so whoever goes
     * on after a run that died or ran out of time counts only the others.
     */
    private List<DayStatistics> buckets(
            Site site, LocalDate day, Map<String, Funnel> funnels, List<Mark> raised, Run run) throws Stopped {
        String fingerprint =
                Hashes.text(FORM + Json.write(funnels) + site.zones().endOf(day));
        Map<Integer, Partials.Stored> stored = partials.load(site.id(), day);
        Map<Integer, Long> marked = new TreeMap<>();
        raised.forEach(mark -> marked.merge(mark.place().bucket(), mark.epoch(), Math::max));
        Set<Integer> all = new TreeSet<>(stored.keySet());
        all.addAll(marked.keySet());
        // Another bucket has nothing: who marked it did not know the day's number yet.
        int buckets = this.buckets.number(site.id(), day);
        all.removeIf(other -> other >= buckets);
        List<DayStatistics> counted = new ArrayList<>();
        for (int number : all) {
            Partials.Stored known = stored.get(number);
            long mark = marked.getOrDefault(number, -1L);
            if (known != null
                    && known.partial().epoch() > mark
                    && known.partial().holdsFor(fingerprint, run.asOf())) {
                counted.add(Objects.requireNonNull(known.partial().statistics()));
                continue;
            }
            if (!run.timeLeft().getAsBoolean()) {
                throw new Stopped(Ending.POSTPONED);
            }
            DayStatistics computed = bucket.compute(site, day, number, funnels, run);
            Partials.Partial partial =
                    new Partials.Partial(fingerprint, run.asOf(), computed.nextClose(), run.epoch(), computed);
            long revision = known == null ? 0 : known.revision();
            if (!partials.put(site.id(), day, number, revision, partial, site.forgets(day))) {
                throw new Stopped(Ending.OVERTAKEN);
            }
            counted.add(computed);
        }
        return counted;
    }
}
