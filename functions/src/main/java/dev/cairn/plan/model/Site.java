package dev.cairn.plan.model;

import dev.cairn.domain.funnel.Funnel;
import dev.cairn.domain.goal.Goal;
import dev.cairn.domain.person.ExclusionRules;
import dev.cairn.domain.visit.VisitRules;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;

/**
 * One site with everything that applies to it. Add a new setting to the rules that use it.
 *
 * @param zones the site's time zones over time (T3)
 * @param currency ISO 4217, for values without a currency
 * @param retentionDays how long visitor days, journeys and claims are kept
 */
public record Site(
        String id,
        String name,
        TimeZoneHistory zones,
        String currency,
        int retentionDays,
        CollectRules collect,
        VisitRules visits,
        Definitions definitions) {

    /** Time beyond the retention, so that a run sees the longest window closed before the day is deleted. */
    private static final Duration LAST_RUNS = Duration.ofDays(2);

    public Map<String, Goal> goals() {
        return definitions.goals();
    }

    public Map<String, Funnel> funnels() {
        return definitions.funnels();
    }

    /** Returns the rules that exclude events from the statistics. */
    public ExclusionRules exclude() {
        return definitions.exclude();
    }

    /** Returns the site's notification settings. */
    public Notifications notifications() {
        return definitions.notifications();
    }

    /** Returns when a day's stored visitor data expires (R6). */
    public Instant forgets(LocalDate day) {
        return Instant.ofEpochMilli(zones.endOf(day))
                .plus(Duration.ofDays(retentionDays))
                .plus(LAST_RUNS);
    }

    /** Returns this site with a history of time zones (T3). */
    public Site withZones(TimeZoneHistory history) {
        return new Site(id, name, history, currency, retentionDays, collect, visits, definitions);
    }
}
