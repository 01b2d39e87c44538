package dev.cairn.local.services;

import com.amazonaws.services.dynamodbv2.local.embedded.DynamoDBEmbedded;
import com.amazonaws.services.dynamodbv2.local.main.ServerRunner;
import com.amazonaws.services.dynamodbv2.local.server.DynamoDBProxyServer;
import com.amazonaws.services.dynamodbv2.local.shared.access.AmazonDynamoDBLocal;
import dev.cairn.aws.DynamoItemStore;
import dev.cairn.aws.TableCreator;
import dev.cairn.store.Item;
import dev.cairn.store.ItemStore;
import dev.cairn.store.Table;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * DynamoDB Local with Cairn's tables: in this process, or on a port that containers can use, too; in memory, or in a
 * SQLite file. Every acknowledged write is in the file and survives a kill -9; SQLite's journal rolls back an
 * interrupted transaction at the next start. A loss of power is a different case (see {@link SqliteAsyncWrites}).
 */
final class DynamoDbLocal implements LocalDatabase {

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

    /** @param folder null for memory */
    static DynamoDbLocal embedded(@Nullable Path folder) {
        AmazonDynamoDBLocal engine = folder == null
                ? DynamoDBEmbedded.create()
                : DynamoDBEmbedded.create(
                        folder.resolve("shared-local-instance.db").toFile());
        if (folder != null) {
            SqliteAsyncWrites.apply(engine);
        }
        return new DynamoDbLocal(engine.dynamoDbClient(), engine::shutdownNow);
    }

    /** The same on a port, for containers; it listens on every address of this machine. */
    static DynamoDbLocal onPort(int port, @Nullable Path folder) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("-port", "" + port, "-sharedDb", "-disableTelemetry"));
        arguments.addAll(folder == null ? List.of("-inMemory") : List.of("-dbPath", folder.toString()));
        DynamoDBProxyServer server =
                quietly(() -> ServerRunner.createServerFromCommandLineArgs(arguments.toArray(String[]::new)));
        server.start();
        return new DynamoDbLocal(client(URI.create("http://127.0.0.1:" + port)), server::stop);
    }

    @Override
    public ItemStore items(Clock clock) {
        return new DynamoItemStore(client, names, clock);
    }

    @Override
    public void forEach(Table table, Consumer<Item> each) {
        new DynamoItemStore(client, names, Clock.systemUTC()).forEach(table, each);
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

    /** DynamoDB Local prints its settings; the first line printed once everything is ready must be ours. */
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
