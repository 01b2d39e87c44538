package dev.cairn.access;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.cairn.store.Item;
import dev.cairn.store.ItemStore;
import dev.cairn.store.Json;
import dev.cairn.store.Table;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Stores the keys in one partition of {@link Table#SETTINGS}, each under the SHA-256 of its secret. An expired key is
 * kept for a while so that its use can be reported as expired rather than unknown.
 */
final class KeyStore {
    private static final String PARTITION = "keys";
    private static final Duration KEPT_AFTER_EXPIRY = Duration.ofDays(30);

    private record Stored(
            int schema,
            String id,
            @Nullable String site,
            List<String> scopes,
            String name,
            String created,
            @Nullable String expires,
            @JsonUnwrapped Share shared) {}

    /** The fields of a share; both are absent in any other key. */
    private record Share(@Nullable Boolean share, @Nullable String madeBy) {}

    private final ItemStore items;

    KeyStore(ItemStore items) {
        this.items = items;
    }

    Optional<AccessKey> find(String hash) {
        return items.get(key(hash)).map(KeyStore::key);
    }

    void add(String hash, AccessKey key) {
        Instant expires = key.expires();
        items.replace(Item.first(key(hash), body(key), expires == null ? null : expires.plus(KEPT_AFTER_EXPIRY)));
    }

    /** Stores a key under this hash only; deletes the same key under any other hash. */
    void replace(AccessKey key, String hash) {
        List<Item> stored = items.query(Table.SETTINGS, PARTITION).stream()
                .filter(item -> key.id().equals(key(item).id()))
                .toList();
        if (stored.stream().noneMatch(item -> item.key().sort().equals(hash))) {
            add(hash, key);
        }
        stored.stream()
                .filter(item -> !item.key().sort().equals(hash))
                .forEach(item -> items.delete(item.key(), item.revision()));
    }

    List<AccessKey> all() {
        return items.query(Table.SETTINGS, PARTITION).stream()
                .map(KeyStore::key)
                .toList();
    }

    /** Deletes the matching keys. Returns false if none matches. */
    boolean remove(Predicate<AccessKey> which) {
        List<Item> found = items.query(Table.SETTINGS, PARTITION).stream()
                .filter(item -> which.test(key(item)))
                .toList();
        found.forEach(item -> items.delete(item.key(), item.revision()));
        return !found.isEmpty();
    }

    static String hash(String secret) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(digest(secret));
    }

    static byte[] digest(String secret) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static Item.Key key(String hash) {
        return new Item.Key(Table.SETTINGS, PARTITION, hash);
    }

    private static String body(AccessKey key) {
        return Json.write(new Stored(
                Item.SCHEMA,
                key.id(),
                key.site(),
                key.scopes().stream().map(Scope::word).sorted().toList(),
                key.name(),
                key.created().toString(),
                key.expires() == null ? null : key.expires().toString(),
                new Share(key.share() ? true : null, key.madeBy())));
    }

    /** Ignores scopes written by a newer release, which this release cannot grant (R8). */
    private static AccessKey key(Item item) {
        Stored stored = Json.read(item.body(), Stored.class);
        Set<Scope> scopes = stored.scopes().stream()
                .map(Scope::tryParse)
                .flatMap(Optional::stream)
                .collect(Collectors.toUnmodifiableSet());
        return new AccessKey(
                stored.id(),
                stored.site(),
                scopes,
                stored.name(),
                Instant.parse(stored.created()),
                stored.expires() == null ? null : Instant.parse(stored.expires()),
                Boolean.TRUE.equals(stored.shared().share()),
                stored.shared().madeBy());
    }
}
