package dev.cairn.domain.statistic;

import dev.cairn.domain.Touch;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** By what a statistic can be broken down (F7). */
public enum Dimension {
    CHANNEL(Touch::channel),
    SOURCE(Touch::source),
    MEDIUM(Touch::medium),
    CAMPAIGN(Touch::campaign),
    TERM(Touch::term),
    CONTENT(Touch::content),
    REFERRER_HOST(Touch::referrerHost),
    ENTRY_PAGE(Touch::entryPage),
    DEVICE(Touch::device),
    COUNTRY(Touch::country);

    /** Under this value is what has no visitor. */
    public static final String NONE = "(none)";

    /** Under this value is what has a visitor whose visit says nothing of the dimension. */
    public static final String NOT_SET = "(not set)";

    /** Under this value is what did not make it into the {@link #MOST_VALUES} of a day. */
    public static final String OTHER = "(other)";

    /** At most this many values a day and dimension, the rest is under {@link #OTHER}. */
    public static final int MOST_VALUES = 500;

    private final Function<Touch, @Nullable String> part;
    private final String word = name().toLowerCase(Locale.ROOT);

    Dimension(Function<Touch, @Nullable String> part) {
        this.part = part;
    }

    public String word() {
        return word;
    }

    public String value(Touch touch) {
        String value = part.apply(touch);
        return value == null || value.isEmpty() ? NOT_SET : value;
    }
}
