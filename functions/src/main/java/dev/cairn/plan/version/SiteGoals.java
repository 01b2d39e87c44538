package dev.cairn.plan.version;

import dev.cairn.domain.event.GoalMatch;
import dev.cairn.domain.event.StoredEvent;
import dev.cairn.domain.funnel.Funnel;
import dev.cairn.domain.goal.Goal;
import dev.cairn.domain.visit.VisitorDayTagger;
import dev.cairn.plan.model.Site;
import java.time.Duration;
import java.util.Collection;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

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
        long longest = funnels().mapToLong(Funnel::windowMillis).max().orElse(0);
        return (int) Duration.ofMillis(longest).toDays() + 1;
    }

    /**
     * Whether these events may change entries of earlier days: one of them meets a step of a funnel that this site ever
     * had, or breaks a funnel; or a step depends on visits, which any event changes.
     */
    public boolean mayBeWalked(Collection<StoredEvent> events) {
        Set<String> steps = funnels().flatMap(funnel -> funnel.steps().stream()).collect(Collectors.toSet());
        return versions()
                        .anyMatch(site -> steps.stream()
                                .anyMatch(step -> looksAtVisits(site.goals().get(step))))
                || events.stream()
                        .anyMatch(event -> event.matches().stream().map(GoalMatch::goal).anyMatch(steps::contains)
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
