package dev.cairn.collect.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.collect.protocol.ProtocolException.Problem;
import dev.cairn.http.HttpRequest;
import dev.cairn.http.HttpResponse;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Segment's HTTP tracking API: one call ({@code /v1/track}, {@code /v1/t}, …) or many ({@code /v1/batch},
 * {@code /v1/b}, {@code /v1/import}). The write key is a server key, or a site's id sent from an allowed origin. Every
 * readable request gets a {@code 200 {"success":true}}, even if events were rejected; {@code health} counts those.
 */
public final class SegmentProtocol implements Protocol {
    private static final String BATCH = "batch";

    /** The kind of call for each path. */
    static final Map<String, String> CALLS = Map.ofEntries(
            Map.entry("/v1/t", "track"),
            Map.entry("/v1/track", "track"),
            Map.entry("/v1/p", "page"),
            Map.entry("/v1/page", "page"),
            Map.entry("/v1/s", "screen"),
            Map.entry("/v1/screen", "screen"),
            Map.entry("/v1/i", "identify"),
            Map.entry("/v1/identify", "identify"),
            Map.entry("/v1/g", "group"),
            Map.entry("/v1/group", "group"),
            Map.entry("/v1/a", "alias"),
            Map.entry("/v1/alias", "alias"),
            Map.entry("/v1/b", BATCH),
            Map.entry("/v1/batch", BATCH),
            Map.entry("/v1/import", BATCH));

    @Override
    public Manner manner() {
        return Manner.CLIENT;
    }

    @Override
    public Set<String> mediaTypes() {
        return Set.of("text/plain", "application/json");
    }

    @Override
    public String allowedHeaders() {
        return "Content-Type, Authorization, X-Retry-Count";
    }

    @Override
    public String keyPlace() {
        return "a server key as the write key";
    }

    @Override
    public Translated translate(HttpRequest request, JsonNode body) throws ProtocolException {
        JsonFields sent = JsonFields.of(body);
        Optional<String> header = request.header("authorization");
        @Nullable
        String writeKey = Optional.ofNullable(sent.text("writeKey"))
                .or(() -> header.flatMap(AuthorizationHeader::basicUser))
                .orElse(null);
        Optional<String> secret = header.flatMap(AuthorizationHeader::bearer)
                .or(() -> Optional.ofNullable(writeKey).filter(AuthorizationHeader::isKey));
        if (writeKey == null && secret.isEmpty()) {
            throw new ProtocolException(
                    Problem.MISSING_SITE, "The field writeKey must be the id of a site, or a server key.");
        }
        ObjectNode translated = JsonNodeFactory.instance.objectNode();
        if (writeKey != null && !AuthorizationHeader.isKey(writeKey)) {
            translated.put("site", writeKey);
        }
        JsonNode sentAt = SegmentCall.time(sent.first("sentAt"));
        if (sentAt.isNumber()) {
            translated.set("sent_at", sentAt);
        }
        translated.set("events", events(CALLS.getOrDefault(request.path(), BATCH), sent));
        return new Translated(translated, secret);
    }

    @Override
    public HttpResponse answer(HttpRequest request, CollectResult result) {
        return switch (result.kind()) {
            case ACCEPTED, ALL_REJECTED -> result.saying(200, "application/json; charset=utf-8", "{\"success\":true}");
            case REFUSED, TRIED -> result.own();
        };
    }

    private static ArrayNode events(String call, JsonFields sent) throws ProtocolException {
        ArrayNode events = JsonNodeFactory.instance.arrayNode();
        if (!call.equals(BATCH)) {
            return events.add(new SegmentCall(call, sent, sent).made());
        }
        JsonNode batch = sent.first(BATCH);
        if (!batch.isArray()) {
            throw new ProtocolException(Problem.INVALID_EVENTS, "The field batch must be a list of calls.");
        }
        for (JsonNode item : batch) {
            String type = new JsonFields(item).text("type");
            events.add(item.isObject() ? new SegmentCall(type, new JsonFields(item), sent).made() : item);
        }
        return events;
    }
}
