package dev.cairn.aws;

import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/**
 * Builds a Query's condition for {@code from <= sort <= to}. DynamoDB does not accept empty keys, or more than one
 * condition on a key.
 */
final class SortKeyCondition {
    /** The value that callers pass as the end if there is none. */
    private static final String NO_END = "\uffff";

    private SortKeyCondition() {}

    static QueryRequest.Builder of(String partition, String from, String to) {
        boolean begins = !from.isEmpty();
        boolean ends = !to.equals(NO_END);
        Map<String, String> names = new HashMap<>(Map.of("#partition", DynamoItemCodec.PARTITION));
        Map<String, AttributeValue> values = new HashMap<>(Map.of(":partition", AttributeValue.fromS(partition)));
        if (begins || ends) {
            names.put("#sort", DynamoItemCodec.SORT);
        }
        if (begins) {
            values.put(":from", AttributeValue.fromS(from));
        }
        if (ends) {
            values.put(":to", AttributeValue.fromS(to));
        }
        return QueryRequest.builder()
                .keyConditionExpression("#partition = :partition" + onSort(begins, ends))
                .expressionAttributeNames(names)
                .expressionAttributeValues(values);
    }

    private static String onSort(boolean begins, boolean ends) {
        if (begins && ends) {
            return " AND #sort BETWEEN :from AND :to";
        }
        return begins ? " AND #sort >= :from" : ends ? " AND #sort <= :to" : "";
    }
}
