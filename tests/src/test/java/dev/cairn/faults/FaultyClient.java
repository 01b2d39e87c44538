package dev.cairn.faults;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactionConflictException;

/**
 * DynamoDB's client with {@link Faults} between it and the engine and, above them, the SDK's own retries: {@link
 * #ATTEMPTS} attempts instead of 9, so that more faults reach the callers, and without pauses. A conditional put whose
 * response was lost is therefore repeated against itself, as in production.
 */
final class FaultyClient implements DynamoDbClient {
    private static final int ATTEMPTS = 5;

    private final DynamoDbClient engine;
    private final Faults faults;

    FaultyClient(DynamoDbClient engine, Faults faults) {
        this.engine = engine;
        this.faults = faults;
    }

    @Override
    public GetItemResponse getItem(GetItemRequest request) {
        return call(Operation.READ, () -> engine.getItem(request), UnaryOperator.identity());
    }

    @Override
    public QueryResponse query(QueryRequest request) {
        return call(Operation.READ, () -> engine.query(request), UnaryOperator.identity());
    }

    @Override
    public BatchGetItemResponse batchGetItem(BatchGetItemRequest request) {
        return call(Operation.BATCH_READ, () -> engine.batchGetItem(request), FaultyClient::withoutHalf);
    }

    @Override
    public PutItemResponse putItem(PutItemRequest request) {
        return call(Operation.WRITE, () -> engine.putItem(request), UnaryOperator.identity());
    }

    @Override
    public DeleteItemResponse deleteItem(DeleteItemRequest request) {
        return call(Operation.WRITE, () -> engine.deleteItem(request), UnaryOperator.identity());
    }

    private <T> T call(Operation operation, Supplier<T> sent, UnaryOperator<T> partial) {
        for (int attempt = 1; ; attempt++) {
            try {
                return once(operation, sent, partial);
            } catch (ConditionalCheckFailedException | TransactionConflictException notRepeated) {
                throw notRepeated;
            } catch (SdkException failed) {
                if (attempt == ATTEMPTS) {
                    throw failed;
                }
            }
        }
    }

    private <T> T once(Operation operation, Supplier<T> sent, UnaryOperator<T> partial) {
        Optional<FaultKind> fault = faults.next(operation);
        if (fault.isEmpty()) {
            return sent.get();
        }
        if (fault.get() == FaultKind.PARTIAL) {
            return partial.apply(sent.get());
        }
        if (fault.get().afterwards) {
            sent.get();
        }
        throw fault.get().exception();
    }

    /** Every second item found is returned as an unprocessed key. */
    private static BatchGetItemResponse withoutHalf(BatchGetItemResponse answer) {
        Map<String, List<Map<String, AttributeValue>>> found = new HashMap<>();
        Map<String, KeysAndAttributes> unprocessed = new HashMap<>(answer.unprocessedKeys());
        answer.responses().forEach((table, items) -> {
            List<Map<String, AttributeValue>> kept = new ArrayList<>();
            List<Map<String, AttributeValue>> keys = new ArrayList<>();
            for (int i = 0; i < items.size(); i++) {
                Map<String, AttributeValue> item = items.get(i);
                if (i % 2 == 0) {
                    keys.add(Map.of("partition", item.get("partition"), "sort", item.get("sort")));
                } else {
                    kept.add(item);
                }
            }
            found.put(table, kept);
            if (!keys.isEmpty()) {
                unprocessed.put(
                        table,
                        KeysAndAttributes.builder()
                                .keys(keys)
                                .consistentRead(true)
                                .build());
            }
        });
        return answer.toBuilder().responses(found).unprocessedKeys(unprocessed).build();
    }

    @Override
    public String serviceName() {
        return engine.serviceName();
    }

    @Override
    public void close() {
        // the engine is closed by its opener
    }

    /** The kind of call: not every fault can happen to each. */
    enum Operation {
        READ,
        BATCH_READ,
        WRITE
    }
}
