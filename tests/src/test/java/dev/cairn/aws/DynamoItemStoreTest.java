package dev.cairn.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.dynamodbv2.local.embedded.DynamoDBEmbedded;
import com.amazonaws.services.dynamodbv2.local.shared.access.AmazonDynamoDBLocal;
import dev.cairn.store.Item;
import dev.cairn.store.ItemStore;
import dev.cairn.store.Table;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class DynamoItemStoreTest extends ItemsContract {
    private static final Map<Table, String> NAMES = TableCreator.localNames();
    private static AmazonDynamoDBLocal engine;
    private static DynamoDbClient client;

    @BeforeAll
    static void start() {
        engine = DynamoDBEmbedded.create();
        client = engine.dynamoDbClient();
        TableCreator.create(client, NAMES);
        TableCreator.create(client, NAMES); // keeps those of an earlier run
    }

    @AfterAll
    static void stop() {
        engine.shutdown();
    }

    @Override
    ItemStore items(Clock clock) {
        return new DynamoItemStore(client, NAMES, clock);
    }

    @Test
    void R8_everyItemCarriesItsSchemaVersionAndTheTimeToLiveAttribute() {
        Item item =
                Item.first(new Item.Key(Table.SALTS, "shop", "raw"), "{}", Instant.ofEpochSecond(1_900_000_000L, 5));
        items(Clock.systemUTC()).put(item);

        Map<String, AttributeValue> stored = client.getItem(
                        request -> request.tableName(NAMES.get(Table.SALTS)).key(DynamoItemCodec.key(item.key())))
                .item();
        assertThat(stored)
                .containsEntry("schema", AttributeValue.fromN("1"))
                .containsEntry("revision", AttributeValue.fromN("1"))
                .containsEntry("expires", AttributeValue.fromN("1900000000"))
                .containsEntry("json", AttributeValue.fromS("{}"))
                .containsOnlyKeys("partition", "sort", "schema", "revision", "expires", "json");
    }

    @Test
    void refusesATableItWasNotGivenAndSaysWhatToSet() {
        ItemStore items = new DynamoItemStore(client, Map.of(), Clock.systemUTC());

        assertThatThrownBy(() -> items.query(Table.STATE, "shop"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("TABLE_STATE");
    }
}
