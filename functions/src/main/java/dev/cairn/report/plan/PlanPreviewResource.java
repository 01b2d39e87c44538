package dev.cairn.report.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.access.AccessKey;
import dev.cairn.access.Scope;
import dev.cairn.plan.document.PlanError;
import dev.cairn.plan.document.SiteDocument;
import dev.cairn.plan.model.Plan;
import dev.cairn.plan.model.Site;
import dev.cairn.plan.parse.PlanParser;
import dev.cairn.plan.version.FirstSite;
import dev.cairn.plan.version.PlanJson;
import dev.cairn.plan.version.PlanRepository;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Previews a draft plan for a site before it is saved: its faults, or what its new and changed goals and funnels would
 * have counted over the last days. Nothing is stored.
 */
public final class PlanPreviewResource {
    private static final String FORM = "form";
    private static final Map<String, Boolean> FORMS = Map.of("document", false, "changes", true);

    private final ReadAccess access;
    private final PlanRepository stored;
    private final PlanPreview preview;

    public PlanPreviewResource(
            ReadAccess access,
            PlanRepository plans,
            Dependencies dependencies,
            @Nullable FirstSite firstSite,
            VisitorSample.Reader samples) {
        this.access = access;
        this.stored = new PlanRepository(dependencies.items(), dependencies.clock(), Duration.ZERO, firstSite);
        this.preview = new PlanPreview(plans, dependencies, samples);
    }

    /** Takes a document as for PUT or, with {@code form=changes}, definitions as for PATCH. */
    public Response post(ApiRequest call) {
        String id = call.path("site");
        return access.onSite(call.request(), Scope.PLAN_WRITE, id, key -> {
            QueryParameters parameters = new QueryParameters(call.request().query(), FORM);
            boolean changes = parameters.choice(FORM, FORMS).orElse(false);
            Plan plan = stored.current();
            Site site = plan.sites().get(id);
            if (parameters.fault().isPresent()) {
                return parameters.fault().get();
            }
            if (site == null) {
                return ErrorResponse.unknownSite(call.path("site"));
            }
            return changes
                    ? SitePlanResource.withChanges(call, plan, source -> of(site, plan, source, key))
                    : switch (RequestBody.read(call.request(), PlanResource.MAX_BYTES)) {
                        case RequestBody.Unusable unusable -> unusable.refusal();
                        case RequestBody.Text text -> of(site, plan, text.text(), key);
                    };
        });
    }

    private Response of(Site now, Plan plan, String source, AccessKey key) {
        boolean whole = key.scopes().contains(Scope.ADMIN);
        PlanParser.Reading reading = whole ? PlanParser.read(source) : PlanParser.readOf(now.id(), source);
        List<PlanError> faults = new ArrayList<>(reading.faults());
        if (faults.isEmpty() && !whole) {
            SiteDocument.outside(now.id(), plan.source(), source)
                    .ifPresent(path -> faults.add(new PlanError(
                            path, "differs from the current plan; this key may change only its own site's block")));
        }
        ObjectNode answer = Json.MAPPER.createObjectNode().put("site", now.id());
        answer.set("faults", Json.MAPPER.<JsonNode>valueToTree(PlanJson.ofFaults(faults)));
        return faults.isEmpty()
                ? figures(answer, now, Optional.ofNullable(reading.sites().get(now.id())))
                : TextResponse.done(200, answer);
    }

    private Response figures(ObjectNode answer, Site now, Optional<Site> drafted) {
        if (drafted.isEmpty()) {
            return TextResponse.done(200, answer.put("removed", true));
        }
        PlanChanges changes = PlanChanges.between(now, drafted.get());
        Optional<PlanPreview.Result> result = preview.of(now, drafted.get(), changes);
        if (result.isEmpty()) {
            return ErrorResponse.of(
                    503,
                    "too_large",
                    "This site has too many events for a preview. You can save the plan without one.");
        }
        new PlanPreviewJson(result.get()).put(answer, now, drafted.get());
        return TextResponse.done(200, answer);
    }
}
