package dev.cairn.domain.visit;

import java.util.List;

/**
 * A site's settings for forming and attributing visits (V1, V2).
 *
 * @param ownHosts hosts that are not referrers: those configured, or else the hosts of the origins (V2); lower case;
 *     {@code *.host} stands for all its subdomains
 * @param paymentHosts hosts that are not referrers, in the same form (V2)
 */
public record VisitRules(List<String> ownHosts, List<String> paymentHosts) {}
