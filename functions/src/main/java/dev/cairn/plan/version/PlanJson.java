package dev.cairn.plan.version;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.domain.funnel.Funnel;
import dev.cairn.domain.goal.Goal;
import dev.cairn.plan.document.PlanError;
import dev.cairn.plan.model.Label;
import dev.cairn.plan.model.Labels;
import dev.cairn.plan.model.Plan;
import dev.cairn.plan.model.Site;
import dev.cairn.plan.parse.Durations;
import dev.cairn.store.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes the plan as JSON for the HTTP API, in the plan's order. */
public final class PlanJson {
    private PlanJson() {}

    /** Writes a version with its full document. */
    public static Map<String, Object> of(Plan plan) {
        return of(plan, plan.source());
    }

    /**
     * Writes a version: {@code version}, {@code since}, {@code etag}, {@code format} and the document.
     *
     * @param source the document, or the part that the reader may see
     */
    public static Map<String, Object> of(Plan plan, String source) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("version", plan.version());
        json.put("since", plan.since().toString());
        json.put("etag", plan.etag());
        json.put("format", isJson(source) ? "json" : "yaml");
        json.put("source", source);
        return json;
    }

    /** Writes all versions, oldest first. */
    public static List<Map<String, Object>> of(List<PlanRepository.Version> versions) {
        return versions.stream()
                .map(version -> Map.<String, Object>of(
                        "version", version.number(), "since", version.since().toString()))
                .toList();
    }

    /** Writes the resolved definitions of a site that a page needs to display it. */
    public static Map<String, Object> of(Site site) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", site.id());
        json.put("name", site.name());
        json.put("time_zone", site.zones().current().getId());
        json.put("currency", site.currency());
        json.put("retention_days", site.retentionDays());
        json.put(
                "goals",
                site.goals().values().stream().map(goal -> of(goal, site)).toList());
        json.put("funnels", site.funnels().values().stream().map(PlanJson::of).toList());
        json.put("labels", of(site.definitions().labels()));
        return json;
    }

    /** Writes a document's errors or warnings. */
    public static List<Map<String, Object>> ofFaults(List<PlanError> faults) {
        return faults.stream()
                .map(fault -> {
                    Map<String, Object> json = new LinkedHashMap<>();
                    json.put("path", fault.path());
                    json.put("message", fault.message());
                    return json;
                })
                .toList();
    }

    private static Map<String, Object> of(Goal goal, Site site) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", goal.id());
        json.put("tier", goal.tier().word());
        json.put("kind", goal.kind() == null ? null : goal.kind().word());
        json.put("count", goal.count().word());
        json.put("hidden", site.definitions().hidden().contains(goal.id()));
        return json;
    }

    private static Map<String, Object> of(Funnel funnel) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", funnel.id());
        json.put("steps", funnel.steps());
        json.put("window", Durations.text(funnel.windowMillis()));
        return json;
    }

    /** Writes labels by section and id, in the plan's form. */
    public static Map<String, Map<String, Object>> of(Labels labels) {
        Map<String, Map<String, Object>> json = new LinkedHashMap<>();
        json.put("goals", written(labels.goals()));
        json.put("funnels", written(labels.funnels()));
        json.put("targets", written(labels.targets()));
        json.put("audiences", written(labels.audiences()));
        return json;
    }

    private static Map<String, Object> written(Map<String, Label> labels) {
        Map<String, Object> json = new LinkedHashMap<>();
        labels.forEach((id, label) -> json.put(id, label.written()));
        return json;
    }

    private static boolean isJson(String source) {
        try {
            return Json.read(source, JsonNode.class).isObject();
        } catch (IllegalArgumentException yaml) {
            return false;
        }
    }
}
