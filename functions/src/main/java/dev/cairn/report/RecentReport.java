package dev.cairn.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.access.Scope;
import dev.cairn.plan.Plans;
import dev.cairn.plan.Site;
import dev.cairn.store.Json;
import dev.cairn.store.Ports;
import dev.cairn.store.RecentEvent;
import dev.cairn.store.RunningDay;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The events that came last and what became of each, for whoever sets up or checks a site. Names and pages, but neither
 * visitors nor what properties say. A share does not read them.
 */
final class RecentReport {
    private static final int MOST = 50;

    /** What is older is no news, and on a quiet site would be shown for ever. */
    private static final Duration SHOWN_FOR = Duration.ofHours(24);

    private final Access access;
    private final Plans plans;
    private final RunningDay runningDay;
    private final Clock clock;

    RecentReport(Access access, Plans plans, Ports ports) {
        this.access = access;
        this.plans = plans;
        this.runningDay = new RunningDay(ports.items());
        this.clock = ports.clock();
    }

    Answer get(Call call) {
        return access.onSite(
                call.request(),
                Scope.STATS_READ,
                call.path("site"),
                key -> plans.site(call.path("site"))
                        .map(site -> new Parameters(call.request().query(), "format", Cursor.PARAMETER)
                                .fault()
                                .<Answer>map(fault -> fault)
                                .orElseGet(() -> answer(site)))
                        .orElseGet(() -> Refusal.unknownSite(call.path("site"))));
    }

    private Tabular answer(Site site) {
        long oldest = clock.millis() - SHOWN_FOR.toMillis();
        List<RecentEvent> events = new ArrayList<>(runningDay
                .of(site.id(), site.zones().dayOf(clock.millis()).toString())
                .map(RunningDay.Running::recent)
                .orElse(List.of()));
        events.removeIf(event -> event.receivedAt() < oldest);
        // Of one moment the one behind came last.
        List<RecentEvent> newestFirst = events.reversed().stream()
                .sorted(Comparator.comparingLong(RecentEvent::receivedAt).reversed())
                .limit(MOST)
                .toList();
        List<Tabular.Row> rows = new ArrayList<>();
        for (RecentEvent event : newestFirst) {
            rows.add(Tabular.Row.of("%03d".formatted(rows.size()), json(event)));
        }
        return Tabular.list(Json.MAPPER.createObjectNode().put("site", site.id()), "events", rows, blank());
    }

    private static ObjectNode json(RecentEvent event) {
        ObjectNode json = Json.MAPPER
                .createObjectNode()
                .put("at", Period.instant(event.at()))
                .put("received_at", Period.instant(event.receivedAt()))
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
