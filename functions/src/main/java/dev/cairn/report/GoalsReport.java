package dev.cairn.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.domain.Kind;
import dev.cairn.domain.Tier;
import dev.cairn.domain.statistic.Dimension;
import dev.cairn.domain.statistic.GoalCounts;
import dev.cairn.domain.statistic.Overview;
import dev.cairn.plan.Site;
import dev.cairn.store.Json;
import dev.cairn.store.Ports;
import dev.cairn.store.Rows;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the goals brought, a row per day and goal with a conversion (F8). */
final class GoalsReport implements SiteReport {
    private static final int DEFAULT_DAYS = 30;
    private static final Map<String, Tier> TIERS = Map.of("micro", Tier.MICRO, "macro", Tier.MACRO);
    private static final Map<String, Kind> KINDS = Map.of("milestone", Kind.MILESTONE, "secondary", Kind.SECONDARY);

    private final Periods periods;
    private final GoalNames goalNames;
    private final MissingAverages missingAverages;
    private final Rows rows;

    GoalsReport(Periods periods, GoalNames goalNames, MissingAverages missingAverages, Ports ports) {
        this.periods = periods;
        this.goalNames = goalNames;
        this.missingAverages = missingAverages;
        this.rows = new Rows(ports.items());
    }

    private record Filter(Optional<Tier> tier, Optional<Kind> kind, Optional<Dimension> dimension) {
        boolean passes(GoalNames.Named goal) {
            return tier.map(wanted -> wanted == goal.tier()).orElse(true)
                    && kind.map(wanted -> wanted == goal.kind()).orElse(true);
        }
    }

    /** Of one day, value of the breakdown and goal. */
    private record Cell(LocalDate day, String value, GoalNames.Named goal, GoalCounts counts) {}

    @Override
    public Answer answer(Site site, Call call) {
        Parameters parameters = new Parameters(
                call.request().query(), "from", "to", "tier", "kind", Breakdowns.PARAMETER, "format", "cursor");
        DayRange range = parameters.range(periods.today(site), DEFAULT_DAYS);
        Filter filter = new Filter(
                parameters.choice("tier", TIERS),
                parameters.choice("kind", KINDS),
                parameters.choice(Breakdowns.PARAMETER, Breakdowns.WORDS));
        return parameters.fault().<Answer>map(fault -> fault).orElseGet(() -> report(site, range, filter));
    }

    private DailyReport report(Site site, DayRange range, Filter filter) {
        Period period = periods.of(site, range);
        List<Cell> whole = whole(period, filter);
        List<Cell> split = filter.dimension.isPresent() ? split(period, filter) : List.of();
        Map<LocalDate, Map<String, Long>> visitors = visitors(period, filter.dimension);
        List<DailyReport.Row> days = new ArrayList<>();
        for (Cell cell : filter.dimension.isPresent() ? split : whole) {
            Long seen = visitors.getOrDefault(cell.day, Map.of()).get(cell.value);
            days.add(new DailyReport.Row(cell.day.toString(), key(cell), row(cell, filter, seen)));
        }
        Set<String> values = new HashSet<>();
        split.forEach(cell -> values.add(cell.value));
        List<Warning> warnings = new ArrayList<>(missingAverages.of(period));
        if (Breakdowns.usesOther(values)) {
            warnings.add(Warning.OTHER_VALUES);
        }
        return new DailyReport(
                Json.MAPPER.createObjectNode().put("site", site.id()),
                days,
                total(whole, filter, period.sum().visitors()),
                totals(split, filter, visitors),
                period.meta(warnings),
                row(new Cell(range.from(), "", new GoalNames.Named("", null, null), GoalCounts.EMPTY), filter, null),
                period.isSettled());
    }

    private List<Cell> whole(Period period, Filter filter) {
        List<Cell> cells = new ArrayList<>();
        for (Rows.Row row : range(period, "goals")) {
            addTo(cells, row, "", Breakdowns.figures(row, GoalCounts.class), period.site(), filter);
        }
        return cells;
    }

