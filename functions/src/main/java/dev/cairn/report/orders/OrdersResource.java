package dev.cairn.report.orders;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.access.Scope;
import dev.cairn.domain.event.Money;
import dev.cairn.domain.goal.CountingMethod;
import dev.cairn.domain.goal.Goal;
import dev.cairn.plan.model.Site;
import dev.cairn.plan.version.PlanRepository;
import dev.cairn.report.api.ApiRequest;
import dev.cairn.report.api.DayRange;
import dev.cairn.report.api.ErrorResponse;
import dev.cairn.report.api.MoneyJson;
import dev.cairn.report.api.QueryParameters;
import dev.cairn.report.api.ReadAccess;
import dev.cairn.report.api.Response;
import dev.cairn.report.api.TableResponse;
import dev.cairn.report.statistics.ReportContext;
import dev.cairn.report.statistics.ReportContextReader;
import dev.cairn.store.Dependencies;
import dev.cairn.store.ItemStore;
import dev.cairn.store.Json;
import dev.cairn.store.audience.OrderEntry;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Lists the orders in a range of days by the hash of their id, for comparison with the shop's own list (N9.10).
 * Requires the scope {@code audience:read}.
 */
public final class OrdersResource {
    private static final int DEFAULT_DAYS = 30;

    private static final Comparator<OrderEntry> ORDER = Comparator.comparingLong(OrderEntry::at)
            .thenComparing(entry -> entry.order() == null ? "" : entry.order())
            .thenComparing(OrderEntry::goal);

    private final ReadAccess access;
    private final PlanRepository plans;
    private final ReportContextReader periods;
    private final ItemStore items;

    public OrdersResource(
            ReadAccess access, PlanRepository plans, ReportContextReader periods, Dependencies dependencies) {
        this.access = access;
        this.plans = plans;
        this.periods = periods;
        this.items = dependencies.items();
    }

    public Response list(ApiRequest call) {
        return access.onSite(
                call.request(),
                Scope.AUDIENCE_READ,
                call.path("site"),
                key -> plans.site(call.path("site"))
                        .map(site -> list(call, site))
                        .orElseGet(() -> ErrorResponse.unknownSite(call.path("site"))));
    }

    private Response list(ApiRequest call, Site site) {
        QueryParameters parameters =
                new QueryParameters(call.request().query(), "from", "to", "goal", "format", "cursor");
        DayRange range = parameters.range(periods.today(site), DEFAULT_DAYS);
        Map<String, String> goals = goals(site);
        String goal = parameters.choice("goal", goals).orElse(null);
        return parameters.answer(() -> list(site, range, goal, goals));
    }

    /** The goals that count orders. */
    private static Map<String, String> goals(Site site) {
        Map<String, String> goals = new TreeMap<>();
        site.goals().values().stream()
                .filter(goal -> goal.count() == CountingMethod.ORDER)
                .map(Goal::id)
                .forEach(goal -> goals.put(goal, goal));
        return goals;
    }

    private TableResponse list(Site site, DayRange range, @Nullable String goal, Map<String, String> goals) {
        List<TableResponse.Row> rows = new ArrayList<>();
        LocalDate today = periods.today(site);
        for (LocalDate day : range.until(today)) {
            List<OrderEntry> entries = new ArrayList<>();
            OrderEntry.lists(items).forEach(site.id(), day, entry -> {
                if (goal == null ? goals.containsKey(entry.goal()) : goal.equals(entry.goal())) {
                    entries.add(entry);
                }
            });
            entries.sort(ORDER);
            entries.forEach(entry ->
                    rows.add(TableResponse.Row.of("%s %09d".formatted(day, rows.size()), row(day.toString(), entry))));
        }
        ObjectNode head = Json.MAPPER.createObjectNode().put("site", site.id());
        head.put("time_zone", site.zones().current().getId());
        head.set("goals", Json.MAPPER.valueToTree(goals.keySet()));
        return TableResponse.list(head, "orders", rows, row("", new OrderEntry("", null, 0, null, null, false, false)));
    }

    private static ObjectNode row(String day, OrderEntry entry) {
        Money value = entry.value();
        return Json.MAPPER
                .createObjectNode()
                .put("date", day)
                .put("at", ReportContext.instant(entry.at()))
                .put("goal", entry.goal())
                .put("order", entry.order())
                .put("amount", value == null ? null : MoneyJson.text(value.amount(), value.currency()))
                .put("currency", value == null ? null : value.currency())
                .put("channel", entry.channel())
                .put("refunded", entry.refunded())
                .put("verified", entry.verified());
    }
}
