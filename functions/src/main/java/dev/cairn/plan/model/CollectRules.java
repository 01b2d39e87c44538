package dev.cairn.plan.model;

import java.util.List;
import java.util.Set;

/**
 * A site's settings for which events are accepted and what is kept of them.
 *
 * @param origins exact {@code scheme://host[:port]}, {@code scheme://*.host[:port]}, or the string {@code null}; lower
 *     case, without the scheme's default port, as sent by browsers
 * @param keepQuery query parameters that scrubbing keeps (I5)
 * @param internal CIDR blocks ({@code network/prefix}, IPv4 or IPv6, no bits set beyond the prefix) whose events are
 *     excluded (V3)
 * @param identity which user ids are trusted (I1)
 * @param reportProps keys of the properties that are counted by value, in addition to those of reserved events (F13)
 */
public record CollectRules(
        Set<String> origins,
        List<String> keepQuery,
        Set<String> internal,
        IdentityProof identity,
        List<String> reportProps) {}
