package dev.cairn.faults;

import dev.cairn.local.services.DynamoDbLocal;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** DynamoDB Local in this process and in memory, on a port for another process. */
final class Loopback implements AutoCloseable {
    private final int port;
    private final DynamoDbLocal database;
    private final DynamoDbClient client;

    private Loopback(int port) throws Exception {
        this.port = port;
        this.database = DynamoDbLocal.onPort(port, null);
        this.client = client(port);
    }

    static Loopback start() throws Exception {
        // It warns of every failed condition, although failing conditions are normal.
        Configurator.setLevel("com.amazonaws.services.dynamodbv2", Level.OFF);
        try (ServerSocket socket = new ServerSocket(0)) {
            int free = socket.getLocalPort();
            socket.close();
            return new Loopback(free);
        }
    }

    int port() {
        return port;
    }

    DynamoDbClient client() {
        return client;
    }

    /** The SDK's unmodified client, for the engine on a port of this machine. */
    static DynamoDbClient client(int port) {
        return DynamoDbClient.builder()
                .endpointOverride(URI.create("http://127.0.0.1:" + port))
                .region(Region.EU_CENTRAL_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
    }

    @Override
    public void close() throws IOException {
        client.close();
        database.close();
    }
}
