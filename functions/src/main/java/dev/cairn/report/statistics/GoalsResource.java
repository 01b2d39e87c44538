package dev.cairn.report.statistics;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.domain.attribution.AttributedGoals;
import dev.cairn.domain.attribution.Attribution;
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
import dev.cairn.report.selection.Selection;
import dev.cairn.report.statistics.GoalRows.Cell;
import dev.cairn.store.Dependencies;
import dev.cairn.store.Json;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reports conversions: one row per day and goal with at least one (F8). */
public final class GoalsResource implements SiteResource {
    private static final int DEFAULT_DAYS = 30;
    private static final Map<String, GoalTier> TIERS = Map.of("micro", GoalTier.MICRO, "macro", GoalTier.MACRO);
    private static final Map<String, MicroKind> KINDS =
            Map.of("milestone", MicroKind.MILESTONE, "secondary", MicroKind.SECONDARY);

    private static final String ATTRIBUTION = "attribution";
    private static final Map<String, Attribution> ATTRIBUTIONS =
            Arrays.stream(Attribution.values()).collect(Collectors.toMap(Attribution::word, Function.identity()));

    private final ReportContextReader periods;
    private final MissingAveragesCheck missingAverages;
    private final GoalRows cells;
    private final GoalBackfillCheck backfillCheck;

    public GoalsResource(
            ReportContextReader periods,
            MissingAveragesCheck missingAverages,
            PlanRepository plans,
            Dependencies dependencies) {
        this.periods = periods;
        this.missingAverages = missingAverages;
        this.cells = new GoalRows(plans, dependencies);
        this.backfillCheck = new GoalBackfillCheck(plans, dependencies);
    }

    /** The requested report. */
    private record Question(GoalRows.Filter filter, Attribution attribution, Selection selection) {
        /**
         * Whether rates exist: a conversion credited to an earlier visit is not among the day's visits and visitors of
         * that source.
         */
        boolean hasRates() {
            return attribution == Attribution.VISIT;
        }
    }

    @Override
    public Response answer(Site site, ApiRequest call) {
        QueryParameters parameters = new QueryParameters(
                call.request().query(),
                Selection.names(
                        "tier",
                        "kind",
                        Breakdowns.PARAMETER,
                        ATTRIBUTION,
                        Selection.FILTER,
                        Selection.TOP,
                        QueryParameters.COMPARE));
        DayRange range = parameters.range(periods.today(site), DEFAULT_DAYS);
        GoalRows.Filter filter =
                new GoalRows.Filter(parameters.choice("tier", TIERS), parameters.choice("kind", KINDS));
        Selection selection = Selection.read(parameters);
        Attribution attribution = parameters.choice(ATTRIBUTION, ATTRIBUTIONS).orElse(Attribution.VISIT);
        if (attribution != Attribution.VISIT
                && selection
                        .stored()
                        .filter(AttributedGoals.DIMENSIONS::contains)
                        .isEmpty()) {
            List<String> allowed =
                    AttributedGoals.DIMENSIONS.stream().map(Dimension::word).toList();
            parameters.reject(
                    ATTRIBUTION,
                    "attribution=" + attribution.word() + " needs a breakdown or filter by one of "
                            + String.join(", ", allowed) + ".",
                    allowed);
        }
        Question question = new Question(filter, attribution, selection);
        return parameters.answer(range, days -> report(periods.of(site, days), question));
    }

    private TableResponse report(ReportContext period, Question question) {
        Selection selection = question.selection;
        GoalRows.Filter filter = question.filter;
        List<Cell> whole = cells.whole(period, filter);
        GoalRows.Split split = selection.stored().isPresent()
                ? cells.split(period, filter, question.attribution, selection)
                : new GoalRows.Split(List.of(), Set.of(), false);
        List<Cell> selected = selection.stored().isPresent() ? split.cells() : whole;
        GoalDenominators ofDays = GoalDenominators.of(period);
        GoalDenominators denominators = selection.stored().isPresent() ? cells.denominators(period, selection) : ofDays;
        if (!question.hasRates()) {
            denominators = GoalDenominators.of(Map.of());
        }
        List<DayRange> spans = selection.interval().spans(period.days());
        GoalDenominators bySpan = denominators.bySpan(spans);
        List<Cell> shown = largest(selected, selection);
        List<TableResponse.Row> rows = new ArrayList<>();
        for (DayRange span : spans) {
            for (Cell cell : GoalRows.sums(
                    shown.stream().filter(each -> span.contains(each.day())).toList())) {
                rows.add(row(cell, span, selection, bySpan.on(span.from(), cell.value())));
            }
        }
        boolean byValue = selection.breakdown().isPresent();
        GoalDenominators.Numbers all = selection.filter().isPresent() ? denominators.of("") : ofDays.of("");
        return new TableResponse(
                head(period, question),
                rows,
                total(byValue ? whole : selected, all),
                byValue ? totals(shown, selection.breakdown(), denominators) : List.of(),
                period.meta(warnings(period, filter, whole, split, question)),
                blank(period, selection),
                period.isSettled());
    }

