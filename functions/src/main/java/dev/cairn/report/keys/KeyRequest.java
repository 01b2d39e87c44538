package dev.cairn.report.keys;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.cairn.access.Scope;
import dev.cairn.http.HttpRequest;
import dev.cairn.report.api.ErrorResponse;
import dev.cairn.report.api.RequestBody;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The body of a request for a key or a share. */
public sealed interface KeyRequest {

    /** The requested key. For a share, the body has neither site nor scopes. */
    record Wanted(
            @Nullable String site,
            Set<Scope> scopes,
            String name,
            @Nullable Instant expires) implements KeyRequest {}

    record Unusable(ErrorResponse refusal) implements KeyRequest {}

    /** The kinds of request, each with its fields. */
    enum Kind {
        KEY(
                Set.of("site", "scopes", "name", "expires"),
                "site, scopes, name and expires",
                "none of site, scopes, name or expires"),
        SHARE(Set.of("name", "expires"), "name and expires", "neither name nor expires");

        private static final int MAX_BYTES = 16 * 1024;

        private final Set<String> fields;
        private final String inWords;
        private final String anyOther;

        Kind(Set<String> fields, String inWords, String anyOther) {
            this.fields = fields;
            this.inWords = inWords;
            this.anyOther = anyOther;
        }

        KeyRequest read(HttpRequest request) {
            return switch (RequestBody.read(request, MAX_BYTES)) {
                case RequestBody.Unusable unusable -> new Unusable(unusable.refusal());
                case RequestBody.Text body -> read(tree(body.text()));
            };
        }

        private KeyRequest read(JsonNode json) {
            if (!json.isObject()) {
                return new Unusable(
                        ErrorResponse.of(400, "invalid_json", "The body must be a JSON object with " + inWords + "."));
            }
            List<String> faults = new ArrayList<>();
            json.fieldNames().forEachRemaining(field -> {
                if (!fields.contains(field)) {
                    faults.add("body: has a field that is " + anyOther);
                }
            });
            Wanted wanted = new Wanted(
                    this == KEY ? text(json, "site", faults).orElse(null) : null,
                    this == KEY ? scopes(json.path("scopes"), faults) : Set.of(),
                    text(json, "name", faults).orElse(""),
                    text(json, "expires", faults)
                            .flatMap(text -> instant(text, faults))
                            .orElse(null));
            return faults.isEmpty() ? wanted : new Unusable(refusal(faults));
        }

        /** @param faults messages that each begin with the field and a colon */
        ErrorResponse refusal(List<String> faults) {
            return new ErrorResponse(
                    400,
                    "invalid_" + name().toLowerCase(Locale.ROOT),
                    String.join("; ", faults) + ".",
                    Map.of(
                            "parameter",
                            faults.getFirst().substring(0, faults.getFirst().indexOf(':'))),
                    Map.of());
        }
    }

    JsonMapper STRICT = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** A missing node when the text is not JSON. */
    static JsonNode tree(String text) {
        try {
            return STRICT.readTree(text);
        } catch (JsonProcessingException notJson) {
            return STRICT.missingNode();
        }
    }

    static Optional<String> text(JsonNode json, String field, List<String> faults) {
        JsonNode value = json.path(field);
        if (!value.isMissingNode() && !value.isNull() && !value.isTextual()) {
            faults.add(field + ": must be a string");
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
                            () -> faults.add("scopes: has an unknown scope; use stats:read, events:write, plan:write,"
                                    + " audience:read or admin"));
        }
        return scopes;
    }

    static Optional<Instant> instant(String text, List<String> faults) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeParseException notATime) {
            faults.add("expires: must be a time such as 2027-01-31T00:00:00Z");
            return Optional.empty();
        }
    }
}
