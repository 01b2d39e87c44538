package dev.cairn.plan.model;

import dev.cairn.domain.audience.Audience;
import dev.cairn.domain.funnel.Funnel;
import dev.cairn.domain.goal.Goal;
import dev.cairn.domain.goal.GoalTier;
import dev.cairn.domain.person.ExclusionRules;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What is measured on a site: the plan's goals, funnels, targets and audiences by id, merged with the site's own. The
 * maps keep the plan's order.
 *
 * @param keyPages globs of the site's key pages (goal key_page_viewed): those beginning with {@code /} match the path,
 *     all others match host and path
 * @param display how they are shown
 * @param exclude events that are excluded from the statistics
 * @param notifications what is sent about the site
 */
public record Definitions(
        List<String> keyPages,
        Map<String, Goal> goals,
        Map<String, Funnel> funnels,
        Map<String, Target> targets,
        Map<String, Audience> audiences,
        Display display,
        ExclusionRules exclude,
        Notifications notifications) {

    /** Returns the ids of the goals that are not shown. */
    public Set<String> hidden() {
        return display.hidden();
    }

    /** Returns the labels of goals, funnels, targets and audiences. */
    public Labels labels() {
        return display.labels();
    }

    /** Returns the ids of a tier's goals that are shown. */
    public SortedSet<String> shownGoals(GoalTier tier) {
        SortedSet<String> shown = new TreeSet<>();
        goals.forEach((id, goal) -> {
            if (goal.tier() == tier && !hidden().contains(id)) {
                shown.add(id);
            }
        });
        return shown;
    }

    /** Returns how anomalies are detected and reported (N6). */
    public Alerts alerts() {
        return notifications.alerts();
    }
}
