package dev.cairn.report.ingestion;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.domain.statistic.HealthCounts;
import dev.cairn.domain.statistic.OrderlessCounts;
import dev.cairn.domain.statistic.RowKey;
import dev.cairn.plan.model.Site;
import dev.cairn.report.api.ApiRequest;
import dev.cairn.report.api.DayRange;
import dev.cairn.report.api.QueryParameters;
import dev.cairn.report.api.Response;
import dev.cairn.report.api.TableResponse;
import dev.cairn.report.api.Warning;
import dev.cairn.report.selection.Selection;
import dev.cairn.report.statistics.MissingAveragesCheck;
import dev.cairn.report.statistics.ReportContext;
import dev.cairn.report.statistics.ReportContextReader;
import dev.cairn.report.statistics.SiteResource;
import dev.cairn.store.Dependencies;
import dev.cairn.store.Json;
import dev.cairn.store.statistic.IngestionBalance;
import dev.cairn.store.statistic.IngestionLedger;
import dev.cairn.store.statistic.LiveCounters;
import dev.cairn.store.statistic.RefusedRequests;
import dev.cairn.store.statistic.StatisticRows;
import dev.cairn.store.work.Quarantine;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reports the outcome of all received events by day of receipt, and recently received events and refused origins. */
public final class HealthResource implements SiteResource {
    private static final int DEFAULT_DAYS = 7;

    private final ReportContextReader periods;
    private final MissingAveragesCheck missingAverages;
    private final StatisticRows rows;
    private final LiveCounters liveCounters;
    private final IngestionLedger receivedDays;
    private final RefusedRequests refusedRequests;

    public HealthResource(
            ReportContextReader periods, MissingAveragesCheck missingAverages, Dependencies dependencies) {
        this.periods = periods;
        this.missingAverages = missingAverages;
        this.rows = new StatisticRows(dependencies.items());
        this.liveCounters = new LiveCounters(dependencies.items());
        this.refusedRequests = new RefusedRequests(dependencies.items(), dependencies.clock());
        this.receivedDays = new IngestionLedger(rows, new Quarantine(dependencies.items(), dependencies.clock()));
    }

    @Override
    public Response answer(Site site, ApiRequest call) {
        QueryParameters parameters = new QueryParameters(call.request().query(), Selection.names());
        DayRange range = parameters.range(periods.today(site), DEFAULT_DAYS);
        Selection selection = Selection.plain(parameters);
        return parameters.fault().<Response>map(fault -> fault).orElseGet(() -> report(site, range, selection));
    }

    private TableResponse report(Site site, DayRange range, Selection selection) {
        ReportContext period = periods.of(site, range);
        Map<LocalDate, IngestionBalance> received =
                receivedDays.of(site.id(), site.retentionDays(), range.from(), range.to());
        List<TableResponse.Row> days = new ArrayList<>();
        IngestionBalance sum = IngestionBalance.NOTHING;
        for (DayRange span : selection.interval().spans(period.days())) {
            IngestionBalance figures = span.until(span.to()).stream()
                    .map(day -> received.getOrDefault(day, IngestionBalance.NOTHING))
                    .reduce(IngestionBalance.NOTHING, IngestionBalance::plus);
            sum = sum.plus(figures);
            days.add(new TableResponse.Row(span.from().toString(), "", () -> row(span, selection, figures)));
        }
        return new TableResponse(
                now(site),
                days,
                figures(Json.MAPPER.createObjectNode(), sum),
                List.of(),
                period.meta(warnings(site, period, range)),
                row(new DayRange(range.from(), range.from()), selection, IngestionBalance.NOTHING),
                false);
    }

    private List<Warning> warnings(Site site, ReportContext period, DayRange range) {
        List<Warning> warnings = new ArrayList<>(missingAverages.of(period));
        boolean orderless =
                rows.range(site.id(), RowKey.of(OrderlessCounts.STATISTIC), range.from(), range.to()).stream()
                        .anyMatch(row -> !row.total(OrderlessCounts.STATISTIC).isEmpty());
        if (orderless) {
            warnings.add(Warning.NO_ORDER_ID);
        }
        return warnings;
    }

    private ObjectNode now(Site site) {
        String today = periods.today(site).toString();
        LiveCounters.Running running = liveCounters.of(site.id(), today).orElse(null);
        ObjectNode head = Json.MAPPER.createObjectNode().put("site", site.id());
        head.put("last_event_at", ReportContext.instant(running == null ? null : running.lastEvent()));
        ObjectNode day = head.putObject("today").put("date", today);
        day.set("events", Json.MAPPER.valueToTree(running == null ? Map.of() : running.names()));
        ArrayNode refused = head.putArray("refused_origins");
        refusedRequests
                .ofTheLastDay(site.id())
                .senders()
                .forEach(sender -> refused.addObject()
                        .put("origin", sender.origin())
                        .put("count", sender.count())
                        .put("last_seen", ReportContext.instant(sender.lastSeen())));
        return head;
    }

    private static ObjectNode row(DayRange span, Selection selection, IngestionBalance received) {
        return figures(selection.putSpan(Json.MAPPER.createObjectNode(), span), received);
    }

    private static ObjectNode figures(ObjectNode into, IngestionBalance received) {
        HealthCounts counts = received.counts();
        into.put("received", received.received())
                .put("accepted", received.accepted())
                .put("stored", counts.stored())
                .put("duplicates", counts.duplicates())
                .put("conflicting", counts.conflicting())
                .put("late", counts.late());
        into.set("bots", Json.MAPPER.valueToTree(counts.bots()));
        into.set("rejected", Json.MAPPER.valueToTree(counts.rejected()));
        into.set("quarantined", Json.MAPPER.valueToTree(received.quarantined()));
        into.set("warnings", Json.MAPPER.valueToTree(counts.warnings()));
        return into.put("residual", received.residual());
    }
}
