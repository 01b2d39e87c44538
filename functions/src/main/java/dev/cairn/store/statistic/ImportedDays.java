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
 * Stores another tool's totals for a site's days, one item per day, alongside Cairn's own rows. Nothing is computed
 * from them. They are kept until they are replaced or removed.
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
     * @param pageViews null if unknown
     */
    public record Totals(
            String source,
            long visitors,
            long visits,
            @Nullable Long pageViews) {}

    /** A day and its totals. */
    public record Day(LocalDate day, Totals totals) {}

    /** @param totals null for a removed day, because the writer's role may not delete items */
    private record Body(@Nullable Totals totals) {}

    public void replace(String site, LocalDate day, @Nullable Totals totals) {
        items.replace(Item.first(
                new Item.Key(Table.STATISTICS, PARTITION + site, day.toString()), Json.write(new Body(totals)), null));
    }

    /** The days in a range that have totals, in order. */
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
