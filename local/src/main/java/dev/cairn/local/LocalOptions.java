package dev.cairn.local;

import dev.cairn.http.PublicPaths;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How {@code ./cairn local} was started.
 *
 * @param port 0 for any that is free
 * @param data the folder everything is kept in; null for memory
 * @param demo the demo month is loaded where it is not there yet
 * @param adminKey null for the one in the folder, or a new one
 * @param clock where the system's clock starts; null for this machine's
 * @param paths where the script, the pixel and the events are
 * @param services DynamoDB and the stream are opened for containers too
 */
public record LocalOptions(
        int port,
        @Nullable Path data,
        boolean demo,
        @Nullable String adminKey,
        @Nullable Instant clock,
        boolean services,
        PublicPaths paths) {}
