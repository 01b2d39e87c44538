package dev.cairn.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.domain.DayContext;
import dev.cairn.domain.Journey;
import dev.cairn.domain.JourneyEvent;
import dev.cairn.domain.Money;
import dev.cairn.domain.Touch;
import dev.cairn.domain.VisitorKey;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Journeys: one item per linkable visitor, replaced under the revision it was read with. */
public final class Journeys {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Items items;

    public Journeys(Items items) {
        this.items = items;
    }

    /** @param revision 0 when there is none yet */
    public record Loaded(Journey journey, long revision) {}

    public Loaded load(String site, VisitorKey visitor) {
        return load(site, List.of(visitor)).get(visitor);
    }

    /** The journey of every visitor asked for; empty where there is none yet. */
    public Map<VisitorKey, Loaded> load(String site, Collection<VisitorKey> visitors) {
        Map<Item.Key, Item> found =
                items.get(visitors.stream().map(visitor -> key(site, visitor)).toList());
        Map<VisitorKey, Loaded> journeys = new HashMap<>();
        for (VisitorKey visitor : visitors) {
            Item item = found.get(key(site, visitor));
            journeys.put(
                    visitor,
                    item == null ? new Loaded(Journey.empty(), 0) : new Loaded(read(item.body()), item.revision()));
        }
        return journeys;
    }

    /** False when another writer was faster. */
    public boolean put(String site, VisitorKey visitor, Loaded loaded, Journey journey, Instant expires) {
        return items.put(new Item(key(site, visitor), loaded.revision() + 1, write(journey), expires));
    }

    private static Item.Key key(String site, VisitorKey visitor) {
        return new Item.Key(Table.STATE, "journey#" + site + "#" + visitor, "journey");
    }

    static String write(Journey journey) {
        Dictionary<Touch> touches = new Dictionary<>(Dictionary::touch);
        Dictionary<String> names = new Dictionary<>(NODES::textNode);
        Dictionary<Set<String>> goals = new Dictionary<>(Dictionary::strings);
        ObjectNode days = NODES.objectNode();
        journey.days().forEach((date, day) -> {
            ObjectNode node = days.putObject(date.toString()).put("v", day.visits());
            if (day.returning()) {
                node.put("r", true);
            }
            if (day.carried() != null) {
                node.putArray("c")
                        .add(day.carried().lastAt())
                        .add(touches.place(day.carried().touch()));
            }
            long base = day.events().isEmpty() ? 0 : day.events().getFirst().at();
            if (!day.events().isEmpty()) {
                node.put("t", base);
            }
            for (JourneyEvent event : day.events()) {
                ArrayNode array = node.withArray("e")
                        .addArray()
                        .add(event.at() - base)
                        .add(names.place(event.name()))
                        .add(goals.place(event.goals()))
                        .add(touches.place(event.touch()));
                if (!event.values().isEmpty()) {
                    ObjectNode values = array.addObject();
                    event.values().forEach((goal, value) -> values.set(goal, Dictionary.money(value)));
                }
            }
        });
        ObjectNode root = NODES.objectNode();
        root.set("o", touches.json());
        root.set("n", names.json());
        root.set("m", goals.json());
        root.set("days", days);
        return root.toString();
    }

    static Journey read(String json) {
        JsonNode root;
        try {
            root = Json.MAPPER.readTree(json);
        } catch (JsonProcessingException notOurs) {
            throw new IllegalStateException("a journey is not JSON");
        }
        List<Touch> touches = Dictionary.read(root.path("o"), Dictionary::touch);
        List<String> names = Dictionary.read(root.path("n"), JsonNode::asText);
        List<Set<String>> goals = Dictionary.read(root.path("m"), Dictionary::stringSet);
        TreeMap<LocalDate, Journey.Day> days = new TreeMap<>();
        root.path("days").fields().forEachRemaining(entry -> {
            LocalDate date = LocalDate.parse(entry.getKey());
            JsonNode node = entry.getValue();
            long base = node.path("t").asLong();
            List<JourneyEvent> events = new ArrayList<>();
            for (JsonNode event : node.path("e")) {
                events.add(new JourneyEvent(
                        date,
                        base + event.get(0).asLong(),
                        names.get(event.get(1).asInt()),
                        goals.get(event.get(2).asInt()),
                        touches.get(event.get(3).asInt()),
                        values(event.path(4))));
            }
            JsonNode carried = node.path("c");
            days.put(
                    date,
                    new Journey.Day(
                            node.path("v").asInt(),
                            carried.isEmpty()
                                    ? null
                                    : new DayContext.Carried(
                                            carried.get(0).asLong(),
                                            touches.get(carried.get(1).asInt())),
                            node.path("r").asBoolean(),
                            List.copyOf(events)));
        });
        return new Journey(days);
    }

    private static Map<String, Money> values(JsonNode object) {
        Map<String, Money> values = new LinkedHashMap<>();
        object.fields().forEachRemaining(value -> values.put(value.getKey(), Dictionary.money(value.getValue())));
        return values;
    }
}
