package dev.cairn.domain.statistic;

import dev.cairn.domain.event.TrafficSource;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The dimensions by which a statistic can be broken down (F7). */
public enum Dimension {
    CHANNEL(TrafficSource::channel),
    SOURCE(touch -> touch.campaign().source()),
    MEDIUM(touch -> touch.campaign().medium()),
    CAMPAIGN(touch -> touch.campaign().name()),
    TERM(touch -> touch.campaign().term()),
    CONTENT(touch -> touch.campaign().content()),
    REFERRER_HOST(TrafficSource::referrerHost),
    ENTRY_PAGE(TrafficSource::entryPage),
    DEVICE(touch -> touch.client().deviceClass()),
    COUNTRY(touch -> touch.client().country());

    /** All dimensions, in order. */
    public static final List<Dimension> ALL = List.of(values());

    /** The value for events and conversions without a visitor. */
    public static final String NONE = "(none)";

    /** The value for visits for which the dimension is unknown. */
    public static final String NOT_SET = "(not set)";

    /** The value into which everything beyond a day's {@link #MOST_VALUES} is merged. */
    public static final String OTHER = "(other)";

    /** Maximum number of values per day and dimension; the rest are merged into {@link #OTHER}. */
    public static final int MOST_VALUES = 500;

    private final Function<TrafficSource, @Nullable String> part;
    private final String word = name().toLowerCase(Locale.ROOT);

    Dimension(Function<TrafficSource, @Nullable String> part) {
        this.part = part;
    }

    public String word() {
        return word;
    }

    public String value(TrafficSource touch) {
        String value = part.apply(touch);
        return value == null || value.isEmpty() ? NOT_SET : value;
    }
}
