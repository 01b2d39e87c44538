package dev.cairn.plan.parse;

import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parses and formats a plan's durations: {@code 90s}, {@code 15m}, {@code 36h}, {@code 30d}; a day is 24 hours. */
public final class Durations {
    static final String RULE = "a whole number and s, m, h or d, such as 90s, 15m, 36h or 30d";
    static final long SECOND = 1_000;
    static final long DAY = 24 * 60 * 60 * SECOND;

    /** At most nine digits, so that milliseconds fit a {@code long}. */
    private static final Pattern FORM = Pattern.compile("([0-9]{1,9})([smhd])");

    private Durations() {}

    /** Parses a duration to milliseconds. */
    public static OptionalLong tryParse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            return OptionalLong.empty();
        }
        long unit = switch (matcher.group(2)) {
            case "s" -> SECOND;
            case "m" -> 60 * SECOND;
            case "h" -> 60 * 60 * SECOND;
            default -> DAY;
        };
        return OptionalLong.of(Long.parseLong(matcher.group(1)) * unit);
    }

    /** Formats the duration in the largest unit that divides it without remainder. */
    public static String text(long millis) {
        if (millis % DAY == 0) {
            return millis / DAY + "d";
        }
        if (millis % (3_600 * SECOND) == 0) {
            return millis / (3_600 * SECOND) + "h";
        }
        return millis % (60 * SECOND) == 0 ? millis / (60 * SECOND) + "m" : millis / SECOND + "s";
    }
}
