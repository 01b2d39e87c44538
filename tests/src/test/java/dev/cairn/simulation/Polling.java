package dev.cairn.simulation;

import dev.cairn.domain.statistic.FunnelCounts;
import dev.cairn.store.Items;
import dev.cairn.store.Json;
import dev.cairn.store.Rows;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Somebody who reads rows all the time. What is read must be whole: the parts of a row fit each other, no row goes back
 * to an earlier revision, and none that was there is gone (F11).
 */
final class Polling {
    private static final List<String> RESOURCES =
            List.of("overview", "goals", "funnel/checkout/entry", "funnel/checkout/same_day", "events", "health");

    private final Rows rows;
    private final Map<Rows.Id, Long> revisions = new HashMap<>();
    private long reads;

    Polling(Items tables) {
        this.rows = new Rows(tables);
    }

    long reads() {
        return reads;
    }

    /** Reads all days of one resource. */
    void read() {
        String resource = RESOURCES.get((int) (reads++ % RESOURCES.size()));
        List<Rows.Row> days =
                rows.range(Simulation.SITE, resource, LocalDate.parse("2026-01-01"), LocalDate.parse("2026-12-31"));
        long known = revisions.keySet().stream()
                .filter(id -> id.resource().equals(resource))
                .count();
        if (days.size() < known) {
            throw new IllegalStateException("rows of " + resource + " are gone");
        }
        for (Rows.Row row : days) {
            Long before = revisions.put(new Rows.Id(Simulation.SITE, resource, row.day()), row.revision());
            if (before != null && before > row.revision()) {
                throw new IllegalStateException("a row of " + resource + " went back to revision " + row.revision());
            }
            if (resource.startsWith("funnel/") && (before == null || before != row.revision())) {
                check(row);
            }
        }
    }

    private static void check(Rows.Row row) {
        FunnelCounts counts = Json.MAPPER.convertValue(row.figures(), FunnelCounts.class);
        long states = counts.converted() + counts.excluded() + counts.inProgress() + counts.dropped();
        boolean falling = true;
        for (int step = 1; step < counts.reached().size(); step++) {
            falling &= counts.reached().get(step - 1) >= counts.reached().get(step);
        }
        long dropped = counts.droppedAfter().stream().mapToLong(Long::longValue).sum();
        if (states != counts.entered()
                || counts.reached().getFirst() != counts.entered()
                || counts.reached().getLast() != counts.converted()
                || dropped != counts.dropped()
                || !falling) {
            throw new IllegalStateException("half a day: " + row);
        }
    }
}
