package dev.cairn.report.statistics;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.domain.goal.GoalTier;
import dev.cairn.domain.goal.MicroKind;
import dev.cairn.domain.statistic.Dimension;
import dev.cairn.domain.statistic.GoalCounts;
import dev.cairn.plan.model.Site;
import dev.cairn.plan.version.PlanRepository;
import dev.cairn.report.api.ApiRequest;
import dev.cairn.report.api.DayRange;
import dev.cairn.report.api.MoneyJson;
import dev.cairn.report.api.QueryParameters;
import dev.cairn.report.api.Ratios;
import dev.cairn.report.api.Response;
import dev.cairn.report.api.TableResponse;
import dev.cairn.report.api.Warning;
import dev.cairn.report.statistics.GoalRows.Cell;
import dev.cairn.store.Dependencies;
import dev.cairn.store.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reports conversions: a row per day and goal with at least one (F8). */
public final class GoalsResource implements SiteResource {
    private static final int DEFAULT_DAYS = 30;
    private static final Map<String, GoalTier> TIERS = Map.of("micro", GoalTier.MICRO, "macro", GoalTier.MACRO);
    private static final Map<String, MicroKind> KINDS =
            Map.of("milestone", MicroKind.MILESTONE, "secondary", MicroKind.SECONDARY);

    private final ReportContextReader periods;
    private final MissingBaselineCheck missingAverages;
    private final GoalRows cells;
    private final GoalBackfillCheck backfillCheck;

    public GoalsResource(
            ReportContextReader periods,
            MissingBaselineCheck missingAverages,
            PlanRepository plans,
            Dependencies dependencies) {
        this.periods = periods;
        this.missingAverages = missingAverages;
        this.cells = new GoalRows(plans, dependencies);
        this.backfillCheck = new GoalBackfillCheck(plans, dependencies);
    }

    @Override
    public Response answer(Site site, ApiRequest call) {
        QueryParameters parameters = new QueryParameters(
                call.request().query(),
                "from",
                "to",
                "tier",
                "kind",
                Breakdowns.PARAMETER,
                QueryParameters.COMPARE,
                "format",
                "cursor");
        DayRange range = parameters.range(periods.today(site), DEFAULT_DAYS);
        GoalRows.Filter filter =
                new GoalRows.Filter(parameters.choice("tier", TIERS), parameters.choice("kind", KINDS));
        Optional<Dimension> dimension = parameters.choice(Breakdowns.PARAMETER, Breakdowns.WORDS);
        return parameters.answer(range, days -> report(periods.of(site, days), filter, dimension));
    }

    private TableResponse report(ReportContext period, GoalRows.Filter filter, Optional<Dimension> dimension) {
        List<Cell> whole = cells.whole(period, filter);
        List<Cell> split = dimension.map(by -> cells.split(period, filter, by)).orElse(List.of());
        GoalDenominators visitors =
                dimension.map(by -> cells.visitors(period, by)).orElseGet(() -> GoalDenominators.of(period));
        List<TableResponse.Row> days = new ArrayList<>();
        for (Cell cell : dimension.isPresent() ? split : whole) {
            days.add(row(cell, dimension, visitors.on(cell.day(), cell.value())));
        }
        return new TableResponse(
                Json.MAPPER.createObjectNode().put("site", period.site().id()),
                days,
                total(whole, period.sum().visitors()),
                totals(split, dimension, visitors),
                period.meta(warnings(period, filter, split)),
                blank(period, dimension),
                period.isSettled());
    }

    private List<Warning> warnings(ReportContext period, GoalRows.Filter filter, List<Cell> split) {
        List<Warning> warnings = new ArrayList<>(missingAverages.of(period));
        List<String> changed = backfillCheck.of(period).stream()
                .filter(id -> cells.passes(filter, period.site(), id))
                .toList();
        if (!changed.isEmpty()) {
            warnings.add(Warning.goalsNeedBackfill(changed));
        }
        if (Breakdowns.usesOther(split.stream().map(Cell::value).toList())) {
            warnings.add(Warning.OTHER_VALUES);
        }
        return warnings;
    }

    private static ObjectNode blank(ReportContext period, Optional<Dimension> dimension) {
        GoalRows.Named none = new GoalRows.Named("", null, null, false);
        return row(new Cell(period.range().from(), "", none, GoalCounts.EMPTY), dimension, null)
                .figures();
    }

    private static TableResponse.Row row(Cell cell, Optional<Dimension> dimension, @Nullable Long visitors) {
        String day = cell.day().toString();
        return new TableResponse.Row(
                day,
                cell.key(),
                () -> figures(Json.MAPPER.createObjectNode().put("date", day), cell, dimension, visitors));
    }

    private static ObjectNode figures(
            ObjectNode into, Cell cell, Optional<Dimension> dimension, @Nullable Long visitors) {
        Breakdowns.put(into, dimension, cell.value());
        GoalRows.Named goal = cell.goal();
        into.put("goal", goal.id())
                .put("tier", goal.tier() == null ? null : goal.tier().word())
                .put("kind", goal.kind() == null ? null : goal.kind().word())
                .put("conversions", cell.counts().conversions())
                .put("converters", cell.counts().converters());
        into.set("conversion_rate", Ratios.share(cell.counts().converters(), visitors == null ? 0 : visitors));
        into.set("unverified", unverified(cell));
        into.set("value", MoneyJson.json(cell.counts().value()));
        return into;
    }

    /** Null for goals that do not show it, and where it was not counted. */
    private static JsonNode unverified(Cell cell) {
        Long unverified = cell.counts().unverified();
        return unverified == null || !cell.goal().showsUnverified()
                ? NullNode.getInstance()
                : Ratios.share(unverified, cell.counts().conversions());
    }

    private static ArrayNode total(List<Cell> whole, long visitors) {
        ArrayNode total = Json.MAPPER.createArrayNode();
        GoalRows.sums(whole)
                .forEach(cell -> total.add(figures(Json.MAPPER.createObjectNode(), cell, Optional.empty(), visitors)));
        return total;
    }

    private static List<TableResponse.Row> totals(
            List<Cell> split, Optional<Dimension> dimension, GoalDenominators visitors) {
        return GoalRows.sums(split).stream()
                .map(cell -> new TableResponse.Row(
                        "",
                        cell.key(),
                        () -> figures(Json.MAPPER.createObjectNode(), cell, dimension, visitors.of(cell.value()))))
                .toList();
    }
}
