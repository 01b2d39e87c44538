package dev.cairn.store.work;

import dev.cairn.store.Hashes;
import dev.cairn.store.Item;
import dev.cairn.store.ItemStore;
import dev.cairn.store.Json;
import dev.cairn.store.Table;
import java.io.ByteArrayOutputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Stores records that could not be processed. Each is kept for 30 days with its reason and the original record, byte
 * for byte, so that it can be delivered again once the cause is fixed. However often a record is delivered, it is one
 * entry, with the day and reason of its first delivery.
 *
 * <p>Entries are ordered by day. An entry's payload is stored in separate parts, which are written before the entry and
 * deleted after it: a reader that sees the entry can read its payload, and a deleted entry is no longer counted.
 */
public final class Quarantine {
    /** Holds entries that do not name a site. No site in a plan can have this name. */
    public static final String UNKNOWN_SITE = "-";

    /** The reason for a record that was briefly set aside because its site had used up its share of the classifier. */
    public static final String DEFERRED = "deferred";

    /** How long an entry is kept after its last delivery. */
    public static final Duration KEPT_FOR = Duration.ofDays(30);

    /** Small enough that a part in base64 and without compression stays below DynamoDB's item limit of 400 KB. */
    private static final int PART_BYTES = 240 * 1024;

    private static final Pattern SITE = Pattern.compile("[a-z0-9][a-z0-9_-]{0,63}");

    private final ItemStore items;
    private final Clock clock;

    public Quarantine(ItemStore items, Clock clock) {
        this.items = items;
        this.clock = clock;
    }

    /**
     * A record to quarantine.
     *
     * @param delivery identifies the record
     * @param day on which it is counted
     * @param events how many events it covers
     * @param accepted number of accepted events reported nowhere else: all events of the delivery if its first one is
     *     quarantined, otherwise 0
     * @param payload the record as it was on the stream, already scrubbed
     */
    public record Entry(String delivery, LocalDate day, String reason, int events, int accepted, byte[] payload) {

        /** An entry for a whole record. */
        public static Entry of(String delivery, LocalDate day, String reason, int events, byte[] payload) {
            return new Entry(delivery, day, reason, events, events, payload);
        }
    }

    /**
     * An entry without its payload.
     *
     * @param id within its site
     * @param accepted see {@link Entry}
     * @param bytes size of the payload
     * @param at when it was last delivered
     */
    public record Kept(String id, LocalDate day, String reason, int events, int accepted, int bytes, Instant at) {
        /** Its sort key among the site's entries: by day, then reason. */
        public String sort() {
            return day + "#" + reason + "#" + id;
        }
    }

    /**
     * The stored form, without date types because {@link Json} does not write them. Without {@code parts} it contains
     * the payload itself, as text.
     */
    private record Head(
            String day,
            String reason,
            int events,
            @Nullable Integer accepted,
            @Nullable Integer parts,
            @Nullable Integer bytes,
            @Nullable Long at,
            @Nullable String payload) {}

    /** A part of a payload, with the day and reason of its entry. */
    private record Part(String day, String reason, byte[] data) {}

    /** The entry's id within its site, the same however often the record is quarantined. */
    public static String id(Entry entry) {
        return Hashes.text(entry.delivery());
    }

    /**
     * The site under which an entry is stored: the site it names, if the name is valid, even if the plan does not have
     * it.
     */
    public static String under(String site) {
        return SITE.matcher(site).matches() ? site : UNKNOWN_SITE;
    }

    /** Stores an entry under the site it names, see {@link #under}. */
    public void put(String site, Entry entry) {
        String under = under(site);
        String id = id(entry);
        Instant now = clock.instant();
        Instant expires = now.plus(KEPT_FOR);
        Part first = firstDelivery(under, id, entry, expires);
        List<byte[]> parts = parts(entry.payload());
        for (int i = 0; i < parts.size(); i++) {
            Part part = new Part(first.day(), first.reason(), parts.get(i));
            items.replace(Item.first(partKey(under, id, i), Json.write(part), expires));
        }
        Head head = new Head(
                first.day(),
                first.reason(),
                entry.events(),
                entry.accepted(),
                parts.size(),
                entry.payload().length,
                now.toEpochMilli(),
                null);
        String sort = first.day() + "#" + first.reason() + "#" + id;
        items.replace(Item.first(new Item.Key(Table.STATE, partition(under), sort), Json.write(head), expires));
    }

    /** The part that was written on the first delivery of this record, which may be this one. */
    private Part firstDelivery(String site, String id, Entry entry, Instant expires) {
        Part part = new Part(
                entry.day().toString(), entry.reason(), parts(entry.payload()).getFirst());
        Item item = Item.first(partKey(site, id, 0), Json.write(part), expires);
        return items.put(item)
                ? part
                : items.get(item.key())
                        .map(known -> Json.read(known.body(), Part.class))
                        .orElse(part);
    }

