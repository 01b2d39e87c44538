package dev.cairn.collect.scrub;

import java.util.function.UnaryOperator;

/**
 * Finds private data written in characters that look like ASCII: full-width and other digits, other dashes and spaces,
 * and zero-width characters in between.
 */
final class Lookalikes {
    private static final int FULL_WIDTH_FIRST = 0xff01;
    private static final int FULL_WIDTH_LAST = 0xff5e;
    private static final int FULL_WIDTH_OFFSET = 0xfee0;
    private static final int VARIATION_FIRST = 0xfe00;
    private static final int VARIATION_LAST = 0xfe0f;
    private static final int ASCII = 128;

    private Lookalikes() {}

    /**
     * Returns the redacted text. Lookalikes are replaced by ASCII characters only if that reveals something to redact.
     */
    static String redacted(String text, UnaryOperator<String> redaction) {
        String plain = redaction.apply(text);
        String usual = usual(plain);
        if (usual.equals(plain)) {
            return plain;
        }
        String redacted = redaction.apply(usual);
        return redacted.equals(usual) ? plain : redacted;
    }

    /** Converts the text to ASCII as far as possible. */
    static String usual(String text) {
        if (text.chars().allMatch(c -> c < ASCII)) {
            return text;
        }
        StringBuilder usual = new StringBuilder(text.length());
        text.codePoints().forEach(c -> append(c, usual));
        return usual.toString();
    }

    private static void append(int c, StringBuilder usual) {
        if (c < ASCII) {
            usual.append((char) c);
        } else if (Character.isDigit(c)) {
            usual.append((char) ('0' + Character.digit(c, 10)));
        } else if (c >= FULL_WIDTH_FIRST && c <= FULL_WIDTH_LAST) {
            usual.append((char) (c - FULL_WIDTH_OFFSET));
        } else if (Character.getType(c) == Character.SPACE_SEPARATOR) {
            usual.append(' ');
        } else if (Character.getType(c) == Character.DASH_PUNCTUATION) {
            usual.append('-');
        } else if (!hasNoWidth(c)) {
            usual.appendCodePoint(c);
        }
    }

    private static boolean hasNoWidth(int c) {
        return Character.getType(c) == Character.FORMAT || (c >= VARIATION_FIRST && c <= VARIATION_LAST);
    }
}
