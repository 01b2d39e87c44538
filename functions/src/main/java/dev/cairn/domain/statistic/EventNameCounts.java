package dev.cairn.domain.statistic;

import dev.cairn.domain.visit.TaggedDay.TaggedEvent;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Counts a day's events with one name, with their property keys and the goals they met.
 *
 * @param props at most {@link #MOST_PROPS}
 */
public record EventNameCounts(long count, Set<String> props, Set<String> goals) implements Counts<EventNameCounts> {

    /** Maximum number of property keys per name and day; further keys are not listed. */
    public static final int MOST_PROPS = 200;

    public static final SiteStatistic<Map<String, EventNameCounts>> STATISTIC = SiteStatistic.of(
            "events", StatisticValues.bySentName(EventNameCounts.class), Map.of(), EventNameCounts::of);

    /** Sorts the sets so that equal counts have equal bytes. */
    public EventNameCounts {
        props = new TreeSet<>(props);
        goals = new TreeSet<>(goals);
    }

    /** Counts by event name. */
    public static Map<String, EventNameCounts> of(VisitorDayInput input) {
        Map<String, EventNameCounts> names = new TreeMap<>();
        for (TaggedEvent event : input.tagged().events()) {
            names.merge(
                    event.event().name(),
                    new EventNameCounts(1, Set.copyOf(event.event().propKeys()), event.goals()),
                    EventNameCounts::plus);
        }
        return names;
    }

    @Override
    public EventNameCounts plus(EventNameCounts other) {
        return new EventNameCounts(count + other.count, union(props, other.props), union(goals, other.goals));
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
