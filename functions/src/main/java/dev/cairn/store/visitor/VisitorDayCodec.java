package dev.cairn.store.visitor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.domain.event.ClickId;
import dev.cairn.domain.event.ContentHash;
import dev.cairn.domain.event.DeviceHash;
import dev.cairn.domain.event.EventHash;
import dev.cairn.domain.event.EventOrderKey;
import dev.cairn.domain.event.GoalMatch;
import dev.cairn.domain.event.OrderHash;
import dev.cairn.domain.event.StoredEvent;
import dev.cairn.domain.event.StoredEvent.Classification;
import dev.cairn.domain.event.StoredEvent.EventSource;
import dev.cairn.domain.event.StoredEvent.Measures;
import dev.cairn.domain.event.StoredEvent.Payload;
import dev.cairn.domain.event.StoredEvent.Sender;
import dev.cairn.domain.event.StoredEvent.Transaction;
import dev.cairn.domain.event.TrafficSource;
import dev.cairn.domain.visit.VisitorDay;
import dev.cairn.domain.visit.VisitorDay.Claimed;
import dev.cairn.domain.visit.VisitorDay.DeliverySummary;
import dev.cairn.store.Hashes;
import dev.cairn.store.Json;
import dev.cairn.store.codec.GoalMatchCodec;
import dev.cairn.store.codec.StringTable;
import dev.cairn.store.codec.TrafficSourceCodec;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Encodes one page of a visitor day as JSON: copies are arrays, recurring values are written once in a dictionary, and
 * rare fields are in an object at the end. Readers ignore unknown fields (R8).
 */
final class VisitorDayCodec {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** The origin of a copy: everything that all copies of a delivery share. */
    private record Source(
            String delivery,
            long receivedAt,
            int plan,
            boolean server,
            int events,
            @Nullable DeviceHash device,
            boolean ads) {

        /** The copy from that delivery that an array represents. */
        EventSource of(JsonNode event) {
            ContentHash content = new ContentHash(Hashes.bytes(event.get(1).asText()));
            return new EventSource(delivery, event.get(4).asInt(), receivedAt, content, events);
        }

        Sender sender() {
            return new Sender(server, device, ads);
        }
    }

    private record Shape(String name, List<String> propKeys) {}

    /** @param host null if unknown */
    private record Address(@Nullable String host, String path) {}

    private static final Comparator<StoredEvent> IN_ORDER =
            Comparator.comparingLong(StoredEvent::at).thenComparing(StoredEvent::copy);

    private VisitorDayCodec() {}

    static String write(Page content) {
        List<StoredEvent> copies = content.copies();
        StringTable<Source> sources = new StringTable<>(VisitorDayCodec::source);
        StringTable<Shape> shapes = new StringTable<>(VisitorDayCodec::shape);
        StringTable<TrafficSource> touches = new StringTable<>(TrafficSourceCodec::write);
        StringTable<Address> pages = new StringTable<>(page -> NODES.textNode(page.path()));
        StringTable<SortedMap<String, String>> values = new StringTable<>(VisitorDayCodec::values);
        StringTable<Set<GoalMatch>> matches = new StringTable<>(GoalMatchCodec::write);
        StringTable<ClickId> clicks = new StringTable<>(VisitorDayCodec::click);
        long base = copies.isEmpty() ? 0 : copies.getFirst().at();
        ArrayNode events = NODES.arrayNode();
        for (StoredEvent event : copies) {
            TrafficSource origin = event.touch();
            String entryPage = origin.entryPage();
            ArrayNode array = events.addArray()
                    .add(Hashes.text(event.id().bits()))
                    .add(Hashes.text(event.copy().content().bits()))
                    .add(event.at() - base)
                    .add(sources.place(source(event)))
                    .add(event.copy().position())
                    .add(shapes.place(new Shape(event.name(), event.propKeys())))
                    .add(touches.place(origin.enteredAt(null)))
                    .add(pages.place(address(event, entryPage)))
                    .add(pages.place(address(event, event.page())))
                    .add(matches.place(event.matches()));
            ObjectNode rest = rest(event);
            if (!event.props().isEmpty()) {
                rest.put("x", values.place(event.props()));
            }
            if (event.click() != null) {
                rest.put("k", clicks.place(event.click()));
            }
            if (!rest.isEmpty()) {
                array.add(rest);
            }
        }
        ObjectNode page = NODES.objectNode().put("t", base);
        if (!content.before()) {
            page.put("s", content.connected() ? 1 : 0);
        }
        set(page, "d", sources.json());
        set(page, "n", shapes.json());
        set(page, "o", touches.json());
        set(page, "p", pages.json());
        set(page, "h", hosts(pages.values()));
        set(page, "v", values.json());
        set(page, "m", matches.json());
        set(page, "k", clicks.json());
        set(page, "e", events);
        ArrayNode receiptArray = NODES.arrayNode();
        content.receipts().forEach(receipt -> receiptArray.add(receipt(receipt)));
        set(page, "r", receiptArray);
        if (!content.claimed().isEmpty()) {
            ObjectNode claimed = page.putObject("c");
            content.claimed().forEach(each -> claimed.put(Hashes.text(each.id().bits()), each.claim()));
        }
        return page.toString();
    }

