package dev.cairn.local.services;

import dev.cairn.local.stream.LocalStream;
import dev.cairn.store.Secrets;
import dev.cairn.store.Table;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * The services that {@code --services} opens for functions in containers: DynamoDB on a port (see
 * {@link DynamoDbLocal#onPort}), the stream and the secrets, and the file that tells the functions their addresses.
 */
public record Services(ServiceEmulator endpoint, Path environmentFile) implements AutoCloseable {
    public static final int DYNAMODB_PORT = 8000;
    static final int SERVICES_PORT = 4566;
    private static final Path ENVIRONMENT_FILE = Path.of("events", "env.json");

    /**
     * This machine's host name inside containers; for processes on this machine, set
     * {@code CAIRN_SERVICES_HOST=127.0.0.1}.
     */
    private static final String HOST = System.getenv().getOrDefault("CAIRN_SERVICES_HOST", "host.docker.internal");

    public static Services open(LocalStream stream, Secrets secrets, Map<Table, String> tables) throws IOException {
        ServiceEmulator endpoint = new ServiceEmulator(SERVICES_PORT, stream, secrets);
        Path file = root().resolve(ENVIRONMENT_FILE);
        SamEnvironmentFile.write(file, HOST, DYNAMODB_PORT, endpoint.port(), tables);
        return new Services(endpoint, file);
    }

    @Override
    public void close() {
        endpoint.close();
    }

    /** The repository's folder, as set by {@code ./cairn}. */
    private static Path root() {
        return Path.of(System.getProperty("cairn.root", ""));
    }
}
