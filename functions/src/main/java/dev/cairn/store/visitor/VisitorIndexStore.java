package dev.cairn.store.visitor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.domain.event.DeviceHash;
import dev.cairn.domain.event.ErasedInterval;
import dev.cairn.domain.event.EventHash;
import dev.cairn.domain.event.EventOrderKey;
import dev.cairn.domain.event.Tombstone;
import dev.cairn.domain.event.VisitorKey;
import dev.cairn.domain.person.VisitorIndex;
import dev.cairn.store.Hashes;
import dev.cairn.store.Item;
import dev.cairn.store.ItemStore;
import dev.cairn.store.Json;
import dev.cairn.store.OptimisticRetry;
import dev.cairn.store.Table;
import dev.cairn.store.codec.StringTable;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * Stores the index of each linkable visitor in one item, {@code journey#SITE#VISITOR}. The previous version stored the
 * visitor's journey there: its days, devices and users are read, and the rest is ignored.
 */
public final class VisitorIndexStore {
    private static final int ATTEMPTS = 40;
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /**
     * Written to the field in which the previous version stores a device's owners. That version cannot parse it as a
     * visitor, so it quarantines the whole records instead of mistaking this item for a journey without days.
     */
    private static final String NOT_A_JOURNEY = "not a journey: written by a later version";

    private final ItemStore items;

    public VisitorIndexStore(ItemStore items) {
        this.items = items;
    }

    /** @param revision 0 when there is no index yet */
    public record Loaded(VisitorIndex index, long revision, boolean isJourney) {
        static final Loaded NONE = new Loaded(VisitorIndex.EMPTY, 0, false);
    }

    public Loaded load(String site, VisitorKey visitor) {
        return Objects.requireNonNull(load(site, Set.of(visitor)).get(visitor));
    }

    /** The index of every requested visitor; empty when there is none yet. */
    public Map<VisitorKey, Loaded> load(String site, Collection<VisitorKey> visitors) {
        Map<Item.Key, Item> found =
                items.get(visitors.stream().map(visitor -> key(site, visitor)).toList());
        Map<VisitorKey, Loaded> indexes = new HashMap<>();
        for (VisitorKey visitor : visitors) {
            Item item = found.get(key(site, visitor));
            indexes.put(visitor, item == null ? Loaded.NONE : read(item));
        }
        return indexes;
    }

    /** False when another writer won. */
    public boolean put(String site, VisitorKey visitor, Loaded before, VisitorIndex index, Instant expires) {
        return items.put(new Item(key(site, visitor), before.revision() + 1, write(index), expires));
    }

    /** Changes an index, retrying while other writers win; returns the updated index. */
    public VisitorIndex change(
            String site,
            VisitorKey visitor,
            UnaryOperator<VisitorIndex> change,
            java.util.function.Function<VisitorIndex, Instant> expiry) {
        for (OptimisticRetry tries = OptimisticRetry.over("a visitor's index", ATTEMPTS); ; tries.tryAgain()) {
            Loaded before = load(site, visitor);
            VisitorIndex after = change.apply(before.index());
            if (after.equals(before.index()) || put(site, visitor, before, after, expiry.apply(after))) {
                return after;
            }
        }
    }

    private static Item.Key key(String site, VisitorKey visitor) {
        return new Item.Key(Table.STATE, "journey#" + site + "#" + visitor, "journey");
    }

    /** Whether an item is a visitor's index. */
    public static boolean isIndex(Item.Key key) {
        return key.table() == Table.STATE && key.partition().startsWith("journey#");
    }

    /** An index without the facts derived from events; empty when nothing remains because nothing was ever erased. */
    public static Optional<Item> withoutEvents(Item item) {
        VisitorIndex left = read(item).index().withoutFacts();
        return left.isNothing()
                ? Optional.empty()
                : Optional.of(new Item(item.key(), item.revision(), write(left), item.expires()));
    }

    static String write(VisitorIndex index) {
        ObjectNode root = NODES.objectNode();
        root.putArray("owners").addArray().add(NOT_A_JOURNEY);
        ArrayNode days = root.putArray("dates");
        index.days().forEach(day -> days.add(day.toString()));
        if (!index.devices().isEmpty()) {
            ArrayNode devices = root.putArray("devices");
            index.devices().forEach(device -> devices.add(device.text()));
        }
        if (!index.users().isEmpty()) {
            ObjectNode users = root.putObject("users");
            index.users().forEach((user, on) -> {
                ArrayNode array = users.putArray(user.toString());
                on.forEach(day -> array.add(day.toString()));
            });
        }
        if (index.tombstone().at() > 0) {
            root.put("erased_at", index.tombstone().at());
        }
        for (ErasedInterval stretch : index.tombstone().stretches()) {
            put(put(root.withArray("erased").addArray(), stretch.from()), stretch.until());
        }
        return root.toString();
    }

    private static Loaded read(Item item) {
        JsonNode root = Json.read(item.body(), JsonNode.class);
        boolean isJourney = !root.has("dates");
        NavigableSet<LocalDate> days = new TreeSet<>();
        if (isJourney) {
            root.path("days").fieldNames().forEachRemaining(day -> days.add(LocalDate.parse(day)));
        } else {
            days.addAll(StringTable.read(root.path("dates"), day -> LocalDate.parse(day.asText())));
        }
        return new Loaded(
                new VisitorIndex(
                        days,
                        new TreeSet<>(
                                StringTable.read(root.path("devices"), device -> new DeviceHash(device.asText()))),
                        isJourney ? owners(root) : users(root),
                        new Tombstone(
                                root.path("erased_at").asLong(),
                                new LinkedHashSet<>(StringTable.read(
                                        root.path("erased"),
                                        array -> new ErasedInterval(moment(array, 0), moment(array, 3)))))),
                item.revision(),
                isJourney);
    }

    private static Map<VisitorKey, NavigableSet<LocalDate>> users(JsonNode root) {
        Map<VisitorKey, NavigableSet<LocalDate>> users = new TreeMap<>(VisitorKey.BY_TEXT);
        root.path("users").properties().forEach(each -> {
            NavigableSet<LocalDate> on = new TreeSet<>();
            each.getValue().forEach(day -> on.add(LocalDate.parse(day.asText())));
            users.put(VisitorKey.tryParse(each.getKey()).orElseThrow(), on);
        });
        return users;
    }

    /** Reads the owners of a device from a journey, which does not contain the days on which they were identified. */
    private static Map<VisitorKey, NavigableSet<LocalDate>> owners(JsonNode root) {
        Map<VisitorKey, NavigableSet<LocalDate>> users = new TreeMap<>(VisitorKey.BY_TEXT);
        root.path("owners")
                .forEach(turn ->
                        users.put(VisitorKey.tryParse(turn.path(0).asText()).orElseThrow(), new TreeSet<>()));
        return users;
    }

    private static ArrayNode put(ArrayNode array, EventOrderKey moment) {
        return array.add(moment.at())
                .add(moment.seq())
                .add(Hashes.text(moment.id().bits()));
    }

    private static EventOrderKey moment(JsonNode array, int from) {
        return new EventOrderKey(
                array.get(from).asLong(),
                array.get(from + 1).asLong(),
                new EventHash(Hashes.bytes(array.get(from + 2).asText())));
    }
}
