package dev.cairn.domain.goal;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A pattern in which {@code *} matches any run of characters, including an empty one, and no other character is special
 * (G1). Case-sensitive, except {@link #foldingCase}. Matching always takes time linear in the length of the pattern
 * plus that of the text: it searches for each literal between two stars with the algorithm of Knuth, Morris and Pratt
 * (SIAM Journal on Computing 6, 1977), which never rereads a character of the text.
 */
public final class Glob {
    private static final int NOT_FOUND = -1;

    /**
     * The text between two stars.
     *
     * @param borders for each prefix, by its last index, the length of its longest proper prefix that is also its
     *     suffix
     */
    private record Literal(String text, int[] borders) {
        static Literal of(String text) {
            int[] borders = new int[text.length()];
            int border = 0;
            for (int i = 1; i < borders.length; i++) {
                while (border > 0 && text.charAt(i) != text.charAt(border)) {
                    border = borders[border - 1];
                }
                border += text.charAt(i) == text.charAt(border) ? 1 : 0;
                borders[i] = border;
            }
            return new Literal(text, borders);
        }

        /** Returns the end of its first occurrence in that part of a text. */
        int endIn(String searched, int from, int to) {
            int matched = 0;
            for (int i = from; matched < text.length(); i++) {
                if (i == to) {
                    return NOT_FOUND;
                }
                while (matched > 0 && searched.charAt(i) != text.charAt(matched)) {
                    matched = borders[matched - 1];
                }
                matched += searched.charAt(i) == text.charAt(matched) ? 1 : 0;
                if (matched == text.length()) {
                    return i + 1;
                }
            }
            return from;
        }
    }

    private final String pattern;
    private final boolean foldCase;
    private final String prefix;
    private final List<Literal> between;
    private final String suffix;

    public Glob(String pattern) {
        this(pattern, false);
    }

    private Glob(String pattern, boolean foldCase) {
        this.pattern = pattern;
        this.foldCase = foldCase;
        int first = pattern.indexOf('*');
        int last = pattern.lastIndexOf('*');
        this.prefix = first < 0 ? pattern : pattern.substring(0, first);
        this.suffix = pattern.substring(last + 1);
        this.between = first == last
                ? List.of()
                : Arrays.stream(pattern.substring(first + 1, last).split("\\*"))
                        .filter(text -> !text.isEmpty())
                        .map(Literal::of)
                        .toList();
    }

    public String pattern() {
        return pattern;
    }

    /** Creates a glob that ignores case. */
    public static Glob foldingCase(String pattern) {
        return new Glob(folded(pattern), true);
    }

    /** Returns an upper bound on the number of characters that {@link #matches} examines. */
    long steps(String text) {
        return between.isEmpty() ? 1 : 1 + text.length() + pattern.length();
    }

    public boolean matches(String text) {
        return foldCase ? matchesExactly(folded(text)) : matchesExactly(text);
    }

    private static String folded(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    private boolean matchesExactly(String text) {
        if (pattern.length() == prefix.length()) {
            return pattern.equals(text);
        }
        int end = text.length() - suffix.length();
        if (end < prefix.length() || !text.startsWith(prefix) || !text.endsWith(suffix)) {
            return false;
        }
        int from = prefix.length();
        for (Literal literal : between) {
            from = literal.endIn(text, from, end);
            if (from == NOT_FOUND) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Glob glob && pattern.equals(glob.pattern) && foldCase == glob.foldCase;
    }

    @Override
    public int hashCode() {
        return pattern.hashCode();
    }

    @Override
    public String toString() {
        return pattern;
    }
}
