package dev.cairn.plan.model;

import java.util.Set;

/**
 * Whether a site's headline statistics are visible without a key.
 *
 * @param open whether the public page and the data it reads are available
 * @param embed origins whose pages may embed the public page in a frame; none by default
 */
public record PublicAccess(boolean open, Set<String> embed) {
    public static final PublicAccess CLOSED = new PublicAccess(false, Set.of());
}
