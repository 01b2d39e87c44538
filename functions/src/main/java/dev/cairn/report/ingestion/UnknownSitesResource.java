package dev.cairn.report.ingestion;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.report.api.ApiRequest;
import dev.cairn.report.api.PageCursor;
import dev.cairn.report.api.QueryParameters;
import dev.cairn.report.api.ReadAccess;
import dev.cairn.report.api.Response;
import dev.cairn.report.api.TableResponse;
import dev.cairn.report.statistics.ReportContext;
import dev.cairn.store.Dependencies;
import dev.cairn.store.Json;
import dev.cairn.store.statistic.RefusedRequests;
import dev.cairn.store.statistic.RefusedSenders;
import java.util.ArrayList;
import java.util.List;

/**
 * Lists the site ids in requests of the last 24 hours that are not in the plan, such as a mistyped {@code data-site}.
 * No site's key covers them, so it requires an admin key.
 */
public final class UnknownSitesResource {
    private final ReadAccess access;
    private final RefusedRequests refusedRequests;

    public UnknownSitesResource(ReadAccess access, Dependencies dependencies) {
        this.access = access;
        this.refusedRequests = new RefusedRequests(dependencies.items(), dependencies.clock());
    }

    public Response get(ApiRequest call) {
        return access.asAdmin(
                call.request(),
                key -> new QueryParameters(call.request().query(), "format", PageCursor.PARAMETER)
                        .fault()
                        .<Response>map(fault -> fault)
                        .orElseGet(this::answer));
    }

    private TableResponse answer() {
        List<TableResponse.Row> rows = new ArrayList<>();
        for (RefusedSenders.Sender sender :
                refusedRequests.ofTheLastDay(RefusedRequests.UNKNOWN_SITES).senders()) {
            rows.add(TableResponse.Row.of("%03d".formatted(rows.size()), json(sender)));
        }
        ObjectNode blank = Json.MAPPER.createObjectNode();
        List.of("site", "origin", "count", "last_seen").forEach(blank::putNull);
        return TableResponse.list(Json.MAPPER.createObjectNode(), "unknown_sites", rows, blank);
    }

    private static ObjectNode json(RefusedSenders.Sender sender) {
        return Json.MAPPER
                .createObjectNode()
                .put("site", sender.site())
                .put("origin", sender.origin().isEmpty() ? null : sender.origin())
                .put("count", sender.count())
                .put("last_seen", ReportContext.instant(sender.lastSeen()));
    }
}
