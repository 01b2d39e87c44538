package dev.cairn.access;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A key as stored, without the secret. The secret is shown once and kept only as a hash.
 *
 * @param site null for an admin key, which is valid for every site
 * @param expires null when it does not expire
 * @param share whether the key belongs to a shared link: it reads one site's statistics and nothing else, and cannot
 *     create other shares
 * @param madeBy id of the key that created a share; null for any other key, and for shares created before this field
 *     existed
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

    /** Whether the key has no expiry, or expires later than {@code now}. */
    public boolean isValidAt(Instant now) {
        return expires == null || expires.isAfter(now);
    }

    public boolean allows(Scope scope, String onSite) {
        return scopes.contains(Scope.ADMIN) || (scopes.contains(scope) && onSite.equals(site));
    }
}
