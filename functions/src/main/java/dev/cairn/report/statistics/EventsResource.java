package dev.cairn.report.statistics;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.domain.statistic.EventNameCounts;
import dev.cairn.domain.statistic.RowKey;
import dev.cairn.plan.model.Site;
import dev.cairn.report.api.ApiRequest;
import dev.cairn.report.api.DayRange;
import dev.cairn.report.api.ErrorResponse;
import dev.cairn.report.api.QueryParameters;
import dev.cairn.report.api.Response;
import dev.cairn.report.api.TableResponse;
import dev.cairn.report.api.Warning;
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
import org.jspecify.annotations.Nullable;

/** Reports the event names of each day, with their property keys and the goals they met: a row per day and name. */
public final class EventsResource implements SiteResource {
    private static final int DEFAULT_DAYS = 30;
    private static final EventNameCounts NONE = new EventNameCounts(0, Set.of(), Set.of());

    private final ReportContextReader periods;
    private final StatisticRows rows;

    public EventsResource(ReportContextReader periods, Dependencies dependencies) {
        this.periods = periods;
        this.rows = new StatisticRows(dependencies.items());
    }

    @Override
    public Response answer(Site site, ApiRequest call) {
        if (call.request().query().containsKey("prop")) {
            return ErrorResponse.notImplemented("events by property");
        }
        QueryParameters parameters = new QueryParameters(call.request().query(), "from", "to", "format", "cursor");
        DayRange range = parameters.range(periods.today(site), DEFAULT_DAYS);
        return parameters.fault().<Response>map(fault -> fault).orElseGet(() -> report(site, range));
    }

    private TableResponse report(Site site, DayRange range) {
        ReportContext period = periods.of(site, range);
        Map<LocalDate, Map<String, EventNameCounts>> found = new HashMap<>();
        Map<String, EventNameCounts> sums = new TreeMap<>();
        for (StatisticRows.Row row :
                rows.range(site.id(), RowKey.of(EventNameCounts.STATISTIC), range.from(), range.to())) {
            Map<String, EventNameCounts> names = row.total(EventNameCounts.STATISTIC);
            found.put(row.day(), names);
            names.forEach((name, each) -> sums.merge(name, each, EventNameCounts::plus));
        }
        List<TableResponse.Row> days = new ArrayList<>();
        for (LocalDate day : period.days()) {
            Map<String, EventNameCounts> names = found.getOrDefault(day, Map.of());
            names.forEach((name, each) -> days.add(row(day, name, each)));
            if (names.isEmpty()) {
                days.add(row(day, null, NONE));
            }
        }
        List<TableResponse.Row> totals = new ArrayList<>();
        sums.forEach((name, each) ->
                totals.add(new TableResponse.Row("", name, () -> figures(Json.MAPPER.createObjectNode(), name, each))));
        long count = sums.values().stream().mapToLong(EventNameCounts::count).sum();
        return new TableResponse(
                Json.MAPPER.createObjectNode().put("site", site.id()),
                days,
                Json.MAPPER.createObjectNode().put("count", count),
                totals,
                period.meta(Breakdowns.usesOther(sums.keySet()) ? List.of(Warning.OTHER_VALUES) : List.of()),
                row(range.from(), null, NONE).figures(),
                period.isSettled());
    }

    private static TableResponse.Row row(LocalDate day, @Nullable String name, EventNameCounts event) {
        return new TableResponse.Row(
                day.toString(),
                name == null ? "" : name,
                () -> figures(Json.MAPPER.createObjectNode().put("date", day.toString()), name, event));
    }

    private static ObjectNode figures(ObjectNode into, @Nullable String name, EventNameCounts event) {
        into.put("name", name).put("count", event.count());
        into.set(
                "props", Json.MAPPER.valueToTree(event.props().stream().sorted().toList()));
        into.set(
                "goals", Json.MAPPER.valueToTree(event.goals().stream().sorted().toList()));
        return into;
    }
}
