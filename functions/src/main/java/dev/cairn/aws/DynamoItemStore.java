package dev.cairn.aws;

import static dev.cairn.aws.DynamoItemCodec.EXPIRES;
import static dev.cairn.aws.DynamoItemCodec.PARTITION;
import static dev.cairn.aws.DynamoItemCodec.REVISION;
import static dev.cairn.aws.DynamoItemCodec.SCHEMA;
import static dev.cairn.aws.DynamoItemCodec.number;

import dev.cairn.store.Item;
import dev.cairn.store.ItemStore;
import dev.cairn.store.Table;
import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;

/**
 * Stores the tables in DynamoDB. Thread-safe. Reads and conditions compare the expiry with the clock; TTL only cleans
 * up afterwards.
 *
 * <p>Lost responses: the SDK repeats a write whose response was lost. If the first attempt succeeded, the second finds
 * the item already changed. {@link #put} recognizes its own item and returns true, unless the item has changed since;
 * {@link #delete} returns false although it deleted the item. False therefore means "read again", never "not written".
 */
public final class DynamoItemStore implements ItemStore {
    private static final AttributeValue DELETABLE = number(DynamoItemCodec.DELETABLE);
    private static final int WRITE_UNIT_BYTES = 1024;
    private static final int READ_UNIT_BYTES = 4096;
    private static final String ALIVE = "(attribute_not_exists(#expires) OR #expires > :now OR #schema = :deletable)";
    private static final String DEAD =
            "attribute_not_exists(#partition) OR (#expires <= :now AND #schema <> :deletable)";

    private final DynamoDbClient client;
    private final Map<Table, String> tableNames;
    private final Clock clock;
    private final BatchGet batches;

    /**
     * @param tableNames names of the tables that this function may use; using any other table throws an exception with
     *     its name
     */
    public DynamoItemStore(DynamoDbClient client, Map<Table, String> tableNames, Clock clock) {
        this(client, tableNames, clock, BatchGet.Pause.SLEEP);
    }

    DynamoItemStore(DynamoDbClient client, Map<Table, String> tableNames, Clock clock, BatchGet.Pause pause) {
        this.client = client;
        this.tableNames = Map.copyOf(tableNames);
        this.clock = clock;
        this.batches = new BatchGet(client, pause);
    }

    @Override
    public Map<Item.Key, Item> get(Collection<Item.Key> keys) {
        Set<Item.Key> distinct = new LinkedHashSet<>(keys);
        Map<Item.Key, Item> found = new HashMap<>();
        if (distinct.size() == 1) {
            readOne(distinct.iterator().next(), found);
        } else if (!distinct.isEmpty()) {
            batches.read(distinct, this::nameOf, item -> addIfAlive(item, found));
        }
        Map<Item.Key, Item> inOrder = new LinkedHashMap<>();
        distinct.stream().filter(found::containsKey).forEach(key -> inOrder.put(key, found.get(key)));
        return inOrder;
    }

    /** GetItem costs the same as BatchGetItem and responds faster. */
    private void readOne(Item.Key key, Map<Item.Key, Item> found) {
        Map<String, AttributeValue> item = client.getItem(request -> request.tableName(nameOf(key.table()))
                        .key(DynamoItemCodec.key(key))
                        .consistentRead(true))
                .item();
        if (!item.isEmpty()) {
            addIfAlive(DynamoItemCodec.read(key.table(), item), found);
        }
    }

    private void addIfAlive(Item item, Map<Item.Key, Item> found) {
        if (alive(item)) {
            found.put(item.key(), item);
        }
    }

    @Override
    public List<Item> query(Table table, String partition, String from, String to) {
        if (from.compareTo(to) > 0) {
            return List.of();
        }
        return pages(table, partition, from, to).toList();
    }

    @Override
    public void forEach(Table table, String partition, Consumer<Item> each) {
        pages(table, partition, "", "\uffff").forEach(each);
    }

    private Stream<Item> pages(Table table, String partition, String from, String to) {
        QueryRequest request = SortKeyCondition.of(partition, from, to)
                .tableName(nameOf(table))
                .consistentRead(true)
                .build();
        return client.queryPaginator(request).items().stream()
                .map(attributes -> DynamoItemCodec.read(table, attributes))
                .filter(this::alive);
    }

    /**
     * Reads every item in a table, including expired ones, in no particular order. For local use only; no function may
     * do this.
     */
    public void forEach(Table table, Consumer<Item> each) {
        client.scanPaginator(request -> request.tableName(nameOf(table)).consistentRead(true))
                .items()
                .forEach(attributes -> each.accept(DynamoItemCodec.read(table, attributes)));
    }

