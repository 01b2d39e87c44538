package dev.cairn.report.ingestion;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.access.Scope;
import dev.cairn.domain.event.StoredEvent;
import dev.cairn.plan.model.Site;
import dev.cairn.plan.version.PlanRepository;
import dev.cairn.report.api.ApiRequest;
import dev.cairn.report.api.ErrorResponse;
import dev.cairn.report.api.QueryParameters;
import dev.cairn.report.api.Ratios;
import dev.cairn.report.api.ReadAccess;
import dev.cairn.report.api.Response;
import dev.cairn.report.api.TextResponse;
import dev.cairn.report.plan.VisitorSample;
import dev.cairn.store.Dependencies;
import dev.cairn.store.Json;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Lists the names, properties and pages of a site's recent events, for use in goals. For a large site it uses a sample
 * of the visitors.
 */
public final class EventNamesResource {
    private static final int MOST = 300;
    private static final long MOST_SECONDS = 10;

    private final ReadAccess access;
    private final PlanRepository plans;
    private final Dependencies dependencies;
    private final VisitorSample.Reader samples;

    public EventNamesResource(
            ReadAccess access, PlanRepository plans, Dependencies dependencies, VisitorSample.Reader samples) {
        this.access = access;
        this.plans = plans;
        this.dependencies = dependencies;
        this.samples = samples;
    }

    private static final class Name {
        long count;
        final TreeSet<String> props = new TreeSet<>();
    }

    public Response get(ApiRequest call) {
        String id = call.path("site");
        return access.onSite(
                call.request(),
                List.of(Scope.STATS_READ, Scope.PLAN_WRITE),
                id,
                key -> new QueryParameters(call.request().query())
                        .fault()
                        .<Response>map(fault -> fault)
                        .orElseGet(() -> plans.site(id).map(this::of).orElseGet(() -> ErrorResponse.unknownSite(id))));
    }

    private Response of(Site site) {
        Instant end = dependencies.clock().instant().plusSeconds(MOST_SECONDS);
        return samples.read(site, () -> dependencies.clock().instant().isBefore(end))
                .<Response>map(sample -> TextResponse.done(200, json(site, sample)))
                .orElseGet(
                        () -> ErrorResponse.of(503, "too_large", "This site has too many events to list their names."));
    }

    private static ObjectNode json(Site site, VisitorSample sample) {
        Map<String, Name> names = new TreeMap<>();
        Map<String, Long> pages = new TreeMap<>();
        sample.events().forEach(event -> add(event, names, pages));
        ObjectNode json = Json.MAPPER
                .createObjectNode()
                .put("site", site.id())
                .put("from", sample.days().getFirst().toString())
                .put("to", sample.days().getLast().toString());
        if (sample.isWhole()) {
            json.putNull("sample");
        } else {
            json.putObject("sample").set("share", Ratios.share(sample.parts(), sample.of()));
        }
        ArrayNode nameList = json.putArray("names");
        names.entrySet().stream()
                .sorted(Comparator.comparingLong(each -> -each.getValue().count))
                .limit(MOST)
                .forEach(each -> each.getValue()
                        .props
                        .forEach(nameList.addObject()
                                .put("name", each.getKey())
                                .put("count", Math.round(each.getValue().count / sample.share()))
                                .putArray("props")::add));
        ArrayNode pageList = json.putArray("pages");
        pages.entrySet().stream()
                .sorted(Comparator.comparingLong(each -> -each.getValue()))
                .limit(MOST)
                .forEach(each -> pageList.addObject()
                        .put("page", each.getKey())
                        .put("count", Math.round(each.getValue() / sample.share())));
        return json;
    }

    private static void add(StoredEvent event, Map<String, Name> names, Map<String, Long> pages) {
        Name name = names.computeIfAbsent(event.name(), any -> new Name());
        name.count++;
        name.props.addAll(event.propKeys());
        if (event.page() != null && event.name().equals("page_view")) {
            pages.merge(event.page(), 1L, Long::sum);
        }
    }
}
