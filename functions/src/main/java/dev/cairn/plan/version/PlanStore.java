package dev.cairn.plan.version;

import dev.cairn.plan.model.Plan;
import dev.cairn.plan.model.TimeZoneHistory;
import dev.cairn.store.Item;
import dev.cairn.store.ItemStore;
import dev.cairn.store.Json;
import dev.cairn.store.Table;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Stores the versions of the plan in one partition of {@link Table#SETTINGS}:
 *
 * <ul>
 *   <li>{@code head}: the current version. It is replaced last, by compare-and-set, so that an interrupted save leaves
 *       the old version current.
 *   <li>{@code version#…}: each earlier version. It is copied from the head before the head is replaced, so every
 *       writer writes the same item.
 *   <li>{@code content#…}: a document and its sites' time zones, in pieces that fit into an item, keyed by the hash of
 *       their content so that the pieces of two writers never mix. Interrupted saves leave pieces behind to which no
 *       version refers.
 * </ul>
 */
final class PlanStore {
    static final String DEFAULT_SOURCE = "extends: default\n";

    /** A DynamoDB item holds 400 KB; a character of this text takes at most 3 bytes. */
    static final int PIECE_CHARACTERS = 120_000;

    private static final String PARTITION = "plan";
    private static final String VERSION_PREFIX = "version#";

    /**
     * One version, without its document.
     *
     * @param since epoch milliseconds
     * @param content the hash and key of the pieces
     * @param by the site whose key saved it; null for an admin key, and for versions saved before this field existed
     */
    record Ref(
            int number,
            long since,
            String etag,
            String content,
            int pieces,
            @Nullable String by) {}

    /** The current version and the revision of its item; 0 if no plan has been saved. */
    record Head(@Nullable Ref ref, long revision) {}

    /** A document, and the time zones of all sites in it or in earlier versions (T3). */
    record Content(String source, Map<String, TimeZoneHistory> zones) {}

    private record Stored(
            int schema,
            int number,
            long since,
            String etag,
            String content,
            int pieces,
            @Nullable String by) {}

    private record Piece(int schema, String text) {}

    private record Document(String source, Map<String, List<StoredZone>> zones) {}

    private record StoredZone(@Nullable Long from, String zone) {}

    private final ItemStore items;

    PlanStore(ItemStore items) {
        this.items = items;
    }

    Head head() {
        return items.get(key("head"))
                .map(item -> new Head(ref(item), item.revision()))
                .orElse(new Head(null, 0));
    }

    /** Returns an earlier version. */
    Optional<Ref> earlier(int number) {
        return items.get(key(versionSort(number))).map(PlanStore::ref);
    }

    /** Returns all earlier versions that are stored, oldest first. */
    List<Ref> earlier() {
        return items.query(Table.SETTINGS, PARTITION, VERSION_PREFIX, VERSION_PREFIX + "\uffff").stream()
                .map(PlanStore::ref)
                .toList();
    }

    /** Returns the earlier versions from number {@code first} on, oldest first. */
    List<Ref> earlierFrom(int first) {
        return items
                .query(Table.SETTINGS, PARTITION, versionSort(Math.max(0, first)), VERSION_PREFIX + "\uffff")
                .stream()
                .map(PlanStore::ref)
                .toList();
    }

    Content content(Ref ref) {
        StringBuilder text = new StringBuilder();
        List<Item.Key> keys = new ArrayList<>();
        for (int i = 0; i < ref.pieces(); i++) {
            keys.add(pieceKey(ref.content(), i));
        }
        Map<Item.Key, Item> pieces = items.get(keys);
        for (Item.Key key : keys) {
            Item piece = pieces.get(key);
            if (piece == null) {
                throw new NoSuchElementException("a piece of plan version " + ref.number() + " is missing");
            }
            text.append(Json.read(piece.body(), Piece.class).text());
        }
        return content(Json.read(text.toString(), Document.class));
    }

    /** Stores the pieces of a version, which does not become current until {@link #moveTo}. */
    Ref write(int number, Instant since, Content content, @Nullable String by) {
        String text = Json.write(document(content));
        String name = Plan.sha256(text);
        List<String> pieces = pieces(text);
        for (int i = 0; i < pieces.size(); i++) {
            items.replace(Item.first(pieceKey(name, i), Json.write(new Piece(Item.SCHEMA, pieces.get(i))), null));
        }
        String etag = Plan.etag(number, content.source());
        return new Ref(number, since.toEpochMilli(), etag, name, pieces.size(), by);
    }

    /** Makes a version current in place of the head that was read; false if another writer won. */
    boolean moveTo(Ref next, Head from, Ref replaced) {
        items.replace(item(versionSort(replaced.number()), 1, replaced));
        return items.put(item("head", from.revision() + 1, next));
    }

    private static Item item(String sort, long revision, Ref ref) {
        return new Item(
                key(sort),
                revision,
                Json.write(new Stored(
                        Item.SCHEMA, ref.number(), ref.since(), ref.etag(), ref.content(), ref.pieces(), ref.by())),
                null);
    }

    private static Ref ref(Item item) {
        Stored stored = Json.read(item.body(), Stored.class);
        return new Ref(stored.number(), stored.since(), stored.etag(), stored.content(), stored.pieces(), stored.by());
    }

    private static List<String> pieces(String text) {
        List<String> pieces = new ArrayList<>();
        int start = 0;
        while (start < text.length()) {
            int end = Math.min(text.length(), start + PIECE_CHARACTERS);
            if (end < text.length() && Character.isHighSurrogate(text.charAt(end - 1))) {
                end--;
            }
            pieces.add(text.substring(start, end));
            start = end;
        }
        return pieces;
    }

    private static Document document(Content content) {
        Map<String, List<StoredZone>> zones = new TreeMap<>();
        content.zones()
                .forEach((site, history) -> zones.put(
                        site,
                        history.since().stream()
                                .map(each -> new StoredZone(
                                        each.from().equals(Instant.MIN)
                                                ? null
                                                : each.from().toEpochMilli(),
                                        each.zone().getId()))
                                .toList()));
        return new Document(content.source(), zones);
    }

    private static Content content(Document document) {
        Map<String, TimeZoneHistory> zones = new LinkedHashMap<>();
        document.zones()
                .forEach((site, history) -> zones.put(
                        site,
                        new TimeZoneHistory(history.stream()
                                .map(each -> new TimeZoneHistory.Since(
                                        each.from() == null ? Instant.MIN : Instant.ofEpochMilli(each.from()),
                                        ZoneId.of(each.zone())))
                                .toList())));
        return new Content(document.source(), zones);
    }

    private static Item.Key pieceKey(String content, int index) {
        return key(String.format("content#%s#%04d", content, index));
    }

    private static String versionSort(int number) {
        return String.format("%s%010d", VERSION_PREFIX, number);
    }

    private static Item.Key key(String sort) {
        return new Item.Key(Table.SETTINGS, PARTITION, sort);
    }
}
