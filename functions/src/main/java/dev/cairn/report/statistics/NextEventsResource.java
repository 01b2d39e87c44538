package dev.cairn.report.statistics;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.domain.statistic.Dimension;
import dev.cairn.domain.statistic.NextEventCounts;
import dev.cairn.domain.statistic.NextEventCounts.Next;
import dev.cairn.domain.statistic.RowKey;
import dev.cairn.plan.model.Site;
import dev.cairn.plan.version.PlanRepository;
import dev.cairn.report.api.ApiRequest;
import dev.cairn.report.api.DayRange;
import dev.cairn.report.api.ErrorResponse;
import dev.cairn.report.api.QueryParameters;
import dev.cairn.report.api.Response;
import dev.cairn.report.api.TableResponse;
import dev.cairn.report.api.Warning;
import dev.cairn.report.selection.Selection;
import dev.cairn.store.Dependencies;
import dev.cairn.store.Json;
import dev.cairn.store.statistic.StatisticRows;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Reports what visitors did next who did not go on from a step of a funnel on the day: a row per day, step and page or
 * event (H3).
 */
public final class NextEventsResource implements SiteResource {
    private static final int DEFAULT_DAYS = 30;

    private final ReportContextReader periods;
    private final FunnelVersions versions;
    private final BackfillCheck backfillCheck;
    private final StatisticRows rows;

    public NextEventsResource(ReportContextReader periods, PlanRepository plans, Dependencies dependencies) {
        this.periods = periods;
        this.versions = new FunnelVersions(plans);
        this.backfillCheck = new BackfillCheck(plans, dependencies);
        this.rows = new StatisticRows(dependencies.items());
    }

    private enum Kind {
        PAGE("page"),
        EVENT("event"),
        NOTHING("nothing");

        private final String word;

        Kind(String word) {
            this.word = word;
        }
    }

    /**
     * One page, event or nothing after one step, as it is written.
     *
     * @param stopped all entries that stopped at the step
     */
    private record Cell(int step, Kind kind, @Nullable String value, long entries, long stopped) {
        String key() {
            return "%02d %s %s".formatted(step, kind.word, value == null ? "" : value);
        }

        TableResponse.Row row(String date, ObjectNode into, Map<Integer, String> goals) {
            return new TableResponse.Row(
                    date,
                    key(),
                    () -> into.deepCopy()
                            .put("step", step)
                            .put("goal", goals.get(step))
                            .put("kind", kind.word)
                            .put("value", value)
                            .put("entries", entries)
                            .put("stopped", stopped));
        }
    }

    @Override
    public Response answer(Site site, ApiRequest call) {
        String funnel = call.path("funnel");
        if (!site.funnels().containsKey(funnel)) {
            return ErrorResponse.missing(
                    "unknown_funnel",
                    "The site has no such funnel.",
                    new TreeSet<>(site.funnels().keySet()));
        }
        QueryParameters parameters = new QueryParameters(call.request().query(), Selection.names(Selection.TOP));
        DayRange range = parameters.range(periods.today(site), DEFAULT_DAYS);
        Selection selection = Selection.plain(parameters);
        return parameters.answer(() -> report(periods.of(site, range), funnel, selection));
    }

