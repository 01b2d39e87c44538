package dev.cairn.collect.scrub;

import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Replaces private data anywhere in text with {@code :redacted} (I5): email addresses, JWTs, IP addresses, IBANs, 32 or
 * more hex digits, card numbers, phone numbers with {@code +}. The caller decodes percent-encoded text. Each kind takes
 * one pass in linear time.
 */
public final class Redactor {
    public static final String REDACTED = ":redacted";

    /** Email addresses first, because their local part may look like any of the others. */
    private static final List<UnaryOperator<String>> KINDS = List.of(
            EmailAddressFinder::redact,
            Redactor::tokens,
            IpAddressFinder::redact,
            AccountNumberFinder::ibans,
            Redactor::longHex,
            AccountNumberFinder::cards,
            PhoneNumberFinder::redact);

    /**
     * The kinds that are never a legitimate identifier. Omits hex digits and IBANs, which many identifiers are or look
     * like.
     */
    private static final List<UnaryOperator<String>> IN_IDENTIFIERS =
            List.of(EmailAddressFinder::redact, Redactor::tokens, IpAddressFinder::redact);

    private static final int HEX_DIGITS = 32;
    private static final String TOKEN_START = "eyJ";
    private static final int TOKEN_HEADER_CHARACTERS = 8;

    private Redactor() {}

    static String redact(String text) {
        return Lookalikes.redacted(text, each -> all(KINDS, each));
    }

    /** Whether an order id or sku, which are not scrubbed (I5), contains private data instead of an identifier. */
    public static boolean betrays(String identifier) {
        String open = Lookalikes.usual(PercentEncoding.decode(identifier));
        return AccountNumberFinder.hasPaymentCard(open)
                || !all(IN_IDENTIFIERS, identifier).equals(identifier)
                || !all(IN_IDENTIFIERS, open).equals(open);
    }

    private static String all(List<UnaryOperator<String>> kinds, String text) {
        String redacted = text;
        for (UnaryOperator<String> kind : kinds) {
            redacted = kind.apply(redacted);
        }
        return redacted;
    }

    /** Redacts JWTs: base64url of a JSON object, followed by at least one more part. */
    private static String tokens(String text) {
        if (!text.contains(TOKEN_START)) {
            return text;
        }
        return CharacterRuns.replace(text, Redactor::isTokenCharacter, run -> {
            int start = run.indexOf(TOKEN_START);
            int dot = start < 0 ? -1 : run.indexOf('.', start);
            boolean token = dot - start >= TOKEN_HEADER_CHARACTERS && dot + 1 < run.length();
            return token ? run.substring(0, start) + REDACTED : run;
        });
    }

    private static String longHex(String text) {
        return text.length() < HEX_DIGITS
                ? text
                : CharacterRuns.replace(text, Redactor::isHex, run -> run.length() < HEX_DIGITS ? run : REDACTED);
    }

    static boolean isHex(int c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    }

    private static boolean isTokenCharacter(int c) {
        return c == '.' || c == '-' || c == '_' || (c < 128 && Character.isLetterOrDigit(c));
    }
}