    /** Pads the page with spaces to at least this many characters. */
    static String filled(String page, int characters) {
        String nothing = " ".repeat(Math.max(0, characters - page.length()));
        return page.substring(0, page.length() - 1) + nothing + "}";
    }

    /** An entry page is only a path. Usually it is the event's own page, so both share one value. */
    private static @Nullable Address address(StoredEvent event, @Nullable String path) {
        return path == null ? null : new Address(path.equals(event.page()) ? event.host() : null, path);
    }

    /** The pages' hosts, in page order; a single one if all are the same, none if no host is known. */
    private static ArrayNode hosts(Collection<Address> pages) {
        List<@Nullable String> hosts = new ArrayList<>();
        pages.forEach(page -> hosts.add(page.host()));
        Set<@Nullable String> distinct = new HashSet<>(hosts);
        ArrayNode array = NODES.arrayNode();
        if (distinct.size() == 1) {
            distinct.stream().filter(Objects::nonNull).forEach(array::add);
        } else {
            hosts.forEach(array::add);
        }
        return array;
    }

    private static List<Address> pages(JsonNode page) {
        JsonNode hosts = page.path("h");
        List<Address> pages = new ArrayList<>();
        for (JsonNode path : page.path("p")) {
            JsonNode host = hosts.path(hosts.size() == 1 ? 0 : pages.size());
            pages.add(new Address(host.textValue(), path.asText()));
        }
        return pages;
    }

    private static JsonNode values(SortedMap<String, String> values) {
        ObjectNode object = NODES.objectNode();
        values.forEach(object::put);
        return object;
    }

    private static SortedMap<String, String> values(JsonNode object) {
        SortedMap<String, String> values = new TreeMap<>();
        object.properties()
                .forEach(each -> values.put(each.getKey(), each.getValue().asText()));
        return Collections.unmodifiableSortedMap(values);
    }

    private static void set(ObjectNode page, String name, ArrayNode array) {
        if (!array.isEmpty()) {
            page.set(name, array);
        }
    }

    private static ObjectNode rest(StoredEvent event) {
        ObjectNode rest = NODES.objectNode();
        if (event.key().seq() != 0) {
            rest.put("q", event.key().seq());
        }
        if (event.value() != null) {
            rest.set("v", StringTable.money(event.value()));
        }
        if (event.order() != null) {
            rest.put("o", event.order().text());
        }
        if (event.refund()) {
            rest.put("refund", true);
        }
        if (event.elsewhere()) {
            rest.put("elsewhere", true);
        }
        Measures measures = event.measures();
        if (measures.engagedMillis() != 0) {
            rest.put("ms", measures.engagedMillis());
        }
        if (measures.scroll() != null) {
            rest.put("sc", measures.scroll());
        }
        if (measures.scrolled()) {
            rest.put("sd", true);
        }
        if (measures.percent() != null) {
            rest.put("pc", measures.percent());
        }
        return rest;
    }