    private TableResponse report(ReportContext period, String funnel, Selection selection) {
        Map<LocalDate, NextEventCounts> found = new HashMap<>();
        NextEventCounts sum = new NextEventCounts(List.of());
        DayRange range = period.range();
        for (StatisticRows.Row row :
                rows.range(period.site().id(), RowKey.of(NextEventCounts.STATISTIC), range.from(), range.to())) {
            NextEventCounts counts = row.total(NextEventCounts.STATISTIC).get(funnel);
            if (counts != null) {
                found.put(row.day(), counts);
                sum = sum.plus(counts);
            }
        }
        Set<String> shown = new TreeSet<>();
        for (int step = 1; step <= sum.after().size(); step++) {
            shown.addAll(selection.largest(byKey(step, sum.after().get(step - 1)), Cell::entries));
        }
        Map<Integer, String> goals = goals(period, funnel);
        List<TableResponse.Row> ofSpans = new ArrayList<>();
        for (DayRange span : selection.interval().spans(period.days())) {
            NextEventCounts counts = span.until(span.to()).stream()
                    .map(day -> found.getOrDefault(day, new NextEventCounts(List.of())))
                    .reduce(new NextEventCounts(List.of()), NextEventCounts::plus);
            ObjectNode begin = selection.putSpan(Json.MAPPER.createObjectNode(), span);
            ofSpans.addAll(rows(counts, shown, span.from().toString(), begin, goals));
        }
        return new TableResponse(
                Json.MAPPER.createObjectNode().put("site", period.site().id()).put("funnel", funnel),
                ofSpans,
                Json.MAPPER.createObjectNode().put("entries", sum.weight()),
                rows(sum, shown, "", Json.MAPPER.createObjectNode(), goals),
                period.meta(warnings(period, funnel, shown)),
                new Cell(1, Kind.NOTHING, null, 0, 0)
                        .row(
                                "",
                                selection.putSpan(
                                        Json.MAPPER.createObjectNode(), new DayRange(range.from(), range.from())),
                                goals)
                        .figures(),
                period.isSettled());
    }

    private static List<TableResponse.Row> rows(
            NextEventCounts counts, Set<String> shown, String date, ObjectNode begin, Map<Integer, String> goals) {
        List<TableResponse.Row> rows = new ArrayList<>();
        for (int step = 1; step <= counts.after().size(); step++) {
            Map<String, Cell> cells = byKey(step, counts.after().get(step - 1));
            cells.keySet().retainAll(shown);
            cells.values().forEach(cell -> rows.add(cell.row(date, begin, goals)));
        }
        return rows;
    }

    private static Map<String, Cell> byKey(int step, Next next) {
        List<Cell> cells = new ArrayList<>();
        long stopped = next.entries();
        next.pages().forEach((page, entries) -> cells.add(new Cell(step, Kind.PAGE, page, entries, stopped)));
        next.events().forEach((event, entries) -> cells.add(new Cell(step, Kind.EVENT, event, entries, stopped)));
        if (next.nothing() > 0) {
            cells.add(new Cell(step, Kind.NOTHING, null, next.nothing(), stopped));
        }
        Map<String, Cell> byKey = new TreeMap<>();
        cells.forEach(cell -> byKey.put(cell.key(), cell));
        return byKey;
    }

    /** The goals of the steps, as they are on the range's last day that is not in the future. */
    private Map<Integer, String> goals(ReportContext period, String funnel) {
        Map<Integer, String> goals = new TreeMap<>();
        LocalDate last =
                period.days().isEmpty() ? period.range().to() : period.days().getLast();
        List<String> steps = steps(period, funnel, last);
        for (int step = 1; step <= steps.size(); step++) {
            goals.put(step, steps.get(step - 1));
        }
        return goals;
    }

    private List<String> steps(ReportContext period, String funnel, LocalDate day) {
        return versions.of(period.site(), funnel, day, null).steps();
    }

    private List<Warning> warnings(ReportContext period, String funnel, Set<String> shown) {
        List<Warning> warnings = new ArrayList<>();
        if (backfillCheck.isNeeded(period, funnel)) {
            warnings.add(Warning.NEEDS_BACKFILL);
        }
        if (period.days().stream()
                        .map(day -> steps(period, funnel, day))
                        .distinct()
                        .count()
                > 1) {
            warnings.add(Warning.STEPS_CHANGED);
        }
        if (shown.stream().anyMatch(name -> name.endsWith(" " + Dimension.OTHER))) {
            warnings.add(Warning.OTHER_VALUES);
        }
        return warnings;
    }
}
