package dev.cairn.report.api;

/**
 * Keeps a spreadsheet from taking text that a stranger sent for a formula (ASVS 1.2.10): a cell that begins with one of
 * {@code = + - @}, their full-width forms, a tab, a line break or a NUL, also after quotes and spaces, gets an apostrophe
 * before it. So does what a spreadsheet that splits at semicolons, tabs or line breaks would make a cell of: those of half
 * the world do, and take no notice of quotes that do not begin the line.
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

    /** Quotes, spaces and what nobody sees, a byte order mark for one. */
    private static boolean isPassedOver(char c) {
        return c == '"'
                || c == '\''
                || Character.isSpaceChar(c)
                || Character.isISOControl(c)
                || Character.getType(c) == Character.FORMAT;
    }
}