    private static List<byte[]> parts(byte[] payload) {
        List<byte[]> parts = new ArrayList<>();
        for (int from = 0; from < payload.length || from == 0; from += PART_BYTES) {
            parts.add(Arrays.copyOfRange(payload, from, Math.min(payload.length, from + PART_BYTES)));
        }
        return parts;
    }

    /** The entries for a range of days, both ends included, ordered by day and reason. */
    public List<Kept> list(String site, LocalDate from, LocalDate to) {
        return items.query(Table.STATE, partition(site), from.toString(), to + "#\uffff").stream()
                .map(Quarantine::kept)
                .toList();
    }

    /** All entries with one reason, oldest day first. */
    public List<Kept> list(String site, String reason) {
        return items.query(Table.STATE, partition(site)).stream()
                .map(Quarantine::kept)
                .filter(kept -> kept.reason().equals(reason))
                .toList();
    }

    private static Kept kept(Item item) {
        Head head = Json.read(item.body(), Head.class);
        String sort = item.key().sort();
        Instant at = head.at == null
                ? LocalDate.parse(head.day).atStartOfDay(ZoneOffset.UTC).toInstant()
                : Instant.ofEpochMilli(head.at);
        int bytes = head.bytes == null ? text(head).length : head.bytes;
        return new Kept(
                sort.substring(sort.lastIndexOf('#') + 1),
                LocalDate.parse(head.day),
                head.reason,
                head.events,
                head.accepted == null ? head.events : head.accepted,
                bytes,
                at);
    }

    /** Events by day and reason. */
    public Map<LocalDate, Map<String, Long>> counts(String site, LocalDate from, LocalDate to) {
        Map<LocalDate, Map<String, Long>> counts = new TreeMap<>();
        for (Kept entry : list(site, from, to)) {
            counts.computeIfAbsent(entry.day(), day -> new TreeMap<>())
                    .merge(entry.reason(), (long) entry.events(), Long::sum);
        }
        return counts;
    }

    /** The record as it was on the stream; empty when the entry is gone or was too large for an earlier version. */
    public Optional<byte[]> payload(String site, Kept entry) {
        Optional<Head> found = items.get(headKey(site, entry)).map(item -> Json.read(item.body(), Head.class));
        if (found.isEmpty()) {
            return Optional.empty();
        }
        Head head = found.get();
        if (head.parts == null) {
            byte[] text = text(head);
            return text.length == 0 ? Optional.empty() : Optional.of(text);
        }
        ByteArrayOutputStream payload = new ByteArrayOutputStream();
        for (int i = 0; i < head.parts; i++) {
            Optional<Item> part = items.get(partKey(site, entry.id(), i));
            if (part.isEmpty()) {
                return Optional.empty();
            }
            payload.writeBytes(Json.read(part.get().body(), Part.class).data());
        }
        return Optional.of(payload.toByteArray());
    }

    private static byte[] text(Head head) {
        return head.payload == null ? new byte[0] : head.payload.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }

    /** Deletes an entry whose record is now stored or must no longer be kept. Idempotent. */
    public void delete(String site, Kept entry) {
        items.delete(headKey(site, entry), 1);
        for (Item part : items.query(Table.STATE, partition(site, entry.id()))) {
            items.delete(part.key(), part.revision());
        }
    }

    /** Replaces an entry's record with what an erasure left of it. */
    public void replacePayload(String site, Kept entry, byte[] payload) {
        Optional<Head> head = items.get(headKey(site, entry)).map(item -> Json.read(item.body(), Head.class));
        if (head.isEmpty()) {
            return;
        }
        Instant expires = entry.at().plus(KEPT_FOR);
        List<byte[]> parts = parts(payload);
        for (int i = 0; i < parts.size(); i++) {
            Part part = new Part(head.get().day(), head.get().reason(), parts.get(i));
            items.replace(Item.first(partKey(site, entry.id(), i), Json.write(part), expires));
        }
        Head now = new Head(
                head.get().day(),
                head.get().reason(),
                entry.events(),
                head.get().accepted(),
                parts.size(),
                payload.length,
                entry.at().toEpochMilli(),
                null);
        items.replace(Item.first(headKey(site, entry), Json.write(now), expires));
        for (Item part : items.query(Table.STATE, partition(site, entry.id()), "%02d".formatted(parts.size()), "~")) {
            items.delete(part.key(), part.revision());
        }
    }

    private static Item.Key headKey(String site, Kept entry) {
        return new Item.Key(Table.STATE, partition(site), entry.sort());
    }

    private static Item.Key partKey(String site, String id, int number) {
        return new Item.Key(Table.STATE, partition(site, id), "%02d".formatted(number));
    }

    private static String partition(String site) {
        return "quarantine#" + site;
    }

    private static String partition(String site, String id) {
        return partition(site) + "#" + id;
    }

    /** The day of an entry whose site, and therefore time zone, is unknown. */
    public LocalDate todayInUtc() {
        return LocalDate.now(clock.withZone(ZoneOffset.UTC));
    }
}
