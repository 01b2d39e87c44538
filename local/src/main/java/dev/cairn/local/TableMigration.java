package dev.cairn.local;

import dev.cairn.plan.model.Plan;
import dev.cairn.plan.model.Site;
import dev.cairn.store.Item;
import dev.cairn.store.ItemStore;
import dev.cairn.store.Table;
import dev.cairn.store.visitor.VisitorIndexStore;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Copies from the old tables to the new ones everything that cannot be recomputed from the archive: plan, keys and
 * rules, salts, stored averages, the quarantine, tombstones, jobs and the stream position; also the statistics of days
 * whose events have expired.
 */
final class TableMigration {
    private static final List<String> KEPT = List.of("averages#", "watermark", "running#", "jobs", "quarantine#");

    private final Plan plan;
    private final Instant now;

    TableMigration(Plan plan, Instant now) {
        this.plan = plan;
        this.now = now;
    }

    /** Passes every item of a table to a consumer. */
    @FunctionalInterface
    interface Scan {
        void forEach(Table table, Consumer<Item> each);
    }

    /** Copies the data and returns the number of items. */
    long copy(Scan from, ItemStore to) {
        long[] copied = {0};
        for (Table table : Table.values()) {
            from.forEach(
                    table,
                    item -> kept(item).ifPresent(kept -> {
                        to.replace(kept);
                        copied[0]++;
                    }));
        }
        return copied[0];
    }

    private Optional<Item> kept(Item item) {
        Item.Key key = item.key();
        if (item.expires() != null && !item.expires().isAfter(now)) {
            return Optional.empty();
        }
        if (VisitorIndexStore.isIndex(key)) {
            return VisitorIndexStore.withoutEvents(item);
        }
        boolean kept = key.table() == Table.SETTINGS
                || key.table() == Table.SALTS
                || KEPT.stream().anyMatch(key.partition()::startsWith)
                || StoredRows.isRow(key) && isForgotten(StoredRows.site(key), StoredRows.day(key));
        return kept ? Optional.of(item) : Optional.empty();
    }

    private boolean isForgotten(String id, LocalDate day) {
        Site site = plan.sites().get(id);
        return site == null || !site.forgets(day).isAfter(now);
    }
}
