package dev.cairn.report.plan;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.access.AccessKey;
import dev.cairn.access.Scope;
import dev.cairn.plan.model.Plan;
import dev.cairn.plan.version.FirstSite;
import dev.cairn.plan.version.PlanRepository;
import dev.cairn.plan.version.SitePlanEditor;
import dev.cairn.report.api.ApiRequest;
import dev.cairn.report.api.ErrorResponse;
import dev.cairn.report.api.QueryParameters;
import dev.cairn.report.api.ReadAccess;
import dev.cairn.report.api.RequestBody;
import dev.cairn.report.api.Response;
import dev.cairn.report.api.TextResponse;
import dev.cairn.store.Dependencies;
import dev.cairn.store.Json;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads a site's definitions and settings, changes them individually, and adds sites; the rest of the plan keeps its
 * text.
 */
public final class SitePlanResource {
    private final ReadAccess access;
    private final PlanResource whole;
    /** Not cached: an editor needs the current plan, not the one from a minute ago. */
    private final PlanRepository stored;

    public SitePlanResource(
            ReadAccess access, PlanResource whole, Dependencies dependencies, @Nullable FirstSite firstSite) {
        this.access = access;
        this.whole = whole;
        this.stored = new PlanRepository(dependencies.items(), dependencies.clock(), Duration.ZERO, firstSite);
    }

    /** Returns every definition that applies to the site, with its origin, and the site's settings, all as written. */
    public Response get(ApiRequest call) {
        return onSite(
                call,
                (plan, key) -> TextResponse.json(json(plan, call.path("site"))).withEtag(plan.etag()));
    }

    private static ObjectNode json(Plan plan, String site) {
        ObjectNode json = Json.MAPPER
                .createObjectNode()
                .put("site", site)
                .put("version", plan.version())
                .put("since", plan.since().toString())
                .put("etag", plan.etag());
        for (String section : SitePlanEditor.SECTIONS) {
            ArrayNode definitions = json.putArray(section);
            for (SitePlanEditor.Written each : SitePlanEditor.of(plan, site, section)) {
                definitions
                        .addObject()
                        .put("id", each.id())
                        .put("origin", each.origin().name().toLowerCase(Locale.ROOT))
                        .put("replaces", each.replaces())
                        .set("definition", each.body());
            }
        }
        json.putObject(PlanPatchRequest.SETTINGS).setAll(SitePlanEditor.settings(plan, site));
        return json;
    }

    /** Adds a site to the plan; the body is its block. Requires an admin key. */
    public Response add(ApiRequest call) {
        String site = call.path("site");
        return access.asAdmin(
                call.request(),
                key -> new QueryParameters(call.request().query()).answer(() -> {
                    Plan plan = stored.current();
                    if (plan.sites().containsKey(site)) {
                        return ErrorResponse.of(409, "site_exists", "A site with this id already exists.");
                    }
                    return switch (RequestBody.read(call.request(), PlanResource.MAX_BYTES)) {
                        case RequestBody.Unusable unusable -> unusable.refusal();
                        case RequestBody.Text text ->
                            PlanPatchRequest.object(text.text())
                                    .map(block -> whole.put(
                                            SitePlanEditor.added(plan.source(), site, block),
                                            Optional.of(plan.etag()),
                                            key))
                                    .orElseGet(() -> ErrorResponse.of(
                                            400, "invalid_json", "The body must be the site's block, a JSON object."));
                    };
                }));
    }

    /** Changes the definitions and settings in the body within the site's own block. */
    public Response patch(ApiRequest call) {
        return onSite(
                call, (plan, key) -> withChanges(call, plan, changed -> whole.put(changed, ifMatch(call, plan), key)));
    }

    /** Resolves "*" to the version that was read, so that a later version is not overwritten. */
    private static Optional<String> ifMatch(ApiRequest call, Plan plan) {
        return call.request().header("if-match").map(tags -> tags.strip().equals("*") ? plan.etag() : tags);
    }

    /** Applies the changes in the body to the plan and passes on the resulting document. */
    static Response withChanges(ApiRequest call, Plan plan, Function<String, Response> then) {
        return switch (RequestBody.read(call.request(), PlanResource.MAX_BYTES)) {
            case RequestBody.Unusable unusable -> unusable.refusal();
            case RequestBody.Text text ->
                switch (PlanPatchRequest.read(text.text())) {
                    case PlanPatchRequest.Unusable unusable -> unusable.refusal();
                    case PlanPatchRequest.Wanted wanted ->
                        then.apply(SitePlanEditor.changed(plan.source(), call.path("site"), wanted.changes()));
                };
        };
    }

    private interface WithPlan {
        Response answer(Plan plan, AccessKey key);
    }

    private Response onSite(ApiRequest call, WithPlan then) {
        String site = call.path("site");
        return access.onSite(call.request(), Scope.PLAN_WRITE, site, key -> {
            Plan plan = stored.current();
            return plan.sites().containsKey(site)
                    ? new QueryParameters(call.request().query()).answer(() -> then.answer(plan, key))
                    : ErrorResponse.unknownSite(site);
        });
    }
}
