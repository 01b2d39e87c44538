package dev.cairn.store;

import dev.cairn.domain.OrderBook;
import dev.cairn.domain.OrderClaim;
import dev.cairn.domain.StoredEvent;
import dev.cairn.domain.StoredEvent.Copy;
import dev.cairn.domain.VisitorKey;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Claims: one item per order (D2, D3), and one per event id whose time we corrected (D1). */
public final class Claims {
    private static final int ATTEMPTS = 20;

    private final Items items;

    public Claims(Items items) {
        this.items = items;
    }

    /** The claims of those of the orders that have one. */
    public Map<String, OrderClaim> orders(String site, Collection<String> orders) {
        Map<Item.Key, Item> found =
                items.get(orders.stream().map(order -> orderKey(site, order)).toList());
        Map<String, OrderClaim> claims = new HashMap<>();
        for (String order : orders) {
            Item item = found.get(orderKey(site, order));
            if (item != null) {
                claims.put(order, OrderJson.read(item.body()));
            }
        }
        return claims;
    }

    /** The verdicts on all orders of these events. */
    public OrderBook book(String site, Collection<StoredEvent> events) {
        Set<String> orders = new java.util.HashSet<>();
        events.forEach(event -> {
            if (event.order() != null) {
                orders.add(event.order());
            }
        });
        if (orders.isEmpty()) {
            return OrderBook.EMPTY;
        }
        return OrderBook.of(orders(site, orders));
    }

    /** @param changed false when there was nothing to change, and so nothing was written */
    public record Updated(OrderClaim claim, boolean changed) {}

    /** Changes an order's claim; what it is afterwards. */
    public Updated updateOrder(String site, String order, UnaryOperator<OrderClaim> change, Instant expires) {
        Item.Key key = orderKey(site, order);
        Changed changed = update(
                key,
                expires,
                OrderJson.write(OrderClaim.empty()),
                body -> OrderJson.write(change.apply(OrderJson.read(body))));
        return new Updated(OrderJson.read(changed.body()), changed.changed());
    }

    /** Where copies of an event whose time we corrected are kept. */
    public record TimeClaim(List<Home> homes) {

        /** @param copy the smallest of this home's copies */
        public record Home(String visitor, String day, StoredEvent.Copy copy) {
            /** Whether it is the same visitor day. */
            public boolean isSamePlaceAs(Home other) {
                return visitor.equals(other.visitor) && day.equals(other.day);
            }

            public VisitorKey visitorKey() {
                return VisitorKey.tryParse(visitor).orElseThrow();
            }

            public LocalDate date() {
                return LocalDate.parse(day);
            }
        }

        /** The home of the copy that was received first: there the event counts. */
        public Home winner() {
            return homes.stream()
                    .min(java.util.Comparator.comparing(Home::copy))
                    .orElseThrow();
        }

        /** Without a home, or with another copy as that home's smallest. */
        TimeClaim without(String visitor, String day, @Nullable Home left) {
            List<Home> changed = new ArrayList<>(homes);
            changed.removeIf(
                    each -> each.visitor().equals(visitor) && each.day().equals(day));
            if (left != null && changed.size() < homes.size()) {
                changed.add(left);
            }
            changed.sort(java.util.Comparator.comparing(Home::copy));
            return new TimeClaim(List.copyOf(changed));
        }

        TimeClaim with(Home home) {
            List<Home> changed = new ArrayList<>();
            Home smallest = home;
            for (Home each : homes) {
                if (!each.isSamePlaceAs(home)) {
                    changed.add(each);
                } else if (each.copy().compareTo(home.copy()) < 0) {
                    smallest = each;
                }
            }
            changed.add(smallest);
            changed.sort(java.util.Comparator.comparing(Home::copy));
            return new TimeClaim(List.copyOf(changed));
        }
    }

    /**
     * @param claim every home the id has now
     * @param changed false when all of it was known, so that nothing was written
     */
    public record Claimed(TimeClaim claim, boolean changed) {}

    /** Claims an event id for a home (D1). */
    public Claimed claimTime(String site, String idHash, TimeClaim.Home home, Instant expires) {
        Changed changed = update(
                new Item.Key(Table.STATE, "time#" + site + "#" + idHash, "claim"),
                expires,
                Json.write(new TimeClaim(List.of())),
                body -> Json.write(Json.read(body, TimeClaim.class).with(home)));
        return new Claimed(Json.read(changed.body(), TimeClaim.class), changed.changed());
    }

    /**
     * Takes a home out of the claim of an event id, or says which of its copies is the smallest now; the homes it has
     * afterwards. Harmless to repeat.
     *
     * @param left null when the home has no copy of the event any more
     */
    public TimeClaim releaseTime(String site, String idHash, VisitorKey visitor, LocalDate day, @Nullable Copy left) {
        Item.Key key = new Item.Key(Table.STATE, "time#" + site + "#" + idHash, "claim");
        for (Contention tries = Contention.over("a claim", ATTEMPTS); ; tries.tryAgain()) {
            Optional<Item> stored = items.get(key);
            if (stored.isEmpty()) {
                return new TimeClaim(List.of());
            }
            TimeClaim before = Json.read(stored.get().body(), TimeClaim.class);
            TimeClaim.Home home = left == null ? null : new TimeClaim.Home(visitor.toString(), day.toString(), left);
            TimeClaim after = before.without(visitor.toString(), day.toString(), home);
            if (after.equals(before) || put(stored.get(), after)) {
                return after;
            }
        }
    }

    private boolean put(Item stored, TimeClaim after) {
        return after.homes().isEmpty()
                ? items.delete(stored.key(), stored.revision())
                : items.put(stored.next(Json.write(after)));
    }

    private record Changed(String body, boolean changed) {}

    private Changed update(Item.Key key, Instant expires, String absent, UnaryOperator<String> change) {
        for (Contention tries = Contention.over("a claim", ATTEMPTS); ; tries.tryAgain()) {
            Item stored = items.get(key).orElse(null);
            String before = stored == null ? absent : stored.body();
            String changed = change.apply(before);
            if (before.equals(changed)) {
                return new Changed(before, false);
            }
            if (items.put(new Item(key, stored == null ? 1 : stored.revision() + 1, changed, later(stored, expires)))) {
                return new Changed(changed, true);
            }
        }
    }

    /** R6: a claim is kept as long as the youngest day that has a part in it. */
    private static Instant later(@Nullable Item stored, Instant expires) {
        return stored == null || stored.expires() == null || stored.expires().isBefore(expires)
                ? expires
                : stored.expires();
    }

    private static Item.Key orderKey(String site, String order) {
        return new Item.Key(Table.STATE, "order#" + site + "#" + order, "claim");
    }
}
