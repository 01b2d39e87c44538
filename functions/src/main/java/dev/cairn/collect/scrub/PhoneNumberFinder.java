package dev.cairn.collect.scrub;

/**
 * Finds phone numbers in international format (E.164): {@code +} and 9 to 15 digits, grouped or not. A {@code +} after
 * a letter or digit does not start a number.
 */
final class PhoneNumberFinder {
    private static final int FEWEST_DIGITS = 9;
    private static final int MOST_DIGITS = 15;
    private static final String SEPARATORS = " -./()";
    private static final int SEPARATORS_AT_ONCE = 2;

    private PhoneNumberFinder() {}

    static String redact(String text) {
        StringBuilder redacted = new StringBuilder();
        int copied = 0;
        for (int plus = text.indexOf('+'); plus >= 0; plus = text.indexOf('+', plus + 1)) {
            int end = plus >= copied && mayBegin(text, plus) ? end(text, plus + 1) : plus;
            if (end > plus) {
                redacted.append(text, copied, plus).append(Redactor.REDACTED);
                copied = end;
            }
        }
        return copied == 0 ? text : redacted.append(text, copied, text.length()).toString();
    }

    private static boolean mayBegin(String text, int plus) {
        return plus == 0 || !Character.isLetterOrDigit(text.charAt(plus - 1));
    }

    /** The end of the number whose first digit is at {@code start}; a smaller value if there is none. */
    private static int end(String text, int start) {
        if (start == text.length() || text.charAt(start) < '1' || text.charAt(start) > '9') {
            return -1;
        }
        int digits = 0;
        int separators = 0;
        int end = start;
        for (int i = start; i < text.length() && separators <= SEPARATORS_AT_ONCE; i++) {
            char c = text.charAt(i);
            if (c >= '0' && c <= '9') {
                digits++;
                separators = 0;
                end = i + 1;
            } else if (SEPARATORS.indexOf(c) >= 0) {
                separators++;
            } else {
                break;
            }
        }
        return digits >= FEWEST_DIGITS && digits <= MOST_DIGITS ? end : -1;
    }
}