    private List<Cell> split(Period period, Filter filter) {
        List<Cell> cells = new ArrayList<>();
        for (Rows.Row row : range(period, Breakdowns.resource("goals", filter.dimension))) {
            row.figures().fieldNames().forEachRemaining(value -> {
                Rows.Row part = new Rows.Row(
                        row.day(),
                        row.revision(),
                        row.asOf(),
                        row.planVersion(),
                        row.figures().get(value));
                addTo(cells, part, value, Breakdowns.figures(part, GoalCounts.class), period.site(), filter);
            });
        }
        cells.sort(java.util.Comparator.comparing(Cell::day).thenComparing(GoalsReport::key));
        return cells;
    }

    private void addTo(
            List<Cell> cells, Rows.Row row, String value, Map<String, GoalCounts> goals, Site site, Filter filter) {
        goals.forEach((id, counts) -> {
            GoalNames.Named goal = goalNames.of(site, row.planVersion(), id);
            if (counts.conversions() > 0 && filter.passes(goal)) {
                cells.add(new Cell(row.day(), value, goal, counts));
            }
        });
    }

    private List<Rows.Row> range(Period period, String resource) {
        return rows.range(
                period.site().id(),
                resource,
                period.range().from(),
                period.range().to());
    }

    /** By day and value; a rate of what was folded or has no visitor would mean nothing. */
    private Map<LocalDate, Map<String, Long>> visitors(Period period, Optional<Dimension> dimension) {
        Map<LocalDate, Map<String, Long>> visitors = new HashMap<>();
        if (dimension.isEmpty()) {
            period.overview().forEach((day, overview) -> visitors.put(day, Map.of("", overview.visitors())));
            return visitors;
        }
        for (Rows.Row row : range(period, Breakdowns.resource("overview", dimension))) {
            Map<String, Long> values = new HashMap<>();
            Breakdowns.figures(row, Overview.class)
                    .forEach((value, overview) -> values.put(value, overview.visitors()));
            values.remove(Dimension.OTHER);
            visitors.put(row.day(), values);
        }
        return visitors;
    }

    private static String key(Cell cell) {
        return cell.value + '\n' + cell.goal.id();
    }

    private static ObjectNode row(Cell cell, Filter filter, @Nullable Long visitors) {
        ObjectNode row = Json.MAPPER.createObjectNode().put("date", cell.day.toString());
        return figures(row, cell, filter, visitors);
    }

    private static ObjectNode figures(ObjectNode into, Cell cell, Filter filter, @Nullable Long visitors) {
        Breakdowns.put(into, filter.dimension, cell.value);
        GoalNames.Named goal = cell.goal;
        into.put("goal", goal.id())
                .put("tier", goal.tier() == null ? null : goal.tier().word())
                .put("kind", goal.kind() == null ? null : goal.kind().word())
                .put("conversions", cell.counts.conversions())
                .put("converters", cell.counts.converters());
        into.set("conversion_rate", Fractions.share(cell.counts.converters(), visitors == null ? 0 : visitors));
        into.set("value", Amounts.json(cell.counts.value()));
        return into;
    }

    private static Map<String, Cell> sums(List<Cell> cells) {
        Map<String, Cell> sums = new TreeMap<>();
        for (Cell cell : cells) {
            sums.merge(
                    key(cell),
                    cell,
                    (one, other) -> new Cell(other.day, one.value, other.goal, one.counts.plus(other.counts)));
        }
        return sums;
    }

    private static ArrayNode total(List<Cell> whole, Filter filter, long visitors) {
        ArrayNode total = Json.MAPPER.createArrayNode();
        Filter unsplit = new Filter(filter.tier, filter.kind, Optional.empty());
        sums(whole)
                .values()
                .forEach(cell -> total.add(figures(Json.MAPPER.createObjectNode(), cell, unsplit, visitors)));
        return total;
    }

    private static List<DailyReport.Row> totals(
            List<Cell> split, Filter filter, Map<LocalDate, Map<String, Long>> visitors) {
        Map<String, Long> byValue = new HashMap<>();
        visitors.values().forEach(day -> day.forEach((value, seen) -> byValue.merge(value, seen, Long::sum)));
        List<DailyReport.Row> totals = new ArrayList<>();
        sums(split)
                .forEach((key, cell) -> totals.add(new DailyReport.Row(
                        "", key, figures(Json.MAPPER.createObjectNode(), cell, filter, byValue.get(cell.value)))));
        return totals;
    }
}
