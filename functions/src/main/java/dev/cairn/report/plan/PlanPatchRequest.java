package dev.cairn.report.plan;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.cairn.plan.version.SitePlanEditor;
import dev.cairn.plan.version.SitePlanEditor.Change;
import dev.cairn.report.api.ErrorResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The body {@code {goals: {ID: definition or null}, funnels: {…}}}: the definitions of a site to change. */
sealed interface PlanPatchRequest {

    record Wanted(List<Change> changes) implements PlanPatchRequest {}

    record Unusable(ErrorResponse refusal) implements PlanPatchRequest {}

    /** Keeps the digits of amounts. */
    JsonMapper STRICT = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    static PlanPatchRequest read(String text) {
        JsonNode json;
        try {
            json = STRICT.readTree(text);
        } catch (JsonProcessingException notJson) {
            json = STRICT.missingNode();
        }
        if (!json.isObject()) {
            return new Unusable(ErrorResponse.of(
                    400, "invalid_json", "The body must be a JSON object with goals, funnels or both, keyed by id."));
        }
        List<Change> changes = new ArrayList<>();
        for (Map.Entry<String, JsonNode> section : json.properties()) {
            if (!SitePlanEditor.SECTIONS.contains(section.getKey())
                    || !section.getValue().isObject()) {
                return new Unusable(ErrorResponse.of(
                        400,
                        "invalid_changes",
                        "The body may have goals and funnels, each a JSON object of definitions by id; null removes"
                                + " one."));
            }
            section.getValue()
                    .properties()
                    .forEach(each -> changes.add(new Change(
                            section.getKey(), each.getKey(), each.getValue().isNull() ? null : each.getValue())));
        }
        return new Wanted(List.copyOf(changes));
    }
}
