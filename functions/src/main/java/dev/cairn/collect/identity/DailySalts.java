package dev.cairn.collect.identity;

import dev.cairn.plan.model.Site;
import dev.cairn.store.Item;
import dev.cairn.store.ItemStore;
import dev.cairn.store.Json;
import dev.cairn.store.Table;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Provides the salts of daily visitors (I1): 32 random bytes per site and local day of the event, deleted 25 hours
 * after the end of that day. The first process that needs a salt creates it; the others read it. A deleted salt is
 * never recreated. Thread-safe.
 */
public final class DailySalts {
    public static final Duration KEPT_AFTER_THE_DAY = Duration.ofHours(25);
    private static final int BYTES = 32;

    /** Returns the salt for the day of an event; empty if it has expired. */
    @FunctionalInterface
    public interface Source {
        Optional<byte[]> saltOf(Site site, long at);
    }

    private record Body(byte[] salt) {}

    private record Kept(byte[] salt, Instant expires) {}

    private final ItemStore items;
    private final Clock clock;
    private final Map<Item.Key, Kept> kept = new ConcurrentHashMap<>();

    public DailySalts(ItemStore items, Clock clock) {
        this.items = items;
        this.clock = clock;
    }

    /** Returns the stored salt for the day of the event, and creates it if necessary. */
    public Optional<byte[]> stored(Site site, long at) {
        LocalDate day = site.zones().dayOf(at);
        Instant expires = expiryOf(site, day);
        if (gone(expires)) {
            return Optional.empty();
        }
        Item.Key key = new Item.Key(Table.SALTS, site.id(), day.toString());
        Kept known = kept.get(key);
        if (known != null && !gone(known.expires())) {
            return Optional.of(known.salt());
        }
        return readOrCreate(key, expires).map(salt -> {
            kept.values().removeIf(each -> gone(each.expires()));
            kept.put(key, new Kept(salt, expires));
            return salt;
        });
    }

    /**
     * Returns a throwaway salt if the day would have one, without reading or storing anything. For {@code ?debug=1}.
     */
    public Optional<byte[]> unstored(Site site, long at) {
        return gone(expiryOf(site, site.zones().dayOf(at))) ? Optional.empty() : Optional.of(random());
    }

    private Optional<byte[]> readOrCreate(Item.Key key, Instant expires) {
        Optional<byte[]> found = read(key);
        if (found.isPresent()) {
            return found;
        }
        byte[] fresh = random();
        return items.put(Item.first(key, Json.write(new Body(fresh)), expires)) ? Optional.of(fresh) : read(key);
    }

    private Optional<byte[]> read(Item.Key key) {
        return items.get(key).map(item -> Json.read(item.body(), Body.class).salt());
    }

    private boolean gone(Instant expires) {
        return !expires.isAfter(clock.instant());
    }

    private static Instant expiryOf(Site site, LocalDate day) {
        return Instant.ofEpochMilli(site.zones().endOf(day)).plus(KEPT_AFTER_THE_DAY);
    }

    /** A new generator for each use: one in a field would be the same in every restored snapshot. */
    private static byte[] random() {
        byte[] salt = new byte[BYTES];
        new SecureRandom().nextBytes(salt);
        return salt;
    }
}
