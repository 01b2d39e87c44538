package dev.cairn.domain.statistic;

import dev.cairn.domain.event.PropertyValues;
import dev.cairn.domain.event.StoredEvent;
import dev.cairn.domain.visit.TaggedDay.TaggedEvent;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Counts a day's events of one name by the values of their properties (F13).
 *
 * @param props by property key, then by value
 */
public record PropertyCounts(Map<String, Map<String, OfValue>> props) implements Counts<PropertyCounts> {
    /**
     * Maximum number of values that a day's row keeps over all events and properties, in addition to each property's
     * {@link Dimension#OTHER}. It bounds the size of the row; {@link Dimension#MOST_VALUES} bounds each property.
     */
    public static final int MOST_VALUES_OF_DAY = 2_000;

    public static final SiteStatistic<Map<String, PropertyCounts>> STATISTIC = SiteStatistic.countedBy(
            "event_properties",
            StatisticValues.byName(PropertyCounts.class, PropertyCounts::kept),
            definitions -> new Counter());

    private static final Comparator<Cell> LARGEST = Comparator.<Cell>comparingLong(cell -> -cell.counts.count)
            .thenComparing(Cell::event)
            .thenComparing(Cell::prop)
            .thenComparing(Cell::value);

    /**
     * The events with one value.
     *
     * @param visitors distinct visitors; link level none is not a visitor
     */
    public record OfValue(long count, long visitors) implements Counts<OfValue> {
        @Override
        public OfValue plus(OfValue other) {
            return new OfValue(count + other.count, visitors + other.visitors);
        }

        @Override
        public long weight() {
            return count;
        }
    }

    private record Cell(String event, String prop, String value, OfValue counts) {}

    /** Counts in place, because a property may have as many values as there are visitors. */
    private static final class Counter implements StatisticCounter<Map<String, PropertyCounts>> {
        private final Map<String, PropertyCounts> events = new TreeMap<>();

        @Override
        public void add(VisitorDayInput input) {
            Set<List<String>> seen = new HashSet<>();
            for (TaggedEvent tagged : input.tagged().events()) {
                String name = tagged.event().name();
                values(tagged.event()).forEach((prop, value) -> {
                    boolean newVisitor = tagged.visit() >= 0 && seen.add(List.of(name, prop, value));
                    PropertyCounts.add(events, new Cell(name, prop, value, new OfValue(1, newVisitor ? 1 : 0)));
                });
            }
        }

        /**
         * Returns the event's own values and those derived from its other stored data. Its own values take precedence.
         */
        private static Map<String, String> values(StoredEvent event) {
            String key = PropertyValues.derived(event.name()).orElse("");
            String value = key.isEmpty() || event.props().containsKey(key)
                    ? null
                    : key.equals(PropertyValues.PAGE) ? PageCounts.name(event) : mark(event);
            if (value == null) {
                return event.props();
            }
            Map<String, String> all = new TreeMap<>(event.props());
            all.put(key, PropertyValues.cut(value));
            return all;
        }

        /** Returns for example {@code 75 lamp.mp4}; null unless the event has both parts. */
        private static @Nullable String mark(StoredEvent event) {
            BigDecimal percent = event.measures().percent();
            String video = event.props().get("video");
            return percent == null || video == null ? null : PropertyValues.plain(percent) + " " + video;
        }

        @Override
        public StatisticSum<Map<String, PropertyCounts>> sum() {
            return new StatisticSum<>(events, Map.of());
        }
    }

    private static void add(Map<String, PropertyCounts> into, Cell cell) {
        into.computeIfAbsent(cell.event, any -> new PropertyCounts(new TreeMap<>()))
                .props
                .computeIfAbsent(cell.prop, any -> new TreeMap<>())
                .merge(cell.value, cell.counts, OfValue::plus);
    }

    /** Returns the part of a day that its row keeps. */
    private static Map<String, PropertyCounts> kept(Map<String, PropertyCounts> day) {
        List<Cell> cells = new ArrayList<>();
        BreakdownLimiter.largest(day, Counts::weight, Counts::plus)
                .forEach((event, counts) -> counts.props.forEach(
                        (prop, values) -> BreakdownLimiter.largest(values, OfValue::weight, OfValue::plus)
                                .forEach((value, each) -> cells.add(new Cell(event, prop, value, each)))));
        cells.sort(LARGEST);
        Map<String, PropertyCounts> kept = new TreeMap<>();
        for (int i = 0; i < cells.size(); i++) {
            Cell cell = cells.get(i);
            add(kept, i < MOST_VALUES_OF_DAY ? cell : new Cell(cell.event, cell.prop, Dimension.OTHER, cell.counts));
        }
        return kept;
    }

    @Override
    public PropertyCounts plus(PropertyCounts other) {
        Map<String, Map<String, OfValue>> sum = new TreeMap<>(props);
        other.props.forEach((prop, values) -> sum.merge(prop, values, Counts::plus));
        return new PropertyCounts(sum);
    }

    @Override
    public long weight() {
        return props.values().stream()
                .flatMap(values -> values.values().stream())
                .mapToLong(OfValue::count)
                .sum();
    }
}
