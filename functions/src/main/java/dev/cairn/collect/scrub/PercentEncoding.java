package dev.cairn.collect.scrub;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Handles percent-encoding as it occurs in practice: broken, partial and nested. */
final class PercentEncoding {
    private static final int LAYERS = 3;

    private PercentEncoding() {}

    /**
     * Whether the text contains anything, percent-encoded, that would be redacted in plain text. An implausible number
     * of layers counts as hiding something.
     */
    static boolean hides(String text) {
        String open = text;
        for (int layer = 0; layer < LAYERS; layer++) {
            String decoded = decode(open);
            if (decoded.equals(open)) {
                return false;
            }
            if (!Redactor.redact(decoded).equals(decoded)) {
                return true;
            }
            open = decoded;
        }
        return !decode(open).equals(open);
    }

    /** Decodes the well-formed parts, with {@code +} as a space, and leaves the rest unchanged. */
    static String decode(String text) {
        if (text.indexOf('%') < 0 && text.indexOf('+') < 0) {
            return text;
        }
        StringBuilder decoded = new StringBuilder(text.length());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int i = 0;
        while (i < text.length()) {
            if (isEncoded(text, i)) {
                bytes.write(Integer.parseInt(text.substring(i + 1, i + 3), 16));
                i += 3;
            } else {
                decoded.append(bytes.toString(StandardCharsets.UTF_8));
                bytes.reset();
                decoded.append(text.charAt(i) == '+' ? ' ' : text.charAt(i));
                i++;
            }
        }
        return decoded.append(bytes.toString(StandardCharsets.UTF_8)).toString();
    }

    private static boolean isEncoded(String text, int i) {
        return text.charAt(i) == '%'
                && i + 2 < text.length()
                && Redactor.isHex(text.charAt(i + 1))
                && Redactor.isHex(text.charAt(i + 2));
    }
}
