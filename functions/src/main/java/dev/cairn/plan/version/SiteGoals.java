package dev.cairn.plan.version;

import dev.cairn.domain.event.StoredEvent;
import dev.cairn.domain.goal.Goal;
import dev.cairn.domain.insight.LaterConversionCounts;
import dev.cairn.domain.visit.VisitorDayTagger;
import dev.cairn.plan.model.Site;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;

/** Provides a site's definitions in all plan versions, for tagging. */
public final class SiteGoals implements VisitorDayTagger.GoalBook {
    private final PlanRepository plans;
    private final String site;

    public SiteGoals(PlanRepository plans, String site) {
        this.plans = plans;
        this.site = site;
    }

    @Override
    public Optional<Goal> goal(int planVersion, String id) {
        return Optional.ofNullable(plans.version(planVersion).sites().get(site))
                .map(found -> found.goals().get(id));
    }

    /** Whether an event with this name breaks a funnel in the given version. */
    public boolean excludes(int planVersion, String eventName) {
        Site found = plans.version(planVersion).sites().get(site);
        return found != null
                && found.funnels().values().stream()
                        .flatMap(funnel -> funnel.excludes().stream())
                        .anyMatch(exclude -> exclude.event().matches(eventName));
    }

    /** Returns the maximum number of days before its own day that an event of this site can affect. */
    public int reachDays() {
        EventReach reach = plans.reach(site);
        return Math.max(funnelDays(reach), insightDays(reach));
    }

    /**
     * Returns how many earlier days these events of one day may affect. Events that are late, meet a later step of a
     * funnel or a goal of an audience that this site ever had, or break a funnel affect the days covered by funnel
     * windows and audiences. Events that meet a macro goal affect the days over which insights track visitors (N2.8,
     * N4.1). If the goals depend on visits, any event may do so.
     *
     * @param late whether the person also has later days
     */
    public int reachDays(Collection<StoredEvent> events, boolean late) {
        EventReach reach = plans.reach(site);
        boolean walked = late
                || mayMeet(events, reach, reach.laterSteps())
                || events.stream().anyMatch(event -> excludes(event.planVersion(), event.name()));
        return Math.max(
                walked ? funnelDays(reach) : 0, mayMeet(events, reach, reach.macros()) ? insightDays(reach) : 0);
    }

    private static boolean mayMeet(Collection<StoredEvent> events, EventReach reach, Set<String> goals) {
        return reach.lookAtVisits(goals)
                || events.stream()
                        .flatMap(event -> event.matches().stream())
                        .anyMatch(match -> goals.contains(match.goal()));
    }

    /** The longest window of any funnel or audience that this site ever had, in whole days plus one. */
    private static int funnelDays(EventReach reach) {
        return (int) Duration.ofMillis(reach.longestWindowMillis()).toDays() + 1;
    }

    private static int insightDays(EventReach reach) {
        return reach.macros().isEmpty() ? 0 : LaterConversionCounts.LONGEST_WINDOW;
    }
}
