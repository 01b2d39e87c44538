package dev.cairn.bench;

import dev.cairn.store.Table;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The kind of an item, derived from its table and the beginning of its partition, up to the first {@code #}. To add a
 * kind, add a line here; an item of an unlisted kind is {@link #OTHER}.
 */
enum Kind {
    VISITOR_DAYS("visitor days", Table.STATE, "day"),
    JOURNEYS("journeys", Table.STATE, "journey"),
    VISITORS("visitors", Table.STATE, "visitor"),
    ORDERS("order claims", Table.STATE, "order"),
    IDS("ids", Table.STATE, "id"),
    TIMES("time claims", Table.STATE, "time"),
    CHUNKS("closed days", Table.STATE, "chunk", "closed"),
    QUARANTINE("quarantine", Table.STATE, "quarantine"),
    LISTS("lists of visitors and orders", Table.STATE, "members", "ads", "orders"),
    MARKS("marks", Table.STATISTICS, "marks", "mark"),
    EPOCH("epoch", Table.STATISTICS, "epoch"),
    BATCHES("batches at work", Table.STATISTICS, "working"),
    RUNNING("running day", Table.STATISTICS, "running"),
    WATERMARK("watermark", Table.STATISTICS, "watermark"),
    AVERAGES("averages", Table.STATISTICS, "averages"),
    BUCKETS("numbers of buckets", Table.STATISTICS, "buckets"),
    PARTIALS("bucket partials", Table.STATISTICS, "partial"),
    ROWS("rows", Table.STATISTICS, "row"),
    RUNS("runs and open days", Table.STATISTICS, "runs", "wanted", "open"),
    ALARMS("alarms and what is usual", Table.STATISTICS, "alarm", "baseline"),
    DIGESTS("digests", Table.STATISTICS, "digest"),
    JOBS("jobs", Table.STATISTICS, "jobs"),
    SETTINGS("plan, keys and salts"),
    OTHER("other");

    /** Visitor days have no prefix: {@code site#day#bucket}. */
    private static final Pattern SITE_AND_DAY = Pattern.compile("[^#]+#\\d{4}-\\d\\d-\\d\\d(#.*)?");

    private static final Map<Place, Kind> BY_PLACE =
            Stream.of(values()).flatMap(Kind::places).collect(Collectors.toMap(Placed::place, Placed::kind));

    private record Place(Table table, String prefix) {}

    private record Placed(Place place, Kind kind) {}

    private final String words;
    private final List<Place> places;

    Kind(String words) {
        this.words = words;
        this.places = List.of();
    }

    Kind(String words, Table table, String... prefixes) {
        this.words = words;
        this.places =
                Stream.of(prefixes).map(prefix -> new Place(table, prefix)).toList();
    }

    private Stream<Placed> places() {
        Function<Place, Placed> placed = place -> new Placed(place, this);
        return places.stream().map(placed);
    }

    static Kind of(Table table, String partition) {
        if (table == Table.SETTINGS || table == Table.SALTS) {
            return SETTINGS;
        }
        int end = partition.indexOf('#');
        Kind kind = BY_PLACE.get(new Place(table, end < 0 ? partition : partition.substring(0, end)));
        if (kind != null) {
            return kind;
        }
        boolean isVisitorDay =
                table == Table.STATE && SITE_AND_DAY.matcher(partition).matches();
        return isVisitorDay ? VISITOR_DAYS : OTHER;
    }

    @Override
    public String toString() {
        return words;
    }
}
