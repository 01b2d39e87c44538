package dev.cairn.report.keys;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.access.AccessKey;
import dev.cairn.access.Scope;
import dev.cairn.plan.model.Site;
import dev.cairn.plan.version.PlanJson;
import dev.cairn.plan.version.PlanRepository;
import dev.cairn.report.api.ApiRequest;
import dev.cairn.report.api.QueryParameters;
import dev.cairn.report.api.ReadAccess;
import dev.cairn.report.api.Response;
import dev.cairn.report.api.TextResponse;
import dev.cairn.report.open.PublicSites;
import dev.cairn.report.statistics.ReportContextReader;
import dev.cairn.store.Json;

/**
 * Lists the sites that a key covers and what can be queried on each: the entry point for a client that has only a key.
 */
public final class SitesResource {
    private final ReadAccess access;
    private final PlanRepository plans;
    private final ReportContextReader periods;

    public SitesResource(ReadAccess access, PlanRepository plans, ReportContextReader periods) {
        this.access = access;
        this.plans = plans;
        this.periods = periods;
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

    private ObjectNode json(Site site, AccessKey key) {
        ObjectNode json = Json.MAPPER
                .createObjectNode()
                .put("id", site.id())
                .put("name", site.name())
                .put("time_zone", site.zones().current().getId())
                .put("currency", site.currency())
                .put("today", periods.today(site).toString());
        json.setAll(PublicSites.definitions(site));
        json.set(
                "labels", Json.MAPPER.valueToTree(PlanJson.of(site.definitions().labels())));
        ArrayNode scopes = json.putArray("scopes");
        key.scopes().stream().map(Scope::word).sorted().forEach(scopes::add);
        return json;
    }
}
