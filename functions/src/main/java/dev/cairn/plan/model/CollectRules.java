package dev.cairn.plan.model;

import java.util.List;
import java.util.Set;

/**
 * A site's settings of what is accepted, and what is kept of it.
 *
 * @param origins exact {@code scheme://host[:port]}, {@code scheme://*.host[:port]}, or the string {@code null}; lower
 *     case, without the scheme's default port, as browsers send it
 * @param keepQuery query parameters that scrubbing keeps (I5)
 * @param internal CIDR blocks ({@code network/prefix}, IPv4 or IPv6, no bits set beyond the prefix) whose events are
 *     excluded (V3)
 * @param identity which user ids are believed (I1)
 * @param reportProps keys of the properties that are counted by value, besides those of reserved events (F13)
 */
public record CollectRules(
        Set<String> origins,
        List<String> keepQuery,
        Set<String> internal,
        IdentityProof identity,
        List<String> reportProps) {}
