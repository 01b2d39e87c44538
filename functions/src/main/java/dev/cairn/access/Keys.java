package dev.cairn.access;

import dev.cairn.store.Items;
import dev.cairn.store.Secrets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The keys as they are stored: hashed. The stack's own admin key is one of them without being stored. */
public final class Keys {

    /** A new key: the only time its secret is seen. */
    public record Created(AccessKey key, String secret) {}

    /** @param cacheFor how long a key may be believed without asking the store */
    public Keys(Items items, Secrets secrets, Clock clock, Duration cacheFor) {
        throw new UnsupportedOperationException("being built");
    }

    /** The key behind a bearer secret; empty when it is unknown, revoked or expired. */
    public Optional<AccessKey> find(String secret) {
        throw new UnsupportedOperationException("being built");
    }

    public Created create(@Nullable String site, Set<Scope> scopes, String name, @Nullable Instant expires) {
        throw new UnsupportedOperationException("being built");
    }

    public List<AccessKey> list() {
        throw new UnsupportedOperationException("being built");
    }

    /** False when there is no such key. */
    public boolean revoke(String id) {
        throw new UnsupportedOperationException("being built");
    }
}
