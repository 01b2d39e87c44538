package dev.cairn.compatibility;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.local.CarriedOver;
import dev.cairn.store.ArchiveKeys;
import dev.cairn.store.BreakingItems;
import dev.cairn.store.Item;
import dev.cairn.store.Json;
import dev.cairn.store.SetClock;
import dev.cairn.store.memory.MemoryArchive;
import dev.cairn.store.memory.MemoryItemStore;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/**
 * Plays the {@link Story} with the current code and writes the resulting data into a new folder. A version's fixture is
 * created once, by that version, and never again.
 */
final class MakeFixture {
    private static final ZoneId ZONE = ZoneId.of("Europe/Brussels");
    private static final int BATCH = 25;
    private static final List<String> SITES = List.of("shop", "blog", "disputed");
    private static final List<Integer> KILLED_AT_CALL = List.of(6, 50, 80, 110, 170, 230, 290);

    private static final String UNKNOWN_SITE = """
            {"schema":1,"delivery":"elsewhere-0","site":"gone","received_at":1774500000000,"plan":1,"visitor":"d.c29tZWJvZHk",\
            "events":[{"id":"u1","name":"page_view","at":1774500000000,"content":"1"}]}""";
    private static final String LATER_SCHEMA = "{\"schema\":99,\"delivery\":\"from-the-future\",\"site\":\"shop\"}";
    private static final String NO_RECORD = "this is no record";

    private final Path folder;
    private final SetClock clock = new SetClock(Instant.ofEpochMilli(Body.millis("2026-03-19T12:00")));
    private final MemoryItemStore items = new MemoryItemStore(clock);
    private final MemoryArchive archive = new MemoryArchive();
    private final Engine engine = new Engine(items, archive, clock);
    private final Map<String, String> serverKeys = new TreeMap<>();
    private final TreeMap<Long, Runnable> events = new TreeMap<>();
    /** With the arrival time of each. */
    private final List<Map.Entry<Long, byte[]>> stream = new ArrayList<>();

    private int requests;
    private int classified;
    private int archived;

