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
import dev.cairn.domain.Owners;
import dev.cairn.domain.Stretch;
import dev.cairn.domain.Touch;
import dev.cairn.domain.VisitorKey;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    /** What follows from events, which can be computed from them again. */
    private static final Set<String> OF_EVENTS = Set.of("o", "n", "m", "owners", "devices", "identified_on");

    /** Whether an item is a visitor's journey. */
    public static boolean isJourney(Item.Key key) {
        return key.table() == Table.STATE && key.partition().startsWith("journey#");
    }

    /** A journey without what follows from events; empty where nothing is left of it, as nothing was ever erased. */
    public static Optional<Item> withoutEvents(Item item) {
        ObjectNode root = (ObjectNode) Json.read(item.body(), JsonNode.class);
        root.remove(OF_EVENTS);
        root.remove("days");
        return root.isEmpty()
                ? Optional.empty()
                : Optional.of(new Item(
                        item.key(),
                        item.revision(),
                        root.set("days", NODES.objectNode()).toString(),
                        item.expires()));
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
            if (!day.elsewhere().isEmpty()) {
                ObjectNode elsewhere = node.putObject("x");
                day.elsewhere().forEach((id, content) -> elsewhere.put(Hashes.text(id), Hashes.text(content)));
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
        if (!journey.devices().isEmpty()) {
            root.set("devices", Dictionary.strings(journey.devices()));
        }
        for (Owners.Turn turn : journey.owners().turns()) {
            root.withArray("owners")
                    .addArray()
                    .add(turn.user().toString())
                    .add(turn.at())
                    .add(turn.seq())
                    .add(Hashes.text(turn.idHash()));
        }
        if (journey.identifiedOn() != null) {
            root.put("identified_on", journey.identifiedOn().toString());
        }
        if (journey.erased().at() > 0) {
            root.put("erased_at", journey.erased().at());
        }
        for (Stretch stretch : journey.erased().stretches()) {
            put(put(root.withArray("erased").addArray(), stretch.from()), stretch.until());
        }
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
                            elsewhere(node.path("x")),
                            List.copyOf(events)));
        });
        return new Journey(
                days,
                new Owners(Dictionary.read(root.path("owners"), Journeys::turn)),
                Dictionary.stringSet(root.path("devices")),
                root.hasNonNull("identified_on")
                        ? LocalDate.parse(root.path("identified_on").asText())
                        : null,
                new Journey.Erased(
                        root.path("erased_at").asLong(),
                        new LinkedHashSet<>(Dictionary.read(
                                root.path("erased"), array -> new Stretch(moment(array, 0), moment(array, 3))))));
    }

    private static ArrayNode put(ArrayNode array, Stretch.Moment moment) {
        return array.add(moment.at()).add(moment.seq()).add(Hashes.text(moment.idHash()));
    }

    private static Stretch.Moment moment(JsonNode array, int from) {
        return new Stretch.Moment(
                array.get(from).asLong(),
                array.get(from + 1).asLong(),
                Hashes.bytes(array.get(from + 2).asText()));
    }

    private static Map<Long, Long> elsewhere(JsonNode object) {
        Map<Long, Long> elsewhere = new TreeMap<>();
        object.fields()
                .forEachRemaining(each -> elsewhere.put(
                        Hashes.bytes(each.getKey()),
                        Hashes.bytes(each.getValue().asText())));
        return elsewhere;
    }

    private static Owners.Turn turn(JsonNode array) {
        return new Owners.Turn(
                VisitorKey.tryParse(array.get(0).asText()).orElseThrow(),
                array.get(1).asLong(),
                array.get(2).asLong(),
                Hashes.bytes(array.get(3).asText()));
    }

    private static Map<String, Money> values(JsonNode object) {
        Map<String, Money> values = new LinkedHashMap<>();
        object.fields().forEachRemaining(value -> values.put(value.getKey(), Dictionary.money(value.getValue())));
        return values;
    }
}
