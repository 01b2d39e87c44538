package dev.cairn.plan.parse;

import dev.cairn.plan.document.Suggestions;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the origins and hosts that a site lists. */
public final class OriginPatterns {
    /** The origin that browsers send for sandboxed frames and local files; allowed only if the site lists it. */
    static final String NULL = "null";

    private static final Pattern FORM =
            Pattern.compile("(https?)://(\\*\\.)?([^/:?#@\\[\\]]+|\\[[0-9a-f:.]+])(:[0-9]{1,5})?");
    private static final String LABEL = "[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?";
    private static final Pattern HOST = Pattern.compile(LABEL + "(\\." + LABEL + ")*");
    private static final int MAX_PORT = 65_535;
    private static final String RULE = "use scheme://host or scheme://host:port with http or https, such as"
            + " https://shop.example, https://*.shop.example for all its subdomains, or \"null\"";

    private OriginPatterns() {}

    /** Returns the form sent by browsers: lower case, without the scheme's default port. */
    public static @Nullable String origin(MappingReader.Place place) {
        String text = place.text().toLowerCase(Locale.ROOT);
        if (text.equals(NULL)) {
            return NULL;
        }
        if (text.length() > 1
                && text.endsWith("/")
                && FORM.matcher(text.substring(0, text.length() - 1)).matches()) {
            place.fault("an origin has no path; remove the trailing /");
            return null;
        }
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            place.fault(Suggestions.quoted(place.text()) + " is not an origin; " + RULE);
            return null;
        }
        if (!isHost(parts.group(3)) || !isPort(parts.group(4))) {
            place.fault("the host or port of " + Suggestions.quoted(place.text()) + " is not valid; " + RULE
                    + asciiHint(text));
            return null;
        }
        if (parts.group(2) != null && PublicSuffixes.contains(parts.group(3))) {
            place.faults()
                    .limit(
                            place.path(),
                            Suggestions.quoted(place.text())
                                    + " would let strangers send: anyone can register a name under "
                                    + parts.group(3) + "; list your own hosts, such as " + parts.group(1) + "://shop."
                                    + parts.group(3));
            return null;
        }
        boolean ownPort = (parts.group(1) + parts.group(4)).matches("http:80|https:443");
        return ownPort ? text.substring(0, text.lastIndexOf(':')) : text;
    }

    /**
     * Returns an origin's host in the form of {@link dev.cairn.domain.visit.VisitRules#ownHosts}; null for the origin
     * {@code null}.
     */
    static @Nullable String hostOf(String origin) {
        Matcher parts = FORM.matcher(origin);
        if (!parts.matches()) {
            return null;
        }
        return parts.group(2) == null ? parts.group(3) : parts.group(2) + parts.group(3);
    }

    /** Reads a host, or {@code *.host} for every host below it, in lower case. */
    static @Nullable String host(MappingReader.Place place) {
        String text = place.text().toLowerCase(Locale.ROOT);
        if (isHost(text.startsWith("*.") ? text.substring(2) : text)) {
            return text;
        }
        place.fault(Suggestions.quoted(place.text()) + " is not a host; write it without scheme, port and path, such as"
                + " pay.example or *.pay.example" + asciiHint(text));
        return null;
    }

    private static boolean isHost(String host) {
        return host.startsWith("[")
                || (host.length() <= 253 && HOST.matcher(host).matches());
    }

    private static boolean isPort(@Nullable String port) {
        if (port == null) {
            return true;
        }
        int number = Integer.parseInt(port.substring(1));
        return number >= 1 && number <= MAX_PORT;
    }

    private static String asciiHint(String text) {
        return text.chars().allMatch(c -> c < 128)
                ? ""
                : "; write an internationalized name as browsers send it (xn--…)";
    }
}
