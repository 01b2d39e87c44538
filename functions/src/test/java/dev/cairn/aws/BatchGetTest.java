package dev.cairn.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.store.Item;
import dev.cairn.store.Table;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;

class BatchGetTest {
    private final List<Duration> pauses = new ArrayList<>();

    /** A table that has every key but returns only a limited number per request; DynamoDB Local never does that. */
    private static final class SlowTable implements DynamoDbClient {
        private final int atOnce;
        private final List<Integer> asked = new ArrayList<>();
        private boolean consistent = true;

        SlowTable(int atOnce) {
            this.atOnce = atOnce;
        }

        @Override
        public BatchGetItemResponse batchGetItem(BatchGetItemRequest request) {
            KeysAndAttributes wanted = request.requestItems().get("state");
            asked.add(wanted.keys().size());
            consistent &= wanted.consistentRead();
            int answered = Math.min(atOnce, wanted.keys().size());
            List<Map<String, AttributeValue>> items = wanted.keys().subList(0, answered).stream()
                    .map(key -> DynamoItemCodec.write(Item.first(
                            new Item.Key(
                                    Table.STATE,
                                    key.get("partition").s(),
                                    key.get("sort").s()),
                            "1",
                            null)))
                    .toList();
            List<Map<String, AttributeValue>> left =
                    wanted.keys().subList(answered, wanted.keys().size());
            return BatchGetItemResponse.builder()
                    .responses(Map.of("state", items))
                    .unprocessedKeys(
                            left.isEmpty()
                                    ? Map.of()
                                    : Map.of(
                                            "state",
                                            wanted.toBuilder().keys(left).build()))
                    .build();
        }

        @Override
        public String serviceName() {
            return "dynamodb";
        }

        @Override
        public void close() {}
    }

    @Test
    void fetchesWhatAnAnswerLeftOutAgain() {
        SlowTable table = new SlowTable(40);

        assertThat(items(table).get(keys(100))).hasSize(100);
        assertThat(table.asked).containsExactly(100, 60, 20);
        assertThat(table.consistent).isTrue();
        assertThat(pauses).containsExactly(Duration.ofMillis(25), Duration.ofMillis(25));
    }

    @Test
    void asksForAHundredKeysAtATime() {
        SlowTable table = new SlowTable(100);

        assertThat(items(table).get(keys(201))).hasSize(201);
        assertThat(table.asked).containsExactly(100, 100, 1);
        assertThat(pauses).isEmpty();
    }

    @Test
    void givesUpWhenNothingComesAndSaysSo() {
        SlowTable table = new SlowTable(0);

        assertThatThrownBy(() -> items(table).get(keys(3)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("DynamoDB left 3 keys unread 8 times in a row; the tables are throttled.");
        assertThat(table.asked).hasSize(BatchGet.MAX_FRUITLESS_ROUNDS);
        assertThat(pauses.getLast()).isEqualTo(Duration.ofMillis(25 * 128));
    }

    private DynamoItemStore items(DynamoDbClient client) {
        return new DynamoItemStore(client, Map.of(Table.STATE, "state"), Clock.systemUTC(), pauses::add);
    }

    private static List<Item.Key> keys(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new Item.Key(Table.STATE, "p", "" + i))
                .toList();
    }
}
