package dev.cairn.collect.scrub;

/**
 * Finds email addresses by their {@code @}: allowed characters before it, a domain with a dot after it, and any further
 * {@code @} and domain directly attached.
 */
final class EmailAddressFinder {
    private static final String LOCAL_PUNCTUATION = ".!#$%'*+^_`{|}~\"-";

    private EmailAddressFinder() {}

    static String redact(String text) {
        StringBuilder redacted = new StringBuilder();
        int copied = 0;
        for (int at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
            int start = at;
            while (start > copied && isLocal(text.charAt(start - 1))) {
                start--;
            }
            int end = domainEnd(text, at + 1);
            boolean hung = copied > 0 && copied == at;
            if ((start < at || hung) && hasTopLevel(text, at + 1, end)) {
                redacted.append(text, copied, start).append(hung ? "" : Redactor.REDACTED);
                copied = end;
            }
        }
        return copied == 0 ? text : redacted.append(text, copied, text.length()).toString();
    }

    private static boolean isLocal(char c) {
        return Character.isLetterOrDigit(c) || LOCAL_PUNCTUATION.indexOf(c) >= 0;
    }

    private static boolean isDomain(char c) {
        return Character.isLetterOrDigit(c) || c == '.' || c == '-';
    }

    private static int domainEnd(String text, int start) {
        int end = start;
        while (end < text.length() && isDomain(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private static boolean hasTopLevel(String text, int start, int end) {
        for (int dot = start + 1; dot + 1 < end; dot++) {
            if (text.charAt(dot) == '.' && Character.isLetterOrDigit(text.charAt(dot + 1))) {
                return true;
            }
        }
        return false;
    }
}
