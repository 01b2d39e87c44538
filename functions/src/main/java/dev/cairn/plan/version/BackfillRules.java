package dev.cairn.plan.version;

import dev.cairn.store.Item;
import dev.cairn.store.ItemStore;
import dev.cairn.store.Json;
import dev.cairn.store.OptimisticRetry;
import dev.cairn.store.Table;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Backfill rules (R4): each tags the events of some days of a site with a later plan version than the one that was
 * current when they were received. A rule applies from its creation on, so that events that arrive during the backfill
 * are tagged in the same way. Thread-safe.
 */
public final class BackfillRules {
    /** The rules are needed for every event, so they are read no more often than this. */
    private static final Duration SHORTEST_CACHE = Duration.ofSeconds(1);

    private static final int ATTEMPTS = 20;

    private final ItemStore items;
    private final Clock clock;
    private final Duration cacheFor;
    private final Map<String, Known> known = new ConcurrentHashMap<>();

    /** @param cacheFor how long a site's rules are cached; at least a second */
    public BackfillRules(ItemStore items, Clock clock, Duration cacheFor) {
        this.items = items;
        this.clock = clock;
        this.cacheFor = cacheFor.compareTo(SHORTEST_CACHE) < 0 ? SHORTEST_CACHE : cacheFor;
    }

    /** Returns the time after which a new rule applies everywhere, unless another cache has a longer lifetime. */
    public Duration inForceWithin() {
        return cacheFor;
    }

    /**
     * One rule.
     *
     * @param number counts from 1, in order of creation; a later rule's plan version is at least as high
     * @param from first day, inclusive; {@code to} is the last day, inclusive
     * @param planVersion the version that tags the events of these days, unless they were received under a later one
     * @param since when it was created
     * @param finished whether all events of these days have been retagged
     */
    public record Backfill(int number, LocalDate from, LocalDate to, int planVersion, Instant since, boolean finished) {
        boolean covers(LocalDate day) {
            return !day.isBefore(from) && !day.isAfter(to);
        }
    }

    private record Stored(String from, String to, int planVersion, long since, boolean finished) {}

    private record Known(List<Backfill> backfills, Instant readAt) {}

    /** Returns a site's rules, oldest first. */
    public List<Backfill> of(String site) {
        Instant now = clock.instant();
        Known before = known.get(site);
        if (before != null && !now.isBefore(before.readAt) && now.isBefore(before.readAt.plus(cacheFor))) {
            return before.backfills;
        }
        List<Backfill> read = read(site);
        known.put(site, new Known(read, now));
        return read;
    }

    /** Returns the newest rule for a day. */
    public Optional<Backfill> on(String site, LocalDate day) {
        return of(site).reversed().stream().filter(each -> each.covers(day)).findFirst();
    }

    /** Returns the number of the newest rule for a day; 0 if there is none. */
    public int numberOn(String site, LocalDate day) {
        return on(site, day).map(Backfill::number).orElse(0);
    }

    /** Whether all events of a day have been retagged with that version or a later one. */
    public boolean isFinished(String site, LocalDate day, int planVersion) {
        return of(site).stream()
                .anyMatch(each -> each.finished() && each.covers(day) && each.planVersion() >= planVersion);
    }

    /** Adds a rule with the given version or the previous rule's, whichever is higher. */
    public Backfill add(String site, LocalDate from, LocalDate to, int planVersion) {
        for (OptimisticRetry tries = OptimisticRetry.over("the list of a site's backfills", ATTEMPTS);
                ;
                tries.tryAgain()) {
            List<Backfill> all = read(site);
            int version = all.isEmpty()
                    ? planVersion
                    : Math.max(planVersion, all.getLast().planVersion());
            int number = all.isEmpty() ? 1 : all.getLast().number() + 1;
            Backfill added = new Backfill(number, from, to, version, clock.instant(), false);
            if (items.put(Item.first(key(site, added.number()), json(added), null))) {
                known.remove(site);
                return added;
            }
        }
    }

    /** Marks a rule as finished: all events of its days have been retagged. Idempotent. */
    public void finish(String site, int number) {
        Item.Key key = key(site, number);
        items.get(key).ifPresent(item -> {
            Backfill backfill = backfill(item);
            items.put(item.next(json(new Backfill(
                    number, backfill.from(), backfill.to(), backfill.planVersion(), backfill.since(), true))));
        });
        known.remove(site);
    }

    private List<Backfill> read(String site) {
        return items.query(Table.SETTINGS, partition(site)).stream()
                .map(BackfillRules::backfill)
                .toList();
    }

    private static String json(Backfill backfill) {
        return Json.write(new Stored(
                backfill.from().toString(),
                backfill.to().toString(),
                backfill.planVersion(),
                backfill.since().toEpochMilli(),
                backfill.finished()));
    }

    private static Backfill backfill(Item item) {
        Stored stored = Json.read(item.body(), Stored.class);
        return new Backfill(
                Integer.parseInt(item.key().sort()),
                LocalDate.parse(stored.from),
                LocalDate.parse(stored.to),
                stored.planVersion,
                Instant.ofEpochMilli(stored.since),
                stored.finished);
    }

    private static Item.Key key(String site, int number) {
        return new Item.Key(Table.SETTINGS, partition(site), "%06d".formatted(number));
    }

    private static String partition(String site) {
        return "backfills#" + site;
    }
}
