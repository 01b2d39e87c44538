package dev.cairn.store;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Rows: one item per (site, resource, day), replaced whole under the revision it was read with, so that a reader never
 * sees half of one; the days of a range are one Query. Resources are {@code overview}, {@code goals}, {@code events},
 * {@code health}, {@code orderless}, {@code linkable} and {@code funnel/ID/VIEW}; a breakdown is a resource of its own,
 * {@code RESOURCE/by/DIMENSION}.
 */
public final class Rows {
    private final Items items;

    public Rows(Items items) {
        this.items = items;
    }

    public record Id(String site, String resource, LocalDate day) {
        private Item.Key key() {
            return new Item.Key(Table.STATISTICS, partition(site, resource), day.toString());
        }
    }

    /**
     * @param revision how often the figures were written
     * @param asOf of that write, epoch milliseconds
     * @param planVersion by which they were computed
     * @param figures the statistic as JSON
     */
    public record Row(LocalDate day, long revision, long asOf, int planVersion, JsonNode figures) {}

    private record Body(long asOf, int planVersion, JsonNode figures) {}

    /** The rows that exist. */
    public Map<Id, Row> get(Collection<Id> ids) {
        Map<Item.Key, Item> found = items.get(ids.stream().map(Id::key).toList());
        Map<Id, Row> rows = new HashMap<>();
        for (Id id : ids) {
            Item item = found.get(id.key());
            if (item != null) {
                rows.put(id, row(item));
            }
        }
        return rows;
    }

    /** Of the rows that exist, without their figures. */
    public Map<Id, Long> revisions(Collection<Id> ids) {
        Map<Item.Key, Item> found = items.get(ids.stream().map(Id::key).toList());
        Map<Id, Long> revisions = new HashMap<>();
        for (Id id : ids) {
            Item item = found.get(id.key());
            if (item != null) {
                revisions.put(id, item.revision());
            }
        }
        return revisions;
    }

    /** The rows of a range of days, both included, in order; days without a row are missing. */
    public List<Row> range(String site, String resource, LocalDate from, LocalDate to) {
        return items.query(Table.STATISTICS, partition(site, resource), from.toString(), to.toString()).stream()
                .map(Rows::row)
                .toList();
    }

    /** False when another run was faster: then it knows better, or the marks stay and the next run does. */
    public boolean put(Id id, Row row) {
        return items.put(new Item(
                id.key(), row.revision(), Json.write(new Body(row.asOf(), row.planVersion(), row.figures())), null));
    }

    private static Row row(Item item) {
        Body body = Json.read(item.body(), Body.class);
        return new Row(LocalDate.parse(item.key().sort()), item.revision(), body.asOf, body.planVersion, body.figures);
    }

    private static String partition(String site, String resource) {
        return "row#" + site + "#" + resource;
    }
}
