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
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The body {@code {goals: {ID: definition or null}, funnels: {…}, settings: {KEY: value or null}}}: changes to a site.
 */
sealed interface PlanPatchRequest {

    record Wanted(List<Change> changes) implements PlanPatchRequest {}

    record Unusable(ErrorResponse refusal) implements PlanPatchRequest {}

    /** The part of the body with the site's settings. */
    String SETTINGS = "settings";

    String PARTS = String.join(", ", SitePlanEditor.SECTIONS) + " and " + SETTINGS;

    /** Preserves the digits of amounts. */
    JsonMapper STRICT = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    static PlanPatchRequest read(String text) {
        JsonNode json = object(text).orElseGet(STRICT::missingNode);
        if (!json.isObject()) {
            return new Unusable(ErrorResponse.of(
                    400, "invalid_json", "The body must be a JSON object with " + PARTS + ", each keyed by id."));
        }
        List<Change> changes = new ArrayList<>();
        for (Map.Entry<String, JsonNode> part : json.properties()) {
            if (!isKnown(part.getKey(), part.getValue())) {
                return new Unusable(ErrorResponse.of(
                        400,
                        "invalid_changes",
                        "The body may have " + PARTS + ", each a JSON object by id or key; null removes one. The"
                                + " settings are the other keys of the site's block."));
            }
            part.getValue()
                    .properties()
                    .forEach(each -> changes.add(change(part.getKey(), each.getKey(), each.getValue())));
        }
        return new Wanted(List.copyOf(changes));
    }

    /** Returns the body as a JSON object; empty if it is anything else. */
    static Optional<JsonNode> object(String text) {
        try {
            return Optional.of(STRICT.readTree(text)).filter(JsonNode::isObject);
        } catch (JsonProcessingException notJson) {
            return Optional.empty();
        }
    }

    private static boolean isKnown(String part, JsonNode changes) {
        boolean settings = part.equals(SETTINGS);
        return (settings || SitePlanEditor.SECTIONS.contains(part))
                && changes.isObject()
                && !(settings && SitePlanEditor.SECTIONS.stream().anyMatch(changes::has));
    }

    private static Change change(String part, String key, JsonNode value) {
        @Nullable JsonNode body = value.isNull() ? null : value;
        return part.equals(SETTINGS) ? Change.ofSetting(key, body) : Change.ofDefinition(part, key, body);
    }
}
