package dev.cairn.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.access.AccessKey;
import dev.cairn.access.Scope;
import dev.cairn.plan.Fault;
import dev.cairn.plan.FirstSite;
import dev.cairn.plan.Plan;
import dev.cairn.plan.PlanJson;
import dev.cairn.plan.PlanReader;
import dev.cairn.plan.Plans;
import dev.cairn.plan.Site;
import dev.cairn.plan.SitePlan;
import dev.cairn.store.Json;
import dev.cairn.store.Ports;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a drafted plan says of a site before it is put: its faults, or what its new and changed goals and funnels would
 * have counted in the last days. Nothing is stored.
 */
final class PlanPreviewResource {
    private static final String FORM = "form";
    private static final Map<String, Boolean> FORMS = Map.of("document", false, "changes", true);

    private final Access access;
    private final Plans stored;
    private final PlanPreview preview;

    PlanPreviewResource(
            Access access, Plans plans, Ports ports, @Nullable FirstSite firstSite, VisitorSample.Reader samples) {
        this.access = access;
        this.stored = new Plans(ports.items(), ports.clock(), Duration.ZERO, firstSite);
        this.preview = new PlanPreview(plans, ports, samples);
    }

    /** The body is a document as for a put or, with {@code form=changes}, some definitions as for a patch. */
    Answer post(Call call) {
        String id = call.path("site");
        return access.onSite(call.request(), Scope.PLAN_WRITE, id, key -> {
            Parameters parameters = new Parameters(call.request().query(), FORM);
            boolean changes = parameters.choice(FORM, FORMS).orElse(false);
            Plan plan = stored.current();
            Site site = plan.sites().get(id);
            if (parameters.fault().isPresent()) {
                return parameters.fault().get();
            }
            if (site == null) {
                return Refusal.unknownSite(call.path("site"));
            }
            return changes
                    ? SitePlanResource.withChanges(call, plan, source -> of(site, plan, source, key))
                    : switch (BodyText.read(call.request(), PlanResource.MAX_BYTES)) {
                        case BodyText.Unusable unusable -> unusable.refusal();
                        case BodyText.Text text -> of(site, plan, text.text(), key);
                    };
        });
    }

    private Answer of(Site now, Plan plan, String source, AccessKey key) {
        PlanReader.Reading reading = PlanReader.read(source);
        List<Fault> faults = new ArrayList<>(reading.faults());
        if (faults.isEmpty() && !key.scopes().contains(Scope.ADMIN)) {
            SitePlan.differsOutside(now.id(), plan.source(), source)
                    .ifPresent(path -> faults.add(new Fault(
                            path, "differs from the plan in force; this key may change only its own site's block")));
        }
        ObjectNode answer = Json.MAPPER.createObjectNode().put("site", now.id());
        answer.set("faults", Json.MAPPER.<JsonNode>valueToTree(PlanJson.ofFaults(faults)));
        return faults.isEmpty()
                ? figures(answer, now, Optional.ofNullable(reading.sites().get(now.id())))
                : Content.done(200, answer);
    }

    private Answer figures(ObjectNode answer, Site now, Optional<Site> drafted) {
        if (drafted.isEmpty()) {
            return Content.done(200, answer.put("removed", true));
        }
        PlanChanges changes = PlanChanges.between(now, drafted.get());
        Optional<PlanPreview.Result> result = preview.of(now, drafted.get(), changes);
        if (result.isEmpty()) {
            return Refusal.of(
                    503,
                    "too_large",
                    "This site has too many events for a preview. The plan can be saved without one.");
        }
        new PlanPreviewJson(result.get()).put(answer, now, drafted.get());
        return Content.done(200, answer);
    }
}