    /** Decodes a page; its lists are mutable. */
    static Page read(String json) {
        return read(tree(json));
    }

    static Page read(JsonNode page) {
        Page content = new Page(
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                page.path("s").asInt() == 1,
                !page.has("s"));
        long base = page.path("t").asLong();
        List<Source> sources = StringTable.read(page.path("d"), VisitorDayCodec::source);
        List<Shape> shapes = StringTable.read(page.path("n"), VisitorDayCodec::shape);
        List<TrafficSource> touches = StringTable.read(page.path("o"), TrafficSourceCodec::read);
        List<Address> pages = pages(page);
        List<SortedMap<String, String>> values = StringTable.read(page.path("v"), VisitorDayCodec::values);
        List<Set<GoalMatch>> matches = StringTable.read(page.path("m"), GoalMatchCodec::read);
        List<ClickId> clicks = StringTable.read(page.path("k"), VisitorDayCodec::click);
        for (JsonNode event : page.path("e")) {
            Source source = sources.get(event.get(3).asInt());
            Shape shape = shapes.get(event.get(5).asInt());
            Address entryPage = at(pages, event.get(7));
            TrafficSource touch =
                    touches.get(event.get(6).asInt()).enteredAt(entryPage == null ? null : entryPage.path());
            Address seen = at(pages, event.get(8));
            JsonNode rest = event.path(10);
            content.copies.add(new StoredEvent(
                    new EventOrderKey(
                            base + event.get(2).asLong(),
                            rest.path("q").asLong(),
                            new EventHash(Hashes.bytes(event.get(0).asText()))),
                    source.of(event),
                    source.sender(),
                    shape.name(),
                    new Payload(
                            shape.propKeys(),
                            seen == null ? null : seen.host(),
                            seen == null ? null : seen.path(),
                            rest.has("x") ? values.get(rest.get("x").asInt()) : Collections.emptySortedMap(),
                            measures(rest),
                            at(clicks, rest.path("k"))),
                    new Classification(
                            source.plan(), touch, matches.get(event.get(9).asInt())),
                    transaction(rest),
                    rest.path("elsewhere").asBoolean()));
        }
        page.path("r").forEach(receipt -> content.receipts.add(receipt(receipt)));
        page.path("c")
                .properties()
                .forEach(each -> content.claimed.add(new Claimed(
                        new EventHash(Hashes.bytes(each.getKey())),
                        each.getValue().asText())));
        return content;
    }

    private static Transaction transaction(JsonNode rest) {
        JsonNode order = rest.path("o");
        return new Transaction(
                StringTable.money(rest.path("v")),
                order.isTextual() ? new OrderHash(order.asText()) : null,
                rest.path("refund").asBoolean());
    }

    private static Measures measures(JsonNode rest) {
        return new Measures(
                rest.path("ms").asLong(),
                decimal(rest.path("sc")),
                rest.path("sd").asBoolean(),
                decimal(rest.path("pc")));
    }

    static JsonNode tree(String json) {
        try {
            return Json.MAPPER.readTree(json);
        } catch (JsonProcessingException notOurs) {
            throw new IllegalStateException("a visitor day's page is not JSON");
        }
    }

    private static <T> @Nullable T at(List<T> values, JsonNode place) {
        return place.asInt(-1) < 0 ? null : values.get(place.asInt());
    }

    private static @Nullable BigDecimal decimal(JsonNode node) {
        return node.isNumber() ? node.decimalValue() : null;
    }

    private static Source source(StoredEvent event) {
        return new Source(
                event.copy().delivery(),
                event.copy().receivedAt(),
                event.planVersion(),
                event.server(),
                event.copy().deliveryEvents(),
                event.device(),
                event.sender().ads());
    }

    private static JsonNode source(Source source) {
        ArrayNode array = NODES.arrayNode()
                .add(source.delivery())
                .add(source.receivedAt())
                .add(source.plan())
                .add(source.server() ? 1 : 0)
                .add(source.events());
        if (source.device() != null || source.ads()) {
            array.add(source.device() == null ? null : source.device().text());
        }
        return source.ads() ? array.add(1) : array;
    }

