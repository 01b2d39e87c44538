package dev.cairn.plan.version;

import dev.cairn.domain.event.StoredEvent;
import dev.cairn.domain.funnel.Funnel;
import dev.cairn.domain.goal.Goal;
import dev.cairn.domain.visit.VisitTagger;
import dev.cairn.plan.model.Site;
import java.time.Duration;
import java.util.Collection;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the plan's versions say of one site, for tagging. */
public final class SiteGoals implements VisitTagger.GoalBook {
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
        long longest = funnels().mapToLong(Funnel::windowMillis).max().orElse(0);
        return (int) Duration.ofMillis(longest).toDays() + 1;
    }

    /**
     * Whether entries of earlier days may change with these events: one of them is a step of a funnel that this site
     * ever had, or breaks one, or a step looks at visits, which any event changes.
     */
    public boolean mayBeWalked(Collection<StoredEvent> events) {
        Set<String> steps = funnels().flatMap(funnel -> funnel.steps().stream()).collect(Collectors.toSet());
        return versions()
                        .anyMatch(site -> steps.stream()
                                .anyMatch(step -> looksAtVisits(site.goals().get(step))))
                || events.stream()
                        .anyMatch(event -> event.matches().stream().anyMatch(steps::contains)
                                || excludes(event.planVersion(), event.name()));
    }

    private static boolean looksAtVisits(@Nullable Goal goal) {
        return goal != null && goal.alternatives().stream().anyMatch(each -> each.engagement() != null);
    }

    private Stream<Funnel> funnels() {
        return versions().flatMap(site -> site.funnels().values().stream());
    }

    private Stream<Site> versions() {
        return plans.versions().stream()
                .map(version -> plans.version(version.number()).sites().get(site))
                .filter(Objects::nonNull);
    }
}
