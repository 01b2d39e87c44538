package dev.cairn.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.local.Function;
import dev.cairn.store.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One request to the collector.
 *
 * @param sentAt when its sender first sends it, epoch milliseconds
 * @param skew error of the sender's clock, which sets {@code sent_at} in the body; null if the body has none
 * @param body without {@code sent_at}
 * @param events number of events
 */
record Post(
        long sentAt, @Nullable Long skew, ObjectNode body, Map<String, String> headers, String address, int events) {

    /** The body as sent at a given time. */
    String text(long now) {
        return skew == null
                ? body.toString()
                : body.deepCopy().put("sent_at", now + skew).toString();
    }

    /** The API Gateway event at a given time. */
    private byte[] event(long now, String requestId) {
        ObjectNode event = Json.MAPPER.createObjectNode();
        ObjectNode context = event.putObject("requestContext");
        context.put("timeEpoch", now).put("requestId", requestId);
        context.putObject("http")
                .put("method", "POST")
                .put("path", "/v1/events")
                .put("sourceIp", address);
        headers.forEach(event.putObject("headers")::put);
        event.put("isBase64Encoded", true)
                .put("body", Base64.getEncoder().encodeToString(text(now).getBytes(StandardCharsets.UTF_8)));
        return event.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Sends it; returns the response's status and body as API Gateway gets them. */
    JsonNode to(Function collect, long now, String requestId) {
        try {
            return Json.MAPPER.readTree(collect.invoke(event(now, requestId)));
        } catch (IOException inMemory) {
            throw new UncheckedIOException(inMemory);
        }
    }

    /** The same request, resent later. */
    Post again(long later) {
        return new Post(later, skew, body, headers, address, events);
    }
}
