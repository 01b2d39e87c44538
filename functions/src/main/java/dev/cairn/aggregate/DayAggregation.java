package dev.cairn.aggregate;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.domain.Funnel;
import dev.cairn.domain.statistic.RowKey;
import dev.cairn.plan.Plans;
import dev.cairn.plan.Site;
import dev.cairn.store.Hashes;
import dev.cairn.store.Items;
import dev.cairn.store.Json;
import dev.cairn.store.Marks;
import dev.cairn.store.Marks.Mark;
import dev.cairn.store.Rows;
import dev.cairn.store.Rows.Row;
import dev.cairn.store.Runs;
import dev.cairn.store.Uniques;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Brings the rows of one site's day up to date. The order is what makes it right when runs race or die: rows'
 * revisions first, then marks, then the data, all read consistently; bucket partials and rows are replaced only under
 * the revision read; then it is made sure that no other run came between; the marks are cleared last, and only those
 * that were not raised again (F11).
 */
final class DayAggregation {
    /** Of the statistics in partials: one that lacks what is counted today is computed anew. */
    private static final String FORM = "3 ";

    private final Plans plans;
    private final Rows rows;
    private final Marks marks;
    private final Partials partials;
    private final Bucket bucket;
    private final Runs runs;

    DayAggregation(Plans plans, Items items) {
        this.plans = plans;
        this.rows = new Rows(items);
        this.marks = new Marks(items);
        this.partials = new Partials(items);
        this.bucket = new Bucket(plans, items);
        this.runs = new Runs(items);
    }

    /**
     * @param rows how many were written
     * @param overtaken another run was faster somewhere: marks are left, and the next run is right
     */
    record Outcome(int rows, boolean overtaken) {
        static final Outcome OVERTAKEN = new Outcome(0, true);
    }

    /** A bucket's statistics and the revision of the partial they are in. */
    private record Counted(DayStatistics statistics, long revision) {}

    Outcome run(Site site, LocalDate day, long asOf) {
        Map<String, Plans.Definition> definitions = definitions(site, day);
        List<Rows.Id> ids = Figures.resources(definitions.keySet()).stream()
                .map(key -> new Rows.Id(site.id(), key, day))
                .toList();
        Map<Rows.Id, Row> before = rows.get(ids);
        List<Mark> raised = marks.of(site.id(), day);
        Map<String, Funnel> funnels = new TreeMap<>();
        definitions.forEach((id, definition) -> funnels.put(id, definition.funnel()));
        Map<Integer, Counted> buckets = buckets(site, day, funnels, raised, asOf);
        if (buckets == null) {
            return Outcome.OVERTAKEN;
        }
        DayStatistics sum = buckets.values().stream()
                .map(Counted::statistics)
                .reduce(DayStatistics.empty(funnels), DayStatistics::plus);
        Map<Rows.Id, Row> changed = changed(site, day, asOf, definitions, before, Figures.of(sum));
        if (!changed.entrySet().stream().allMatch(each -> rows.put(each.getKey(), each.getValue()))
                || !stands(site, day, buckets, ids, before, changed)) {
            return overtaken(site, day, buckets);
        }
        runs.setOpen(site.id(), day, sum.nextClose());
        raised.forEach(marks::clear);
        return new Outcome(changed.size(), false);
    }

    /** The rows whose figures are not those stored before, or that a backfill restated. */
    private Map<Rows.Id, Row> changed(
            Site site,
            LocalDate day,
            long asOf,
            Map<String, Plans.Definition> definitions,
            Map<Rows.Id, Row> before,
            Map<RowKey, JsonNode> figures) {
        Map<Rows.Id, Row> changed = new LinkedHashMap<>();
        figures.forEach((key, computed) -> {
            Rows.Id id = new Rows.Id(site.id(), key, day);
            Row old = before.get(id);
            int version = planVersion(key, definitions);
            if (old == null
                    ? !isEmpty(computed)
                    : !isSame(old.figures(), computed) || old.planVersion() < backfilledBy(site, day)) {
                long revision = old == null ? 1 : old.revision() + 1;
                changed.put(id, new Row(day, revision, asOf, version, computed));
            }
        });
        return changed;
    }

    /**
     * Whether no other run came between: what it counted is still what was added up here, and what it wrote is not in
     * rows that needed no writing here. Of two runs at once at least the later one to look sees the other.
     */
    private boolean stands(
            Site site,
            LocalDate day,
            Map<Integer, Counted> buckets,
            List<Rows.Id> ids,
            Map<Rows.Id, Row> before,
            Map<Rows.Id, Row> changed) {
        Map<Integer, Long> counted = new TreeMap<>();
        buckets.forEach((number, each) -> counted.put(number, each.revision()));
        Map<Rows.Id, Row> expected = new HashMap<>(before);
        expected.putAll(changed);
        return partials.revisions(site.id(), day).equals(counted)
                && rows.revisions(ids).equals(revisions(expected));
    }

    private static Map<Rows.Id, Long> revisions(Map<Rows.Id, Row> known) {
        Map<Rows.Id, Long> revisions = new HashMap<>();
        known.forEach((id, row) -> revisions.put(id, row.revision()));
        return revisions;
    }

    /** Rows may be mixed from both runs now, and the other may have cleared the marks. */
    private Outcome overtaken(Site site, LocalDate day, Map<Integer, Counted> buckets) {
        marks.raise(buckets.keySet().stream()
                .map(bucket -> new Marks.Place(site.id(), day, bucket))
                .toList());
        return Outcome.OVERTAKEN;
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
                : definitions.get(key.funnel()).planVersion();
    }

    /** Every bucket's statistics, computed where they are not known; null when another run was faster. */
    private @Nullable Map<Integer, Counted> buckets(
            Site site, LocalDate day, Map<String, Funnel> funnels, List<Mark> raised, long asOf) {
        String fingerprint =
                Hashes.text(FORM + Json.write(funnels) + site.zones().endOf(day));
        Map<Integer, Partials.Stored> stored = partials.load(site.id(), day);
        Set<Integer> marked = raised.stream().map(mark -> mark.place().bucket()).collect(Collectors.toSet());
        Set<Integer> all = new TreeSet<>(stored.keySet());
        all.addAll(marked);
        Map<Integer, Counted> counted = new TreeMap<>();
        for (int number : all) {
            Partials.Stored known = stored.get(number);
            if (known != null && !marked.contains(number) && known.partial().holdsFor(fingerprint, asOf)) {
                counted.put(number, new Counted(known.partial().statistics(), known.revision()));
                continue;
            }
            DayStatistics computed = bucket.compute(site, day, number, funnels, asOf);
            // While the day runs, every run finds its buckets changed: keeping what they came to would be for nothing.
            DayStatistics kept = asOf < site.zones().endOf(day) ? null : computed;
            Partials.Partial partial = new Partials.Partial(fingerprint, asOf, computed.nextClose(), kept);
            long revision = known == null ? 0 : known.revision();
            if (!partials.put(site.id(), day, number, revision, partial, site.forgets(day))) {
                return null;
            }
            counted.put(number, new Counted(computed, revision + 1));
        }
        return counted;
    }
}
