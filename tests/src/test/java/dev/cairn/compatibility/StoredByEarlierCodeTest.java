package dev.cairn.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.compatibility.RowFigures.Place;
import dev.cairn.local.CarriedOver;
import dev.cairn.store.EventArchive;
import dev.cairn.store.Item;
import dev.cairn.store.SetClock;
import dev.cairn.store.Table;
import dev.cairn.store.memory.MemoryArchive;
import dev.cairn.store.memory.MemoryItemStore;
import dev.cairn.store.statistic.StatisticRows;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** R8: an earlier version's tables, stream and archive give the same figures as with that version. */
class StoredByEarlierCodeTest {
    private static final String DUMP = "tables.ndjson.gz";
    private static final String AFTER_A_RUN = "figures-a.ndjson.gz";
    private static final String AFTER_THE_TAIL = "figures-b.ndjson.gz";
    private static final String AFTER_LATE_EVENTS = "figures-c.ndjson.gz";
    /** The archive contains nothing of erased visitors, so tables rebuilt from it count nothing of them. */
    private static final String HEALTH_AFTER_A_REBUILD = "figures-d.ndjson.gz";

    /** The site with orders disputed between server and browser, or refunded in a different currency (D2, D3). */
    private static final String DISPUTED = "disputed";

    private final Fixture fixture = new Fixture("38fc54d");
    private final Fixture.Meta meta = fixture.meta();
    private final SetClock clock = new SetClock(Instant.ofEpochMilli(meta.dumpedAt()));
    private final MemoryItemStore items = new MemoryItemStore(clock);
    private final Engine engine = new Engine(items, new MemoryArchive(), clock);

    @Test
    void R8_aRunOverOldTablesGivesTheSameFigures() {
        fixture.load(DUMP, items);

        run(engine);

        assertFigures(AFTER_A_RUN, items);
    }

    /** The old rows do not help here: everything is counted from the visitors' stored data. */
    @Test
    void R8_everyDayOfOldTablesCountedAnewGivesTheSameFigures() {
        fixture.load(DUMP, items);
        forgetFigures();
        run(engine);
        assertFigures(AFTER_A_RUN, items);

        deliverTail();
        run(engine);
        deliverLate(lateRecords());
        forgetFigures();
        run(engine);
        assertFigures(AFTER_LATE_EVENTS, items);
    }

