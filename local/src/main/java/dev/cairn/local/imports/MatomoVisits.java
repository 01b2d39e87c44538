package dev.cairn.local.imports;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.domain.event.PageUrl;
import dev.cairn.store.Hashes;
import dev.cairn.store.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * Matomo's visits log: the JSON response of {@code Live.getLastVisitsDetails}, a list of visits with their actions.
 *
 * @param consented whether Matomo's visitor ids were stored with consent, which Matomo does not export
 */
public record MatomoVisits(boolean consented) implements EventExport {
    private static final int NAME_CHARACTERS = 64;

    @Override
    public void read(Path file, Consumer<ObjectNode> each, ImportTally tally) throws IOException {
        long number = 0;
        try (MappingIterator<JsonNode> visits =
                Json.MAPPER.readerFor(JsonNode.class).readValues(file.toFile())) {
            while (visits.hasNextValue()) {
                number++;
                JsonNode visit = visits.nextValue();
                if (!visit.path("actionDetails").isArray() || !visit.has("idVisit")) {
                    throw notAVisit(file, number);
                }
                take(visit, each, tally);
            }
        } catch (JsonProcessingException notJson) {
            throw notAVisit(file, number + 1);
        }
    }

    private static IOException notAVisit(Path file, long number) {
        return new IOException(
                file + ", visit " + number + ": is not a visit of Matomo's Live.getLastVisitsDetails, with"
                        + " idVisit and actionDetails; export it with format=JSON");
    }

    private void take(JsonNode visit, Consumer<ObjectNode> each, ImportTally tally) {
        int index = 0;
        boolean first = true;
        for (JsonNode action : visit.path("actionDetails")) {
            ObjectNode event = Json.MAPPER.createObjectNode();
            if (!named(event, visit, action)) {
                tally.leaveOut(action.path("type").asText("without a type"));
                continue;
            }
            event.put("id", id(visit, action, index))
                    .put("at", action.path("timestamp").asLong() * 1_000)
                    .put("seq", index++);
            put(event, "url", action.path("url").asText(""));
            if (first) {
                put(event, "referrer", visit.path("referrerUrl").asText(""));
                first = false;
            }
            if (consented) {
                put(event, "visitor", visit.path("visitorId").asText(""));
                put(event, "user", visit.path("userId").asText(""));
            }
            event.putObject("consent").put("analytics", consented);
            props(event).put(MARK, "matomo");
            each.accept(event);
            tally.event(event.has("visitor") || event.has("user"));
        }
    }

    /** Sets name, value and properties; false if the action has no equivalent event. */
    private static boolean named(ObjectNode event, JsonNode visit, JsonNode action) {
        String url = action.path("url").asText("");
        switch (action.path("type").asText("")) {
            case "action" -> prop(event.put("name", "page_view"), "title", action.path("pageTitle"));
            case "event" -> {
                event.put("name", cut(action.path("eventAction").asText("event")));
                prop(event, "category", action.path("eventCategory"));
                prop(event, "label", action.path("eventName"));
                prop(event, "value", action.path("eventValue"));
            }
            case "search" -> prop(event.put("name", "search"), "query", action.path("siteSearchKeyword"));
            case "download" ->
                props(event.put("name", "file_download")).put("file", url.substring(url.lastIndexOf('/') + 1));
            case "outlink" ->
                props(event.put("name", "outbound_click"))
                        .put("host", PageUrl.tryParse(url).map(PageUrl::host).orElse(""));
            case "ecommerceOrder" -> {
                event.put("name", "purchase");
                put(event, "order_id", action.path("orderId").asText(""));
                money(event, visit, action);
            }
            case "goal" -> {
                prop(event.put("name", "matomo_goal"), "goal", action.path("goalName"));
                money(event, visit, action);
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private static void money(ObjectNode event, JsonNode visit, JsonNode action) {
        String amount = action.path("revenue").asText("");
        String currency = visit.path("siteCurrency").asText("");
        if (amount.matches("\\d{1,15}(\\.\\d{1,6})?") && !amount.matches("0(\\.0+)?") && !currency.isEmpty()) {
            event.putObject("value").put("amount", amount).put("currency", currency);
        }
    }

    private static String id(JsonNode visit, JsonNode action, int index) {
        return Hashes.text("matomo "
                + visit.path("idSite").asText() + " "
                + visit.path("idVisit").asText() + " " + index + " "
                + action.path("type").asText() + " "
                + action.path("timestamp").asText() + " "
                + action.path("url").asText());
    }

    private static ObjectNode props(ObjectNode event) {
        return event.get("props") instanceof ObjectNode props ? props : event.putObject("props");
    }

    private static void prop(ObjectNode event, String key, JsonNode value) {
        if (value.isNumber()) {
            props(event).set(key, value);
        } else if (!value.asText("").isEmpty() && !value.isNull()) {
            props(event).put(key, value.asText());
        }
    }

    private static void put(ObjectNode event, String field, String text) {
        if (!text.isEmpty() && !text.equals("null")) {
            event.put(field, text);
        }
    }

    private static String cut(String name) {
        return name.length() > NAME_CHARACTERS ? name.substring(0, NAME_CHARACTERS) : name;
    }

    @Override
    public List<String> unknown() {
        return List.of(
                "Device, browser and country: they are empty, because the log has names instead of a user agent.",
                "Time on a page: Matomo's is the time to the next page view, not engaged time.",
                "Campaigns that Matomo has cut off the page's address: such visits count by their referrer, or as direct.",
                "Consent: Matomo does not record it; --consented says that these visitors gave it.",
                "Matomo's visits: Cairn finds visits itself, by 30 minutes without an event and at midnight.");
    }
}
