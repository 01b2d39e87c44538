package dev.cairn.domain.event;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The campaign dimensions of a visit: the values of the UTM parameters, each null if absent.
 *
 * @param source {@code utm_source} as sent; in a {@link TrafficSource}, the source derived from the click id or
 *     referrer if none was sent
 * @param medium {@code utm_medium} as sent, likewise
 * @param name {@code utm_campaign} as sent
 * @param term {@code utm_term} as sent
 * @param content {@code utm_content} as sent
 */
public record Campaign(
        @Nullable String source,
        @Nullable String medium,
        @Nullable String name,
        @Nullable String term,
        @Nullable String content) {
    public static final Campaign NONE = new Campaign(null, null, null, null, null);

    /** Placeholders that tools use for unknown values; they count as absent. */
    private static final Set<String> NOTHING = Set.of("", "(not set)", "(none)", "(direct)");

    /** Returns the campaign as sent in the query of a page's URL. */
    public static Campaign sentIn(Map<String, String> query) {
        return new Campaign(
                parameter(query, "utm_source"),
                parameter(query, "utm_medium"),
                parameter(query, "utm_campaign"),
                parameter(query, "utm_term"),
                parameter(query, "utm_content"));
    }

    /** Returns the value of a query parameter; null if it is absent, empty or a placeholder. */
    public static @Nullable String parameter(Map<String, String> query, String name) {
        String value = query.getOrDefault(name, "").strip();
        return NOTHING.contains(value.toLowerCase(Locale.ROOT)) ? null : value;
    }

    /** Returns this campaign with the source and medium that were determined for the visit. */
    public Campaign from(@Nullable String visitSource, @Nullable String visitMedium) {
        return new Campaign(visitSource, visitMedium, name, term, content);
    }
}
