package dev.cairn.domain.visit;

import java.util.List;

/**
 * A site's settings of how its visits are formed and attributed (V1, V2).
 *
 * @param ownHosts hosts that are not referrers: as configured, else the hosts of the origins (V2); lower case, and
 *     {@code *.host} stands for every host below that one
 * @param paymentHosts hosts that are not referrers, in the same form (V2)
 */
public record VisitRules(List<String> ownHosts, List<String> paymentHosts) {}
