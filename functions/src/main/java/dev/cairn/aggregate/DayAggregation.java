package dev.cairn.aggregate;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.domain.Funnel;
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
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Brings the rows of one site's day up to date. The order is what makes it right when runs race or die: rows'
 * revisions first, then marks, then the data, all read consistently; bucket partials and rows are replaced only under
 * the revision read; the marks are cleared last, and only those that were not raised again (F11).
 */
final class DayAggregation {
    private static final JsonNode NOBODY = Json.MAPPER.valueToTree(Uniques.of(List.of()));

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
     * @param overtaken another run was faster somewhere: the marks stay, and the next run is right
     */
    record Outcome(int rows, boolean overtaken) {
        static final Outcome OVERTAKEN = new Outcome(0, true);
    }

    Outcome run(Site site, LocalDate day, long asOf) {
        Map<String, Plans.Definition> definitions = definitions(site, day);
        Map<Rows.Id, Row> before = rows.get(Figures.resources(definitions.keySet()).stream()
                .map(resource -> new Rows.Id(site.id(), resource, day))
                .toList());
        List<Mark> raised = marks.of(site.id(), day);
        Map<String, Funnel> funnels = new TreeMap<>();
        definitions.forEach((id, definition) -> funnels.put(id, definition.funnel()));
        Map<Integer, DayStatistics> buckets = buckets(site, day, funnels, raised, asOf);
        if (buckets == null) {
            return Outcome.OVERTAKEN;
        }
        DayStatistics sum = buckets.values().stream().reduce(DayStatistics.empty(funnels), DayStatistics::plus);
        int written = 0;
        for (Map.Entry<String, JsonNode> figures : Figures.of(sum).entrySet()) {
            Rows.Id id = new Rows.Id(site.id(), figures.getKey(), day);
            Row old = before.get(id);
            if (old == null ? isEmpty(figures.getValue()) : old.figures().equals(figures.getValue())) {
                continue;
            }
            Row row = new Row(
                    day,
                    old == null ? 1 : old.revision() + 1,
                    asOf,
                    planVersion(figures.getKey(), definitions, day),
                    figures.getValue());
            if (!rows.put(id, row)) {
                return new Outcome(written, true);
            }
            written++;
        }
        runs.setOpen(site.id(), day, sum.nextClose());
        raised.forEach(marks::clear);
        return new Outcome(written, false);
    }

    /** A row is not begun with zeros only. */
    private static boolean isEmpty(JsonNode figures) {
<<<<<<< .merge_file_ep9riA
        if (figures.isTextual()) {
            return figures.equals(NOBODY);
        }
        if (figures.isNumber()) {
            return figures.asDouble() == 0;
=======
        return figures.isTextual() ? figures.asText().equals(Uniques.NOBODY.sketch()) : allZero(figures);
    }

    private static boolean allZero(JsonNode node) {
        if (node.isNumber()) {
            return node.asDouble() == 0;
>>>>>>> .merge_file_L5umnZ
        }
        for (JsonNode child : figures) {
            if (!isEmpty(child)) {
                return false;
            }
        }
        return true;
    }

    private Map<String, Plans.Definition> definitions(Site site, LocalDate day) {
        Map<String, Plans.Definition> definitions = new TreeMap<>();
        for (String funnel : site.funnels().keySet()) {
            plans.funnelOn(site.id(), funnel, day).ifPresent(definition -> definitions.put(funnel, definition));
        }
        return definitions;
    }

    private int planVersion(String resource, Map<String, Plans.Definition> definitions, LocalDate day) {
        return resource.startsWith("funnel/")
                ? definitions.get(resource.split("/")[1]).planVersion()
                : plans.current().version();
    }

    /** Every bucket's statistics, computed where they are not known; null when another run was faster. */
    private @org.jspecify.annotations.Nullable Map<Integer, DayStatistics> buckets(
            Site site, LocalDate day, Map<String, Funnel> funnels, List<Mark> raised, long asOf) {
        String fingerprint = Hashes.text(Json.write(funnels) + site.zones().endOf(day));
        Map<Integer, Partials.Stored> stored = partials.load(site.id(), day);
        Set<Integer> marked = raised.stream().map(mark -> mark.place().bucket()).collect(Collectors.toSet());
        Set<Integer> all = new TreeSet<>(stored.keySet());
        all.addAll(marked);
        Map<Integer, DayStatistics> statistics = new TreeMap<>();
        for (int number : all) {
            Partials.Stored known = stored.get(number);
            if (known != null && !marked.contains(number) && known.partial().holdsFor(fingerprint, asOf)) {
                statistics.put(number, known.partial().statistics());
                continue;
            }
            DayStatistics computed = bucket.compute(site, day, number, funnels, asOf);
            Partials.Partial partial = new Partials.Partial(fingerprint, asOf, computed.nextClose(), computed);
            if (!partials.put(
                    site.id(), day, number, known == null ? 0 : known.revision(), partial, expiry(site, day))) {
                return null;
            }
            statistics.put(number, computed);
        }
        return statistics;
    }

    /** When the day's visitor days are gone: from then on it is never computed again. */
    static Instant expiry(Site site, LocalDate day) {
        return Instant.ofEpochMilli(site.zones().endOf(day)).plus(Duration.ofDays(site.retentionDays()));
    }
}
