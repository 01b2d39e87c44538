package dev.cairn.local.imports;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.collect.protocol.Ga4MeasurementProtocol;
import dev.cairn.store.Hashes;
import dev.cairn.store.Json;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;

/**
 * GA4's export to BigQuery ({@code events_YYYYMMDD}), extracted as newline-delimited JSON, gzipped or not. Names and
 * parameters are mapped as for the Measurement Protocol.
 *
 * @param consented whether to treat events without a recorded {@code privacy_info.analytics_storage} as consented
 */
public record Ga4Export(boolean consented) implements EventExport {
    /** GA4 derives these from other events; Cairn detects visits and new visitors itself. */
    private static final Set<String> DERIVED = Set.of("session_start", "first_visit");

    /** Parameters about GA4's own sessions and batches. */
    private static final Set<String> TECHNICAL = Set.of(
            "ga_session_id",
            "ga_session_number",
            "session_engaged",
            "engaged_session_event",
            "entrances",
            "ignore_referrer",
            "synthetic_bundle",
            "batch_page_id",
            "batch_ordering_id",
            "batch_event_index",
            "source",
            "medium",
            "campaign",
            "term",
            "content");

    private static final int TEXT_CHARACTERS = 1_024;

    @Override
    public void read(Path file, Consumer<ObjectNode> each, ImportTally tally) throws IOException {
        try (BufferedReader lines = open(file)) {
            long number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                if (!line.isBlank()) {
                    take(row(line, file, number), each, tally);
                }
            }
        }
    }

    private static JsonNode row(String line, Path file, long number) throws IOException {
        try {
            JsonNode row = Json.MAPPER.readTree(line);
            if (row.path("event_name").isTextual() && row.has("event_timestamp")) {
                return row;
            }
        } catch (JsonProcessingException notJson) {
            // reported below
        }
        throw new IOException(file + ", line " + number + ": is not a row of GA4's BigQuery export, with event_name and"
                + " event_timestamp; extract the table as newline-delimited JSON");
    }

    private void take(JsonNode row, Consumer<ObjectNode> each, ImportTally tally) {
        String name = row.path("event_name").asText();
        if (DERIVED.contains(name)) {
            tally.leaveOut(name);
            return;
        }
        String stored = row.path("privacy_info").path("analytics_storage").asText("");
        boolean consent = stored.equals("Yes") || stored.isEmpty() && consented;
        ObjectNode body = Json.MAPPER.createObjectNode();
        ObjectNode sent = body.putObject("event");
        sent.put("name", name)
                .put("timestamp_micros", row.path("event_timestamp").asText());
        sent.putObject("consent").put("analytics_storage", consent ? "GRANTED" : "DENIED");
        ObjectNode params = params(row);
        if (params.has("batch_event_index")) {
            sent.set("seq", params.get("batch_event_index"));
        }
        TECHNICAL.forEach(params::remove);
        order(row.path("ecommerce"), params);
        sent.set("params", params);
        ObjectNode person = Json.MAPPER.createObjectNode();
        if (consent) {
            copy(row, "user_pseudo_id", person, "client_id");
            copy(row, "user_id", person, "user_id");
        }
        ObjectNode event = Ga4MeasurementProtocol.translated(sent, person);
        event.put("id", id(row));
        if (sent.has("seq")) {
            event.set("seq", sent.get("seq"));
        }
        props(event).put(MARK, "ga4");
        each.accept(event);
        tally.event(event.has("visitor") || event.has("user"));
    }

    private static ObjectNode props(ObjectNode event) {
        return event.get("props") instanceof ObjectNode props ? props : event.putObject("props");
    }

    /** BigQuery exports integers as strings. */
    private static ObjectNode params(JsonNode row) {
        ObjectNode params = Json.MAPPER.createObjectNode();
        for (JsonNode param : row.path("event_params")) {
            String key = param.path("key").asText();
            JsonNode value = param.path("value");
            if (value.hasNonNull("string_value")) {
                String text = value.get("string_value").asText();
                params.put(key, text.length() > TEXT_CHARACTERS ? text.substring(0, TEXT_CHARACTERS) : text);
            } else if (value.hasNonNull("int_value")) {
                params.put(key, value.get("int_value").asLong());
            } else {
                for (String type : List.of("double_value", "float_value")) {
                    if (value.hasNonNull(type)) {
                        params.put(key, value.get(type).decimalValue());
                    }
                }
            }
        }
        return params;
    }

    /** Fills in the order from GA4's ecommerce record where the event's parameters lack it. */
    private static void order(JsonNode ecommerce, ObjectNode params) {
        String order = ecommerce.path("transaction_id").asText("");
        if (!params.has("transaction_id") && !order.isEmpty() && !order.equals("(not set)")) {
            params.put("transaction_id", order);
        }
    }

    private static void copy(JsonNode from, String field, ObjectNode to, String name) {
        String text = from.path(field).asText("");
        if (!text.isEmpty() && !text.equals("null")) {
            to.put(name, text);
        }
    }

    /** Late updates to a daily table change other fields, not these. */
    private static String id(JsonNode row) {
        TreeMap<String, String> params = new TreeMap<>();
        row.path("event_params")
                .forEach(param -> params.put(
                        param.path("key").asText(), param.path("value").toString()));
        return Hashes.text("ga4 "
                + row.path("event_timestamp").asText() + " "
                + row.path("event_name").asText() + " "
                + row.path("user_pseudo_id").asText() + " "
                + row.path("stream_id").asText() + " "
                + row.path("event_bundle_sequence_id").asText() + " " + params);
    }

    private static BufferedReader open(Path file) throws IOException {
        InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
        in.mark(2);
        boolean gzip = in.read() == 0x1f && in.read() == 0x8b;
        in.reset();
        return new BufferedReader(
                new InputStreamReader(gzip ? new GZIPInputStream(in, 1 << 16) : in, StandardCharsets.UTF_8));
    }

    @Override
    public List<String> unknown() {
        return List.of(
                "Device, browser and country: the export has no user agent and no address, so these are empty.",
                "Engaged time that GA4 attaches to other events than user_engagement.",
                "Consent to ads: no imported visitor enters an audience or an ads export.",
                "GA4's sessions: Cairn finds visits itself, by 30 minutes without an event and at midnight.");
    }
}
