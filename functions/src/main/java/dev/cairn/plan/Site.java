package dev.cairn.plan;

import dev.cairn.domain.Funnel;
import dev.cairn.domain.Goal;
import java.util.List;
import java.util.Map;

/**
 * One site with everything that holds for it: the plan's goals and funnels, amended by the site's own.
 *
 * @param zones the site's time zones over time (T3)
 * @param currency ISO 4217, for values that name none
 * @param origins exact {@code scheme://host[:port]}, {@code scheme://*.host}, or {@code null}
 * @param retentionDays how long visitor days, journeys and claims are kept
 * @param ownHosts hosts that are no referrers: as configured, else the hosts of the origins (V2)
 * @param paymentHosts hosts that are no referrers (V2)
 * @param keepQuery query parameters that scrubbing keeps (I5)
 * @param internal CIDR blocks whose events are left out (V3)
 * @param keyPages globs of the site's key pages (goal key_page_viewed)
 * @param goals by id, in the plan's order
 * @param funnels by id, in the plan's order
 */
public record Site(
        String id,
        String name,
        Zones zones,
        String currency,
        List<String> origins,
        int retentionDays,
        List<String> ownHosts,
        List<String> paymentHosts,
        List<String> keepQuery,
        List<String> internal,
        List<String> keyPages,
        Map<String, Goal> goals,
        Map<String, Funnel> funnels) {}
