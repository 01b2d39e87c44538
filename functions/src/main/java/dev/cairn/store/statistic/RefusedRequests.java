package dev.cairn.store.statistic;

import dev.cairn.store.Item;
import dev.cairn.store.ItemStore;
import dev.cairn.store.Json;
import dev.cairn.store.Table;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Counts the requests refused in the last 24 hours: for each site, those from origins that its plan does not list; and,
 * under {@link #UNKNOWN_SITES}, those for sites that are not in any plan. There is one item of bounded size per site
 * and hour.
 */
public final class RefusedRequests {
    /** Stands for all sites that are not in any plan. No site in a plan can have this name. */
    public static final String UNKNOWN_SITES = "-";

    public static final Duration SHOWN_FOR = Duration.ofHours(24);

    /** The collector's role may write items with this prefix and no others in the table (template.yaml). */
    private static final String PARTITION = "refused#";

    private static final int ATTEMPTS = 3;

    private final ItemStore items;
    private final Clock clock;

    public RefusedRequests(ItemStore items, Clock clock) {
        this.items = items;
        this.clock = clock;
    }

    /** Adds to the current hour. Returns false, without adding anything, if other writers won every attempt. */
    public boolean add(String site, RefusedSenders more) {
        Instant hour = clock.instant().truncatedTo(ChronoUnit.HOURS);
        Item.Key key = new Item.Key(Table.STATISTICS, PARTITION + site, hour.toString());
        Instant expires = hour.plus(SHOWN_FOR).plus(Duration.ofHours(1));
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Optional<Item> stored = items.get(key);
            String body = Json.write(stored.map(RefusedRequests::read)
                    .orElse(RefusedSenders.NONE)
                    .plus(more));
            if (items.put(stored.map(item -> item.next(body)).orElseGet(() -> Item.first(key, body, expires)))) {
                return true;
            }
        }
        return false;
    }

    public RefusedSenders ofTheLastDay(String site) {
        Instant oldest = clock.instant().minus(SHOWN_FOR);
        return items
                .query(
                        Table.STATISTICS,
                        PARTITION + site,
                        oldest.truncatedTo(ChronoUnit.HOURS).toString(),
                        "\uffff")
                .stream()
                .map(RefusedRequests::read)
                .reduce(RefusedSenders.NONE, RefusedSenders::plus)
                .since(oldest.toEpochMilli());
    }

    private static RefusedSenders read(Item item) {
        return Json.read(item.body(), RefusedSenders.class);
    }
}