    /**
     * Deletes expired items, as TTL does in the cloud, and returns their number. For local use only: it reads the whole
     * table.
     */
    public long deleteExpired(Table table) {
        Map<String, String> names = Map.of("#expires", EXPIRES);
        Map<String, AttributeValue> now = Map.of(":now", now());
        return client
                .scanPaginator(request -> request.tableName(nameOf(table))
                        .filterExpression("#expires <= :now")
                        .expressionAttributeNames(names)
                        .expressionAttributeValues(now))
                .items()
                .stream()
                .map(attributes -> DynamoItemCodec.read(table, attributes).key())
                .filter(key -> isDeletedIfExpired(key, names, now))
                .count();
    }

    private boolean isDeletedIfExpired(Item.Key key, Map<String, String> names, Map<String, AttributeValue> now) {
        try {
            client.deleteItem(request -> request.tableName(nameOf(key.table()))
                    .key(DynamoItemCodec.key(key))
                    .conditionExpression("#expires <= :now")
                    .expressionAttributeNames(names)
                    .expressionAttributeValues(now));
            return true;
        } catch (ConditionalCheckFailedException writtenMeanwhile) {
            return false;
        }
    }

    @Override
    public boolean put(Item item) {
        boolean first = item.revision() == 1;
        String condition = first ? DEAD : "#revision = :before AND " + ALIVE;
        Map<String, AttributeValue> values = new HashMap<>(Map.of(":now", now(), ":deletable", DELETABLE));
        if (!first) {
            values.put(":before", number(item.revision() - 1));
        }
        try {
            client.putItem(request -> request.tableName(nameOf(item.key().table()))
                    .item(DynamoItemCodec.write(item))
                    .conditionExpression(condition)
                    .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
                    .expressionAttributeNames(
                            first
                                    ? Map.of("#partition", PARTITION, "#expires", EXPIRES, "#schema", SCHEMA)
                                    : Map.of("#revision", REVISION, "#expires", EXPIRES, "#schema", SCHEMA))
                    .expressionAttributeValues(values));
            return true;
        } catch (ConditionalCheckFailedException refused) {
            return isWritten(item, refused.item());
        }
    }

    /**
     * Whether the stored item is the one to be written because the response was lost and the SDK repeated the write.
     */
    private static boolean isWritten(Item item, Map<String, AttributeValue> there) {
        if (there == null || there.isEmpty()) {
            return false;
        }
        Item stored = DynamoItemCodec.read(item.key().table(), there);
        return stored.revision() == item.revision() && stored.body().equals(item.body());
    }

    @Override
    public void replace(Item item) {
        client.putItem(request -> request.tableName(nameOf(item.key().table())).item(DynamoItemCodec.write(item)));
    }

    @Override
    public boolean delete(Item.Key key, long revision) {
        try {
            client.deleteItem(request -> request.tableName(nameOf(key.table()))
                    .key(DynamoItemCodec.key(key))
                    .conditionExpression("#revision = :revision AND " + ALIVE)
                    .expressionAttributeNames(Map.of("#revision", REVISION, "#expires", EXPIRES, "#schema", SCHEMA))
                    .expressionAttributeValues(
                            Map.of(":revision", number(revision), ":now", now(), ":deletable", DELETABLE)));
            return true;
        } catch (ConditionalCheckFailedException anotherWasFaster) {
            return false;
        }
    }

    /** The cost of writing the item as a new one or over a smaller one: one unit per KB, rounded up. */
    public static int writeUnits(Item item) {
        return units(DynamoItemCodec.bytes(DynamoItemCodec.write(item)), WRITE_UNIT_BYTES);
    }

    /** The cost of a strongly consistent read of the item: one unit per 4 KB, rounded up. */
    public static int readUnits(Item item) {
        return units(bytes(item), READ_UNIT_BYTES);
    }

    /** The item's size as billed by DynamoDB. A Query adds up the sizes before rounding. */
    public static int bytes(Item item) {
        return DynamoItemCodec.bytes(DynamoItemCodec.write(item));
    }

    private static int units(int bytes, int unitBytes) {
        return Math.ceilDiv(bytes, unitBytes);
    }

    private boolean alive(Item item) {
        return item.expires() == null || item.expires().isAfter(clock.instant());
    }

    /** In whole seconds, like the stored {@code expires}, so dropping the fraction does not change the comparison. */
    private AttributeValue now() {
        return number(clock.instant().getEpochSecond());
    }

    private String nameOf(Table table) {
        String name = tableNames.get(table);
        if (name == null) {
            throw new IllegalStateException("This function has no table " + table + ": set TABLE_" + table
                    + " to its name, and grant the function's role access to it.");
        }
        return name;
    }
}
