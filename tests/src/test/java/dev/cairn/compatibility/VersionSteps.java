package dev.cairn.compatibility;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.store.ArchiveKeys;
import dev.cairn.store.Item;
import dev.cairn.store.Json;
import dev.cairn.store.SetClock;
import dev.cairn.store.Table;
import dev.cairn.store.memory.MemoryArchive;
import dev.cairn.store.memory.MemoryItemStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One version in a process of its own, which plays parts of the {@link Story} on a state that another version may have
 * left. It is run on the class path of an earlier version, too, so it uses only what {@link Engine} uses. Each line of
 * the input is {@code PART FILE FILE}: a part's number, the state before it ("-" for none) and the file for the state
 * after it. A part is the requests of a day, or its night: what the day left on the stream is classified, and a full run.
 */
final class VersionSteps {
    private static final int BATCH = 25;
    private static final List<String> SITES = List.of("shop", "blog", "disputed");

    private final SetClock clock = new SetClock(Instant.ofEpochMilli(Body.millis("2026-03-19T12:00")));
    private final MemoryItemStore items = new MemoryItemStore(clock);
    private final MemoryArchive archive = new MemoryArchive();
    private final Engine engine = new Engine(items, archive, clock);
    private final Map<String, String> serverKeys = new TreeMap<>();
    /** Put and not classified yet. */
    private final List<byte[]> stream = new ArrayList<>();

    private long requests;
    private long classified;

    /** The number of parts. */
    static int parts() {
        return 2 * days().size();
    }

    private static List<LocalDate> days() {
        return Story.FIRST_DAY.datesUntil(Story.LAST_DAY.plusDays(1)).toList();
    }

    public static void main(String[] arguments) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] words = line.split(" ");
            VersionSteps steps = new VersionSteps();
            if (words[1].equals("-")) {
                steps.prepare();
            } else {
                steps.load(Path.of(words[1]));
            }
            steps.play(Integer.parseInt(words[0]));
            steps.store(Path.of(words[2]));
            System.out.println("done");
        }
    }

    private void prepare() {
        engine.api("PUT", "/v1/plan", Story.FIRST_PLAN);
        for (String site : SITES) {
            String key = "{\"site\":\"" + site + "\",\"scopes\":[\"events:write\"],\"name\":\"versions\"}";
            serverKeys.put(site, engine.api("POST", "/v1/keys", key).path("key").asText());
        }
    }

    private void play(int part) {
        LocalDate day = days().get(part / 2);
        if (part % 2 == 0) {
            Story.past().stream().filter(sent -> dayOf(sent).equals(day)).forEach(this::send);
            return;
        }
        clock.set(Instant.ofEpochMilli(Body.millis(day.plusDays(1) + "T00:35")));
        if (day.equals(LocalDate.parse("2026-03-27"))) {
            engine.api("PUT", "/v1/plan", Story.SECOND_PLAN);
        }
        deliver();
        engine.restate();
        check(engine.run().path("failed").asInt() == 0, "the run");
        stream.addAll(engine.takeStream());
    }

    /** A night's part ends at 00:35, so what comes before that is of the day before. */
    private static LocalDate dayOf(Sent sent) {
        return days().stream()
                .filter(day -> sent.at() < Body.millis(day.plusDays(1) + "T00:35"))
                .findFirst()
                .orElse(Story.LAST_DAY);
    }

    private void send(Sent sent) {
        clock.set(Instant.ofEpochMilli(sent.at()));
        int status = engine.send(sent, "request-" + requests++, serverKeys)
                .path("statusCode")
                .asInt();
        check(status == 202 || status == 422, "a request: " + status);
        stream.addAll(engine.takeStream());
    }

    private void deliver() {
        for (int from = 0; from < stream.size(); from += BATCH) {
            List<byte[]> batch = stream.subList(from, Math.min(stream.size(), from + BATCH));
            check(engine.deliver(classified, batch), "a batch");
            classified += batch.size();
        }
        archive.write(clock.instant(), List.copyOf(stream));
        stream.clear();
    }

    private static void check(boolean holds, String what) {
        if (!holds) {
            throw new IllegalStateException(what + " failed");
        }
    }

    private void load(Path file) throws IOException {
        JsonNode state = Json.MAPPER.readTree(Files.readAllBytes(file));
        clock.set(Instant.ofEpochMilli(state.path("clock").asLong()));
        requests = state.path("requests").asLong();
        classified = state.path("classified").asLong();
        state.path("keys")
                .properties()
                .forEach(key -> serverKeys.put(key.getKey(), key.getValue().asText()));
        state.path("stream").forEach(record -> stream.add(bytes(record)));
        for (JsonNode object : state.path("archive")) {
            List<byte[]> records = new ArrayList<>();
            object.path("records").forEach(record -> records.add(bytes(record)));
            archive.write(Instant.ofEpochMilli(object.path("hour").asLong()), records);
        }
        items(state).forEach(items::replace);
    }

    /** The items of a stored state. */
    static List<Item> items(JsonNode state) {
        List<Item> found = new ArrayList<>();
        for (JsonNode item : state.path("items")) {
            found.add(new Item(
                    new Item.Key(
                            Table.valueOf(item.path("table").asText()),
                            item.path("partition").asText(),
                            item.path("sort").asText()),
                    item.path("revision").asLong(),
                    item.path("body").asText(),
                    item.has("expires")
                            ? Instant.ofEpochMilli(item.path("expires").asLong())
                            : null));
        }
        return found;
    }

    private void store(Path file) throws IOException {
        ObjectNode state = Json.MAPPER.createObjectNode();
        state.put("clock", clock.millis()).put("requests", requests).put("classified", classified);
        state.set("keys", Json.MAPPER.valueToTree(serverKeys));
        ArrayNode waiting = state.putArray("stream");
        stream.forEach(record -> waiting.add(text(record)));
        ArrayNode objects = state.putArray("archive");
        for (String key : archive.list(Instant.EPOCH, Instant.parse("2027-01-01T00:00:00Z"))) {
            ObjectNode object = objects.addObject();
            object.put("hour", ArchiveKeys.hourOf(key).orElseThrow().toEpochMilli());
            ArrayNode records = object.putArray("records");
            archive.read(key).forEach(record -> records.add(text(record)));
        }
        ArrayNode stored = state.putArray("items");
        for (Item item : items.all()) {
            ObjectNode json = stored.addObject()
                    .put("table", item.key().table().name())
                    .put("partition", item.key().partition())
                    .put("sort", item.key().sort())
                    .put("revision", item.revision())
                    .put("body", item.body());
            if (item.expires() != null) {
                json.put("expires", item.expires().toEpochMilli());
            }
        }
        Files.write(file, Json.MAPPER.writeValueAsBytes(state));
    }

    private static byte[] bytes(JsonNode record) {
        return Base64.getDecoder().decode(record.asText());
    }

    private static String text(byte[] record) {
        return Base64.getEncoder().encodeToString(record);
    }
}
