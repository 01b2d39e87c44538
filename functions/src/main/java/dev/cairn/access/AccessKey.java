package dev.cairn.access;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A key as it is stored: without the secret, which is shown once and kept only as a hash.
 *
 * @param site null for an admin key, which holds for every site
 * @param expires null when it does not expire
 * @param share whether it is in a link that was handed on: it reads a site's statistics and nothing else, and makes no
 *     other shares
 * @param madeBy id of the key a share was made with; null for any other key, and for a share of before this was kept
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

    /** Whether the key is valid for good or until later than {@code now}. */
    public boolean isValidAt(Instant now) {
        return expires == null || expires.isAfter(now);
    }

    public boolean allows(Scope scope, String onSite) {
        return scopes.contains(Scope.ADMIN) || (scopes.contains(scope) && onSite.equals(site));
    }
}
