package dev.cairn.store;

import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;

/** What one run of the aggregator leaves for the next and for readers. */
public final class Runs {
    private static final Item.Key LAST = new Item.Key(Table.STATISTICS, "runs", "last");

    private static final String WANTED = "wanted";

    private final Items items;

    public Runs(Items items) {
        this.items = items;
    }

    /**
     * @param asOf of the run, epoch milliseconds, a whole half hour (F2)
     * @param pending sites whose daily part could not be finished
     */
    public record Run(long asOf, Set<String> pending) {}

    /** The last run that came to its end. */
    public Optional<Run> last() {
        return items.get(LAST).map(item -> Json.read(item.body(), Run.class));
    }

    public void finished(Run run) {
        items.replace(Item.first(LAST, Json.write(run), null));
    }

    /** Asks the next run to look at every day of a site that is to be looked at, as it does once a day. */
    public void want(String site) {
        long revision = ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE);
        items.replace(new Item(new Item.Key(Table.STATISTICS, WANTED, site), revision, "{}", null));
    }

    /** Sites whose every day is asked for, each with what {@link #had} needs. */
    public Map<String, Long> wanted() {
        return items.query(Table.STATISTICS, WANTED).stream()
                .collect(Collectors.toMap(item -> item.key().sort(), Item::revision));
    }

    /** The site was looked at; unless it was asked for again since. */
    public void had(String site, long revision) {
        items.delete(new Item.Key(Table.STATISTICS, WANTED, site), revision);
    }

    private record Open(long nextClose) {}

    /** Days of a site with windows that are still open, and when the next of them closes (epoch milliseconds). */
    public Map<LocalDate, Long> open(String site) {
        Map<LocalDate, Long> open = new TreeMap<>();
        for (Item item : items.query(Table.STATISTICS, "open#" + site)) {
            open.put(
                    LocalDate.parse(item.key().sort()),
                    Json.read(item.body(), Open.class).nextClose());
        }
        return open;
    }

    /** @param nextClose {@link Long#MAX_VALUE} when no window of the day is open any more */
    public void setOpen(String site, LocalDate day, long nextClose) {
        Item.Key key = new Item.Key(Table.STATISTICS, "open#" + site, day.toString());
        Optional<Item> stored = items.get(key);
        if (nextClose == Long.MAX_VALUE) {
            stored.ifPresent(item -> items.delete(key, item.revision()));
        } else if (stored.isEmpty()
                || Json.read(stored.get().body(), Open.class).nextClose() != nextClose) {
            items.replace(new Item(
                    key, stored.map(item -> item.revision() + 1).orElse(1L), Json.write(new Open(nextClose)), null));
        }
    }
}
