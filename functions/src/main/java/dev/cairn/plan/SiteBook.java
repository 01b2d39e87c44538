package dev.cairn.plan;

import dev.cairn.domain.Funnel;
import dev.cairn.domain.Goal;
import dev.cairn.domain.Tagger;
import java.time.Duration;
import java.util.Optional;

/** What the plan's versions say of one site, for tagging. */
public final class SiteBook implements Tagger.GoalBook {
    private final Plans plans;
    private final String site;

    public SiteBook(Plans plans, String site) {
        this.plans = plans;
        this.site = site;
    }

    @Override
    public Optional<Goal> goal(int planVersion, String id) {
        return Optional.ofNullable(plans.version(planVersion).sites().get(site))
                .map(found -> found.goals().get(id));
    }

    /** Whether a funnel of the version that tagged an event is broken by its name. */
    public boolean excludes(int planVersion, String eventName) {
        Site found = plans.version(planVersion).sites().get(site);
        return found != null
                && found.funnels().values().stream()
                        .flatMap(funnel -> funnel.excludes().stream())
                        .anyMatch(exclude -> exclude.event().matches(eventName));
    }

    /** The longest window of any funnel this site ever had, in days, rounded up: how far one day reaches into others. */
    public int reachDays() {
        long longest = plans.versions().stream()
                .map(version -> plans.version(version.number()).sites().get(site))
                .filter(java.util.Objects::nonNull)
                .flatMap(found -> found.funnels().values().stream())
                .mapToLong(Funnel::windowMillis)
                .max()
                .orElse(0);
        return (int) Duration.ofMillis(longest).toDays() + 1;
    }
}
