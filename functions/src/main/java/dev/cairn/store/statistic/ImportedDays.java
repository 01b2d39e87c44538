package dev.cairn.store.statistic;

import dev.cairn.store.Item;
import dev.cairn.store.ItemStore;
import dev.cairn.store.Json;
import dev.cairn.store.Table;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Stores what another tool counted on a site's days, one item a day, beside the rows that Cairn counts. Nothing is
 * computed from it. It is kept until it is replaced or removed.
 */
public final class ImportedDays {
    private static final String PARTITION = "imported#";

    private final ItemStore items;

    public ImportedDays(ItemStore items) {
        this.items = items;
    }

    /**
     * A day's totals.
     *
     * @param source the tool that counted them
     * @param pageViews null where that is not known
     */
    public record Totals(
            String source,
            long visitors,
            long visits,
            @Nullable Long pageViews) {}

    /** A day and its totals. */
    public record Day(LocalDate day, Totals totals) {}

    /** @param totals null removes the day: an item without totals, as the role of the writer may not delete */
    private record Body(@Nullable Totals totals) {}

    public void replace(String site, LocalDate day, @Nullable Totals totals) {
        items.replace(Item.first(
                new Item.Key(Table.STATISTICS, PARTITION + site, day.toString()), Json.write(new Body(totals)), null));
    }

    /** The days of a range that have totals, in order. */
    public List<Day> range(String site, LocalDate from, LocalDate to) {
        return items.query(Table.STATISTICS, PARTITION + site, from.toString(), to.toString()).stream()
                .map(item -> {
                    Totals totals = Json.read(item.body(), Body.class).totals();
                    return totals == null
                            ? null
                            : new Day(LocalDate.parse(item.key().sort()), totals);
                })
                .filter(Objects::nonNull)
                .toList();
    }
}
