package dev.cairn.store.visitor;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.domain.event.EventIdLedger;
import dev.cairn.domain.event.OrderHash;
import dev.cairn.domain.event.StoredEvent;
import dev.cairn.domain.event.VisitorKey;
import dev.cairn.store.Item;
import dev.cairn.store.ItemStore;
import dev.cairn.store.Json;
import dev.cairn.store.OptimisticRetry;
import dev.cairn.store.Table;
import dev.cairn.store.visitor.VisitorDayStore.Id;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Stores claims, which connect facts of several visitors: one item per order, with the visitor days that refer to it
 * (D2, D3), and one per event id whose copies may be stored in several visitor days (D1). Both are sets, updated by
 * compare-and-set.
 */
public final class LedgerStore {
    private static final int ATTEMPTS = 40;
    private static final String CLAIM = "claim";

    private final ItemStore items;

    public LedgerStore(ItemStore items) {
        this.items = items;
    }

    /** The visitor days that refer to each of these orders. */
    public Map<OrderHash, Set<Id>> orders(String site, Collection<OrderHash> orders) {
        Map<Item.Key, Item> found =
                items.get(orders.stream().map(order -> orderKey(site, order)).toList());
        Map<OrderHash, Set<Id>> days = new HashMap<>();
        for (OrderHash order : orders) {
            Item item = found.get(orderKey(site, order));
            days.put(order, item == null ? Set.of() : readOrder(site, item.body()));
        }
        return days;
    }

    /** Adds a visitor day to the claim of an order that it refers to; returns all visitor days in the claim. */
    public Set<Id> addToOrder(OrderHash order, Id day, Instant expires) {
        return readOrder(day.site(), change(orderKey(day.site(), order), expires, body -> {
            Set<Id> days = readOrder(day.site(), body);
            return days.add(day) ? writeOrder(days) : body;
        }));
    }

    /** Removes a visitor day from the claim of an order. */
    public void removeFromOrder(OrderHash order, Id day) {
        Item.Key key = orderKey(day.site(), order);
        if (items.get(key).isPresent()) {
            change(key, null, body -> {
                Set<Id> days = readOrder(day.site(), body);
                return days.remove(day) ? writeOrder(days) : body;
            });
        }
    }

    private static String writeOrder(Set<Id> days) {
        Map<String, Set<String>> byVisitor = new TreeMap<>();
        days.forEach(each -> byVisitor
                .computeIfAbsent(each.visitor().toString(), any -> new TreeSet<>())
                .add(each.day().toString()));
        return Json.write(Map.of("days", byVisitor));
    }

    /**
     * Also reads the form of the previous version, which stored contenders and refunds, each with its visitor and day.
     */
    private static Set<Id> readOrder(String site, String body) {
        JsonNode root = Json.read(body, JsonNode.class);
        Set<Id> days = new TreeSet<>(Id.ORDER);
        root.path("days")
                .properties()
                .forEach(each -> each.getValue().forEach(day -> days.add(id(site, each.getKey(), day.asText()))));
        for (String kind : new String[] {"contenders", "refunds"}) {
            root.path(kind)
                    .forEach(each -> days.add(id(
                            site,
                            each.path("visitor").asText(),
                            each.path("day").asText())));
        }
        return days;
    }

    private static Id id(String site, String visitor, String day) {
        return new Id(site, LocalDate.parse(day), VisitorKey.tryParse(visitor).orElseThrow());
    }

    /** The claims of these ids, by the hash of the id; ids without a claim are omitted. */
    public Map<String, EventIdLedger> ids(String site, Collection<String> hashes) {
        Map<Item.Key, Item> found =
                items.get(hashes.stream().map(hash -> idKey(site, hash)).toList());
        Map<String, EventIdLedger> claims = new HashMap<>();
        for (String hash : hashes) {
            Item item = found.get(idKey(site, hash));
            if (item != null) {
                claims.put(hash, EventIdLedgerCodec.read(item.body()));
            }
        }
        return claims;
    }

    /** Claims an event id for a visitor day; returns the updated claim. */
    public EventIdLedger claimId(String site, String hash, EventIdLedger.EventPlace home, Instant expires) {
        return EventIdLedgerCodec.read(change(
                idKey(site, hash),
                expires,
                body -> EventIdLedgerCodec.write(readId(body).with(home))));
    }

    /**
     * Removes erased copies from the claim of an event id and returns the rest of the claim. Idempotent.
     *
     * @param left the smallest copy that the visitor day still has, null when it has none
     */
    public EventIdLedger leaveId(Id day, String hash, StoredEvent.@Nullable EventSource left) {
        Item.Key key = idKey(day.site(), hash);
        return items.get(key).isEmpty()
                ? EventIdLedger.NONE
                : readId(change(
                        key,
                        null,
                        body -> EventIdLedgerCodec.write(readId(body).left(day.visitor(), day.day(), left))));
    }

    private static EventIdLedger readId(String body) {
        return body.equals(EMPTY) ? EventIdLedger.NONE : EventIdLedgerCodec.read(body);
    }

    private static final String EMPTY = "{}";

    /** @param expires null to leave the expiry unchanged */
    private String change(Item.Key key, @Nullable Instant expires, UnaryOperator<String> change) {
        for (OptimisticRetry tries = OptimisticRetry.over("a claim", ATTEMPTS); ; tries.tryAgain()) {
            Item stored = items.get(key).orElse(null);
            String before = stored == null ? EMPTY : stored.body();
            String changed = change.apply(before);
            if (changed.equals(before)) {
                return before;
            }
            if (items.put(new Item(key, stored == null ? 1 : stored.revision() + 1, changed, later(stored, expires)))) {
                return changed;
            }
        }
    }

    /** R6: a claim is kept for as long as the most recent day in it. */
    private static @Nullable Instant later(@Nullable Item stored, @Nullable Instant expires) {
        if (stored == null || stored.expires() == null) {
            return expires;
        }
        return expires == null || expires.isBefore(stored.expires()) ? stored.expires() : expires;
    }

    private static Item.Key orderKey(String site, OrderHash order) {
        return new Item.Key(Table.STATE, "order#" + site + "#" + order.text(), CLAIM);
    }

    private static Item.Key idKey(String site, String hash) {
        return new Item.Key(Table.STATE, "time#" + site + "#" + hash, CLAIM);
    }
}
