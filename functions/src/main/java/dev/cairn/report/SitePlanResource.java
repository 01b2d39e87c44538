package dev.cairn.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.access.AccessKey;
import dev.cairn.access.Scope;
import dev.cairn.plan.FirstSite;
import dev.cairn.plan.Plan;
import dev.cairn.plan.Plans;
import dev.cairn.plan.SitePlan;
import dev.cairn.store.Json;
import dev.cairn.store.Ports;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One site's goals and funnels, to be changed one by one; the rest of the plan stays as it was written. */
final class SitePlanResource {
    private final Access access;
    private final PlanResource whole;
    /** Who edits needs the plan in force, not the one that was a minute ago. */
    private final Plans stored;

    SitePlanResource(Access access, PlanResource whole, Ports ports, @Nullable FirstSite firstSite) {
        this.access = access;
        this.whole = whole;
        this.stored = new Plans(ports.items(), ports.clock(), Duration.ZERO, firstSite);
    }

    /** Every definition that holds for the site, as it is written, and where that is. */
    Answer get(Call call) {
        return onSite(
                call, (plan, key) -> Content.json(json(plan, call.path("site"))).withEtag(plan.etag()));
    }

    private static ObjectNode json(Plan plan, String site) {
        ObjectNode json = Json.MAPPER
                .createObjectNode()
                .put("site", site)
                .put("version", plan.version())
                .put("since", plan.since().toString())
                .put("etag", plan.etag());
        for (String section : SitePlan.SECTIONS) {
            ArrayNode definitions = json.putArray(section);
            for (SitePlan.Written each : SitePlan.of(plan, site, section)) {
                definitions
                        .addObject()
                        .put("id", each.id())
                        .put("origin", each.origin().name().toLowerCase(Locale.ROOT))
                        .put("replaces", each.replaces())
                        .set("definition", each.body());
            }
        }
        return json;
    }

    /** Changes the definitions that the body names, in the site's own block. */
    Answer patch(Call call) {
        return onSite(
                call, (plan, key) -> withChanges(call, plan, changed -> whole.put(changed, ifMatch(call, plan), key)));
    }

    /** What was read is what is replaced, whatever "*" may mean by now. */
    private static Optional<String> ifMatch(Call call, Plan plan) {
        return call.request().header("if-match").map(tags -> tags.strip().equals("*") ? plan.etag() : tags);
    }

    /** Reads the body as changes of the plan and hands on the document that says them. */
    static Answer withChanges(Call call, Plan plan, Function<String, Answer> then) {
        return switch (BodyText.read(call.request(), PlanResource.MAX_BYTES)) {
            case BodyText.Unusable unusable -> unusable.refusal();
            case BodyText.Text text ->
                switch (PlanOrder.read(text.text())) {
                    case PlanOrder.Unusable unusable -> unusable.refusal();
                    case PlanOrder.Wanted wanted ->
                        then.apply(SitePlan.changed(plan.source(), call.path("site"), wanted.changes()));
                };
        };
    }

    private interface WithPlan {
        Answer answer(Plan plan, AccessKey key);
    }

    private Answer onSite(Call call, WithPlan then) {
        String site = call.path("site");
        return access.onSite(call.request(), Scope.PLAN_WRITE, site, key -> {
            Plan plan = stored.current();
            return plan.sites().containsKey(site)
                    ? new Parameters(call.request().query()).answer(() -> then.answer(plan, key))
                    : Refusal.unknownSite(site);
        });
    }
}
