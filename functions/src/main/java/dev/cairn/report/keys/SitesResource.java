package dev.cairn.report.keys;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.access.AccessKey;
import dev.cairn.access.Scope;
import dev.cairn.domain.funnel.Funnel;
import dev.cairn.domain.goal.Goal;
import dev.cairn.plan.model.Site;
import dev.cairn.plan.version.PlanRepository;
import dev.cairn.report.api.ApiRequest;
import dev.cairn.report.api.QueryParameters;
import dev.cairn.report.api.ReadAccess;
import dev.cairn.report.api.Response;
import dev.cairn.report.api.TextResponse;
import dev.cairn.store.Json;

/**
 * Lists the sites that a key is valid for, and what can be queried of each: the entry point for a reader who has only a
 * key.
 */
public final class SitesResource {
    private final ReadAccess access;
    private final PlanRepository plans;

    public SitesResource(ReadAccess access, PlanRepository plans) {
        this.access = access;
        this.plans = plans;
    }

    public Response list(ApiRequest call) {
        return access.withAnyKey(
                call.request(),
                key -> new QueryParameters(call.request().query())
                        .fault()
                        .<Response>map(fault -> fault)
                        .orElseGet(() -> TextResponse.json(sitesOf(key))));
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
            if (!site.definitions().hidden().contains(goal.id())) {
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
