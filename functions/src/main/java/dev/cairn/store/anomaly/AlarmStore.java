package dev.cairn.store.anomaly;

import dev.cairn.domain.anomaly.AlarmState;
import dev.cairn.domain.anomaly.Baseline;
import dev.cairn.store.Item;
import dev.cairn.store.ItemStore;
import dev.cairn.store.Json;
import dev.cairn.store.Table;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Stores a site's alarms, one item per series or segment that has ever been in alarm, and its baselines, one per day.
 */
public final class AlarmStore {
    /** Sorts after every series, because a series begins with a letter. */
    private static final String SITE = "~site";

    private final ItemStore items;

    public AlarmStore(ItemStore items) {
        this.items = items;
    }

    /** A state and the revision at which it was read; 0 when there is none. */
    public record Stored(AlarmState state, long revision) {}

    /**
     * What a run needs to know about a site that has had no events since the last run.
     *
     * @param day the local day to which it applies, such as {@code 2026-03-02}
     * @param lastVisit end of the last half hour with a visit, epoch milliseconds
     * @param quiet for each half hour of the day, the number of half hours without a visit that raises an alarm; 0 for
     *     never
     * @param untold whether a message may still have to be sent
     * @param webhookFailing whether posting the latest message to the webhook has failed for an hour
     */
    public record SiteNote(String day, long lastVisit, List<Integer> quiet, boolean untold, boolean webhookFailing) {}

    /** All states by subject. */
    public Map<String, Stored> states(String site) {
        Map<String, Stored> states = new TreeMap<>();
        for (Item item : items.query(Table.STATISTICS, partition(site))) {
            if (!item.key().sort().equals(SITE)) {
                states.put(item.key().sort(), new Stored(Json.read(item.body(), AlarmState.class), item.revision()));
            }
        }
        return states;
    }

    /** Replaces a state. Empty when another run won. */
    public Optional<Stored> put(String site, AlarmState state, long readRevision) {
        Item.Key key = new Item.Key(Table.STATISTICS, partition(site), state.subject());
        return items.put(new Item(key, readRevision + 1, Json.write(state), null))
                ? Optional.of(new Stored(state, readRevision + 1))
                : Optional.empty();
    }

    public Optional<SiteNote> note(String site) {
        return items.get(new Item.Key(Table.STATISTICS, partition(site), SITE))
                .map(item -> Json.read(item.body(), SiteNote.class));
    }

    /** Every run writes it again, so the last write wins. */
    public void note(String site, SiteNote note) {
        items.replace(Item.first(new Item.Key(Table.STATISTICS, partition(site), SITE), Json.write(note), null));
    }

    public @Nullable Baseline baseline(String site, LocalDate day) {
        return items.get(baselineKey(site, day))
                .map(item -> Json.read(item.body(), Baseline.class))
                .orElse(null);
    }

    public void baseline(String site, LocalDate day, Baseline baseline, Instant expires) {
        items.replace(Item.first(baselineKey(site, day), Json.write(baseline), expires));
    }

    private static Item.Key baselineKey(String site, LocalDate day) {
        return new Item.Key(Table.STATISTICS, "baseline#" + site, day.toString());
    }

    private static String partition(String site) {
        return "alarm#" + site;
    }
}
