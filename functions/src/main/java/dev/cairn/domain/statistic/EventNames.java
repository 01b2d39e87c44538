package dev.cairn.domain.statistic;

import dev.cairn.domain.TaggedDay.TaggedEvent;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How often an event name came on a day, with which property keys, and which goals its events met.
 *
 * @param props at most {@link #MOST_PROPS}
 */
public record EventNames(long count, Set<String> props, Set<String> goals) implements Counts<EventNames> {

    /** Property keys kept per name and day; what more a sender invents is not listed. */
    public static final int MOST_PROPS = 200;

    public static final SiteStatistic<Map<String, EventNames>> STATISTIC = SiteStatistic.of(
            "events", StatisticValues.bySentName(EventNames.class), Map.of(), (facts, dayOf) -> of(facts));

    /** Sets are sorted, so that the same figures are the same bytes. */
    public EventNames {
        props = new TreeSet<>(props);
        goals = new TreeSet<>(goals);
    }

    /** By name. */
    public static Map<String, EventNames> of(DayFacts facts) {
        Map<String, EventNames> names = new TreeMap<>();
        for (TaggedEvent event : facts.tagged().events()) {
            names.merge(
                    event.event().name(),
                    new EventNames(1, Set.copyOf(event.event().propKeys()), event.goals()),
                    EventNames::plus);
        }
        return names;
    }

    @Override
    public EventNames plus(EventNames other) {
        return new EventNames(count + other.count, union(props, other.props), union(goals, other.goals));
    }

    private static Set<String> union(Set<String> one, Set<String> other) {
        Set<String> union = new TreeSet<>(one);
        union.addAll(other);
        while (union.size() > MOST_PROPS) {
            ((TreeSet<String>) union).pollLast();
        }
        return union;
    }

    @Override
    public long weight() {
        return count;
    }
}
