package dev.cairn.report.ingestion;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.access.Scope;
import dev.cairn.plan.model.Site;
import dev.cairn.plan.version.PlanRepository;
import dev.cairn.report.api.ApiRequest;
import dev.cairn.report.api.ErrorResponse;
import dev.cairn.report.api.PageCursor;
import dev.cairn.report.api.QueryParameters;
import dev.cairn.report.api.ReadAccess;
import dev.cairn.report.api.Response;
import dev.cairn.report.api.TableResponse;
import dev.cairn.report.statistics.ReportContext;
import dev.cairn.store.Dependencies;
import dev.cairn.store.Json;
import dev.cairn.store.statistic.LiveCounters;
import dev.cairn.store.statistic.RecentEvent;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Lists the most recent events and their outcome, for setting up or checking a site. It shows names and pages, but
 * neither visitors nor property values. A share cannot read it.
 */
public final class RecentEventsResource {
    private static final int MOST = 50;

    /** Older events are no longer recent; without a limit, a quiet site would show them forever. */
    private static final Duration SHOWN_FOR = Duration.ofHours(24);

    private final ReadAccess access;
    private final PlanRepository plans;
    private final LiveCounters liveCounters;
    private final Clock clock;

    public RecentEventsResource(ReadAccess access, PlanRepository plans, Dependencies dependencies) {
        this.access = access;
        this.plans = plans;
        this.liveCounters = new LiveCounters(dependencies.items());
        this.clock = dependencies.clock();
    }

    public Response get(ApiRequest call) {
        return access.onSite(
                call.request(),
                Scope.STATS_READ,
                call.path("site"),
                key -> plans.site(call.path("site"))
                        .map(site -> new QueryParameters(call.request().query(), "format", PageCursor.PARAMETER)
                                .fault()
                                .<Response>map(fault -> fault)
                                .orElseGet(() -> answer(site)))
                        .orElseGet(() -> ErrorResponse.unknownSite(call.path("site"))));
    }

    private TableResponse answer(Site site) {
        long oldest = clock.millis() - SHOWN_FOR.toMillis();
        List<RecentEvent> events = new ArrayList<>(liveCounters
                .of(site.id(), site.zones().dayOf(clock.millis()).toString())
                .map(LiveCounters.Running::recent)
                .orElse(List.of()));
        events.removeIf(event -> event.receivedAt() < oldest);
        // Among events with the same time, the later one in the list was received last.
        List<RecentEvent> newestFirst = events.reversed().stream()
                .sorted(Comparator.comparingLong(RecentEvent::receivedAt).reversed())
                .limit(MOST)
                .toList();
        List<TableResponse.Row> rows = new ArrayList<>();
        for (RecentEvent event : newestFirst) {
            rows.add(TableResponse.Row.of("%03d".formatted(rows.size()), json(event)));
        }
        return TableResponse.list(Json.MAPPER.createObjectNode().put("site", site.id()), "events", rows, blank());
    }

    private static ObjectNode json(RecentEvent event) {
        ObjectNode json = Json.MAPPER
                .createObjectNode()
                .put("at", ReportContext.instant(event.at()))
                .put("received_at", ReportContext.instant(event.receivedAt()))
                .put("name", event.name())
                .put("page", event.page())
                .put("link", event.link());
        ArrayNode goals = json.putArray("goals");
        event.goals().forEach(goals::add);
        @Nullable String reason = event.fate().reason();
        return json.put("outcome", event.fate().outcome().name().toLowerCase(Locale.ROOT))
                .put("reason", reason);
    }

    private static ObjectNode blank() {
        ObjectNode blank = Json.MAPPER.createObjectNode();
        List.of("at", "received_at", "name", "page", "link", "goals", "outcome", "reason")
                .forEach(blank::putNull);
        return blank;
    }
}
