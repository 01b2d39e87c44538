package dev.cairn.report;

import dev.cairn.domain.Goal;
import dev.cairn.domain.Kind;
import dev.cairn.domain.Tier;
import dev.cairn.plan.Plans;
import dev.cairn.plan.Site;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the plan says of a goal whose figures are read. */
final class GoalNames {
    private final Plans plans;

    GoalNames(Plans plans) {
        this.plans = plans;
    }

    /**
     * @param tier null when no plan that could be asked knows the goal any more
     * @param kind null for a macro
     */
    record Named(String id, @Nullable Tier tier, @Nullable Kind kind) {}

    /** By the plan in force; a goal that is gone from it, by the plan that its row was computed under. */
    Named of(Site site, int planVersion, String id) {
        return Optional.ofNullable(site.goals().get(id))
                .or(() -> then(site, planVersion, id))
                .map(goal -> new Named(id, goal.tier(), goal.kind()))
                .orElse(new Named(id, null, null));
    }

    private Optional<Goal> then(Site site, int planVersion, String id) {
        try {
            return Optional.ofNullable(plans.version(planVersion).sites().get(site.id()))
                    .map(old -> old.goals().get(id));
        } catch (NoSuchElementException neverPut) {
            return Optional.empty();
        }
    }
}
