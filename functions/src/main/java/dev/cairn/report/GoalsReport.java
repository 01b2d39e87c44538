package dev.cairn.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.domain.Kind;
import dev.cairn.domain.Tier;
import dev.cairn.domain.statistic.Dimension;
import dev.cairn.domain.statistic.GoalCounts;
import dev.cairn.plan.Plans;
import dev.cairn.plan.Site;
import dev.cairn.report.GoalCells.Cell;
import dev.cairn.store.Json;
import dev.cairn.store.Ports;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the goals brought, a row per day and goal with a conversion (F8). */
final class GoalsReport implements SiteReport {
    private static final int DEFAULT_DAYS = 30;
    private static final Map<String, Tier> TIERS = Map.of("micro", Tier.MICRO, "macro", Tier.MACRO);
    private static final Map<String, Kind> KINDS = Map.of("milestone", Kind.MILESTONE, "secondary", Kind.SECONDARY);

    private final Periods periods;
    private final MissingAverages missingAverages;
    private final GoalCells cells;

    GoalsReport(Periods periods, MissingAverages missingAverages, Plans plans, Ports ports) {
        this.periods = periods;
        this.missingAverages = missingAverages;
        this.cells = new GoalCells(plans, ports);
    }

    @Override
    public Answer answer(Site site, Call call) {
        Parameters parameters = new Parameters(
                call.request().query(),
                "from",
                "to",
                "tier",
                "kind",
                Breakdowns.PARAMETER,
                Parameters.COMPARE,
                "format",
                "cursor");
        DayRange range = parameters.range(periods.today(site), DEFAULT_DAYS);
        GoalCells.Filter filter =
                new GoalCells.Filter(parameters.choice("tier", TIERS), parameters.choice("kind", KINDS));
        Optional<Dimension> dimension = parameters.choice(Breakdowns.PARAMETER, Breakdowns.WORDS);
        return parameters.answer(range, days -> report(periods.of(site, days), filter, dimension));
    }

    private Tabular report(Period period, GoalCells.Filter filter, Optional<Dimension> dimension) {
        List<Cell> whole = cells.whole(period, filter);
        List<Cell> split = dimension.map(by -> cells.split(period, filter, by)).orElse(List.of());
        GoalVisitors visitors =
                dimension.map(by -> cells.visitors(period, by)).orElseGet(() -> GoalVisitors.of(period));
        List<Tabular.Row> days = new ArrayList<>();
        for (Cell cell : dimension.isPresent() ? split : whole) {
            days.add(row(cell, dimension, visitors.on(cell.day(), cell.value())));
        }
        return new Tabular(
                Json.MAPPER.createObjectNode().put("site", period.site().id()),
                days,
                total(whole, period.sum().visitors()),
                totals(split, dimension, visitors),
                period.meta(warnings(period, split)),
                blank(period, dimension),
                period.isSettled());
    }

    private List<Warning> warnings(Period period, List<Cell> split) {
        List<Warning> warnings = new ArrayList<>(missingAverages.of(period));
        if (Breakdowns.usesOther(split.stream().map(Cell::value).toList())) {
            warnings.add(Warning.OTHER_VALUES);
        }
        return warnings;
    }

    private static ObjectNode blank(Period period, Optional<Dimension> dimension) {
        GoalCells.Named none = new GoalCells.Named("", null, null, false);
        return row(new Cell(period.range().from(), "", none, GoalCounts.EMPTY), dimension, null)
                .figures();
    }

    private static Tabular.Row row(Cell cell, Optional<Dimension> dimension, @Nullable Long visitors) {
        String day = cell.day().toString();
        return new Tabular.Row(
                day,
                cell.key(),
                () -> figures(Json.MAPPER.createObjectNode().put("date", day), cell, dimension, visitors));
    }

    private static ObjectNode figures(
            ObjectNode into, Cell cell, Optional<Dimension> dimension, @Nullable Long visitors) {
        Breakdowns.put(into, dimension, cell.value());
        GoalCells.Named goal = cell.goal();
        into.put("goal", goal.id())
                .put("tier", goal.tier() == null ? null : goal.tier().word())
                .put("kind", goal.kind() == null ? null : goal.kind().word())
                .put("conversions", cell.counts().conversions())
                .put("converters", cell.counts().converters());
        into.set("conversion_rate", Fractions.share(cell.counts().converters(), visitors == null ? 0 : visitors));
        into.set("unverified", unverified(cell));
        into.set("value", Amounts.json(cell.counts().value()));
        return into;
    }

    /** Null for goals that do not show it, and where it was not counted. */
    private static JsonNode unverified(Cell cell) {
        Long unverified = cell.counts().unverified();
        return unverified == null || !cell.goal().showsUnverified()
                ? NullNode.getInstance()
                : Fractions.share(unverified, cell.counts().conversions());
    }

    private static ArrayNode total(List<Cell> whole, long visitors) {
        ArrayNode total = Json.MAPPER.createArrayNode();
        GoalCells.sums(whole)
                .forEach(cell -> total.add(figures(Json.MAPPER.createObjectNode(), cell, Optional.empty(), visitors)));
        return total;
    }

    private static List<Tabular.Row> totals(List<Cell> split, Optional<Dimension> dimension, GoalVisitors visitors) {
        return GoalCells.sums(split).stream()
                .map(cell -> new Tabular.Row(
                        "",
                        cell.key(),
                        () -> figures(Json.MAPPER.createObjectNode(), cell, dimension, visitors.of(cell.value()))))
                .toList();
    }
}
