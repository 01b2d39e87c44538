package dev.cairn.local.services;

import com.amazonaws.services.dynamodbv2.local.embedded.DynamoDBEmbedded;
import com.amazonaws.services.dynamodbv2.local.main.ServerRunner;
import com.amazonaws.services.dynamodbv2.local.server.DynamoDBProxyServer;
import com.amazonaws.services.dynamodbv2.local.shared.access.AmazonDynamoDBLocal;
import dev.cairn.aws.DynamoItemStore;
import dev.cairn.aws.TableCreator;
import dev.cairn.local.services.TablesFile.Known;
import dev.cairn.local.tables.DamagedTablesException;
import dev.cairn.local.tables.LocalDatabase;
import dev.cairn.store.Item;
import dev.cairn.store.ItemStore;
import dev.cairn.store.Table;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * DynamoDB Local with Cairn's tables, for {@code --services}: in this process only, or on a port for containers; in
 * memory, or in a SQLite file. Every acknowledged write is in the file and survives a kill -9; SQLite's journal rolls
 * back an interrupted transaction at the next start. A loss of power is a different case (see {@link SqliteFile}). A
 * file that has changed since it was closed is rejected ({@link TablesFile}).
 */
public final class DynamoDbLocal implements LocalDatabase {

    /** DynamoDB Local accepts any credentials, but separates tables by key id and region unless told otherwise. */
    private static final AwsBasicCredentials NOBODY = AwsBasicCredentials.create("local", "local");

    private final DynamoDbClient client;
    private final Map<Table, String> names = TableCreator.localNames();
    private final Closer closer;

    @FunctionalInterface
    private interface Closer {
        void close() throws Exception;
    }

    private DynamoDbLocal(DynamoDbClient client, Closer closer) {
        this.client = client;
        this.closer = closer;
        TableCreator.create(client, names);
    }

    /**
     * Throws {@link DamagedTablesException} when the file in the folder is damaged.
     *
     * @param folder null to keep the tables in memory
     * @param trouble receives a message about damage without data loss
     */
    public static DynamoDbLocal embedded(@Nullable Path folder, Consumer<String> trouble) throws IOException {
        if (folder == null) {
            AmazonDynamoDBLocal engine = DynamoDBEmbedded.create();
            return new DynamoDbLocal(engine.dynamoDbClient(), engine::shutdownNow);
        }
        TablesFile tables = TablesFile.in(folder);
        Known known = tables.verify(trouble);
        tables.open();
        return open(tables, engine -> {
            Optional<SqliteFile> sqlite = SqliteFile.of(engine);
            if (known == Known.NOTHING && sqlite.isPresent()) {
                Optional<String> faults = sqlite.get().faults();
                if (faults.isPresent()) {
                    throw TablesFile.damaged(tables.file(), faults.get());
                }
            }
            sqlite.ifPresent(SqliteFile::configure);
            if (known != Known.INTACT) {
                sqlite.ifPresent(SqliteFile::compact);
            }
            return () -> {
                engine.shutdownNow();
                tables.close(sqlite.isPresent());
            };
        });
    }

    @FunctionalInterface
    private interface Preparation {
        Closer of(AmazonDynamoDBLocal engine) throws IOException;
    }

    private static DynamoDbLocal open(TablesFile tables, Preparation preparation) throws IOException {
        AmazonDynamoDBLocal engine = null;
        try {
            engine = DynamoDBEmbedded.create(tables.file().toFile());
            Closer closer = preparation.of(engine);
            return new DynamoDbLocal(engine.dynamoDbClient(), closer);
        } catch (RuntimeException unreadable) {
            shutDown(engine);
            throw TablesFile.damaged(tables.file(), "SQLite cannot read it (" + unreadable.getMessage() + ")");
        } catch (IOException damaged) {
            shutDown(engine);
            throw damaged;
        }
    }

    private static void shutDown(@Nullable AmazonDynamoDBLocal engine) {
        if (engine != null) {
            engine.shutdownNow();
        }
    }

    /** Whether the folder has a file of this engine. */
    public static boolean isIn(Path folder) {
        return Files.exists(TablesFile.in(folder).file());
    }

    /** The same on a port, for containers; it listens on all of this machine's addresses. */
    public static DynamoDbLocal onPort(int port, @Nullable Path folder) throws Exception {
        if (folder != null) {
            // Checks the file, and compacts it if necessary, which the server cannot do.
            embedded(folder, System.err::println).close();
            TablesFile.in(folder).open();
        }
        List<String> arguments = new ArrayList<>(List.of("-port", "" + port, "-sharedDb", "-disableTelemetry"));
        arguments.addAll(folder == null ? List.of("-inMemory") : List.of("-dbPath", folder.toString()));
        DynamoDBProxyServer server =
                quietly(() -> ServerRunner.createServerFromCommandLineArgs(arguments.toArray(String[]::new)));
        server.start();
        return new DynamoDbLocal(client(URI.create("http://127.0.0.1:" + port)), () -> {
            server.stop();
            if (folder != null) {
                TablesFile.in(folder).close(false);
            }
        });
    }

    @Override
    public ItemStore items(Clock clock) {
        return store(clock);
    }

    private DynamoItemStore store(Clock clock) {
        return new DynamoItemStore(client, names, clock);
    }

    @Override
    public void forEach(Table table, Consumer<Item> each) {
        store(Clock.systemUTC()).forEach(table, each);
    }

    @Override
    public long deleteExpired(Table table, Clock clock) {
        return store(clock).deleteExpired(table);
    }

    /** The file can't be forced to disk from outside DynamoDB Local. */
    @Override
    public void sync() {}

    @Override
    public void forget() {}

    @Override
    public void copyTo(Path folder) {
        throw new IllegalStateException("the tables of --services cannot be copied while they are in use");
    }

    @Override
    public void close() throws IOException {
        try {
            closer.close();
        } catch (Exception e) {
            throw new IOException("DynamoDB Local did not stop", e);
        }
    }

    private static DynamoDbClient client(URI endpoint) {
        return DynamoDbClient.builder()
                .endpointOverride(endpoint)
                .region(Region.EU_CENTRAL_1)
                .credentialsProvider(StaticCredentialsProvider.create(NOBODY))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
    }

    @FunctionalInterface
    private interface Start {
        DynamoDBProxyServer create() throws Exception;
    }

    /** Suppresses the settings that DynamoDB Local prints: the first line must be ours, once everything is ready. */
    private static DynamoDBProxyServer quietly(Start start) throws Exception {
        PrintStream out = System.out;
        System.setOut(System.err);
        try {
            return start.create();
        } finally {
            System.setOut(out);
        }
    }
}
