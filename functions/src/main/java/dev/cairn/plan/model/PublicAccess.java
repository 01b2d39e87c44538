package dev.cairn.plan.model;

import java.util.Set;

/**
 * Whether anyone may see a site's headline statistics without a key.
 *
 * @param open whether its public page and what that page reads are answered at all
 * @param embed origins whose pages may show the public page in a frame; none by default
 */
public record PublicAccess(boolean open, Set<String> embed) {
    public static final PublicAccess CLOSED = new PublicAccess(false, Set.of());
}
