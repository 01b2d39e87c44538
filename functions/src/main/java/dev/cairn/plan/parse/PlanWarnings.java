package dev.cairn.plan.parse;

import dev.cairn.domain.goal.AdsAction;
import dev.cairn.domain.goal.Goal;
import dev.cairn.domain.goal.GoalTier;
import dev.cairn.plan.document.PlanError;
import dev.cairn.plan.document.Suggestions;
import dev.cairn.plan.model.Site;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Finds what is valid in a plan but probably not intended. A plan with warnings is accepted. */
public final class PlanWarnings {
    private PlanWarnings() {}

    /** Returns the warnings about these sites with their locations. */
    public static List<PlanError> of(Collection<Site> sites) {
        Map<String, Set<String>> primaryMicros = new TreeMap<>();
        for (Site site : sites) {
            for (Goal goal : site.goals().values()) {
                if (goal.tier() == GoalTier.MICRO && isPrimary(goal.ads())) {
                    primaryMicros
                            .computeIfAbsent(goal.id(), any -> new TreeSet<>())
                            .add(site.id());
                }
            }
        }
        return primaryMicros.entrySet().stream()
                .map(each -> new PlanError(
                        "goals." + each.getKey() + ".ads",
                        "a micro is primary on site " + Suggestions.oneOf(each.getValue())
                                + ": Google Ads would bid on it and buy clicks that bring no sales; use secondary"))
                .toList();
    }

    private static boolean isPrimary(@org.jspecify.annotations.Nullable AdsAction ads) {
        return ads != null && ads.primary();
    }
}