    private MakeFixture(Path folder) {
        this.folder = folder;
    }

    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        Files.createDirectory(folder);
        new MakeFixture(folder).make();
    }

    private void make() throws IOException {
        prepare();
        List<Sent> past = Story.past();
        past.forEach(sent -> at(sent.at(), () -> send(sent)));
        at("2026-03-26T05:00", () -> put(UNKNOWN_SITE));
        at("2026-03-28T05:00", () -> put(LATER_SCHEMA));
        at("2026-03-30T05:00", () -> put(NO_RECORD));
        at("2026-03-27T06:00", () -> engine.api("PUT", "/v1/plan", Story.SECOND_PLAN));
        at(
                "2026-03-30T06:00",
                () -> engine.api(
                        "POST", "/v1/sites/shop/backfills", "{\"from\":\"2026-03-22\",\"to\":\"2026-03-28\"}"));
        at("2026-04-02T06:00", () -> engine.api("DELETE", "/v1/sites/shop/visitors/erin", ""));
        at("2026-04-06T06:30", this::deliver);
        for (LocalDate day = Story.FIRST_DAY.plusDays(1);
                day.isBefore(Story.LAST_DAY.plusDays(2));
                day = day.plusDays(1)) {
            at(day + "T00:35", this::night);
        }
        play();
        dump();
    }

    private void prepare() {
        engine.api("PUT", "/v1/plan", Story.FIRST_PLAN);
        for (String site : SITES) {
            String order = "{\"site\":\"" + site + "\",\"scopes\":[\"events:write\"],\"name\":\"fixture\"}";
            serverKeys.put(
                    site, engine.api("POST", "/v1/keys", order).path("key").asText());
        }
    }

    private void at(String local, Runnable what) {
        at(Body.millis(local), what);
    }

    private void at(long millis, Runnable what) {
        events.merge(millis, what, (one, other) -> () -> {
            one.run();
            other.run();
        });
    }

    private void play() {
        events.forEach((millis, what) -> {
            clock.set(Instant.ofEpochMilli(millis));
            what.run();
        });
        events.clear();
    }

    private void send(Sent sent) {
        JsonNode answer = engine.send(sent, "request-" + requests++, serverKeys);
        int status = answer.path("statusCode").asInt();
        if (status != 202 && status != 422) {
            throw new IllegalStateException(answer + " for " + sent);
        }
        take();
    }

    private void take() {
        engine.takeStream().forEach(record -> stream.add(Map.entry(clock.millis(), record)));
    }

    private void put(String record) {
        stream.add(Map.entry(clock.millis(), record.getBytes(StandardCharsets.UTF_8)));
    }

    /** In small batches, every third of which is delivered twice. */
    private void deliver() {
        for (int batch = 0; classified < stream.size(); batch++) {
            List<byte[]> records = records(classified, Math.min(stream.size(), classified + BATCH));
            for (int times = batch % 3 == 2 ? 2 : 1; times > 0; times--) {
                check(engine.deliver(classified, records));
            }
            classified += records.size();
        }
    }

    private List<byte[]> records(int from, int to) {
        return stream.subList(from, to).stream().map(Map.Entry::getValue).toList();
    }

    private void archive() {
        TreeMap<Long, List<byte[]>> hours = new TreeMap<>();
        for (Map.Entry<Long, byte[]> each : stream.subList(archived, stream.size())) {
            hours.computeIfAbsent(each.getKey() / 3_600_000, hour -> new ArrayList<>())
                    .add(each.getValue());
        }
        hours.forEach((hour, records) -> archive.write(Instant.ofEpochMilli(hour * 3_600_000), records));
        archived = stream.size();
    }

    private void night() {
        deliver();
        archive();
        engine.restate();
        run();
    }

    private void run() {
        JsonNode summary = engine.run();
        check(summary.path("failed").asInt() == 0 && summary.path("residual").asInt() == 0);
        take();
    }

    private static void check(boolean done) {
        if (!done) {
            throw new IllegalStateException("not done");
        }
    }

    private void dump() throws IOException {
        int first = classified;
        Story.tail().forEach(sent -> at(sent.at(), () -> send(sent)));
        long dumpedAt = Body.millis("2026-04-06T09:00");
        at(dumpedAt, () -> {});
        play();
        int tail = stream.size() - first;
        write("tables.ndjson.gz", items.all().stream().map(MakeFixture::json));
        kill(first, tail);
        leaveJobsOpen(dumpedAt);
        run();
        writeFigures("figures-a.ndjson.gz", items, row -> true);

        long tailAt = Body.millis("2026-04-06T09:10");
        clock.set(Instant.ofEpochMilli(tailAt));
        engine.deliver(first, records(first, first + tail));
        run();
        writeFigures("figures-b.ndjson.gz", items, row -> true);
        // Only the tail lies between the classified records and the late ones.
        stream.subList(first + tail, stream.size()).clear();
        archive();

        int before = requests;
        List<Sent> late = Story.late();
        for (Sent sent : late) {
            clock.set(Instant.ofEpochMilli(sent.at()));
            send(sent);
        }
        archive();
        long lateAt = Body.millis("2026-04-06T11:00");
        clock.set(Instant.ofEpochMilli(lateAt));
        engine.deliver(first + tail, records(first + tail, stream.size()));
        engine.run();
        writeFigures("figures-c.ndjson.gz", items, row -> true);
        writeFigures("figures-d.ndjson.gz", rebuilt(), row -> row.endsWith("#health"));

        write("late.ndjson.gz", late.stream().map(Json::write));
        write("stream.ndjson.gz", stream.stream().map(each -> text(each.getValue())));
        write(
                "archive.ndjson.gz",
                archive.list(Instant.EPOCH, Instant.parse("2027-01-01T00:00:00Z")).stream()
                        .flatMap(key -> archive.read(key).map(record -> json(key, record))));
        Fixture.Meta meta = new Fixture.Meta(dumpedAt, tailAt, lateAt, first, tail, before, serverKeys);
        Files.writeString(folder.resolve("meta.json"), Json.write(meta) + "\n");
    }

    /** Tables rebuilt from the archive, which contains nothing of erased visitors. */
    private MemoryItemStore rebuilt() {
        MemoryItemStore anew = CarriedOver.from(items, clock);
        Engine other = new Engine(anew, archive, clock);
        other.api("POST", "/v1/rebuilds", "");
        other.restate();
        other.run();
        return anew;
    }

    /** The tables as left by a classifier that died in the middle of the tail's first batch. */
    private void kill(int first, int tail) throws IOException {
        int number = 1;
        for (int call : KILLED_AT_CALL) {
            MemoryItemStore copy = copyOf(items);
            BreakingItems breaking = new BreakingItems(copy);
            Engine mortal = new Engine(breaking, archive, clock);
            breaking.dieAfter(call);
            mortal.deliver(first, records(first, first + tail));
            if (!breaking.happened()) {
                throw new IllegalStateException("the batch was done before call " + call);
            }
            writeChanges("killed-" + number++ + ".ndjson.gz", copy);
        }
    }

    /**
     * The tables with a half-finished backfill, a waiting erasure and one not yet started, and the figures once all are
     * done.
     */
    private void leaveJobsOpen(long dumpedAt) throws IOException {
        MemoryItemStore copy = copyOf(items);
        MemoryArchive archiveCopy = new MemoryArchive();
        for (String key : archive.list(Instant.EPOCH, Instant.parse("2027-01-01T00:00:00Z"))) {
            archiveCopy.write(
                    ArchiveKeys.hourOf(key).orElseThrow(), archive.read(key).toList());
        }
        Engine other = new Engine(copy, archiveCopy, clock);
        JsonNode backfill =
                other.api("POST", "/v1/sites/shop/backfills", "{\"from\":\"2026-03-20\",\"to\":\"2026-03-21\"}");
        clock.forward(Duration.ofMinutes(3));
        other.restate(backfill, 8);
        JsonNode erasure = other.api("DELETE", "/v1/sites/shop/visitors/gwen", "");
        other.restate(erasure, 1);
        other.api("DELETE", "/v1/sites/shop/visitors/jana", "");
        System.out.println(job(other, backfill) + "\n" + job(other, erasure));
        writeChanges("open-jobs.ndjson.gz", copy);
        clock.set(Instant.ofEpochMilli(dumpedAt).plus(Duration.ofHours(7)));
        other.restate();
        other.run();
        System.out.println(job(other, backfill) + "\n" + job(other, erasure));
        writeFigures("figures-e.ndjson.gz", copy, row -> true);
        clock.set(Instant.ofEpochMilli(dumpedAt));
    }

    private static JsonNode job(Engine engine, JsonNode job) {
        return engine.api("GET", "/v1/sites/shop/jobs/" + job.path("id").asText(), "");
    }

    private MemoryItemStore copyOf(MemoryItemStore original) {
        MemoryItemStore copy = new MemoryItemStore(clock);
        original.all().forEach(copy::replace);
        return copy;
    }

    private void writeChanges(String name, MemoryItemStore changed) throws IOException {
        Map<Item.Key, Item> before = byKey(items);
        Map<Item.Key, Item> after = byKey(changed);
        Stream<String> others = after.values().stream()
                .filter(item -> !item.equals(before.get(item.key())))
                .map(MakeFixture::json);
        Stream<String> gone = before.keySet().stream()
                .filter(key -> !after.containsKey(key))
                .map(key -> place(key).put("gone", true).toString());
        write(name, Stream.concat(others, gone));
    }

    private static Map<Item.Key, Item> byKey(MemoryItemStore items) {
        Map<Item.Key, Item> byKey = new HashMap<>();
        items.all().forEach(item -> byKey.put(item.key(), item));
        return byKey;
    }

    private static ObjectNode place(Item.Key key) {
        return Json.MAPPER
                .createObjectNode()
                .put("table", key.table().name())
                .put("partition", key.partition())
                .put("sort", key.sort());
    }

    private static String json(Item item) {
        ObjectNode json = place(item.key());
        json.put("revision", item.revision()).put("schema", Item.SCHEMA).put("body", item.body());
        if (item.expires() != null) {
            json.put("expires", item.expires().toEpochMilli());
        }
        return json.toString();
    }

    private static String json(String key, byte[] record) {
        return Json.MAPPER
                .createObjectNode()
                .put("key", key)
                .put("record", text(record))
                .toString();
    }

    private static String text(byte[] record) {
        return new String(record, StandardCharsets.UTF_8);
    }

    private void writeFigures(String name, MemoryItemStore from, Predicate<String> which) throws IOException {
        List<String> lines = new ArrayList<>();
        for (Item item : from.all()) {
            if (item.key().partition().startsWith("row#")
                    && which.test(item.key().partition())) {
                String[] parts = item.key().partition().split("#", 3);
                ObjectNode line = Json.MAPPER.createObjectNode();
                line.put("site", parts[1])
                        .put("resource", parts[2])
                        .put("day", item.key().sort());
                line.set("figures", Json.read(item.body(), JsonNode.class).path("figures"));
                lines.add(line.toString());
            }
        }
        write(name, lines.stream().sorted());
    }

    private void write(String name, Stream<String> lines) throws IOException {
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(folder.resolve(name)))) {
            for (String line : (Iterable<String>) lines::iterator) {
                out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
            }
        }
    }
}