    @Test
    void R8_recordsThatTheOldCodePutOnTheStreamAreClassified() {
        fixture.load(DUMP, items);

        deliverTail();
        run(engine);

        assertFigures(AFTER_THE_TAIL, items);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7})
    void R8_aBatchInWhichTheOldCodeDiedIsFinished(int kill) {
        fixture.load(DUMP, items);
        fixture.load("killed-" + kill + ".ndjson.gz", items);

        deliverTail();
        run(engine);
        assertFigures(AFTER_THE_TAIL, items);

        deliverLate(lateRecords());
        run(engine);
        assertFigures(AFTER_LATE_EVENTS, items);
    }

    @Test
    void R8_lateRecordsOfTheOldCodeRestateOldDays() {
        fixture.load(DUMP, items);
        run(engine);
        deliverTail();
        run(engine);

        deliverLate(lateRecords());
        run(engine);

        assertFigures(AFTER_LATE_EVENTS, items);
    }

    /** The same events, received by the current code: it uses the same visitor keys as the old code. */
    @Test
    void R8_lateEventsOfTheSameVisitorsRestateOldDays() {
        fixture.load(DUMP, items);
        deliverTail();
        run(engine);

        List<byte[]> records = collected(fixture.late());
        deliverLate(records);
        run(engine);

        assertFigures(AFTER_LATE_EVENTS, items);
    }

    @Test
    void R8_aRebuildFromTheOldArchiveGivesTheSameFigures() {
        fixture.load(DUMP, items);
        clock.set(Instant.ofEpochMilli(meta.lateAt()));

        MemoryItemStore anew = rebuilt(items, fixture.archive(clock.instant()));

        assertFigures(
                AFTER_LATE_EVENTS,
                anew,
                place -> isSettled(place) && !place.resource().equals("health"));
        assertFigures(HEALTH_AFTER_A_REBUILD, anew, StoredByEarlierCodeTest::isSettled);
    }

    @Test
    void R8_jobsThatTheOldCodeLeftOpenAreFinished() {
        fixture.load(DUMP, items);
        fixture.load("open-jobs.ndjson.gz", items);
        Instant dumpedAt = Instant.ofEpochMilli(meta.dumpedAt());
        EventArchive archive = fixture.archive(dumpedAt.minus(Duration.ofHours(6)));
        Engine other = new Engine(items, archive, clock);
        assertThat(text(archive)).contains("\"id\":\"g2\"", "\"id\":\"g11\"");
        clock.set(dumpedAt.plus(Duration.ofHours(7)));

        other.restate();
        // An erasure sweeps again once those who wrote when it began have ended.
        clock.set(clock.instant().plus(Duration.ofMinutes(3)));
        other.restate();
        run(other);

        assertThat(other.api("GET", "/v1/sites/shop/jobs", "").findValuesAsText("status"))
                .hasSize(5)
                .containsOnly("done");
        assertFigures("figures-e.ndjson.gz", items);
        assertThat(text(archive)).doesNotContain("\"id\":\"g2\"", "\"id\":\"g11\"");
    }

    private static String text(EventArchive archive) {
        return archive.list(Instant.EPOCH, Instant.parse("2027-01-01T00:00:00Z")).stream()
                .flatMap(archive::read)
                .map(record -> new String(record, StandardCharsets.UTF_8))
                .collect(Collectors.joining("\n"));
    }

    /** As after losing the tables' events, without an archive. */
    @Test
    void R8_theWholeOldStreamGivesTheSameFigures() {
        fixture.load(DUMP, items);
        clock.set(Instant.ofEpochMilli(meta.lateAt()));
        MemoryItemStore anew = CarriedOver.from(items, clock);
        Engine other = new Engine(anew, new MemoryArchive(), clock);

        assertThat(other.deliver(0, fixture.stream())).isTrue();
        run(other);

        assertFigures(AFTER_LATE_EVENTS, anew);
    }

    /** The old tables' orders are evaluated by the current rules: the best source counts. */
    @Test
    void D2_ordersDisputedInOldTablesCountAtTheirBestSource() {
        fixture.load(DUMP, items);
        run(engine);
        // The server's event with a visitor; the browser's, whose refund has a different currency; the browser's with a
        // visitor, with the server's amount.
        assertThat(purchases())
                .isEqualTo(Map.of(
                        "2026-03-25", "1 for 11 EUR", "2026-03-26", "1 for 20 EUR", "2026-03-28", "1 for 30 EUR"));

        deliverTail();
        run(engine);
        deliverLate(lateRecords());
        run(engine);
        assertThat(purchases())
                .isEqualTo(Map.of(
                        "2026-03-25", "1 for 11 EUR", "2026-03-27", "1 for 19 EUR", "2026-03-28", "1 for 30 EUR"));
    }

    /** The goal's value on the site with the disputed orders, by day. */
    private Map<String, String> purchases() {
        Map<String, String> purchases = new TreeMap<>();
        for (StatisticRows.Row row : new StatisticRows(items)
                .range(
                        DISPUTED,
                        StatisticRows.key("goals").orElseThrow(),
                        LocalDate.parse("2026-03-01"),
                        LocalDate.parse("2026-04-30"))) {
            JsonNode purchase = row.figures().path("purchase");
            if (purchase.path("conversions").asInt() > 0) {
                purchases.put(
                        row.day().toString(),
                        purchase.path("conversions") + " for "
                                + purchase.at("/value/EUR").decimalValue().toPlainString() + " EUR");
            }
        }
        return purchases;
    }

    private void assertFigures(String expected, MemoryItemStore actual) {
        assertFigures(expected, actual, StoredByEarlierCodeTest::isSettled);
    }

    private static boolean isSettled(Place place) {
        return !place.site().equals(DISPUTED);
    }

    private void assertFigures(String name, MemoryItemStore actual, Predicate<Place> which) {
        Map<Place, JsonNode> expected = new TreeMap<>(fixture.figures(name));
        expected.keySet().removeIf(which.negate());
        assertThat(expected).isNotEmpty();
        assertThat(RowFigures.differences(expected, RowFigures.of(actual, expected.keySet())))
                .isEmpty();
    }

    private static void run(Engine engine) {
        JsonNode summary = engine.run();
        assertThat(summary.path("failed").asInt()).as("%s", summary).isZero();
        assertThat(summary.path("residual").asLong()).as("%s", summary).isZero();
    }

    private void deliverTail() {
        clock.set(Instant.ofEpochMilli(meta.tailAt()));
        int end = meta.classified() + meta.tail();
        assertThat(engine.deliver(meta.classified(), fixture.stream().subList(meta.classified(), end)))
                .isTrue();
    }

    private List<byte[]> lateRecords() {
        List<byte[]> stream = fixture.stream();
        return stream.subList(meta.classified() + meta.tail(), stream.size());
    }

    private void deliverLate(List<byte[]> records) {
        clock.set(Instant.ofEpochMilli(meta.lateAt()));
        assertThat(engine.deliver(meta.classified() + meta.tail(), records)).isTrue();
    }

    private List<byte[]> collected(List<Sent> requests) {
        List<byte[]> records = new ArrayList<>();
        engine.takeStream();
        for (int i = 0; i < requests.size(); i++) {
            clock.set(Instant.ofEpochMilli(requests.get(i).at()));
            JsonNode answer = engine.send(requests.get(i), "request-" + (meta.requests() + i), meta.serverKeys());
            assertThat(answer.path("statusCode").asInt()).as("%s", answer).isEqualTo(202);
            records.addAll(engine.takeStream());
        }
        return records;
    }

    /** Without rows and partials, but with a mark, as raised by the old code, on every bucket that had one. */
    private void forgetFigures() {
        for (Item item : items.all()) {
            String[] parts = item.key().partition().split("#");
            if (parts[0].equals("row") || parts[0].equals("partial")) {
                items.delete(item.key(), item.revision());
            }
            if (parts[0].equals("partial")) {
                String place = parts[1] + "#" + parts[2] + "#" + item.key().sort();
                items.replace(new Item(new Item.Key(Table.STATISTICS, "marks", place), 1234567890123L, "{}", null));
            }
        }
    }

    /** As {@code ./cairn rebuild} does it. */
    private MemoryItemStore rebuilt(MemoryItemStore old, EventArchive archive) {
        MemoryItemStore anew = CarriedOver.from(old, clock);
        Engine other = new Engine(anew, archive, clock);
        other.api("POST", "/v1/rebuilds", "");
        other.restate();
        run(other);
        return anew;
    }
}
