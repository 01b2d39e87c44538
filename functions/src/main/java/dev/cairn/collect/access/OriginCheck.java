package dev.cairn.collect.access;

import dev.cairn.plan.model.Plan;
import dev.cairn.plan.model.Site;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Checks whether a page's origin may send events. An origin must equal a listed one, ignoring case; {@code *.} at the
 * start of the host matches one or more labels. {@code null} is allowed only if it is listed.
 */
final class OriginCheck {
    private static final int MAX_CHARACTERS = 255;

    /** The origins of all sites of a plan, collected once so that a preflight need not go through the sites. */
    private record AllOrigins(Plan plan, Set<String> origins) {
        static AllOrigins of(Plan plan) {
            return new AllOrigins(
                    plan,
                    plan.sites().values().stream()
                            .flatMap(site -> site.collect().origins().stream())
                            .collect(Collectors.toUnmodifiableSet()));
        }
    }

    /** The origins of the plan that was checked last. */
    private static volatile @Nullable AllOrigins known;

    private OriginCheck() {}

    static boolean allowed(Site site, String origin) {
        return lists(site.collect().origins(), origin);
    }

    /** For preflights and refusals, for which no site is known. */
    static boolean allowedSomewhere(Plan plan, String origin) {
        AllOrigins all = known;
        if (all == null || all.plan() != plan) {
            all = AllOrigins.of(plan);
            known = all;
        }
        return lists(all.origins(), origin);
    }

    /**
     * Looks up the origin and, label by label, the wildcards that cover it. The cost does not depend on the number of
     * listed origins.
     */
    private static boolean lists(Set<String> listed, String origin) {
        String folded = origin.toLowerCase(Locale.ROOT);
        if (folded.indexOf('*') < 0 && listed.contains(folded)) {
            return true;
        }
        int start = folded.indexOf("://") + "://".length();
        if (start < "://".length() || folded.length() > MAX_CHARACTERS) {
            return false;
        }
        for (int dot = folded.indexOf('.', start); dot >= 0; dot = folded.indexOf('.', dot + 1)) {
            if (listed.contains(folded.substring(0, start) + "*" + folded.substring(dot))
                    && isLabels(folded.substring(start, dot))) {
                return true;
            }
        }
        return false;
    }

    /** Whether a header value has the form of an origin, so that a response may repeat it. */
    static boolean wellFormed(String origin) {
        int scheme = origin.indexOf("://");
        return origin.equals("null")
                || (scheme > 0
                        && origin.length() <= MAX_CHARACTERS
                        && letters(origin.substring(0, scheme))
                        && isHostAndPort(origin.substring(scheme + 3)));
    }

    private static boolean isLabels(String text) {
        return !text.isEmpty()
                && !text.startsWith(".")
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
