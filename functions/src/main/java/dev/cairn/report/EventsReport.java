package dev.cairn.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.domain.statistic.EventNames;
import dev.cairn.domain.statistic.RowKey;
import dev.cairn.plan.Site;
import dev.cairn.store.Json;
import dev.cairn.store.Ports;
import dev.cairn.store.Rows;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Which event names came, with which property keys, and which goals they met: a row per day and name. */
final class EventsReport implements SiteReport {
    private static final int DEFAULT_DAYS = 30;
    private static final EventNames NONE = new EventNames(0, Set.of(), Set.of());

    private final Periods periods;
    private final Rows rows;

    EventsReport(Periods periods, Ports ports) {
        this.periods = periods;
        this.rows = new Rows(ports.items());
    }

    @Override
    public Answer answer(Site site, Call call) {
        Parameters parameters = new Parameters(call.request().query(), "from", "to", "format", "cursor");
        DayRange range = parameters.range(periods.today(site), DEFAULT_DAYS);
        return parameters.fault().<Answer>map(fault -> fault).orElseGet(() -> report(site, range));
    }

    private Tabular report(Site site, DayRange range) {
        Period period = periods.of(site, range);
        Map<LocalDate, Map<String, EventNames>> found = new HashMap<>();
        Map<String, EventNames> sums = new TreeMap<>();
        for (Rows.Row row : rows.range(site.id(), RowKey.of(EventNames.STATISTIC), range.from(), range.to())) {
            Map<String, EventNames> names = row.total(EventNames.STATISTIC);
            found.put(row.day(), names);
            names.forEach((name, each) -> sums.merge(name, each, EventNames::plus));
        }
        List<Tabular.Row> days = new ArrayList<>();
        for (LocalDate day : period.days()) {
            Map<String, EventNames> names = found.getOrDefault(day, Map.of());
            names.forEach((name, each) -> days.add(row(day, name, each)));
            if (names.isEmpty()) {
                days.add(row(day, null, NONE));
            }
        }
        List<Tabular.Row> totals = new ArrayList<>();
        sums.forEach((name, each) ->
                totals.add(new Tabular.Row("", name, () -> figures(Json.MAPPER.createObjectNode(), name, each))));
        long count = sums.values().stream().mapToLong(EventNames::count).sum();
        return new Tabular(
                Json.MAPPER.createObjectNode().put("site", site.id()),
                days,
                Json.MAPPER.createObjectNode().put("count", count),
                totals,
                period.meta(Breakdowns.usesOther(sums.keySet()) ? List.of(Warning.OTHER_VALUES) : List.of()),
                row(range.from(), null, NONE).figures(),
                period.isSettled());
    }

    private static Tabular.Row row(LocalDate day, @Nullable String name, EventNames event) {
        return new Tabular.Row(
                day.toString(),
                name == null ? "" : name,
                () -> figures(Json.MAPPER.createObjectNode().put("date", day.toString()), name, event));
    }

    private static ObjectNode figures(ObjectNode into, @Nullable String name, EventNames event) {
        into.put("name", name).put("count", event.count());
        into.set(
                "props", Json.MAPPER.valueToTree(event.props().stream().sorted().toList()));
        into.set(
                "goals", Json.MAPPER.valueToTree(event.goals().stream().sorted().toList()));
        return into;
    }
}
