package dev.cairn.aws;

import dev.cairn.store.Table;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/**
 * Creates the tables in a local engine. In the cloud, the template creates them, with TTL on {@code expires} and all
 * other settings.
 */
public final class TableCreator {

    private TableCreator() {}

    /** Table names for a local engine: {@code cairn-settings} and so on. */
    public static Map<Table, String> localNames() {
        Map<Table, String> names = new EnumMap<>(Table.class);
        for (Table table : Table.values()) {
            names.put(table, "cairn-" + table.name().toLowerCase(Locale.ROOT));
        }
        return names;
    }

    /** Creates the tables that do not exist yet. */
    public static void create(DynamoDbClient client, Map<Table, String> names) {
        names.values().forEach(name -> create(client, name));
    }

    private static void create(DynamoDbClient client, String name) {
        try {
            client.createTable(table -> table.tableName(name)
                    .billingMode(BillingMode.PAY_PER_REQUEST)
                    .attributeDefinitions(text(DynamoItemCodec.PARTITION), text(DynamoItemCodec.SORT))
                    .keySchema(key(DynamoItemCodec.PARTITION, KeyType.HASH), key(DynamoItemCodec.SORT, KeyType.RANGE)));
        } catch (ResourceInUseException alreadyThere) {
            // already exists
        }
    }

    private static AttributeDefinition text(String name) {
        return AttributeDefinition.builder()
                .attributeName(name)
                .attributeType(ScalarAttributeType.S)
                .build();
    }

    private static KeySchemaElement key(String name, KeyType type) {
        return KeySchemaElement.builder().attributeName(name).keyType(type).build();
    }
}
