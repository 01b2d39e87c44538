package dev.cairn.collect;

/** Finds e-mail addresses by their {@code @}: what may stand before it, and a domain with a dot after it. */
final class MailAddresses {
    private static final String LOCAL_SIGNS = ".!#$%'*+^_`{|}~\"-";

    private MailAddresses() {}

    static String redact(String text) {
        StringBuilder redacted = new StringBuilder();
        int copied = 0;
        for (int at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
            int start = at;
            while (start > copied && isLocal(text.charAt(start - 1))) {
                start--;
            }
            int end = at + 1;
            while (end < text.length() && isDomain(text.charAt(end))) {
                end++;
            }
            if (start < at && hasTopLevel(text, at + 1, end)) {
                redacted.append(text, copied, start).append(Redactor.REDACTED);
                copied = end;
            }
        }
        return copied == 0 ? text : redacted.append(text, copied, text.length()).toString();
    }

    private static boolean isLocal(char c) {
        return Character.isLetterOrDigit(c) || LOCAL_SIGNS.indexOf(c) >= 0;
    }

    private static boolean isDomain(char c) {
        return Character.isLetterOrDigit(c) || c == '.' || c == '-';
    }

    private static boolean hasTopLevel(String text, int start, int end) {
        int dot = text.indexOf('.', start);
        return dot > start && dot + 1 < end && Character.isLetterOrDigit(text.charAt(dot + 1));
    }
}
