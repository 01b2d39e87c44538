package dev.cairn.domain.event;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Selects the property values of an event that are stored with it, to be counted by value (F13). */
public final class PropertyValues {
    /** Longer values are cut. Their beginnings are enough to distinguish them, and a day's rows must stay small. */
    public static final int MOST_CHARS = 100;

    /** The page on which a video or form failed. */
    public static final String PAGE = "page";

    /** How far a video was played: the percentage, a space, and the video. */
    public static final String VIDEO_PERCENT = "video_percent";

    private static final Set<String> VIDEO = Set.of("video", "code");
    private static final Set<String> FORM = Set.of("form", "field");

    private PropertyValues() {}

    /** Returns the properties of a reserved event that are always counted; empty for the site's own events. */
    public static Set<String> reserved(String event) {
        return switch (event) {
            case "video_start", "video_progress", "video_complete", "video_error" -> VIDEO;
            case "file_download" -> Set.of("file");
            case "outbound_click" -> Set.of("host");
            case "form_start", "form_submit", "form_error" -> FORM;
            default -> Set.of();
        };
    }

    /**
     * Returns the property of a reserved event that is counted although it is not sent. Its values are derived from
     * data that is stored for each event anyway, so they need no extra space.
     */
    public static Optional<String> derived(String event) {
        return switch (event) {
            case "video_progress" -> Optional.of(VIDEO_PERCENT);
            case "video_error", "form_error" -> Optional.of(PAGE);
            default -> Optional.empty();
        };
    }

    /**
     * Returns the values of an event's reserved properties and of the properties that the site lists, as text. Numbers
     * have no trailing zeros or exponent.
     */
    public static SortedMap<String, String> of(String event, Map<String, Object> props, Collection<String> listed) {
        SortedMap<String, String> values = new TreeMap<>();
        Set<String> reserved = reserved(event);
        props.forEach((key, value) -> {
            if (reserved.contains(key) || listed.contains(key)) {
                values.put(key, cut(text(value)));
            }
        });
        return Collections.unmodifiableSortedMap(values);
    }

    private static String text(Object value) {
        return value instanceof BigDecimal number ? plain(number) : value.toString();
    }

    /** Formats a number without trailing zeros or exponent. */
    public static String plain(BigDecimal number) {
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }

    /** Cuts text to at most {@link #MOST_CHARS} characters, without splitting a surrogate pair. */
    public static String cut(String text) {
        if (text.length() <= MOST_CHARS) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(MOST_CHARS - 1)) ? MOST_CHARS - 1 : MOST_CHARS;
        return text.substring(0, end);
    }
}
