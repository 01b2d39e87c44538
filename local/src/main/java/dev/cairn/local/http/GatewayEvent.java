package dev.cairn.local.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.store.Json;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A request as API Gateway's HTTP API passes it to a function (payload format 2.0).
 *
 * @param query as in the URL, without the question mark; empty if there is none
 * @param headers names in lower case; multiple values of a name are joined with commas
 */
public record GatewayEvent(
        String method,
        String path,
        String query,
        Map<String, String> headers,
        byte[] body,
        String sourceIp,
        Instant receivedAt) {
    private static final DateTimeFormatter CLF =
            DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ROOT).withZone(ZoneOffset.UTC);

    /** The event, with a new request id. */
    public byte[] json() {
        ObjectNode event = Json.MAPPER.createObjectNode();
        event.put("version", "2.0")
                .put("routeKey", "$default")
                .put("rawPath", path)
                .put("rawQueryString", query);
        ObjectNode sentHeaders = event.putObject("headers");
        headers.forEach(sentHeaders::put);
        JsonNode cookies = sentHeaders.remove("cookie");
        if (cookies != null) {
            ArrayNode sentCookies = event.putArray("cookies");
            Stream.of(cookies.asText().split(";")).map(String::strip).forEach(sentCookies::add);
        }
        Map<String, String> parameters = parameters();
        if (!parameters.isEmpty()) {
            ObjectNode sentParameters = event.putObject("queryStringParameters");
            parameters.forEach(sentParameters::put);
        }
        putContext(event);
        putBody(event);
        return event.toString().getBytes(StandardCharsets.UTF_8);
    }

    private void putContext(ObjectNode event) {
        ObjectNode context = event.putObject("requestContext");
        context.put("accountId", "000000000000").put("apiId", "local").put("stage", "$default");
        context.put("domainName", headers.getOrDefault("host", "localhost")).put("domainPrefix", "local");
        context.putObject("http")
                .put("method", method)
                .put("path", path)
                .put("protocol", "HTTP/1.1")
                .put("sourceIp", sourceIp)
                .put("userAgent", headers.getOrDefault("user-agent", ""));
        context.put("requestId", UUID.randomUUID().toString()).put("routeKey", "$default");
        context.put("time", CLF.format(receivedAt)).put("timeEpoch", receivedAt.toEpochMilli());
    }

    private void putBody(ObjectNode event) {
        if (body.length == 0) {
            event.put("isBase64Encoded", false);
            return;
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
            event.put("body", text).put("isBase64Encoded", false);
        } catch (CharacterCodingException notText) {
            event.put("body", Base64.getEncoder().encodeToString(body)).put("isBase64Encoded", true);
        }
    }

    private Map<String, String> parameters() {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String pair : query.split("&")) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
                parameters.merge(name, equals < 0 ? "" : decoded(pair.substring(equals + 1)), (a, b) -> a + "," + b);
            }
        }
        return parameters;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            return text;
        }
    }
}
