package dev.cairn.domain.channel;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Maps hosts and names to known search engines, social networks and other sources. A host covers its subdomains too,
 * unless a longer host is listed ({@code mail.google.com} is not {@code google.com}); {@code google.*} covers the
 * domains of all countries, but not {@code google.evil.example}. Names ({@code fb}) match only as a whole. Immutable.
 */
public final class ReferrerDatabase {

    /** The category of a source in the channel rules. {@link #OTHER} is for sources that fit no other category. */
    public enum Category {
        SEARCH,
        SOCIAL,
        VIDEO,
        SHOPPING,
        MAIL,
        AI_ASSISTANT,
        OTHER
    }

    /** One line of the list. */
    public record Source(String name, Category category) {}

    private static final String BUNDLED = "/hosts/sources.txt";
    private static final Set<String> GENERIC = Set.of("com", "net", "org");
    /** Second-level labels before a country code: google.co.uk, google.com.br, yahoo.ne.jp. */
    private static final Set<String> SECOND_LEVEL = Set.of("co", "com", "ne", "net", "or", "org");

    private final Map<String, Source> sources;

    private ReferrerDatabase(Map<String, Source> sources) {
        this.sources = sources;
    }

    /** Returns the list that ships with Cairn. */
    public static ReferrerDatabase bundled() {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(ReferrerDatabase.class.getResourceAsStream(BUNDLED)), StandardCharsets.UTF_8))) {
            return parse(reader.lines().toList());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /**
     * Parses lines of the form {@code [category]} or {@code name host-or-name ...}; {@code #} begins a comment. Throws
     * {@link IllegalArgumentException} for an unknown category and for a host or name that is listed twice; in the
     * latter case the message gives the line.
     */
    public static ReferrerDatabase parse(List<String> lines) {
        Map<String, Source> sources = new HashMap<>();
        Category category = Category.OTHER;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).replaceFirst("#.*", "").strip();
            if (line.startsWith("[")) {
                category = Category.valueOf(line.substring(1, line.length() - 1).toUpperCase(Locale.ROOT));
            } else if (!line.isEmpty()) {
                String[] words = line.split("\\s+");
                Source source = new Source(words[0], category);
                for (String word : words) {
                    if (sources.put(word, source) != null) {
                        throw new IllegalArgumentException("line " + (i + 1) + ": " + word + " is listed twice");
                    }
                }
            }
        }
        return new ReferrerDatabase(Map.copyOf(sources));
    }

    /** Finds the source to which a host or a name ({@code utm_source}) belongs. */
    public Optional<Source> find(String hostOrName) {
        String suffix = hostOrName.toLowerCase(Locale.ROOT);
        while (true) {
            Source source = sources.getOrDefault(suffix, sources.get(withoutCountry(suffix) + ".*"));
            int dot = suffix.indexOf('.');
            if (source != null || dot < 0) {
                return Optional.ofNullable(source);
            }
            suffix = suffix.substring(dot + 1);
            if (suffix.indexOf('.') < 0) {
                return Optional.empty();
            }
        }
    }

    /**
     * Strips the top-level domain: {@code www.google} for {@code www.google.co.uk}; empty unless the top-level domain
     * is a country code or {@code com}, {@code net} or {@code org}.
     */
    private static String withoutCountry(String host) {
        int last = host.lastIndexOf('.');
        String top = host.substring(last + 1);
        if (last < 0 || (top.length() != 2 && !GENERIC.contains(top))) {
            return "";
        }
        String rest = host.substring(0, last);
        int second = rest.lastIndexOf('.');
        boolean twoLabels = second > 0 && top.length() == 2 && SECOND_LEVEL.contains(rest.substring(second + 1));
        return twoLabels ? rest.substring(0, second) : rest;
    }
}
