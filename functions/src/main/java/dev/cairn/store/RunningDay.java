package dev.cairn.store;

import java.math.BigInteger;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is known at once, before any run: a site's events of today by name, when the last one came, and how far the
 * stream has been read. One item per site and shard with the position it counts up to, so that a redelivery counts
 * nothing twice.
 */
public final class RunningDay {
    /** Names counted apart; the rest is under {@code (other)}. */
    private static final int MOST_NAMES = 500;

    private static final String OTHER = "(other)";
    private static final int ATTEMPTS = 20;

    private final Items items;

    public RunningDay(Items items) {
        this.items = items;
    }

    /**
     * @param position of the last record counted
     * @param day the site's local day {@code names} are about
     * @param lastEvent when the last event was received, epoch milliseconds
     */
    public record Running(String position, String day, long lastEvent, Map<String, Long> names) {}

    /** What a batch brings for a site: names by local day of receipt, and the position of each. */
    public record Arrival(BigInteger position, String day, long receivedAt, Map<String, Long> names) {}

    /** Counts the arrivals behind the position already counted; the others were counted before. */
    public void add(String site, String shard, Iterable<Arrival> arrivals) {
        Item.Key key = new Item.Key(Table.STATISTICS, "running#" + site, shard);
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Item stored = items.get(key).orElse(null);
            Running before = stored == null ? null : Json.read(stored.body(), Running.class);
            Running after = before;
            for (Arrival arrival : arrivals) {
                after = plus(after, arrival);
            }
            if (after == null
                    || after.equals(before)
                    || items.put(new Item(key, stored == null ? 1 : stored.revision() + 1, Json.write(after), null))) {
                return;
            }
            Contention.pause(attempt);
        }
        throw new IllegalStateException("the running day was changed by others " + ATTEMPTS + " times in a row");
    }

    private static Running plus(@Nullable Running before, Arrival arrival) {
        if (before == null) {
            return new Running(
                    arrival.position().toString(), arrival.day(), arrival.receivedAt(), capped(arrival.names()));
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
                capped(names));
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

    /** All shards' counts for a day, added up; empty where nothing ever came. */
    public Optional<Running> of(String site, String day) {
        Running sum = null;
        for (Item item : items.query(Table.STATISTICS, "running#" + site)) {
            Running shard = Json.read(item.body(), Running.class);
            Map<String, Long> names = new TreeMap<>(sum == null ? Map.of() : sum.names());
            if (shard.day().equals(day)) {
                shard.names().forEach((name, count) -> names.merge(name, count, Long::sum));
            }
            long last = Math.max(sum == null ? 0 : sum.lastEvent(), shard.lastEvent());
            sum = new Running(shard.position(), day, last, names);
        }
        return Optional.ofNullable(sum);
    }
}
