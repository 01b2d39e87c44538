package dev.cairn.collect.event;

import dev.cairn.domain.event.AcceptedEvent;
import dev.cairn.domain.goal.Goal;
import dev.cairn.plan.model.Site;
import java.util.List;

/**
 * Restricts the pixel (B5): it can be loaded from anywhere, so its events may only meet goals marked
 * {@code pixel: true}.
 */
final class PixelGoals {
    private PixelGoals() {}

    static boolean admit(AcceptedEvent event, Site site) {
        List<Goal> met = site.goals().values().stream()
                .filter(goal -> ImmediateGoals.byEventAlone(goal, event, false))
                .toList();
        return !met.isEmpty() && met.stream().allMatch(Goal::pixel);
    }
}
