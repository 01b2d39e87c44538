package dev.cairn.plan.version;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.domain.funnel.Funnel;
import dev.cairn.domain.goal.Goal;
import dev.cairn.plan.document.PlanError;
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

    /**
     * Writes the version in force: {@code version}, {@code since}, {@code etag}, {@code format} and the document
     * itself.
     */
    public static Map<String, Object> of(Plan plan) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("version", plan.version());
        json.put("since", plan.since().toString());
        json.put("etag", plan.etag());
        json.put("format", isJson(plan.source()) ? "json" : "yaml");
        json.put("source", plan.source());
        return json;
    }

    /** Writes all versions, oldest first. */
    public static List<Map<String, Object>> of(List<PlanRepository.Version> versions) {
        return versions.stream()
                .map(version -> Map.<String, Object>of(
                        "version", version.number(), "since", version.since().toString()))
                .toList();
    }

    /** Writes the resolved definitions of one site that a page needs to display it. */
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
        return json;
    }

    /** Writes the errors of a document. */
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

    private static boolean isJson(String source) {
        try {
            return Json.read(source, JsonNode.class).isObject();
        } catch (IllegalArgumentException yaml) {
            return false;
        }
    }
}
