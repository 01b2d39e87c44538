package dev.cairn.store;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What can never be stored: kept for 30 days with its reason, counted once however often it is delivered. */
public final class Quarantine {
    /** Under this site is what names none that is known. */
    public static final String UNKNOWN_SITE = "-";

    private static final Duration KEPT = Duration.ofDays(30);
    private static final int MOST_PAYLOAD_CHARS = 200_000;

    private final Items items;
    private final Clock clock;

    public Quarantine(Items items, Clock clock) {
        this.items = items;
        this.clock = clock;
    }

    /**
     * @param delivery id of the delivery, or the stream's position where it has none
     * @param events how many events it is about
     * @param payload as it was on the stream, where it was scrubbed already
     */
    public record Entry(String delivery, LocalDate day, String reason, int events, String payload) {}

    /** As it is stored; {@link Json} writes no dates. */
    private record Kept(String delivery, String day, String reason, int events, String payload) {}

    public void put(String site, Entry entry) {
        String payload = entry.payload().length() <= MOST_PAYLOAD_CHARS ? entry.payload() : "";
        Kept kept = new Kept(entry.delivery(), entry.day().toString(), entry.reason(), entry.events(), payload);
        items.replace(Item.first(
                new Item.Key(
                        Table.STATE,
                        "quarantine#" + site,
                        entry.day() + "#" + entry.reason() + "#" + Hashes.text(entry.delivery())),
                Json.write(kept),
                Instant.now(clock).plus(KEPT)));
    }

    /** Events by day and reason. */
    public Map<LocalDate, Map<String, Long>> counts(String site, LocalDate from, LocalDate to) {
        Map<LocalDate, Map<String, Long>> counts = new TreeMap<>();
        List<Item> found = items.query(Table.STATE, "quarantine#" + site, from.toString(), to + "#\uffff");
        for (Item item : found) {
            Kept entry = Json.read(item.body(), Kept.class);
            counts.computeIfAbsent(LocalDate.parse(entry.day()), day -> new TreeMap<>())
                    .merge(entry.reason(), (long) entry.events(), Long::sum);
        }
        return counts;
    }

    /** The day something belongs to whose site, and so whose zone, is not known. */
    public LocalDate todayInUtc() {
        return LocalDate.now(clock.withZone(ZoneOffset.UTC));
    }
}
