package dev.cairn.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.access.Scope;
import dev.cairn.domain.StoredEvent;
import dev.cairn.plan.Plans;
import dev.cairn.plan.Site;
import dev.cairn.store.Json;
import dev.cairn.store.Ports;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a site's events of the last days were called, which properties they had and on which pages they came: what a goal
 * can look for. Of a large site, of a sample of its visitors.
 */
final class NamesReport {
    private static final int MOST = 300;
    private static final long MOST_SECONDS = 10;

    private final Access access;
    private final Plans plans;
    private final Ports ports;
    private final VisitorSample.Reader samples;

    NamesReport(Access access, Plans plans, Ports ports, VisitorSample.Reader samples) {
        this.access = access;
        this.plans = plans;
        this.ports = ports;
        this.samples = samples;
    }

    private static final class Name {
        long count;
        final TreeSet<String> props = new TreeSet<>();
    }

    Answer get(Call call) {
        String id = call.path("site");
        return access.onSite(
                call.request(),
                List.of(Scope.STATS_READ, Scope.PLAN_WRITE),
                id,
                key -> new Parameters(call.request().query())
                        .fault()
                        .<Answer>map(fault -> fault)
                        .orElseGet(() -> plans.site(id).map(this::of).orElseGet(() -> Refusal.unknownSite(id))));
    }

    private Answer of(Site site) {
        Instant end = ports.clock().instant().plusSeconds(MOST_SECONDS);
        return samples.read(site, () -> ports.clock().instant().isBefore(end))
                .<Answer>map(sample -> Content.done(200, json(site, sample)))
                .orElseGet(() -> Refusal.of(503, "too_large", "This site has too many events to list their names."));
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
            json.putObject("sample").set("share", Fractions.share(sample.parts(), sample.of()));
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
