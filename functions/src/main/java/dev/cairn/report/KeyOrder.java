package dev.cairn.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.cairn.access.Scope;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The body {@code {site, scopes, name, expires}} of a key that is asked for. */
sealed interface KeyOrder {

    record Wanted(
            @Nullable String site,
            Set<Scope> scopes,
            String name,
            @Nullable Instant expires) implements KeyOrder {}

    record Unusable(Refusal refusal) implements KeyOrder {}

    JsonMapper STRICT = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    Set<String> FIELDS = Set.of("site", "scopes", "name", "expires");

    static KeyOrder read(String text) {
        JsonNode json = tree(text);
        return json.isObject()
                ? read(json)
                : new Unusable(Refusal.of(
                        400, "invalid_json", "The body must be a JSON object with site, scopes, name and expires."));
    }

    /** Missing where the text is no JSON. */
    static JsonNode tree(String text) {
        try {
            return STRICT.readTree(text);
        } catch (JsonProcessingException notJson) {
            return STRICT.missingNode();
        }
    }

    private static KeyOrder read(JsonNode json) {
        List<String> faults = new ArrayList<>();
        json.fieldNames().forEachRemaining(field -> {
            if (!FIELDS.contains(field)) {
                faults.add("body: has a field that is none of site, scopes, name and expires");
            }
        });
        Wanted wanted = new Wanted(
                text(json, "site", faults).orElse(null),
                scopes(json.path("scopes"), faults),
                text(json, "name", faults).orElse(""),
                text(json, "expires", faults)
                        .flatMap(text -> instant(text, faults))
                        .orElse(null));
        return faults.isEmpty() ? wanted : new Unusable(refusal(faults));
    }

    static Optional<String> text(JsonNode json, String field, List<String> faults) {
        JsonNode value = json.path(field);
        if (!value.isMissingNode() && !value.isNull() && !value.isTextual()) {
            faults.add(field + ": must be text");
        }
        return value.isTextual() ? Optional.of(value.asText()) : Optional.empty();
    }

    private static Set<Scope> scopes(JsonNode array, List<String> faults) {
        Set<Scope> scopes = EnumSet.noneOf(Scope.class);
        if (!array.isArray()) {
            faults.add("scopes: must be a list of stats:read, events:write, plan:write, audience:read or admin");
            return scopes;
        }
        for (JsonNode word : array) {
            Scope.tryParse(word.asText())
                    .ifPresentOrElse(
                            scopes::add,
                            () -> faults.add("scopes: allowed are stats:read, events:write, plan:write,"
                                    + " audience:read and admin"));
        }
        return scopes;
    }

    static Optional<Instant> instant(String text, List<String> faults) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeParseException notATime) {
            faults.add("expires: must be a time as in 2027-01-31T00:00:00Z");
            return Optional.empty();
        }
    }

    /** @param faults each a sentence that begins with the field and a colon */
    static Refusal refusal(List<String> faults) {
        return new Refusal(
                400,
                "invalid_key",
                String.join("; ", faults) + ".",
                Map.of(
                        "parameter",
                        faults.getFirst().substring(0, faults.getFirst().indexOf(':'))),
                Map.of());
    }
}
