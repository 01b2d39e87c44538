package dev.cairn.store.statistic;

import com.fasterxml.jackson.annotation.JsonCreator;
import dev.cairn.store.Item;
import dev.cairn.store.ItemStore;
import dev.cairn.store.Json;
import dev.cairn.store.OptimisticRetry;
import dev.cairn.store.Table;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the figures that are available immediately, before any run: a site's events today by name, its most recent
 * events, and the time of the last one. There is one item per site and shard, which holds the position it counts up to,
 * so that a redelivery is not counted twice.
 */
public final class LiveCounters {
    /** Names counted separately; all others are counted under {@code (other)}. */
    private static final int MOST_NAMES = 500;

    private static final String OTHER = "(other)";
    private static final int ATTEMPTS = 20;

    /** Per shard. The item is written once per batch, so its size determines the cost in write units. */
    public static final int MOST_RECENT = 20;

    private final ItemStore items;
    /** Items as this process last wrote them: usually no other process has written them since, which saves the read. */
    private final Map<Item.Key, Item> latest = new ConcurrentHashMap<>();

    public LiveCounters(ItemStore items) {
        this.items = items;
    }

    /**
     * A shard's counters for a site.
     *
     * @param position of the last record counted
     * @param day the site's local day that {@code names} covers
     * @param lastEvent when the last event was received, in epoch milliseconds
     * @param recent the most recent events of any day, oldest first
     */
    public record Running(
            String position, String day, long lastEvent, Map<String, Long> names, List<RecentEvent> recent) {

        /** Earlier versions stored no recent events. */
        @JsonCreator
        public Running {
            recent = Objects.requireNonNullElse(recent, List.of());
        }

        Running withoutRecent() {
            return new Running(position, day, lastEvent, names, List.of());
        }
    }

    /** A record's contribution to a site: its position, local day of receipt, counts by event name, and events. */
    public record Arrival(
            BigInteger position, String day, long receivedAt, Map<String, Long> names, List<RecentEvent> events) {}

    /** Counts the arrivals after the stored position; the others are already counted. */
    public void add(String site, String shard, Iterable<Arrival> arrivals) {
        change(new Item.Key(Table.STATISTICS, "running#" + site, shard), before -> {
            Running after = before;
            for (Arrival arrival : arrivals) {
                after = plus(after, arrival);
            }
            return after;
        });
    }

    /** Deletes the recent events, because some of them may belong to an erased visitor. */
    public void forgetRecent(String site) {
        for (Item item : items.query(Table.STATISTICS, "running#" + site)) {
            change(item.key(), before -> before == null ? null : before.withoutRecent());
        }
    }

    private void change(Item.Key key, UnaryOperator<@Nullable Running> changed) {
        for (OptimisticRetry tries = OptimisticRetry.over("the current day", ATTEMPTS); ; tries.tryAgain()) {
            Item known = latest.remove(key);
            Item stored = known == null ? items.get(key).orElse(null) : known;
            Running before = stored == null ? null : Json.read(stored.body(), Running.class);
            Running after = changed.apply(before);
            if (after == null || after.equals(before)) {
                return;
            }
            Item item = new Item(key, stored == null ? 1 : stored.revision() + 1, Json.write(after), null);
            if (items.put(item)) {
                latest.put(key, item);
                return;
            }
        }
    }

    private static Running plus(@Nullable Running before, Arrival arrival) {
        if (before == null) {
            return new Running(
                    arrival.position().toString(),
                    arrival.day(),
                    arrival.receivedAt(),
                    capped(arrival.names()),
                    last(List.of(), arrival.events()));
        }
        if (arrival.position().compareTo(new BigInteger(before.position())) <= 0) {
            return before;
        }
        boolean newDay = arrival.day().compareTo(before.day()) > 0;
        Map<String, Long> names = new TreeMap<>(newDay ? Map.of() : before.names());
        if (newDay || arrival.day().equals(before.day())) {
            arrival.names().forEach((name, count) -> names.merge(name, count, Long::sum));
        }
        return new Running(
                arrival.position().toString(),
                newDay ? arrival.day() : before.day(),
                Math.max(before.lastEvent(), arrival.receivedAt()),
                capped(names),
                last(before.recent(), arrival.events()));
    }

    private static List<RecentEvent> last(List<RecentEvent> before, List<RecentEvent> more) {
        List<RecentEvent> all = new ArrayList<>(before);
        all.addAll(more);
        return List.copyOf(all.subList(Math.max(0, all.size() - MOST_RECENT), all.size()));
    }

    private static Map<String, Long> capped(Map<String, Long> names) {
        if (names.size() <= MOST_NAMES) {
            return names;
        }
        Map<String, Long> capped = new TreeMap<>();
        names.forEach((name, count) ->
                capped.merge(capped.size() < MOST_NAMES || capped.containsKey(name) ? name : OTHER, count, Long::sum));
        return capped;
    }

    /** The sum of all shards' counts for a day; empty when the site never received anything. */
    public Optional<Running> of(String site, String day) {
        Running sum = null;
        for (Item item : items.query(Table.STATISTICS, "running#" + site)) {
            Running shard = Json.read(item.body(), Running.class);
            Map<String, Long> names = new TreeMap<>(sum == null ? Map.of() : sum.names());
            if (shard.day().equals(day)) {
                shard.names().forEach((name, count) -> names.merge(name, count, Long::sum));
            }
            long last = Math.max(sum == null ? 0 : sum.lastEvent(), shard.lastEvent());
            List<RecentEvent> recent = new ArrayList<>(sum == null ? List.of() : sum.recent());
            recent.addAll(shard.recent());
            sum = new Running(shard.position(), day, last, names, recent);
        }
        return Optional.ofNullable(sum);
    }
}
