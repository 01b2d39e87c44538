package dev.cairn.plan.model;

import dev.cairn.domain.funnel.Funnel;
import dev.cairn.domain.goal.Goal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One site with everything that applies to it: the plan's goals, funnels, targets and audiences, amended by the site's
 * own. The maps keep the plan's order.
 *
 * @param zones the site's time zones over time (T3)
 * @param currency ISO 4217, for values without a currency
 * @param origins exact {@code scheme://host[:port]}, {@code scheme://*.host[:port]}, or the string {@code null}; lower
 *     case, without the scheme's default port, as browsers send it
 * @param retentionDays how long visitor days, journeys and claims are kept
 * @param ownHosts hosts that are not referrers: as configured, else the hosts of the origins (V2); lower case, and
 *     {@code *.host} stands for every host below that one
 * @param paymentHosts hosts that are not referrers, in the same form (V2)
 * @param keepQuery query parameters that scrubbing keeps (I5)
 * @param internal CIDR blocks ({@code network/prefix}, IPv4 or IPv6, no bits set beyond the prefix) whose events are
 *     excluded (V3)
 * @param keyPages globs of the site's key pages (goal key_page_viewed): those beginning with {@code /} match the path,
 *     all others match host and path
 * @param hidden ids of goals that are not shown until the site sets {@code key_pages}; an event sent under such a
 *     goal's own name still meets it
 */
public record Site(
        String id,
        String name,
        TimeZoneHistory zones,
        String currency,
        List<String> origins,
        int retentionDays,
        List<String> ownHosts,
        List<String> paymentHosts,
        List<String> keepQuery,
        List<String> internal,
        List<String> keyPages,
        Map<String, Goal> goals,
        Map<String, Funnel> funnels,
        Map<String, Target> targets,
        Map<String, Audience> audiences,
        Set<String> hidden) {

    /** Kept beyond the retention, so that a run sees the longest window closed before the day is deleted. */
    private static final Duration LAST_RUNS = Duration.ofDays(2);

    /** Returns when the stored data of visitors' days expires (R6). */
    public Instant forgets(LocalDate day) {
        return Instant.ofEpochMilli(zones.endOf(day))
                .plus(Duration.ofDays(retentionDays))
                .plus(LAST_RUNS);
    }

    /** Returns this site with the history of its time zones (T3). */
    public Site withZones(TimeZoneHistory history) {
        return new Site(
                id,
                name,
                history,
                currency,
                origins,
                retentionDays,
                ownHosts,
                paymentHosts,
                keepQuery,
                internal,
                keyPages,
                goals,
                funnels,
                targets,
                audiences,
                hidden);
    }
}
