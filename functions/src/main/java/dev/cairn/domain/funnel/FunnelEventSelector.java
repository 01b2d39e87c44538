package dev.cairn.domain.funnel;

import dev.cairn.domain.visit.TaggedDay;
import java.time.LocalDate;
import java.util.List;
import java.util.function.BiPredicate;

/** Selects the events of a tagged day that funnels use. */
public final class FunnelEventSelector {

    private FunnelEventSelector() {}

    /** @param excludes whether an event of that plan version and name may break a funnel */
    public static List<FunnelEvent> of(LocalDate day, TaggedDay tagged, BiPredicate<Integer, String> excludes) {
        return tagged.events().stream()
                .filter(each -> !each.goals().isEmpty()
                        || excludes.test(
                                each.event().planVersion(), each.event().name()))
                .map(each -> new FunnelEvent(
                        day,
                        each.event().at(),
                        each.event().name(),
                        each.goals(),
                        each.visit() < 0
                                ? each.event().touch()
                                : tagged.visits().get(each.visit()).touch(),
                        each.values()))
                .toList();
    }
}
