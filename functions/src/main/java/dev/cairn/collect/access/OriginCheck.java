package dev.cairn.collect.access;

import dev.cairn.plan.model.Plan;
import dev.cairn.plan.model.Site;
import java.util.Locale;

/**
 * Checks whether a page's origin may send events. An origin must equal a listed one, ignoring case; {@code *.} as the
 * whole leftmost label stands for one or more labels, never for none. {@code null} passes only if it is listed.
 */
final class OriginCheck {
    private static final String WILDCARD = "://*.";

    private OriginCheck() {}

    static boolean allowed(Site site, String origin) {
        String folded = origin.toLowerCase(Locale.ROOT);
        return site.collect().origins().stream().anyMatch(listed -> matches(listed.toLowerCase(Locale.ROOT), folded));
    }

    /** For preflights and refusals, where no site is known. */
    static boolean allowedSomewhere(Plan plan, String origin) {
        return plan.sites().values().stream().anyMatch(site -> allowed(site, origin));
    }

    /** Whether a header value has the form of an origin, so that a response may repeat it. */
    static boolean wellFormed(String origin) {
        int scheme = origin.indexOf("://");
        return origin.equals("null")
                || (scheme > 0
                        && origin.length() <= 255
                        && letters(origin.substring(0, scheme))
                        && isHostAndPort(origin.substring(scheme + 3)));
    }

    private static boolean matches(String listed, String origin) {
        int wildcard = listed.indexOf(WILDCARD);
        if (wildcard < 0) {
            return listed.equals(origin);
        }
        String scheme = listed.substring(0, wildcard + "://".length());
        String suffix = listed.substring(wildcard + WILDCARD.length() - 1);
        return origin.length() > scheme.length() + suffix.length()
                && origin.startsWith(scheme)
                && origin.endsWith(suffix)
                && isLabels(origin.substring(scheme.length(), origin.length() - suffix.length()));
    }

    private static boolean isLabels(String text) {
        return !text.startsWith(".")
                && !text.endsWith(".")
                && !text.contains("..")
                && text.chars().allMatch(c -> c == '.' || c == '-' || isAsciiLetterOrDigit(c));
    }

    private static boolean isHostAndPort(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> ".-:[]_".indexOf(c) >= 0 || isAsciiLetterOrDigit(c));
    }

    private static boolean letters(String text) {
        return text.chars().allMatch(c -> ".-+".indexOf(c) >= 0 || isAsciiLetterOrDigit(c));
    }

    private static boolean isAsciiLetterOrDigit(int c) {
        return c < 128 && Character.isLetterOrDigit(c);
    }
}
