package dev.cairn.plan.model;

import dev.cairn.domain.funnel.Funnel;
import dev.cairn.domain.goal.Goal;
import dev.cairn.domain.person.ExclusionRules;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is measured on a site: the plan's goals, funnels, targets and audiences by id, amended by the site's own. The
 * maps keep the plan's order.
 *
 * @param keyPages globs of the site's key pages (goal key_page_viewed): those beginning with {@code /} match the path,
 *     all others match host and path
 * @param hidden ids of goals that are not shown until the site sets {@code key_pages}; an event sent under such a
 *     goal's own name still meets it
 * @param exclude events that are left out of the statistics
 */
public record Definitions(
        List<String> keyPages,
        Map<String, Goal> goals,
        Map<String, Funnel> funnels,
        Map<String, Target> targets,
        Map<String, Audience> audiences,
        Set<String> hidden,
        ExclusionRules exclude) {}
