package dev.cairn.report;

/**
 * Keeps a spreadsheet from taking text that a stranger sent for a formula: a cell that begins with one of
 * {@code = + - @}, their full-width forms, a tab or a line break, also after quotes and spaces, gets an apostrophe before it.
 */
final class FormulaGuard {
    private static final String BEGINNINGS = "=+-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20";

    private FormulaGuard() {}

    static String guarded(String cell) {
        for (int i = 0; i < cell.length(); i++) {
            char c = cell.charAt(i);
            if (BEGINNINGS.indexOf(c) >= 0) {
                return "'" + cell;
            }
            if (c != '"' && c != '\'' && !Character.isSpaceChar(c)) {
                return cell;
            }
        }
        return cell;
    }
}
