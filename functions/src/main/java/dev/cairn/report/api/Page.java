package dev.cairn.report.api;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The part of a report that fits into one response.
 *
 * @param sections the report's sections, each with its rows on this page
 * @param next where the next page begins; null on the last page
 */
record Page(
        List<List<TableResponse.Row>> sections, @Nullable PageCursor next) {

    /** A page without rows. */
    static Page empty(int sections) {
        return new Page(Collections.nCopies(sections, List.of()), null);
    }

    /**
     * The page that begins at a cursor. If any row is left, it has at least one, however large.
     *
     * @param room the page's maximum size, in the unit of {@code size}
     */
    static Page of(
            List<List<TableResponse.Row>> all, PageCursor from, int room, ToIntFunction<TableResponse.Row> size) {
        List<List<TableResponse.Row>> sections = new ArrayList<>();
        all.forEach(section -> sections.add(new ArrayList<>()));
        boolean isEmpty = true;
        long left = room;
        for (int section = 0; section < all.size(); section++) {
            for (TableResponse.Row row : all.get(section)) {
                if (!from.admits(section, row)) {
                    continue;
                }
                left -= size.applyAsInt(row);
                if (left < 0 && !isEmpty) {
                    return new Page(sections, from.at(section, row));
                }
                sections.get(section).add(row);
                isEmpty = false;
            }
        }
        return new Page(sections, null);
    }
}