    private static ObjectNode head(ReportContext period, Question question) {
        ObjectNode head =
                Json.MAPPER.createObjectNode().put("site", period.site().id());
        return question.hasRates() ? head : head.put(ATTRIBUTION, question.attribution.word());
    }

    /** The cells of the largest values of a breakdown; without a breakdown, those of the largest goals. */
    private static List<Cell> largest(List<Cell> cells, Selection selection) {
        Function<Cell, String> name = selection.breakdown().isPresent()
                ? Cell::value
                : cell -> cell.goal().id();
        Map<String, Long> conversions = new TreeMap<>();
        cells.forEach(cell -> conversions.merge(name.apply(cell), cell.counts().conversions(), Long::sum));
        Set<String> largest = selection.largest(conversions, Long::longValue);
        return cells.stream().filter(cell -> largest.contains(name.apply(cell))).toList();
    }

    private List<Warning> warnings(
            ReportContext period, GoalRows.Filter filter, List<Cell> whole, GoalRows.Split split, Question question) {
        List<Warning> warnings = new ArrayList<>(missingAverages.of(period));
        List<String> changed = backfillCheck.of(period).stream()
                .filter(id -> cells.passes(filter, period.site(), id))
                .toList();
        if (!changed.isEmpty()) {
            warnings.add(Warning.goalsNeedBackfill(changed));
        }
        if (split.others()
                || Breakdowns.usesOther(split.cells().stream().map(Cell::value).toList())) {
            warnings.add(Warning.OTHER_VALUES);
        }
        if (!question.hasRates()
                && whole.stream().anyMatch(cell -> !split.days().contains(cell.day()))) {
            warnings.add(Warning.ATTRIBUTION_MISSING);
        }
        return warnings;
    }

    private static ObjectNode blank(ReportContext period, Selection selection) {
        GoalRows.Named none = new GoalRows.Named("", null, null, false);
        LocalDate from = period.range().from();
        Cell nothing = new Cell(from, "", none, GoalCounts.EMPTY);
        return row(nothing, new DayRange(from, from), selection, GoalDenominators.Numbers.NONE)
                .figures();
    }

    private static TableResponse.Row row(Cell cell, DayRange span, Selection selection, GoalDenominators.Numbers of) {
        return new TableResponse.Row(
                span.from().toString(),
                cell.key(),
                () -> figures(
                        selection.putSpan(Json.MAPPER.createObjectNode(), span), cell, selection.breakdown(), of));
    }

    private static ObjectNode figures(
            ObjectNode into, Cell cell, Optional<Dimension> dimension, GoalDenominators.Numbers of) {
        Breakdowns.put(into, dimension, cell.value());
        GoalRows.Named goal = cell.goal();
        into.put("goal", goal.id())
                .put("tier", goal.tier() == null ? null : goal.tier().word())
                .put("kind", goal.kind() == null ? null : goal.kind().word())
                .put("conversions", cell.counts().conversions())
                .put("converters", cell.counts().converters())
                .put("converting_visits", cell.counts().convertingVisits());
        into.set("conversion_rate", Ratios.share(cell.counts().convertingVisits(), of.visits()));
        into.set("visitor_rate", Ratios.share(cell.counts().converters(), of.visitors()));
        into.set("unverified", unverified(cell));
        into.set("value", MoneyJson.json(cell.counts().value()));
        return into;
    }

    /** Null for goals without this figure, and if it was not counted. */
    private static JsonNode unverified(Cell cell) {
        Long unverified = cell.counts().unverified();
        return unverified == null || !cell.goal().showsUnverified()
                ? NullNode.getInstance()
                : Ratios.share(unverified, cell.counts().conversions());
    }

    private static ArrayNode total(List<Cell> whole, GoalDenominators.Numbers of) {
        ArrayNode total = Json.MAPPER.createArrayNode();
        GoalRows.sums(whole)
                .forEach(cell -> total.add(figures(Json.MAPPER.createObjectNode(), cell, Optional.empty(), of)));
        return total;
    }

    private static List<TableResponse.Row> totals(
            List<Cell> split, Optional<Dimension> dimension, GoalDenominators denominators) {
        return GoalRows.sums(split).stream()
                .map(cell -> new TableResponse.Row(
                        "",
                        cell.key(),
                        () -> figures(Json.MAPPER.createObjectNode(), cell, dimension, denominators.of(cell.value()))))
                .toList();
    }
}
