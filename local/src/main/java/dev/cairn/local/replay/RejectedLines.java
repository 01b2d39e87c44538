package dev.cairn.local.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.store.Json;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Writes a file of the rejected events, one JSON object per line: the line in the replayed file, the index of the event
 * in that line, and the server's reason, field and message. A line that could not be read has no index.
 */
final class RejectedLines implements AutoCloseable {
    private final @Nullable BufferedWriter out;

    private RejectedLines(@Nullable BufferedWriter out) {
        this.out = out;
    }

    /** Writes nothing. */
    static RejectedLines none() {
        return new RejectedLines(null);
    }

    /** @param append whether to keep the output of an earlier run of the same replay */
    static RejectedLines into(Path file, boolean append) throws IOException {
        OpenOption how = append ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING;
        return new RejectedLines(Files.newBufferedWriter(
                file, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.WRITE, how));
    }

    void add(BodyMerger.Origin origin, JsonNode refusal) throws IOException {
        ObjectNode line =
                Json.MAPPER.createObjectNode().put("line", origin.line()).put("index", origin.index());
        refusal.properties().forEach(field -> line.putIfAbsent(field.getKey(), field.getValue()));
        write(line);
    }

    void unreadable(long line, String reason, String message) throws IOException {
        write(Json.MAPPER
                .createObjectNode()
                .put("line", line)
                .putNull("index")
                .put("reason", reason)
                .put("message", message));
    }

    /** Flushes the output, so that it survives the end of this process. */
    void flush() throws IOException {
        if (out != null) {
            out.flush();
        }
    }

    private void write(ObjectNode line) throws IOException {
        if (out != null) {
            out.write(Json.write(line));
            out.newLine();
        }
    }

    @Override
    public void close() throws IOException {
        if (out != null) {
            out.close();
        }
    }
}
