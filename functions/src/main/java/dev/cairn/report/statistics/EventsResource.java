package dev.cairn.report.statistics;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.domain.event.PropertyValues;
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
import dev.cairn.report.selection.Selection;
import dev.cairn.store.Dependencies;
import dev.cairn.store.Json;
import dev.cairn.store.statistic.StatisticRows;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Reports the event names on each day, with their property keys and the goals they met: one row per day and name. With
 * {@code name} and {@code prop}, reports the values of a property ({@link EventProperties}).
 */
public final class EventsResource implements SiteResource {
    private static final int DEFAULT_DAYS = 30;
    private static final EventNameCounts NONE = new EventNameCounts(0, Set.of(), Set.of());

    private final ReportContextReader periods;
    private final StatisticRows rows;
    private final EventProperties properties;

    public EventsResource(ReportContextReader periods, Dependencies dependencies) {
        this.periods = periods;
        this.rows = new StatisticRows(dependencies.items());
        this.properties = new EventProperties(periods, dependencies);
    }

    @Override
    public Response answer(Site site, ApiRequest call) {
        QueryParameters parameters =
                new QueryParameters(call.request().query(), Selection.names(Selection.TOP, "name", "prop"));
        DayRange range = parameters.range(periods.today(site), DEFAULT_DAYS);
        Selection selection = Selection.plain(parameters);
        Optional<String> name = parameters.text("name");
        Optional<String> prop = parameters.text("prop");
        return parameters.answer(() -> {
            if (name.isPresent() != prop.isPresent()) {
                return ErrorResponse.parameter(
                        name.isPresent() ? "prop" : "name",
                        "name and prop must be sent together: the name of the events and the property to list.");
            }
            return name.isPresent()
                    ? properties.report(site, range, new EventProperties.Question(name.get(), prop.orElseThrow()))
                    : report(site, range, selection);
        });
    }

    private TableResponse report(Site site, DayRange range, Selection selection) {
        ReportContext period = periods.of(site, range);
        Map<LocalDate, Map<String, EventNameCounts>> found = new HashMap<>();
        Map<String, EventNameCounts> sums = new TreeMap<>();
        for (StatisticRows.Row row :
                rows.range(site.id(), RowKey.of(EventNameCounts.STATISTIC), range.from(), range.to())) {
            Map<String, EventNameCounts> names = row.total(EventNameCounts.STATISTIC);
            found.put(row.day(), names);
            names.forEach((name, each) -> sums.merge(name, each, EventNameCounts::plus));
        }
        Set<String> shown = selection.largest(sums, EventNameCounts::count);
        List<TableResponse.Row> rowsOfSpans = new ArrayList<>();
        for (DayRange span : selection.interval().spans(period.days())) {
            Map<String, EventNameCounts> names = new TreeMap<>();
            span.until(span.to())
                    .forEach(day -> found.getOrDefault(day, Map.of())
                            .forEach((name, each) -> names.merge(name, each, EventNameCounts::plus)));
            names.keySet().retainAll(shown);
            names.forEach((name, each) -> rowsOfSpans.add(row(span, selection, name, each)));
            if (names.isEmpty()) {
                rowsOfSpans.add(row(span, selection, null, NONE));
            }
        }
        List<TableResponse.Row> totals = new ArrayList<>();
        sums.forEach((name, each) -> {
            if (shown.contains(name)) {
                totals.add(new TableResponse.Row("", name, () -> total(site, name, each)));
            }
        });
        long count = sums.values().stream().mapToLong(EventNameCounts::count).sum();
        return new TableResponse(
                Json.MAPPER.createObjectNode().put("site", site.id()),
                rowsOfSpans,
                Json.MAPPER.createObjectNode().put("count", count),
                totals,
                period.meta(Breakdowns.usesOther(sums.keySet()) ? List.of(Warning.OTHER_VALUES) : List.of()),
                row(new DayRange(range.from(), range.from()), selection, null, NONE)
                        .figures(),
                period.isSettled());
    }

    private static TableResponse.Row row(
            DayRange span, Selection selection, @Nullable String name, EventNameCounts event) {
        return new TableResponse.Row(
                span.from().toString(),
                name == null ? "" : name,
                () -> figures(selection.putSpan(Json.MAPPER.createObjectNode(), span), name, event));
    }

    /** The figures for a range, and the properties that are counted by value (F13). */
    private static ObjectNode total(Site site, String name, EventNameCounts event) {
        Set<String> counted = new TreeSet<>(PropertyValues.reserved(name));
        counted.addAll(site.collect().reportProps());
        counted.retainAll(event.props());
        ObjectNode total = figures(Json.MAPPER.createObjectNode(), name, event);
        total.set("counted_props", Json.MAPPER.valueToTree(counted));
        return total;
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
