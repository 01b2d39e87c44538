package dev.cairn.domain.goal;

/**
 * A pattern in which {@code *} matches any run of characters, including an empty one, and nothing else is special (G1).
 * Case-sensitive.
 */
public record Glob(String pattern) {

    /** Linear in the text for each star; never backtracks beyond the last star. */
    public boolean matches(String text) {
        int p = 0;
        int t = 0;
        int star = -1;
        int resume = 0;
        while (t < text.length()) {
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                star = p++;
                resume = t;
            } else if (p < pattern.length() && pattern.charAt(p) == text.charAt(t)) {
                p++;
                t++;
            } else if (star >= 0) {
                p = star + 1;
                t = ++resume;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }
}
