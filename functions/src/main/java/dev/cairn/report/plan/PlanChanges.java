package dev.cairn.report.plan;

import dev.cairn.domain.funnel.Funnel;
import dev.cairn.domain.goal.Goal;
import dev.cairn.plan.model.Site;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The goals and funnels of a site that differ between two plans. A funnel counts as changed if one of its goals
 * changed.
 *
 * @param goals by id, in the order of the later plan, followed by the removed ones
 * @param funnels likewise; those that changed only through a goal come last
 */
record PlanChanges(Map<String, Change> goals, Map<String, Change> funnels) {

    /** How a definition changed. */
    enum Change {
        NEW,
        CHANGED,
        REMOVED;

        String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    static PlanChanges between(Site before, Site after) {
        Map<String, Change> goals = changes(before.goals(), after.goals());
        Map<String, Change> funnels = changes(before.funnels(), after.funnels());
        after.funnels().forEach((id, funnel) -> {
            if (!funnels.containsKey(id) && funnel.steps().stream().anyMatch(goals::containsKey)) {
                funnels.put(id, Change.CHANGED);
            }
        });
        return new PlanChanges(goals, funnels);
    }

    private static <T> Map<String, Change> changes(Map<String, T> before, Map<String, T> after) {
        Map<String, Change> changes = new LinkedHashMap<>();
        after.forEach((id, definition) -> {
            @Nullable T then = before.get(id);
            if (then == null) {
                changes.put(id, Change.NEW);
            } else if (!then.equals(definition)) {
                changes.put(id, Change.CHANGED);
            }
        });
        before.keySet().stream().filter(id -> !after.containsKey(id)).forEach(id -> changes.put(id, Change.REMOVED));
        return changes;
    }

    boolean isEmpty() {
        return goals.isEmpty() && funnels.isEmpty();
    }

    /** The changed goals in a plan, and the steps of its changed funnels. */
    Map<String, Goal> goalsOf(Site site) {
        Map<String, Goal> wanted = new TreeMap<>();
        goals.keySet().forEach(id -> add(site, id, wanted));
        funnelsOf(site).values().forEach(funnel -> funnel.steps().forEach(id -> add(site, id, wanted)));
        return wanted;
    }

    private static void add(Site site, String id, Map<String, Goal> wanted) {
        Goal goal = site.goals().get(id);
        if (goal != null) {
            wanted.put(id, goal);
        }
    }

    /** The changed funnels in a plan. */
    Map<String, Funnel> funnelsOf(Site site) {
        Map<String, Funnel> wanted = new TreeMap<>();
        funnels.keySet().forEach(id -> {
            Funnel funnel = site.funnels().get(id);
            if (funnel != null) {
                wanted.put(id, funnel);
            }
        });
        return wanted;
    }
}
