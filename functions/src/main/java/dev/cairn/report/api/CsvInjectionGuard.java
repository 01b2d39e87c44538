package dev.cairn.report.api;

/**
 * Prevents CSV injection (ASVS 1.2.10): keeps a spreadsheet from reading untrusted text as a formula. A cell that
 * begins with one of {@code = + - @}, their full-width forms, a tab, a line break or a NUL, even after quotes and
 * spaces, is prefixed with an apostrophe. The same applies to every part of a cell after a semicolon, tab or line
 * break: spreadsheets in many locales split there and ignore quotes that are not at the start of the line.
 */
public final class CsvInjectionGuard {
    private static final String FORMULAS = "=+-@\uFF1D\uFF0B\uFF0D\uFF20";
    private static final String BLANKS = "\t\r\n\0";
    private static final String SEPARATORS = ";\t\r\n";

    private CsvInjectionGuard() {}

    public static String guarded(String cell) {
        StringBuilder guarded = new StringBuilder(cell.length() + 1);
        int begin = 0;
        for (int i = 0; i <= cell.length(); i++) {
            if (i == cell.length() || SEPARATORS.indexOf(cell.charAt(i)) >= 0) {
                String part = cell.substring(begin, i);
                boolean blank = begin == 0 && !cell.isEmpty() && BLANKS.indexOf(cell.charAt(0)) >= 0;
                guarded.append(blank || isFormula(part) ? "'" : "").append(part);
                guarded.append(cell, i, Math.min(i + 1, cell.length()));
                begin = i + 1;
            }
        }
        return guarded.toString();
    }

    private static boolean isFormula(String part) {
        for (int i = 0; i < part.length(); i++) {
            char c = part.charAt(i);
            if (FORMULAS.indexOf(c) >= 0) {
                return true;
            }
            if (!isPassedOver(c)) {
                return false;
            }
        }
        return false;
    }

    /** Quotes, spaces and invisible characters such as a byte order mark. */
    private static boolean isPassedOver(char c) {
        return c == '"'
                || c == '\''
                || Character.isSpaceChar(c)
                || Character.isISOControl(c)
                || Character.getType(c) == Character.FORMAT;
    }
}
