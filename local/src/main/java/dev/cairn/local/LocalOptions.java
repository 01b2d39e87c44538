package dev.cairn.local;

import dev.cairn.http.BrowserPaths;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The options of {@code ./cairn local}.
 *
 * @param port 0 for any free port
 * @param data the folder that keeps all data; null for memory
 * @param demo whether to load the demo history if it is missing
 * @param adminKey null for the key stored in the folder, or a new one
 * @param clock time at which the system's clock starts; null for this machine's clock
 * @param services whether to open DynamoDB and the stream for containers
 * @param paths URL paths for the script, the pixel and the events
 * @param front what is in front of this process
 */
public record LocalOptions(
        int port,
        @Nullable Path data,
        boolean demo,
        @Nullable String adminKey,
        @Nullable Instant clock,
        boolean services,
        BrowserPaths paths,
        Front front) {

    /** With nothing in front: only programs on this machine can connect. */
    public LocalOptions(
            int port,
            @Nullable Path data,
            boolean demo,
            @Nullable String adminKey,
            @Nullable Instant clock,
            boolean services,
            BrowserPaths paths) {
        this(port, data, demo, adminKey, clock, services, paths, Front.NONE);
    }

    /**
     * A reverse proxy, or a container's network.
     *
     * @param listen the address on which this process listens
     * @param edgeSecret the secret by which the proxy identifies itself (docs/edge.md); empty if there is none
     */
    public record Front(InetAddress listen, String edgeSecret) {
        public static final Front NONE = new Front(InetAddress.getLoopbackAddress(), "");
    }
}
