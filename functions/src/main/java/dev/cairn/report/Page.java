package dev.cairn.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * As much of a report as fits an answer.
 *
 * @param next where the rest begins; null on the last page
 */
record Page(
        List<Tabular.Row> rows,
        List<Tabular.Row> totals,
        @Nullable Cursor next) {

    /**
     * The page from a cursor on. At least one row, however large.
     *
     * @param room in the unit of {@code size}
     */
    static Page of(
            List<Tabular.Row> rows, List<Tabular.Row> totals, Cursor from, int room, ToIntFunction<Tabular.Row> size) {
        List<Tabular.Row> pageRows = new ArrayList<>();
        List<Tabular.Row> pageTotals = new ArrayList<>();
        long left = room;
        for (boolean inTotals : new boolean[] {false, true}) {
            for (Tabular.Row row : inTotals ? totals : rows) {
                if (!from.admits(inTotals, row)) {
                    continue;
                }
                left -= size.applyAsInt(row);
                if (left < 0 && !(pageRows.isEmpty() && pageTotals.isEmpty())) {
                    return new Page(pageRows, pageTotals, from.at(inTotals, row));
                }
                (inTotals ? pageTotals : pageRows).add(row);
            }
        }
        return new Page(pageRows, pageTotals, null);
    }
}
