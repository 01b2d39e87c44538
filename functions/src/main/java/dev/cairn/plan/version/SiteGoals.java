package dev.cairn.plan.version;

import dev.cairn.domain.event.GoalMatch;
import dev.cairn.domain.event.StoredEvent;
import dev.cairn.domain.goal.Goal;
import dev.cairn.domain.visit.VisitorDayTagger;
import dev.cairn.plan.model.Site;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;

/** Provides the definitions of one site in all plan versions, for tagging. */
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

    /** Whether an event of this name breaks a funnel of the given version. */
    public boolean excludes(int planVersion, String eventName) {
        Site found = plans.version(planVersion).sites().get(site);
        return found != null
                && found.funnels().values().stream()
                        .flatMap(funnel -> funnel.excludes().stream())
                        .anyMatch(exclude -> exclude.event().matches(eventName));
    }

    /**
     * Returns how many days one day's events can affect: the longest window of any funnel this site ever had, in whole
     * days plus one.
     */
    public int reachDays() {
        return (int) Duration.ofMillis(plans.reach(site).longestWindowMillis()).toDays() + 1;
    }

    /**
     * Whether these events may change entries of earlier days: one of them meets a step of a funnel that this site ever
     * had, or breaks a funnel; or a step depends on visits, which any event changes.
     */
    public boolean mayBeWalked(Collection<StoredEvent> events) {
        FunnelReach reach = plans.reach(site);
        return reach.looksAtVisits()
                || events.stream()
                        .anyMatch(event ->
                                event.matches().stream().map(GoalMatch::goal).anyMatch(reach.steps()::contains)
                                        || excludes(event.planVersion(), event.name()));
    }
}
