package dev.cairn.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.domain.statistic.FunnelCounts;
import dev.cairn.store.Item;
import dev.cairn.store.ItemStore;
import dev.cairn.store.Json;
import dev.cairn.store.Table;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A reader that constantly reads rows. It must only see complete rows: their parts are consistent, no row returns to an
 * earlier revision, and none disappears (F11).
 */
final class Polling {
    private static final List<String> RESOURCES =
            List.of("overview", "goals", "funnel/checkout/entry", "funnel/checkout/same_day", "events", "health");

    private final ItemStore tables;
    private final Map<Item.Key, Long> revisions = new HashMap<>();
    private final Map<String, Integer> known = new HashMap<>();
    private long reads;

    Polling(ItemStore tables) {
        this.tables = tables;
    }

    long reads() {
        return reads;
    }

    /** Reads all days of one resource, and checks the new rows. */
    void read() {
        String resource = RESOURCES.get((int) (reads++ % RESOURCES.size()));
        List<Item> days = tables.query(Table.STATISTICS, "row#" + Simulation.SITE + "#" + resource);
        if (days.size() < known.getOrDefault(resource, 0)) {
            throw new IllegalStateException("rows of " + resource + " are gone");
        }
        known.put(resource, days.size());
        for (Item row : days) {
            Long before = revisions.put(row.key(), row.revision());
            if (before != null && before > row.revision()) {
                throw new IllegalStateException("a row of " + resource + " went back to revision " + row.revision());
            }
            if (resource.startsWith("funnel/") && (before == null || before != row.revision())) {
                check(row);
            }
        }
    }

    private static void check(Item row) {
        JsonNode figures = Json.read(row.body(), JsonNode.class).path("figures");
        FunnelCounts counts = Json.MAPPER.convertValue(figures, FunnelCounts.class);
        long states = counts.outcomes().converted()
                + counts.outcomes().excluded()
                + counts.outcomes().inProgress()
                + counts.outcomes().dropped();
        boolean falling = true;
        for (int step = 1; step < counts.reached().size(); step++) {
            falling &= counts.reached().get(step - 1) >= counts.reached().get(step);
        }
        long dropped = counts.droppedAfter().stream().mapToLong(Long::longValue).sum();
        if (states != counts.entered()
                || counts.reached().getFirst() != counts.entered()
                || counts.reached().getLast() != counts.outcomes().converted()
                || dropped != counts.outcomes().dropped()
                || !falling) {
            throw new IllegalStateException("half a day: " + row);
        }
    }
}
