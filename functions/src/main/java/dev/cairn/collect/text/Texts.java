package dev.cairn.collect.text;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;

/** Measures, truncates and checks untrusted strings. */
public final class Texts {
    private Texts() {}

    /** Truncates to at most {@code units} UTF-16 units, never within a surrogate pair. */
    public static String cut(String text, int units) {
        if (text.length() <= units) {
            return text;
        }
        return text.substring(0, Character.isHighSurrogate(text.charAt(units - 1)) ? units - 1 : units);
    }

    /** Truncates to at most {@code bytes} bytes of UTF-8, never within a character. */
    public static String cutBytes(String text, int bytes) {
        if (text.length() * 3L <= bytes || text.getBytes(StandardCharsets.UTF_8).length <= bytes) {
            return text;
        }
        int used = 0;
        int end = 0;
        while (end < text.length()) {
            int character = text.codePointAt(end);
            used += character < 0x80 ? 1 : character < 0x800 ? 2 : character < 0x10000 ? 3 : 4;
            if (used > bytes) {
                break;
            }
            end += Character.charCount(character);
        }
        return text.substring(0, end);
    }

    public static boolean longerThan(String text, int codePoints) {
        return text.length() > codePoints && text.codePointCount(0, text.length()) > codePoints;
    }

    /** Whether the string is 1 to 64 letters, digits, {@code _} or {@code -}. */
    public static boolean isId(String text) {
        return !text.isEmpty()
                && text.length() <= RequestLimits.ID_CHARACTERS
                && text.chars().allMatch(c -> c == '_' || c == '-' || (c < 128 && Character.isLetterOrDigit(c)));
    }

    /**
     * Whether the text has control characters, or characters that change direction or have no width and so make one
     * name look like another.
     */
    public static boolean hasInvisible(String text) {
        return text.codePoints().anyMatch(Texts::isInvisible);
    }

    /** Unicode NFC: the same form for strings that look the same. */
    public static String canonical(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFC);
    }

    private static boolean isInvisible(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE -> true;
            default -> false;
        };
    }
}
