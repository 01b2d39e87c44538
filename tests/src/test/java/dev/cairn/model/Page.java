package dev.cairn.model;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a URL that the rules use.
 *
 * @param host lower case, without port
 * @param path as sent
 * @param query decoded; of two parameters with the same name, the first
 */
record Page(String host, String path, Map<String, String> query) {
    private static final Pattern ADDRESS = Pattern.compile(
            "https?://(?:[^/?#]*@)?(?<host>\\[[^\\]/?#]*\\]|[^:/?#]+)(?::[^/?#]*)?(?<path>/[^?#]*)?(?:\\?(?<query>[^#]*))?(?:#.*)?",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    static Optional<Page> of(@Nullable String address) {
        Matcher parts = ADDRESS.matcher(address == null ? "" : address);
        if (!parts.matches()) {
            return Optional.empty();
        }
        Map<String, String> query = new HashMap<>();
        for (String parameter : (parts.group("query") == null ? "" : parts.group("query")).split("&")) {
            String[] nameAndValue = parameter.split("=", 2);
            query.putIfAbsent(decoded(nameAndValue[0]), nameAndValue.length < 2 ? "" : decoded(nameAndValue[1]));
        }
        String path = parts.group("path");
        return Optional.of(new Page(parts.group("host").toLowerCase(Locale.ROOT), path == null ? "/" : path, query));
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            return text;
        }
    }
}
