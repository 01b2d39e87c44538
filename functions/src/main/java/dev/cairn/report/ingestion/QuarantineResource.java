package dev.cairn.report.ingestion;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.access.Scope;
import dev.cairn.plan.model.Site;
import dev.cairn.plan.version.PlanRepository;
import dev.cairn.report.api.ApiRequest;
import dev.cairn.report.api.DayRange;
import dev.cairn.report.api.ErrorResponse;
import dev.cairn.report.api.QueryParameters;
import dev.cairn.report.api.ReadAccess;
import dev.cairn.report.api.Response;
import dev.cairn.report.api.TableResponse;
import dev.cairn.report.statistics.ReportContextReader;
import dev.cairn.store.Dependencies;
import dev.cairn.store.Json;
import dev.cairn.store.work.Quarantine;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Lists the quarantine entry by entry, without the payloads: records are scrubbed, but they hold a single visitor's
 * events, which no key can read. It includes sites that are not in the plan, and records without a known site
 * ({@link Quarantine#UNKNOWN_SITE}); only admin keys can read those, because no other key covers them.
 */
public final class QuarantineResource {
    private static final int DEFAULT_DAYS = (int) Quarantine.KEPT_FOR.toDays();

    private final ReadAccess access;
    private final PlanRepository plans;
    private final ReportContextReader periods;
    private final Quarantine quarantine;

    public QuarantineResource(
            ReadAccess access, PlanRepository plans, ReportContextReader periods, Dependencies dependencies) {
        this.access = access;
        this.plans = plans;
        this.periods = periods;
        this.quarantine = new Quarantine(dependencies.items(), dependencies.clock());
    }

    public Response get(ApiRequest call) {
        String id = call.path("site");
        return access.onSite(call.request(), Scope.STATS_READ, id, key -> {
            Optional<Site> site = plans.site(id);
            QueryParameters parameters = new QueryParameters(call.request().query(), "from", "to", "format", "cursor");
            LocalDate today = site.map(periods::today).orElseGet(quarantine::todayInUtc);
            DayRange range = parameters.range(today, DEFAULT_DAYS);
            return parameters.fault().<Response>map(fault -> fault).orElseGet(() -> answer(id, site, range));
        });
    }

    private Response answer(String id, Optional<Site> site, DayRange range) {
        List<Quarantine.Kept> entries = quarantine.list(id, range.from(), range.to());
        if (site.isEmpty() && entries.isEmpty() && !id.equals(Quarantine.UNKNOWN_SITE)) {
            return ErrorResponse.unknownSite(id);
        }
        List<TableResponse.Row> rows = new ArrayList<>();
        for (Quarantine.Kept entry : entries) {
            rows.add(
                    new TableResponse.Row(entry.day().toString(), entry.reason() + "#" + entry.id(), () -> row(entry)));
        }
        return new TableResponse(
                Json.MAPPER.createObjectNode().put("site", id),
                rows,
                total(entries),
                List.of(),
                site.map(known -> periods.of(known, range).meta(List.of())).orElseGet(this::metaOfNoSite),
                blank(range.from()),
                false);
    }

    private static ObjectNode row(Quarantine.Kept entry) {
        return Json.MAPPER
                .createObjectNode()
                .put("date", entry.day().toString())
                .put("reason", entry.reason())
                .put("id", entry.id())
                .put("events", entry.events())
                .put("bytes", entry.bytes())
                .put("at", entry.at().toString());
    }

    private static ObjectNode blank(LocalDate day) {
        ObjectNode blank = Json.MAPPER.createObjectNode().put("date", day.toString());
        List.of("reason", "id", "events", "bytes", "at").forEach(blank::putNull);
        return blank;
    }

    private static ObjectNode total(List<Quarantine.Kept> entries) {
        Map<String, Long> events = new TreeMap<>();
        entries.forEach(entry -> events.merge(entry.reason(), (long) entry.events(), Long::sum));
        ObjectNode total = Json.MAPPER.createObjectNode().put("entries", entries.size());
        total.set("events", Json.MAPPER.valueToTree(events));
        return total;
    }

    private ObjectNode metaOfNoSite() {
        ObjectNode meta = Json.MAPPER.createObjectNode().put("time_zone", "UTC");
        meta.putNull("as_of").putNull("complete_through");
        meta.put("plan_version", plans.current().version()).putNull("linkable_share");
        meta.putArray("warnings");
        return meta;
    }
}
