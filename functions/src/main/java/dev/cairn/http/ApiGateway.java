package dev.cairn.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Reads and writes payload format 2.0 of API Gateway's HTTP API. */
public final class ApiGateway {
    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
            .recyclerPool(JsonRecyclerPools.sharedConcurrentDequePool())
            .build());
    private static final String SCRIPT_COOKIE = "cairn=";

    private ApiGateway() {}

    /** A body that is marked as base64 but is not valid base64 is passed on unchanged for the JSON parser to reject. */
    public static HttpRequest read(InputStream in) throws IOException {
        JsonNode event = JSON.readTree(in);
        JsonNode context = event.path("requestContext");
        JsonNode http = context.path("http");
        return new HttpRequest(
                http.path("method").asText("GET"),
                http.path("path").asText(event.path("rawPath").asText("/")),
                strings(event.path("queryStringParameters"), false),
                headers(event),
                body(event),
                http.path("sourceIp").asText(""),
                context.path("timeEpoch").asLong(),
                context.path("requestId").asText(""));
    }

    public static void write(HttpResponse response, OutputStream out) throws IOException {
        ObjectNode answer = JSON.createObjectNode();
        answer.put("statusCode", response.status());
        ObjectNode headers = answer.putObject("headers");
        response.headers().forEach(headers::put);
        answer.put("isBase64Encoded", !response.text());
        answer.put(
                "body",
                response.text()
                        ? new String(response.body(), StandardCharsets.UTF_8)
                        : Base64.getEncoder().encodeToString(response.body()));
        JSON.writeValue(out, answer);
    }

    /** API Gateway moves cookies to a separate field. Only the script's cookie is kept; the others are ignored. */
    private static Map<String, String> headers(JsonNode event) {
        Map<String, String> headers = strings(event.path("headers"), true);
        headers.remove("cookie");
        event.path("cookies")
                .valueStream()
                .map(JsonNode::asText)
                .filter(cookie -> cookie.startsWith(SCRIPT_COOKIE))
                .findFirst()
                .ifPresent(cookie -> headers.put("cookie", cookie));
        return headers;
    }

    private static byte[] body(JsonNode event) {
        String body = event.path("body").asText("");
        if (!event.path("isBase64Encoded").asBoolean()) {
            return body.getBytes(StandardCharsets.UTF_8);
        }
        try {
            return Base64.getDecoder().decode(body);
        } catch (IllegalArgumentException notBase64) {
            return body.getBytes(StandardCharsets.UTF_8);
        }
    }

    private static Map<String, String> strings(JsonNode object, boolean lowerCaseNames) {
        Map<String, String> strings = new HashMap<>();
        object.properties()
                .forEach(field -> strings.put(
                        lowerCaseNames ? field.getKey().toLowerCase(Locale.ROOT) : field.getKey(),
                        field.getValue().asText()));
        return strings;
    }
}
