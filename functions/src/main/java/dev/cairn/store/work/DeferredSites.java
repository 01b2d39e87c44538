package dev.cairn.store.work;

import dev.cairn.store.Item;
import dev.cairn.store.ItemStore;
import dev.cairn.store.Json;
import dev.cairn.store.Table;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Lists the sites that may have {@link Quarantine#DEFERRED deferred} records, so that the Restate function finds them
 * without reading every site's quarantine. A site is added before its records are quarantined and stays for an hour,
 * which is longer than a batch takes. A process that crashes in between therefore leaves no record unlisted.
 */
public final class DeferredSites {
    private static final Duration KEPT_FOR = Duration.ofHours(1);
    private static final String PARTITION = "deferred";

    private final ItemStore items;
    private final Clock clock;

    public DeferredSites(ItemStore items, Clock clock) {
        this.items = items;
        this.clock = clock;
    }

    /**
     * A listed site.
     *
     * @param addedAt when it was last added, in epoch milliseconds
     */
    public record Listed(String site, long addedAt, long revision) {}

    private record Body(long addedAt) {}

    /** Adds a site. Call this before quarantining its records. */
    public void add(String site) {
        // A new random revision, so that a reader that removes the entry it read cannot remove a later one.
        long revision = ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE);
        items.replace(new Item(key(site), revision, Json.write(new Body(clock.millis())), null));
    }

    public List<Listed> all() {
        return items.query(Table.STATISTICS, PARTITION).stream()
                .map(item -> new Listed(
                        item.key().sort(), Json.read(item.body(), Body.class).addedAt(), item.revision()))
                .toList();
    }

    /** Removes a site that has no deferred record left, unless it was added within the last hour. */
    public void remove(Listed listed) {
        if (clock.millis() - listed.addedAt() > KEPT_FOR.toMillis()) {
            items.delete(key(listed.site()), listed.revision());
        }
    }

    private static Item.Key key(String site) {
        return new Item.Key(Table.STATISTICS, PARTITION, site);
    }
}
