package dev.cairn.collect.bots;

/**
 * Finds the longest literal that every match of a regular expression must contain: a run of plain characters outside
 * groups and classes that no quantifier makes optional. Empty if none can be determined safely; every string contains
 * the empty string.
 */
public final class RequiredLiteral {
    /** The single-letter classes and boundaries that may follow a backslash. */
    private static final String CLASSES = "dDwWsSbB";

    private final String regex;
    private final StringBuilder run = new StringBuilder();
    private String longest = "";
    private int position;

    private RequiredLiteral(String regex) {
        this.regex = regex;
    }

    public static String of(String regex) {
        // Inline flags can change the matching, for example to ignore case.
        return regex.contains("(?") ? "" : new RequiredLiteral(regex).read();
    }

    private String read() {
        while (position < regex.length()) {
            char c = regex.charAt(position++);
            switch (c) {
                case '|' -> {
                    return "";
                }
                case '(' -> skipGroup();
                case '[' -> skipClass();
                case '?', '*', '{' -> dropOptional(c);
                case '.', '^', '$', '+' -> endRun();
                case '\\' -> {
                    if (!escape()) {
                        return "";
                    }
                }
                default -> run.append(c);
            }
        }
        endRun();
        return longest;
    }

    /** Returns false for escapes that are not worth parsing. */
    private boolean escape() {
        char c = regex.charAt(position++);
        if (!Character.isLetterOrDigit(c)) {
            run.append(c);
            return true;
        }
        endRun();
        return CLASSES.indexOf(c) >= 0;
    }

    private void dropOptional(char quantifier) {
        if (!run.isEmpty()) {
            run.setLength(run.length() - 1);
        }
        endRun();
        if (quantifier == '{') {
            position = regex.indexOf('}', position) + 1;
        }
    }

    private void skipGroup() {
        endRun();
        int depth = 1;
        while (depth > 0) {
            char c = regex.charAt(position++);
            switch (c) {
                case '\\' -> position++;
                case '[' -> skipClass();
                case '(' -> depth++;
                case ')' -> depth--;
                default -> {}
            }
        }
    }

    private void skipClass() {
        endRun();
        // A leading bracket is a plain character.
        if (regex.charAt(position) == '^') {
            position++;
        }
        if (regex.charAt(position) == ']') {
            position++;
        }
        while (regex.charAt(position) != ']') {
            position += regex.charAt(position) == '\\' ? 2 : 1;
        }
        position++;
    }

    private void endRun() {
        if (run.length() > longest.length()) {
            longest = run.toString();
        }
        run.setLength(0);
    }
}
