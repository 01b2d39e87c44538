package dev.cairn.local.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns a 500 into a 503 with {@code Retry-After} while the data folder's disk is full, so that the sender retries.
 * Nothing that failed was acknowledged.
 */
public final class FullDisk {
    /** For a system without a data folder. */
    public static final FullDisk NEVER = new FullDisk(null);

    /** The largest single write is an archive file of a few megabytes; SQLite needs a page or two. */
    private static final long FULL_BYTES = 1 << 20;

    private static final int FAILED = 500;
    private static final String RETRY_AFTER_SECONDS = "30";

    private final @Nullable Path folder;

    public FullDisk(@Nullable Path folder) {
        this.folder = folder;
    }

    /** Returns the response, or a 503 in place of a 500 if the disk is full. */
    GatewayAnswer explain(GatewayAnswer answer) {
        if (answer.status() != FAILED || !isFull()) {
            return answer;
        }
        Map<String, String> headers = new HashMap<>();
        headers.put("content-type", "application/json");
        headers.put("retry-after", RETRY_AFTER_SECONDS);
        return new GatewayAnswer(
                503,
                headers,
                ("{\"error\":{\"code\":\"disk_full\",\"message\":\"The disk of the data folder is full, so nothing was"
                                + " stored. Free some space, then send this again; no restart is needed.\"}}")
                        .getBytes(StandardCharsets.UTF_8));
    }

    private boolean isFull() {
        try {
            return folder != null && Files.getFileStore(folder).getUsableSpace() < FULL_BYTES;
        } catch (IOException unknown) {
            return false;
        }
    }
}
