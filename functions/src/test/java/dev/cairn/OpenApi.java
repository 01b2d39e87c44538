package dev.cairn;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * Validates responses against {@code openapi.yaml}: status, media type and body, and the parameters of successful
 * requests.
 */
public final class OpenApi {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNode DOCUMENT = read();
    private static final JsonSchemaFactory FACTORY = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
    private static final SchemaValidatorsConfig CONFIG =
            SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();
    private static final Map<String, JsonSchema> SCHEMAS = new ConcurrentHashMap<>();

    private OpenApi() {}

    private static JsonNode read() {
        try (InputStream in = OpenApi.class.getResourceAsStream("/public/openapi.yaml")) {
            return new YAMLMapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static JsonNode document() {
        return DOCUMENT;
    }

    /**
     * Throws {@link AssertionError} with all deviations from the document.
     *
     * @param target path and query
     */
    public static void check(String method, String target, int status, Map<String, String> headers, String body) {
        String path = target.split("\\?", 2)[0];
        String asked = method.equals("HEAD") ? "get" : method.toLowerCase(java.util.Locale.ROOT);
        Optional<JsonNode> item = item(path);
        List<String> faults = new ArrayList<>();
        if (item.isEmpty() || !item.get().has(asked)) {
            // 401 and 501: a route that this version does not have yet.
            if (!(item.isEmpty() ? Set.of(401, 404, 501) : Set.of(405)).contains(status)) {
                faults.add("is at no documented address or method, but answers " + status);
            }
            body(schema(isForEvents(item) ? "EventsError" : "Error"), method, status, body, faults);
        } else {
            answer(item.get().path(asked), method, status, headers, body, faults);
            if (status < 300) {
                parameters(item.get(), asked, target, faults);
            }
        }
        if (!faults.isEmpty()) {
            throw new AssertionError(method + " " + target + " " + status + " is not as openapi.yaml says:\n  "
                    + String.join("\n  ", faults) + "\n" + (body.length() > 2_000 ? body.substring(0, 2_000) : body));
        }
    }

    /** The same for an API Gateway event and its response; returns the response. */
    public static JsonNode checked(JsonNode event, JsonNode answer) {
        JsonNode http = event.at("/requestContext/http");
        Map<String, String> headers = new TreeMap<>();
        answer.path("headers")
                .properties()
                .forEach(
                        header -> headers.put(header.getKey(), header.getValue().asText()));
        check(
                http.path("method").asText(),
                http.path("path").asText(),
                answer.path("statusCode").asInt(),
                headers,
                answer.path("body").asText());
        return answer;
    }

    private static boolean isForEvents(Optional<JsonNode> item) {
        return item.isPresent() && item.get().findValues("tags").toString().contains("Events");
    }

    private static void answer(
            JsonNode operation,
            String method,
            int status,
            Map<String, String> headers,
            String body,
            List<String> faults) {
        JsonNode responses = operation.path("responses");
        boolean known = responses.has(Integer.toString(status));
        if (!known && status != 405 && status != 500) {
            faults.add("the status is not documented");
            return;
        }
        JsonNode response = resolve(responses.path(known ? Integer.toString(status) : "default"));
        JsonNode content = response.path("content");
        if (content.isMissingNode()) {
            if (!body.isEmpty()) {
                faults.add("has a body, documented is none");
            }
            return;
        }
        String type = headers.getOrDefault("content-type", "").split(";")[0];
        if (!content.has(type)) {
            faults.add("is " + type + ", documented is "
                    + content.properties().stream().map(Map.Entry::getKey).toList());
        } else if (type.equals("application/json")) {
            body(schema(content.path(type).path("schema")), method, status, body, faults);
        }
    }

    private static void body(JsonSchema schema, String method, int status, String body, List<String> faults) {
        if (method.equals("HEAD") && body.isEmpty()) {
            return;
        }
        Set<ValidationMessage> messages = schema.validate(body, InputFormat.JSON);
        messages.stream().limit(40).forEach(message -> faults.add(message.toString()));
    }

    private static void parameters(JsonNode item, String method, String target, List<String> faults) {
        Set<String> documented = parameters(item, method, "query");
        boolean takesAny =
                item.path(method).path("parameters").findValuesAsText("explode").contains("true")
                        || item.path(method).path("x-ignores-other-parameters").asBoolean();
        String[] parts = target.split("\\?", 2);
        if (parts.length == 2) {
            for (String pair : parts[1].split("&")) {
                String name = pair.split("=", 2)[0];
                if (!documented.contains(name) && !takesAny) {
                    faults.add("takes the parameter " + name + ", which is not documented");
                }
            }
        }
    }

    /** The names of an operation's parameters in a place. */
    public static Set<String> parameters(JsonNode item, String method, String place) {
        Set<String> names = new TreeSet<>();
        for (JsonNode list : List.of(item.path("parameters"), item.path(method).path("parameters"))) {
            for (JsonNode each : list) {
                JsonNode parameter = resolve(each);
                if (parameter.path("in").asText().equals(place)) {
                    names.add(parameter.path("name").asText());
                }
            }
        }
        return names;
    }

    /** The documented path item; a path without variables takes precedence over one with variables. */
    public static Optional<JsonNode> item(String path) {
        JsonNode paths = DOCUMENT.path("paths");
        if (paths.has(path)) {
            return Optional.of(paths.path(path));
        }
        return paths.properties().stream()
                .filter(each -> path.matches(pattern(each.getKey())))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    /** A variable is a segment or a part of one; a visitor's id is the rest of the path. */
    private static String pattern(String template) {
        return template.replace(".", "\\.")
                .replace("/visitors/{id}", "/visitors/.*")
                .replaceAll("\\{[a-z]+}", "[^/]*");
    }

    public static JsonNode resolve(JsonNode node) {
        String reference = node.path("$ref").asText("");
        return reference.isEmpty() ? node : resolve(DOCUMENT.at(reference.substring(1)));
    }

    private static JsonSchema schema(String name) {
        return schema(JSON.createObjectNode().put("$ref", "#/components/schemas/" + name));
    }

    /** The schema with the document's components, so that references can be resolved. */
    private static JsonSchema schema(JsonNode schema) {
        return SCHEMAS.computeIfAbsent(schema.toString(), text -> {
            ObjectNode whole = JSON.createObjectNode();
            whole.set("$defs", DOCUMENT.at("/components/schemas"));
            whole.putArray("allOf").add(schema);
            return FACTORY.getSchema(whole.toString().replace("#/components/schemas/", "#/$defs/"), CONFIG);
        });
    }

    /** Every schema of an object that is written anywhere in the document. */
    public static List<JsonNode> objectSchemas() {
        List<JsonNode> schemas = new ArrayList<>();
        collect(DOCUMENT, schemas);
        return schemas;
    }

    private static void collect(JsonNode node, List<JsonNode> into) {
        if (node.path("properties").isObject()) {
            into.add(node);
        }
        node.forEach(child -> collect(child, into));
    }

    public static Set<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
