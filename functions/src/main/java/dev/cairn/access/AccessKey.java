package dev.cairn.access;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A key as stored, without its secret. The secret is shown once and stored only as a hash.
 *
 * @param site null for an admin key, which is valid for every site
 * @param expires null if it does not expire
 * @param share whether the key belongs to a shared link: it reads one site's statistics and nothing else, and cannot
 *     create other shares
 * @param madeBy the id of the key that created the share; null for any other key, and for shares created before this
 *     field existed
 */
public record AccessKey(
        String id,
        @Nullable String site,
        Set<Scope> scopes,
        String name,
        Instant created,
        @Nullable Instant expires,
        boolean share,
        @Nullable String madeBy) {

    /** Whether the key does not expire or expires after {@code now}. */
    public boolean isValidAt(Instant now) {
        return expires == null || expires.isAfter(now);
    }

    public boolean allows(Scope scope, String onSite) {
        return scopes.contains(Scope.ADMIN) || (scopes.contains(scope) && onSite.equals(site));
    }
}
