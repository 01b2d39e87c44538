package dev.cairn.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Looks up a host, or a name from {@code utm_source}, in the maintained list (V1). */
final class Hosts {

    /** @param kind the list's section: {@code search}, {@code social}, … */
    record Known(String name, String kind) {}

    private static final Pattern COUNTRY =
            Pattern.compile("(?<stem>.+?)\\.(?:com|net|org|(?:(?:co|com|ne|net|or|org)\\.)?[a-z]{2})");
    private static final Map<String, Known> LIST = list();

    private Hosts() {}

    /** Its longest listed suffix that starts after a dot; a suffix without a dot matches only as a whole. */
    static Optional<Known> find(String hostOrName) {
        String ending = hostOrName.toLowerCase(Locale.ROOT);
        do {
            Matcher country = COUNTRY.matcher(ending);
            Known known = LIST.get(ending);
            if (known == null && country.matches()) {
                known = LIST.get(country.group("stem") + ".*");
            }
            if (known != null) {
                return Optional.of(known);
            }
            ending = ending.substring(ending.indexOf('.') + 1);
        } while (ending.contains("."));
        return Optional.empty();
    }

    private static Map<String, Known> list() {
        try (InputStream in = Exclusions.resource("/hosts/sources.txt")) {
            Map<String, Known> list = new HashMap<>();
            String kind = "";
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
                String content = line.split("#", 2)[0].strip();
                if (content.startsWith("[")) {
                    kind = content.substring(1, content.length() - 1);
                } else if (!content.isEmpty()) {
                    String[] words = content.split("\\s+");
                    for (String word : words) {
                        list.put(word, new Known(words[0], kind));
                    }
                }
            }
            return list;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
