package dev.cairn.domain.event;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Host (lower case, without port), path (as sent, {@code /} if empty) and query parameters of a page URL. If several
 * parameters have the same name, the first one is used. Parameters are decoded as UTF-8 if possible.
 */
public record PageUrl(String host, String path, Map<String, String> query) {

    /** Parses an absolute http or https URL; empty for anything else. */
    public static Optional<PageUrl> tryParse(@Nullable String url) {
        if (url == null) {
            return Optional.empty();
        }
        int authority =
                url.regionMatches(true, 0, "https://", 0, 8) ? 8 : url.regionMatches(true, 0, "http://", 0, 7) ? 7 : -1;
        if (authority < 0) {
            return Optional.empty();
        }
        int end = firstOf(url, "/?#", authority);
        String host = url.substring(
                        url.lastIndexOf('@', end - 1) + 1 > authority ? url.lastIndexOf('@', end - 1) + 1 : authority,
                        end)
                .toLowerCase(Locale.ROOT);
        int port = host.lastIndexOf(':');
        if (port >= 0 && host.indexOf(']', port) < 0) {
            host = host.substring(0, port);
        }
        int pathEnd = firstOf(url, "?#", end);
        String path = end == pathEnd ? "/" : url.substring(end, pathEnd);
        int fragment = firstOf(url, "#", pathEnd);
        String query = pathEnd < fragment ? url.substring(pathEnd + 1, fragment) : "";
        return host.isEmpty() ? Optional.empty() : Optional.of(new PageUrl(host, path, parameters(query)));
    }

    private static int firstOf(String text, String stops, int from) {
        for (int i = from; i < text.length(); i++) {
            if (stops.indexOf(text.charAt(i)) >= 0) {
                return i;
            }
        }
        return text.length();
    }

    private static Map<String, String> parameters(String query) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String pair : query.split("&")) {
            int equals = pair.indexOf('=');
            if (!pair.isEmpty()) {
                parameters.putIfAbsent(
                        decoded(equals < 0 ? pair : pair.substring(0, equals)),
                        equals < 0 ? "" : decoded(pair.substring(equals + 1)));
            }
        }
        return parameters;
    }

    private static String decoded(String text) {
        try {
            return java.net.URLDecoder.decode(text, java.nio.charset.StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            return text;
        }
    }
}
