package dev.cairn.plan.document;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Formats names in a plan for paths and messages, and suggests the name that was probably meant. */
public final class Suggestions {
    /** The rule for the ids of sites, goals, funnels, targets and audiences. */
    public static final String ID_RULE = "use 1 to 64 of a-z, 0-9, _ and -, beginning with a letter or digit";

    private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9_-]{0,63}");
    private static final Pattern PLAIN_KEY = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    private static final int MAX_SHOWN = 64;
    private static final int MAX_LISTED = 40;

    private Suggestions() {}

    public static boolean isId(String name) {
        return ID.matcher(name).matches();
    }

    /** Returns the path of a key under {@code path}; a key that would make the path unreadable is quoted. */
    public static String under(String path, String key) {
        if (!PLAIN_KEY.matcher(key).matches()) {
            return path + "[" + quoted(key) + "]";
        }
        return path.isEmpty() ? key : path + "." + key;
    }

    public static String item(String path, int index) {
        return path + "[" + index + "]";
    }

    public static String quoted(String text) {
        return '"' + shortened(text) + '"';
    }

    /** Returns at most 64 characters, on one line. */
    static String shortened(String text) {
        String line = text.codePoints()
                .limit(MAX_SHOWN)
                .map(c -> Character.isISOControl(c) ? ' ' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return line.length() < text.length() ? line + "…" : line;
    }

    /** Returns {@code (did you mean "checkout"?)} with a leading space, or nothing if no name is close. */
    public static String didYouMean(String name, Collection<String> known) {
        return nearest(name, known)
                .map(close -> " (did you mean " + quoted(close) + "?)")
                .orElse("");
    }

    /** Returns {@code a, b or c}, in alphabetical order. */
    public static String oneOf(Collection<String> known) {
        TreeSet<String> sorted = new TreeSet<>(known);
        if (sorted.size() > MAX_LISTED) {
            return sorted.stream().limit(MAX_LISTED).collect(Collectors.joining(", ")) + ", …";
        }
        String last = sorted.removeLast();
        return sorted.isEmpty() ? last : String.join(", ", sorted) + " or " + last;
    }

    /**
     * Returns the closest known name, unless more than a third of the name (and more than one character) would have to
     * change. Otherwise returns the only known name that extends it after an underscore. Empty if there is neither, or
     * if the name is longer than 64 characters.
     */
    public static Optional<String> nearest(String name, Collection<String> known) {
        if (name.length() > MAX_SHOWN) {
            return Optional.empty();
        }
        String wanted = comparable(name);
        record Close(String name, int distance) {}
        return known.stream()
                .filter(other -> Math.abs(other.length() - name.length()) <= allowedDistance(name))
                .map(other -> new Close(other, distance(wanted, comparable(other))))
                .filter(close -> close.distance <= allowedDistance(name))
                .min(Comparator.comparingInt(Close::distance).thenComparing(Close::name))
                .map(Close::name)
                .or(() -> onlyOneBeginningWith(wanted + "_", known));
    }

    private static Optional<String> onlyOneBeginningWith(String beginning, Collection<String> known) {
        return known.stream()
                .filter(other -> comparable(other).startsWith(beginning))
                .reduce((one, another) -> "")
                .filter(only -> !only.isEmpty());
    }

    private static int allowedDistance(String name) {
        return Math.max(1, name.length() / 3);
    }

    private static String comparable(String name) {
        return name.toLowerCase(java.util.Locale.ROOT).replace('-', '_').replace(' ', '_');
    }

    /** Levenshtein distance: insertions, deletions and replacements of one character. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
