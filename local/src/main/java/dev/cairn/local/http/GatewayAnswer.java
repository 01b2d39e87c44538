package dev.cairn.local.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.store.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/** A function's response in payload format 2.0, read as API Gateway reads it. */
public record GatewayAnswer(int status, Map<String, String> headers, byte[] body) {

    /** Throws {@link IOException} when API Gateway would respond with 500. */
    public static GatewayAnswer read(byte[] answer) throws IOException {
        JsonNode json = Json.MAPPER.readTree(answer);
        int status = json.path("statusCode").asInt();
        if (status < 100 || status > 599) {
            throw new IOException("a function answered without a statusCode");
        }
        Map<String, String> headers = new LinkedHashMap<>();
        json.path("headers")
                .properties()
                .forEach(
                        header -> headers.put(header.getKey(), header.getValue().asText()));
        String body = json.path("body").asText("");
        return new GatewayAnswer(
                status,
                headers,
                json.path("isBase64Encoded").asBoolean()
                        ? Base64.getDecoder().decode(body)
                        : body.getBytes(StandardCharsets.UTF_8));
    }

    public static GatewayAnswer json(int status, String body) {
        return new GatewayAnswer(
                status, Map.of("content-type", "application/json"), body.getBytes(StandardCharsets.UTF_8));
    }

    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }
}
