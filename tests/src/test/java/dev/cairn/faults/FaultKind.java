package dev.cairn.faults;

import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.InternalServerErrorException;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.dynamodb.model.RequestLimitExceededException;
import software.amazon.awssdk.services.dynamodb.model.TransactionConflictException;

/** The kinds of failure of one call to DynamoDB. */
enum FaultKind {
    THROTTLED(
            false,
            () -> ProvisionedThroughputExceededException.builder()
                    .statusCode(400)
                    .message("injected")
                    .build()),
    LIMITED(
            false,
            () -> RequestLimitExceededException.builder()
                    .statusCode(400)
                    .message("injected")
                    .build()),
    UNAVAILABLE(
            false,
            () -> DynamoDbException.builder()
                    .statusCode(503)
                    .message("injected")
                    .build()),
    /** A conflicting transaction is in progress on the item; the SDK does not retry such a call by itself. */
    CONFLICT(
            false,
            () -> TransactionConflictException.builder()
                    .statusCode(400)
                    .message("injected")
                    .build()),
    NO_CONNECTION(false, () -> SdkClientException.create("injected: no connection")),
    /** The call was executed, and the connection broke before the response arrived. */
    ANSWER_LOST(true, () -> SdkClientException.create("injected: connection reset")),
    /** The call was executed, but the response is an error. */
    ERROR_AFTERWARDS(
            true,
            () -> InternalServerErrorException.builder()
                    .statusCode(500)
                    .message("injected")
                    .build()),
    /** A BatchGetItem leaves keys unprocessed, as it does above 16 MB and when throttled; no exception. */
    PARTIAL(true, () -> {
        throw new IllegalStateException("a partial answer is an answer");
    });

    /** Whether the engine executes the call. */
    final boolean afterwards;

    private final Supplier<RuntimeException> exception;

    FaultKind(boolean afterwards, Supplier<RuntimeException> exception) {
        this.afterwards = afterwards;
        this.exception = exception;
    }

    RuntimeException exception() {
        return exception.get();
    }
}
