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

/** Stores a site's alarms, one item per series or segment that was ever in alarm, and its baselines, one per day. */
public final class AlarmStore {
    /** Sorts behind every series: a series begins with a letter. */
    private static final String SITE = "~site";

    private final ItemStore items;

    public AlarmStore(ItemStore items) {
        this.items = items;
    }

    /** A state with the revision under which it was read; 0 when there is none. */
    public record Stored(AlarmState state, long revision) {}

    /**
     * What a run needs to know of a site that had no events since the last one.
     *
     * @param day the local day for which it holds, such as {@code 2026-03-02}
     * @param lastVisit end of the last half hour with a visit, epoch milliseconds
     * @param quiet by half hour of the day: after how many half hours without a visit a standstill is an alarm; 0 for
     *     never
     * @param untold whether a message may not have been sent yet
     * @param webhookFailing whether the latest message could not be posted to the webhook for an hour
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

    /** The next run writes it anew, so the last one to write wins. */
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
