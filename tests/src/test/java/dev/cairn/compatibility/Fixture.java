package dev.cairn.compatibility;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.store.ArchiveKeys;
import dev.cairn.store.Item;
import dev.cairn.store.Json;
import dev.cairn.store.Table;
import dev.cairn.store.memory.MemoryArchive;
import dev.cairn.store.memory.MemoryItemStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;

/** Data left by an earlier version, from the resources; the README next to the files explains each of them. */
record Fixture(String version) {

    /**
     * The state at the time of the dump.
     *
     * @param dumpedAt when the tables were dumped, epoch milliseconds
     * @param tailAt when the stream's tail was classified
     * @param lateAt when the late records were classified
     * @param classified number of the stream's records classified before the dump
     * @param tail number of records after these and before the late ones
     * @param requests number of requests to the collector before the late ones
     */
    record Meta(
            long dumpedAt,
            long tailAt,
            long lateAt,
            int classified,
            int tail,
            int requests,
            Map<String, String> serverKeys) {}

    Meta meta() {
        return Json.read(String.join("", lines("meta.json")), Meta.class);
    }

    /** Puts a dump's items into tables, and removes those that a change marks as deleted. */
    void load(String name, MemoryItemStore into) {
        for (String line : lines(name)) {
            JsonNode json = Json.read(line, JsonNode.class);
            Item.Key key = new Item.Key(
                    Table.valueOf(json.path("table").asText()),
                    json.path("partition").asText(),
                    json.path("sort").asText());
            if (json.path("gone").asBoolean()) {
                into.delete(key, into.get(key).orElseThrow().revision());
            } else {
                into.replace(new Item(
                        key,
                        json.path("revision").asLong(),
                        json.path("body").asText(),
                        json.has("expires")
                                ? Instant.ofEpochMilli(json.path("expires").asLong())
                                : null));
            }
        }
    }

    /** The stream's records, in order. */
    List<byte[]> stream() {
        return lines("stream.ndjson.gz").stream()
                .map(line -> line.getBytes(StandardCharsets.UTF_8))
                .toList();
    }

    /** The archive's objects of the hours before a time. The last ones contain the late records. */
    MemoryArchive archive(Instant before) {
        Map<String, List<byte[]>> objects = new LinkedHashMap<>();
        for (String line : lines("archive.ndjson.gz")) {
            JsonNode json = Json.read(line, JsonNode.class);
            objects.computeIfAbsent(json.path("key").asText(), key -> new ArrayList<>())
                    .add(json.path("record").asText().getBytes(StandardCharsets.UTF_8));
        }
        MemoryArchive archive = new MemoryArchive();
        objects.forEach((key, records) -> {
            Instant hour = ArchiveKeys.hourOf(key).orElseThrow();
            if (hour.isBefore(before)) {
                archive.write(hour, records);
            }
        });
        return archive;
    }

    /** The requests that produced the stream's late records. */
    List<Sent> late() {
        return lines("late.ndjson.gz").stream()
                .map(line -> Json.read(line, Sent.class))
                .toList();
    }

    /** The figures that the earlier code computed. */
    Map<RowFigures.Place, JsonNode> figures(String name) {
        Map<RowFigures.Place, JsonNode> figures = new TreeMap<>();
        for (String line : lines(name)) {
            JsonNode json = Json.read(line, JsonNode.class);
            figures.put(
                    new RowFigures.Place(
                            json.path("site").asText(),
                            json.path("resource").asText(),
                            json.path("day").asText()),
                    json.path("figures"));
        }
        return figures;
    }

    private List<String> lines(String name) {
        try (InputStream file = Objects.requireNonNull(Fixture.class.getResourceAsStream(version + "/" + name), name);
                InputStream in = name.endsWith(".gz") ? new GZIPInputStream(file) : file) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException damaged) {
            throw new UncheckedIOException(damaged);
        }
    }
}
