package dev.cairn.faults;

import com.amazonaws.services.dynamodbv2.local.embedded.DynamoDBEmbedded;
import com.amazonaws.services.dynamodbv2.local.shared.access.AmazonDynamoDBLocal;
import dev.cairn.aws.DynamoItemStore;
import dev.cairn.aws.TableCreator;
import dev.cairn.store.Item;
import dev.cairn.store.ItemStore;
import dev.cairn.store.Table;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** DynamoDB Local in this process and in memory, with Cairn's tables. */
final class Engine implements AutoCloseable {
    private static final Map<Table, String> NAMES = TableCreator.localNames();

    private final AmazonDynamoDBLocal engine = DynamoDBEmbedded.create();
    private final DynamoDbClient client = engine.dynamoDbClient();

    Engine() {
        TableCreator.create(client, NAMES);
    }

    /** The tables without faults. */
    ItemStore calm(Clock clock) {
        return new DynamoItemStore(client, NAMES, clock);
    }

    /** The tables behind a client whose calls fail. */
    ItemStore faulty(Faults faults, Clock clock) {
        return new DynamoItemStore(new FaultyClient(client, faults), NAMES, clock);
    }

    /** Every item of a table, including expired ones. */
    List<Item> all(Table table) {
        return all(client, table);
    }

    static List<Item> all(DynamoDbClient client, Table table) {
        List<Item.Key> keys = new ArrayList<>();
        client.scanPaginator(request -> request.tableName(NAMES.get(table)).consistentRead(true))
                .items()
                .forEach(item -> keys.add(new Item.Key(
                        table, item.get("partition").s(), item.get("sort").s())));
        Clock beforeAnyExpiry = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
        return List.copyOf(
                new DynamoItemStore(client, NAMES, beforeAnyExpiry).get(keys).values());
    }

    @Override
    public void close() {
        engine.shutdown();
    }
}
