package dev.cairn.store;

import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Marks: which buckets of which days have something the rows do not know yet. A mark is raised after what it is about
 * was written, with a new random revision each time, also for repeats; the aggregator clears it last, and only if it
 * is still the mark it read before it began.
 */
public final class Marks {
    private static final String PARTITION = "marks";

    private final Items items;

    public Marks(Items items) {
        this.items = items;
    }

    /** A bucket of a site's day. */
    public record Place(String site, LocalDate day, int bucket) {
        static Place parse(String sort) {
            String[] parts = sort.split("#");
            return new Place(parts[0], LocalDate.parse(parts[1]), Integer.parseInt(parts[2]));
        }

        @Override
        public String toString() {
            return site + "#" + day + "#" + VisitorDays.name(bucket);
        }
    }

    /** @param revision of this raising */
    public record Mark(Place place, long revision) {}

    public void raise(Collection<Place> places) {
        for (Place place : places) {
            items.replace(new Item(key(place), ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE), "{}", null));
        }
    }

    /** All marks, of all sites. */
    public List<Mark> all() {
        return items.query(Table.STATISTICS, PARTITION).stream()
                .map(Marks::mark)
                .toList();
    }

    /** A site's marks on one day. */
    public List<Mark> of(String site, LocalDate day) {
        return items.query(Table.STATISTICS, PARTITION, site + "#" + day, site + "#" + day + "#99").stream()
                .map(Marks::mark)
                .toList();
    }

    /** Clears a mark unless it was raised again; then it stays for the next run. */
    public void clear(Mark mark) {
        items.delete(key(mark.place()), mark.revision());
    }

    private static Mark mark(Item item) {
        return new Mark(Place.parse(item.key().sort()), item.revision());
    }

    private static Item.Key key(Place place) {
        return new Item.Key(Table.STATISTICS, PARTITION, place.toString());
    }
}
