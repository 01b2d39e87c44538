package dev.cairn.aws;

import dev.cairn.store.Item;
import dev.cairn.store.Table;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;

/**
 * Reads items with BatchGetItem, strongly consistent, in chunks of at most 100 keys. A 200 may leave keys unread
 * (because of the 16 MB limit or throttling), and the SDK does not retry them. This class does until none is left; it
 * throws an {@link IllegalStateException} after {@value #MAX_FRUITLESS_ROUNDS} consecutive responses without progress.
 */
final class BatchGet {

    /** The pause between rounds, injected so that tests do not wait. */
    interface Pause {
        void during(Duration time);

        Pause SLEEP = time -> {
            try {
                Thread.sleep(time);
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while waiting for DynamoDB", stop);
            }
        };
    }

    static final int MAX_KEYS = 100;
    static final int MAX_FRUITLESS_ROUNDS = 8;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(25);

    private final DynamoDbClient client;
    private final Pause pause;

    BatchGet(DynamoDbClient client, Pause pause) {
        this.client = client;
        this.pause = pause;
    }

    void read(Collection<Item.Key> keys, Function<Table, String> nameOf, Consumer<Item> found) {
        Map<String, Table> tables = new HashMap<>();
        keys.forEach(key -> tables.put(nameOf.apply(key.table()), key.table()));
        List<Item.Key> all = List.copyOf(keys);
        for (int from = 0; from < all.size(); from += MAX_KEYS) {
            Map<String, List<Map<String, AttributeValue>>> byTable = new HashMap<>();
            for (Item.Key key : all.subList(from, Math.min(from + MAX_KEYS, all.size()))) {
                byTable.computeIfAbsent(nameOf.apply(key.table()), name -> new ArrayList<>())
                        .add(DynamoItemCodec.key(key));
            }
            readChunk(byTable, tables, found);
        }
    }

    private void readChunk(
            Map<String, List<Map<String, AttributeValue>>> byTable, Map<String, Table> tables, Consumer<Item> found) {
        Map<String, KeysAndAttributes> wanted = new HashMap<>();
        byTable.forEach((name, keys) -> wanted.put(
                name,
                KeysAndAttributes.builder().keys(keys).consistentRead(true).build()));
        Map<String, KeysAndAttributes> left = wanted;
        int fruitless = 0;
        while (!left.isEmpty()) {
            Map<String, KeysAndAttributes> asked = left;
            BatchGetItemResponse answer = client.batchGetItem(request -> request.requestItems(asked));
            answer.responses()
                    .forEach((name, items) -> items.forEach(item ->
                            found.accept(DynamoItemCodec.read(Objects.requireNonNull(tables.get(name)), item))));
            left = answer.unprocessedKeys();
            fruitless = count(left) < count(asked) ? 0 : fruitless + 1;
            if (!left.isEmpty()) {
                pauseBefore(left, fruitless);
            }
        }
    }

    private void pauseBefore(Map<String, KeysAndAttributes> left, int fruitless) {
        if (fruitless >= MAX_FRUITLESS_ROUNDS) {
            throw new IllegalStateException("DynamoDB left " + count(left) + " keys unread " + fruitless
                    + " times in a row; the tables are throttled.");
        }
        pause.during(FIRST_PAUSE.multipliedBy(1L << fruitless));
    }

    private static int count(Map<String, KeysAndAttributes> keys) {
        return keys.values().stream().mapToInt(each -> each.keys().size()).sum();
    }
}