    private static Source source(JsonNode array) {
        return new Source(
                array.get(0).asText(),
                array.get(1).asLong(),
                array.get(2).asInt(),
                array.path(3).asInt() == 1,
                array.path(4).asInt(),
                array.hasNonNull(5) ? new DeviceHash(array.get(5).asText()) : null,
                array.path(6).asInt() == 1);
    }

    private static JsonNode click(ClickId click) {
        return NODES.arrayNode().add(click.name()).add(click.value());
    }

    private static ClickId click(JsonNode array) {
        return new ClickId(array.path(0).asText(), array.path(1).asText());
    }

    private static JsonNode shape(Shape shape) {
        ArrayNode array = NODES.arrayNode().add(shape.name());
        shape.propKeys().forEach(array::add);
        return array;
    }

    private static Shape shape(JsonNode array) {
        List<String> parts = StringTable.read(array, JsonNode::asText);
        return new Shape(parts.getFirst(), List.copyOf(parts.subList(1, parts.size())));
    }

    private static JsonNode receipt(DeliverySummary receipt) {
        ArrayNode array = NODES.arrayNode().add(receipt.delivery()).add(receipt.receivedAt());
        array.add(Json.MAPPER.<JsonNode>valueToTree(receipt.excluded()));
        array.add(Json.MAPPER.<JsonNode>valueToTree(receipt.rejected()));
        return array.add(receipt.accepted());
    }

    private static DeliverySummary receipt(JsonNode array) {
        return new DeliverySummary(
                array.get(0).asText(),
                array.get(1).asLong(),
                counts(array.get(2)),
                counts(array.get(3)),
                array.has(4) ? array.get(4).asInt() : DeliverySummary.UNSAID);
    }

    private static Map<String, Integer> counts(JsonNode object) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        object.properties()
                .forEach(field -> counts.put(field.getKey(), field.getValue().asInt()));
        return counts;
    }

    /**
     * The content of a page.
     *
     * @param connected whether the visitor day is connected with others, so that it cannot be resolved on its own
     * @param before whether it was written by the previous version, which stored that flag in a separate item
     */
    record Page(
            List<StoredEvent> copies,
            List<DeliverySummary> receipts,
            List<Claimed> claimed,
            boolean connected,
            boolean before) {

        /** A page that contains only the flag. */
        static final Page CONNECTED = new Page(List.of(), List.of(), List.of(), true, false);

        static Page of(VisitorDayStore.Addition added, boolean connected) {
            return new Page(added.copies(), added.receipts(), added.claimed(), connected, false);
        }

        Page flagged(boolean asConnected) {
            return new Page(copies, receipts, claimed, asConnected, false);
        }

        /** Merges the pages of a visitor day, without duplicates. */
        static Page together(List<Page> pages) {
            VisitorDay day = new VisitorDay();
            Set<StoredEvent> elsewhere = new LinkedHashSet<>();
            boolean connected = false;
            boolean before = false;
            for (Page page : pages) {
                page.addTo(day);
                page.copies.stream().filter(StoredEvent::elsewhere).forEach(elsewhere::add);
                connected |= page.connected;
                before |= page.before;
            }
            List<StoredEvent> copies =
                    new ArrayList<>(day.copies().stream().sorted(IN_ORDER).toList());
            copies.addAll(elsewhere);
            List<Claimed> claimed = new ArrayList<>();
            day.claimed().forEach((event, claim) -> claimed.add(new Claimed(event, claim)));
            return new Page(copies, new ArrayList<>(day.receipts()), claimed, connected, before);
        }

        boolean isEmpty() {
            return copies.isEmpty() && receipts.isEmpty() && claimed.isEmpty() && !connected;
        }

        void addTo(VisitorDay day) {
            day.addCopies(copies);
            day.addReceipts(receipts);
            day.addClaimed(claimed);
        }
    }
}
