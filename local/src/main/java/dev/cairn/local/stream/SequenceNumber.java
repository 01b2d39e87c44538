package dev.cairn.local.stream;

import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Formats positions as Kinesis sequence numbers: decimal strings of 56 digits, whose lexical order is the numeric order
 * of the positions.
 */
public final class SequenceNumber {
    private static final String PREFIX = "4964";
    private static final int DIGITS = 56;

    private SequenceNumber() {}

    public static String of(long position) {
        String digits = Long.toString(position);
        return PREFIX + "0".repeat(DIGITS - PREFIX.length() - digits.length()) + digits;
    }

    /** Empty if the text is not in this format. */
    public static OptionalLong tryParse(@Nullable String text) {
        if (text == null || text.length() != DIGITS || !text.startsWith(PREFIX)) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(Long.parseLong(text.substring(PREFIX.length())));
        } catch (NumberFormatException notOurs) {
            return OptionalLong.empty();
        }
    }
}
