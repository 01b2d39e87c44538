package dev.cairn.aws;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.sns.SnsClient;

/**
 * Builds the functions' SDK clients with the JDK's HTTP client (the fastest to start), an explicit region (nothing is
 * probed), and timeouts that let the caller report a failed call in time. Credentials come from the default chain when
 * a call is made: under SnapStart, the container provides them instead of environment variables. Building a client
 * reads no clock, random number or secret.
 */
final class AwsClients {

    /** Time limits for each attempt, and for the whole call including pauses. */
    private record Limits(Duration attempt, Duration call) {}

    /** A browser is waiting: two attempts within 3 s. */
    private static final Limits STREAM = new Limits(Duration.ofMillis(1_300), Duration.ofMillis(2_900));

    private static final int STREAM_ATTEMPTS = 2;
    private static final Limits TABLES = new Limits(Duration.ofSeconds(2), Duration.ofSeconds(9));
    private static final Limits SECRETS = new Limits(Duration.ofSeconds(2), Duration.ofSeconds(5));
    /** Objects have many megabytes, and no caller is waiting. */
    private static final Limits ARCHIVE = new Limits(Duration.ofSeconds(60), Duration.ofSeconds(200));

    /** The call only queues the event; it does not wait for the function. */
    private static final Limits INVOCATIONS = new Limits(Duration.ofSeconds(5), Duration.ofSeconds(15));

    /** No caller is waiting, and a later run resends what was not accepted. */
    private static final Limits MESSAGES = new Limits(Duration.ofSeconds(5), Duration.ofSeconds(15));

    private static final Duration CONNECT = Duration.ofSeconds(1);

    private AwsClients() {}

    static DynamoDbClient dynamoDb(Region region, @Nullable URI endpoint) {
        return build(DynamoDbClient.builder(), region, endpoint, TABLES);
    }

    static KinesisClient kinesis(Region region, @Nullable URI endpoint) {
        var builder = KinesisClient.builder();
        builder.overrideConfiguration(
                overrides -> overrides.retryStrategy(AwsRetryStrategy.standardRetryStrategy().toBuilder()
                        .maxAttempts(STREAM_ATTEMPTS)
                        .build()));
        return build(builder, region, endpoint, STREAM);
    }

    static SecretsManagerClient secrets(Region region, @Nullable URI endpoint) {
        return build(SecretsManagerClient.builder(), region, endpoint, SECRETS);
    }

    /** A local service does not resolve the host names of buckets, so the bucket is in the path. */
    static S3Client s3(Region region, @Nullable URI endpoint) {
        return build(S3Client.builder().forcePathStyle(endpoint != null), region, endpoint, ARCHIVE);
    }

    static LambdaClient lambda(Region region, @Nullable URI endpoint) {
        return build(LambdaClient.builder(), region, endpoint, INVOCATIONS);
    }

    static SnsClient sns(Region region, @Nullable URI endpoint) {
        return build(SnsClient.builder(), region, endpoint, MESSAGES);
    }

    private static <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C build(
            B builder, Region region, @Nullable URI endpoint, Limits limits) {
        builder.region(region)
                .credentialsProvider(DefaultCredentialsProvider.builder().build())
                .httpClientBuilder(UrlConnectionHttpClient.builder()
                        .connectionTimeout(CONNECT)
                        .socketTimeout(limits.attempt))
                .overrideConfiguration(builder.overrideConfiguration().toBuilder()
                        .apiCallAttemptTimeout(limits.attempt)
                        .apiCallTimeout(limits.call)
                        .build());
        if (endpoint != null) {
            builder.endpointOverride(endpoint);
        }
        return builder.build();
    }
}
