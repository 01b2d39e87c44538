package dev.cairn.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.access.AccessKey;
import dev.cairn.access.Scope;
import dev.cairn.domain.Funnel;
import dev.cairn.domain.Goal;
import dev.cairn.plan.Plans;
import dev.cairn.plan.Site;
import dev.cairn.store.Json;

/** The sites that a key is for, and what can be asked of each: where a reader who has nothing but a key begins. */
final class SitesResource {
    private final Access access;
    private final Plans plans;

    SitesResource(Access access, Plans plans) {
        this.access = access;
        this.plans = plans;
    }

    Answer list(Call call) {
        return access.withAnyKey(
                call.request(),
                key -> new Parameters(call.request().query())
                        .fault()
                        .<Answer>map(fault -> fault)
                        .orElseGet(() -> Content.json(sitesOf(key))));
    }

    private ArrayNode sitesOf(AccessKey key) {
        ArrayNode sites = Json.MAPPER.createArrayNode();
        for (Site site : plans.current().sites().values()) {
            if (key.scopes().contains(Scope.ADMIN) || site.id().equals(key.site())) {
                sites.add(json(site, key));
            }
        }
        return sites;
    }

    private static ObjectNode json(Site site, AccessKey key) {
        ObjectNode json = Json.MAPPER
                .createObjectNode()
                .put("id", site.id())
                .put("name", site.name())
                .put("time_zone", site.zones().current().getId())
                .put("currency", site.currency());
        ArrayNode funnels = json.putArray("funnels");
        for (Funnel funnel : site.funnels().values()) {
            ArrayNode steps = funnels.addObject().put("id", funnel.id()).putArray("steps");
            funnel.steps().forEach(steps::add);
        }
        ArrayNode goals = json.putArray("goals");
        for (Goal goal : site.goals().values()) {
            if (!site.hidden().contains(goal.id())) {
                goals.addObject()
                        .put("name", goal.id())
                        .put("tier", goal.tier().word())
                        .put("kind", goal.kind() == null ? null : goal.kind().word());
            }
        }
        ArrayNode scopes = json.putArray("scopes");
        key.scopes().stream().map(Scope::word).sorted().forEach(scopes::add);
        return json;
    }
}
