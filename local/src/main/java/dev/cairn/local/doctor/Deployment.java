package dev.cairn.local.doctor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;

/** A deployment's {@code openapi.yaml}: its version, and its paths, which are configurable. */
final class Deployment {
    private static final YAMLMapper YAML = new YAMLMapper();

    private JsonNode description = YAML.missingNode();

    void read(String openApi) {
        try {
            description = YAML.readTree(openApi);
        } catch (JsonProcessingException notYaml) {
            description = YAML.missingNode();
        }
    }

    boolean isCairn() {
        return description.path("info").path("title").asText().equals("Cairn");
    }

    Optional<String> version() {
        return versionIn(description);
    }

    String eventPath() {
        return pathOf("sendEvents", "/v1/events");
    }

    String scriptPath() {
        return pathOf("getScript", "/cairn.js");
    }

    /** The version of this command. */
    static String own() {
        try (InputStream in = Deployment.class.getResourceAsStream("/public/openapi.yaml")) {
            return in == null ? "" : versionIn(YAML.readTree(in)).orElse("");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String pathOf(String operation, String otherwise) {
        return description.path("paths").properties().stream()
                .filter(path -> path.getValue().properties().stream()
                        .anyMatch(method ->
                                method.getValue().path("operationId").asText().equals(operation)))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(otherwise);
    }

    private static Optional<String> versionIn(JsonNode description) {
        return Optional.of(description.path("info").path("x-cairn-version").asText(""))
                .filter(version -> !version.isEmpty());
    }
}
