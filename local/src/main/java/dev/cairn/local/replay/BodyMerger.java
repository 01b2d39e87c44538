package dev.cairn.local.replay;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Merges bodies from consecutive lines for one site into bodies within the limits of a server key. Fields that apply to
 * a whole body (visitor, user, consent, context) are copied to each event that does not have them, which is equivalent.
 */
final class BodyMerger {
    static final int MAX_EVENTS = 500;
    static final int MAX_BYTES = 512 * 1024;
    static final int MAX_TOKENS = 50_000;

    private static final List<String> OF_THE_BODY = List.of("visitor", "user", "consent");
    private static final JsonMapper STRICT = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    /** Space for what surrounds the events: braces, field names, the site, and a margin. */
    private static final int ENVELOPE_BYTES = 256;

    private static final int ENVELOPE_TOKENS = 8;

    /**
     * A body to be sent.
     *
     * @param origins the source of each event, in order
     * @param lines number of the file's lines that are complete once this body is sent
     */
    record Body(byte[] json, List<Origin> origins, long lines) {}

    /**
     * An event's location in the file.
     *
     * @param line counted from 1
     * @param index in that line's body
     */
    record Origin(long line, int index) {}

    private @Nullable String site;
    private final List<byte[]> events = new ArrayList<>();
    private final List<Origin> origins = new ArrayList<>();
    private int bytes = ENVELOPE_BYTES;
    private int tokens = ENVELOPE_TOKENS;
    private long lines;

    /**
     * Adds the next line and returns the bodies that are now full. Throws {@link IllegalArgumentException}, and keeps
     * nothing of the line, when it is not an event body.
     */
    List<Body> add(String line) {
        JsonNode body = read(line);
        String lineSite = body.path("site").asText();
        List<byte[]> lineEvents = new ArrayList<>();
        for (JsonNode event : body.path("events")) {
            lineEvents.add(bytes(complete(event, body)));
        }
        List<Body> full = new ArrayList<>();
        if (site != null && !site.equals(lineSite)) {
            flush().ifPresent(full::add);
        }
        site = lineSite;
        int index = 0;
        for (byte[] event : lineEvents) {
            int eventTokens = tokens(event);
            if (!events.isEmpty() && !fits(event.length, eventTokens)) {
                flush().ifPresent(full::add);
            }
            events.add(event);
            origins.add(new Origin(lines + 1, index++));
            bytes += event.length + 1;
            tokens += eventTokens;
        }
        lines++;
        return full;
    }

    /** Counts a line that is not sent as done. */
    void skip() {
        lines++;
    }

    /** The remaining events as a body; empty if there are none. */
    Optional<Body> flush() {
        if (events.isEmpty() || site == null) {
            return Optional.empty();
        }
        StringBuilder json = new StringBuilder(bytes);
        json.append("{\"site\":").append(STRICT.getNodeFactory().textNode(site)).append(",\"events\":[");
        for (int i = 0; i < events.size(); i++) {
            json.append(i == 0 ? "" : ",").append(new String(events.get(i), StandardCharsets.UTF_8));
        }
        Body body =
                new Body(json.append("]}").toString().getBytes(StandardCharsets.UTF_8), List.copyOf(origins), lines);
        events.clear();
        origins.clear();
        bytes = ENVELOPE_BYTES;
        tokens = ENVELOPE_TOKENS;
        return Optional.of(body);
    }

    private boolean fits(int eventBytes, int eventTokens) {
        return events.size() < MAX_EVENTS && bytes + eventBytes + 1 <= MAX_BYTES && tokens + eventTokens <= MAX_TOKENS;
    }

    private static JsonNode read(String line) {
        JsonNode body;
        try {
            body = STRICT.readTree(line);
        } catch (JsonProcessingException notJson) {
            throw new IllegalArgumentException("it is not JSON (" + where(notJson) + ")", notJson);
        }
        if (!body.isObject()) {
            throw new IllegalArgumentException("it is not a JSON object");
        }
        if (!body.path("site").isTextual()) {
            throw new IllegalArgumentException("site is missing or not a string");
        }
        if (!body.path("events").isArray()) {
            throw new IllegalArgumentException("events is missing or not a list");
        }
        return body;
    }

    private static String where(JsonProcessingException notJson) {
        String column = notJson.getLocation() == null
                ? ""
                : "column " + notJson.getLocation().getColumnNr() + ": ";
        return column + notJson.getOriginalMessage().lines().findFirst().orElse("");
    }

    /** An event that is not an object is passed on unchanged; the collector reports why it rejects it. */
    private static JsonNode complete(JsonNode event, JsonNode body) {
        if (!(event instanceof ObjectNode object)) {
            return event;
        }
        for (String name : OF_THE_BODY) {
            if (object.path(name).isMissingNode() || object.path(name).isNull()) {
                copy(body.path(name), name, object);
            }
        }
        JsonNode common = body.path("context");
        if (common.isObject()) {
            ObjectNode context = common.deepCopy();
            if (object.path("context").isObject()) {
                object.path("context").properties().forEach(own -> {
                    if (!own.getValue().isNull()) {
                        context.set(own.getKey(), own.getValue());
                    }
                });
            }
            object.set("context", context);
        }
        return object;
    }

    private static void copy(JsonNode value, String name, ObjectNode to) {
        if (!value.isMissingNode() && !value.isNull()) {
            to.set(name, value);
        }
    }

    private static byte[] bytes(JsonNode event) {
        try {
            return STRICT.writeValueAsBytes(event);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("not writable as JSON", impossible);
        }
    }

    private static int tokens(byte[] event) {
        try (JsonParser parser = STRICT.createParser(event)) {
            int tokens = 0;
            while (parser.nextToken() != null) {
                tokens++;
            }
            return tokens;
        } catch (IOException impossible) {
            throw new IllegalStateException("the JSON that was written cannot be read", impossible);
        }
    }
}
