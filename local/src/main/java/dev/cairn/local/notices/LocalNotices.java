package dev.cairn.local.notices;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.local.ChecksummedFile;
import dev.cairn.local.PrivateFile;
import dev.cairn.store.Hashes;
import dev.cairn.store.Json;
import dev.cairn.store.notice.Notice;
import dev.cairn.store.notice.NoticeNotSentException;
import dev.cairn.store.notice.Notices;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Stores messages on this machine: each as a file in a folder, or in memory without one. A message whose id is already
 * stored is ignored. Thread-safe.
 */
public final class LocalNotices implements Notices {
    private static final String SUFFIX = ".json";
    private static final Pattern FILE_NAME = Pattern.compile("[A-Za-z0-9_-]{1,100}");

    private final @Nullable Path folder;
    private final Clock clock;
    private final Consumer<Notice> arrived;
    private final Consumer<String> trouble;
    private final Map<String, Received> memory = new HashMap<>();

    /** A message and when it was first received. */
    public record Received(Instant at, Notice notice) {}

    /**
     * @param folder created with the first message; null to keep messages in memory
     * @param arrived receives each message once, when it is stored
     * @param trouble receives a message that names a damaged file
     */
    public LocalNotices(@Nullable Path folder, Clock clock, Consumer<Notice> arrived, Consumer<String> trouble) {
        this.folder = folder;
        this.clock = clock;
        this.arrived = arrived;
        this.trouble = trouble;
    }

    @Override
    public void send(Notice notice) {
        if (keep(new Received(clock.instant(), notice))) {
            arrived.accept(notice);
        }
    }

    /** Returns false if it is already stored. A damaged file is replaced. */
    private synchronized boolean keep(Received received) {
        if (folder == null) {
            return memory.putIfAbsent(received.notice().id(), received) == null;
        }
        Path file = folder.resolve(fileName(received.notice().id()));
        try {
            if (Files.exists(file) && read(file) != null) {
                return false;
            }
            Files.createDirectories(folder);
            PrivateFile.write(file, write(received));
            return true;
        } catch (IOException full) {
            throw new NoticeNotSentException("the message could not be written to the data folder", full);
        }
    }

    /** The messages, newest first; damaged files are skipped and reported. */
    public synchronized List<Received> newestFirst() {
        List<Received> all = new ArrayList<>(memory.values());
        if (folder != null && Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.sorted().toList()) {
                    Received received = file.toString().endsWith(SUFFIX) ? read(file) : null;
                    if (received != null) {
                        all.add(received);
                    }
                }
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        }
        all.sort(Comparator.comparing(Received::at)
                .reversed()
                .thenComparing(received -> received.notice().id()));
        return all;
    }

    /** The id itself if it is a valid file name, as Cairn's own ids are; else its hash. */
    private static String fileName(String id) {
        return (FILE_NAME.matcher(id).matches() ? id : Hashes.text(id)) + SUFFIX;
    }

    private static String write(Received received) {
        Notice notice = received.notice();
        ObjectNode json = Json.MAPPER.createObjectNode();
        json.put("id", notice.id())
                .put("received", received.at().toString())
                .put("site", notice.site())
                .put("subject", notice.subject())
                .put("text", notice.text())
                .put("json", notice.json());
        return json.toString();
    }

    private @Nullable Received read(Path file) throws IOException {
        try {
            JsonNode json = Json.MAPPER.readTree(ChecksummedFile.read(file));
            return new Received(
                    Instant.parse(json.path("received").asText()),
                    new Notice(
                            json.path("id").asText(),
                            json.path("site").asText(),
                            json.path("subject").asText(),
                            json.path("text").asText(),
                            json.path("json").asText()));
        } catch (ChecksummedFile.DamagedException | JacksonException | DateTimeParseException damaged) {
            trouble.accept("the message " + file + " is damaged and not shown");
            return null;
        }
    }
}
