package dev.cairn.collect.scrub;

import dev.cairn.domain.event.PageUrl;
import dev.cairn.plan.model.Site;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Scrubs one URL: removes the fragment, the userinfo and unlisted query parameters, and redacts private data in the
 * rest (I5).
 */
final class UrlScrubber {
    private static final List<String> KEPT_PARAMETERS = List.of("ref", "source");
    private static final String KEPT_PREFIX = "utm_";
    /** For hosts, since {@code :redacted} would be read as a port. */
    private static final String REDACTED_HOST = "redacted";

    private static final int PORT_DIGITS = 5;

    private final Set<String> keptParameters = new HashSet<>(KEPT_PARAMETERS);
    private final Set<String> ownHosts;

    UrlScrubber(Site site, boolean ads) {
        keptParameters.addAll(site.collect().keepQuery());
        if (ads) {
            keptParameters.addAll(ClickIds.NAMES);
        }
        ownHosts = Set.copyOf(site.visits().ownHosts());
    }

    /** Whether the text is an absolute http or https URL. */
    static boolean isPage(String text) {
        return PageUrl.tryParse(text).isPresent();
    }

    /**
     * Whether the word looks like a URL. It has {@code scheme://} or a leading {@code //}; or a query, if the word
     * begins with {@code /} or the query contains {@code =}; or a leading {@code /} and a fragment.
     */
    static boolean looksLikeAddress(String word) {
        int query = word.indexOf('?');
        return authorityStart(word) >= 0
                || (query >= 0 && (word.startsWith("/") || word.indexOf('=', query) > query))
                || (word.startsWith("/") && word.indexOf('#') > 0);
    }

    String scrub(String address) {
        int fragment = address.indexOf('#');
        String cut = fragment < 0 ? address : address.substring(0, fragment);
        int query = cut.indexOf('?');
        return query < 0 ? base(cut) : base(cut.substring(0, query)) + query(cut.substring(query + 1));
    }

    private String base(String base) {
        int authority = authorityStart(base);
        if (authority < 0) {
            return path(base);
        }
        int end = authority;
        while (end < base.length() && base.charAt(end) != '/' && base.charAt(end) != '\\') {
            end++;
        }
        String server = base.substring(Math.max(authority, base.lastIndexOf('@', end) + 1), end);
        return base.substring(0, authority) + server(server) + path(base.substring(end));
    }

    /** Scrubs host and port. The site's own hosts are kept, even if one is an IP address. */
    private String server(String server) {
        int colon = server.indexOf(']') < 0 ? server.lastIndexOf(':') : server.indexOf(':', server.indexOf(']'));
        String host = colon < 0 ? server : server.substring(0, colon);
        String port = colon < 0 || colon + 1 + PORT_DIGITS < server.length() ? "" : server.substring(colon);
        if (ownHosts.contains(host.toLowerCase(Locale.ROOT))) {
            return host + port;
        }
        return host.startsWith("[") || isPrivate(host) ? REDACTED_HOST + port : host + port;
    }

    private static boolean isPrivate(String text) {
        return !Redactor.redact(text).equals(text) || PercentEncoding.hides(text);
    }

    private static String path(String path) {
        return Arrays.stream(Redactor.redact(path).split("/", -1))
                .map(segment -> PercentEncoding.hides(segment) ? Redactor.REDACTED : segment)
                .collect(Collectors.joining("/"));
    }

    private String query(String query) {
        String kept = Arrays.stream(query.split("&"))
                .filter(this::isKept)
                .map(this::parameter)
                .collect(Collectors.joining("&"));
        return kept.isEmpty() ? "" : "?" + kept;
    }

    private boolean isKept(String parameter) {
        int equals = parameter.indexOf('=');
        String name = PercentEncoding.decode(equals < 0 ? parameter : parameter.substring(0, equals));
        return name.startsWith(KEPT_PREFIX) || keptParameters.contains(name);
    }

    private String parameter(String parameter) {
        int equals = parameter.indexOf('=') + 1;
        String name = parameter.substring(0, equals);
        String value = parameter.substring(equals);
        return (isPrivate(name) ? Redactor.REDACTED : name) + value(value);
    }

    /** Removes the whole query from a URL in a parameter. */
    private String value(String value) {
        String open = PercentEncoding.decode(value);
        if (looksLikeAddress(open)) {
            int end = open.indexOf('?') < 0 ? open.length() : open.indexOf('?');
            String nested = scrub(open.substring(0, end));
            return nested.equals(open) ? value : URLEncoder.encode(nested, StandardCharsets.UTF_8);
        }
        return isPrivate(value) ? Redactor.REDACTED : value;
    }

    /** The index of the authority, after {@code scheme://} or {@code //}; -1 if there is none. */
    private static int authorityStart(String address) {
        if (address.startsWith("//")) {
            return 2;
        }
        int scheme = address.indexOf("://");
        boolean named = scheme > 0
                && Character.isLetter(address.charAt(0))
                && address.substring(0, scheme)
                        .chars()
                        .allMatch(c -> Character.isLetterOrDigit(c) || c == '+' || c == '-' || c == '.');
        return named ? scheme + 3 : -1;
    }
}
