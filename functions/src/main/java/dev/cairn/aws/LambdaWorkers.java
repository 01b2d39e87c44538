package dev.cairn.aws;

import dev.cairn.store.work.Workers;
import java.time.Duration;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvocationType;

/**
 * Starts workers in the cloud as asynchronous invocations of a function. Lambda may lose an invocation, start it late,
 * or start it twice. The SDK repeats a call whose response was lost, which may also start it twice.
 */
final class LambdaWorkers implements Workers {
    private final Supplier<LambdaClient> client;
    private final String function;
    private final int most;
    private final Duration each;

    /** @param function the function's name or ARN, with its qualifier if it has one */
    LambdaWorkers(Supplier<LambdaClient> client, String function, int most, Duration each) {
        this.client = client;
        this.function = function;
        this.most = most;
        this.each = each;
    }

    @Override
    public int most() {
        return most;
    }

    @Override
    public Duration each() {
        return each;
    }

    @Override
    public void start(byte[] work) {
        client.get()
                .invoke(request -> request.functionName(function)
                        .invocationType(InvocationType.EVENT)
                        .payload(SdkBytes.fromByteArrayUnsafe(work)));
    }
}
