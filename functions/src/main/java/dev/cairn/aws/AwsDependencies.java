package dev.cairn.aws;

import dev.cairn.store.Dependencies;
import dev.cairn.store.Emptying;
import dev.cairn.store.EventStream;
import dev.cairn.store.notice.Notices;
import dev.cairn.store.work.Workers;
import dev.cairn.telemetry.PowertoolsTelemetry;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/**
 * Builds the ports for the cloud and for {@code sam local}, where {@code ENDPOINT_DYNAMODB}, {@code ENDPOINT_KINESIS},
 * {@code ENDPOINT_SECRETS} and {@code ENDPOINT_S3} are the URLs of the local services. (AWS's own
 * {@code AWS_ENDPOINT_URL_DYNAMODB} and so on also work.)
 */
public final class AwsDependencies {

    /** How long the functions cache the plan and the keys; a change takes effect everywhere within this time. */
    public static final Duration CACHE_FOR = Duration.ofSeconds(60);

    private AwsDependencies() {}

    /**
     * Builds the ports from the environment variables {@code TABLE_SETTINGS}, {@code TABLE_SALTS}, {@code TABLE_STATE},
     * {@code TABLE_STATISTICS}, {@code STREAM_NAME}, {@code ARCHIVE_BUCKET}, {@code ARCHIVE_DAYS},
     * {@code FAILED_BATCHES_BUCKET}, {@code MASTER_SECRET_ARN}, {@code ADMIN_KEY_SECRET_ARN} and
     * {@code EDGE_SECRET_ARN}. Call it once, in a handler's constructor. Reads no secret.
     *
     * @param required variables that the function requires; all missing ones are reported together in an
     *     {@link IllegalStateException}. Other missing variables are reported when they are used.
     */
    public static Dependencies fromEnvironment(String... required) {
        return from(System.getenv(), Set.of(required), Clock.systemUTC());
    }

    static Dependencies from(Map<String, String> variables, Set<String> required, Clock clock) {
        Environment environment = Environment.read(variables, required);
        Supplier<SecretsManagerClient> secrets = Lazy.of(() ->
                AwsClients.secrets(environment.region(), environment.endpoints().secrets()));
        Supplier<S3Client> s3 = Lazy.of(() ->
                AwsClients.s3(environment.region(), environment.endpoints().s3()));
        return new Dependencies(
                new DynamoItemStore(
                        AwsClients.dynamoDb(
                                environment.region(), environment.endpoints().dynamoDb()),
                        environment.tables(),
                        clock),
                stream(environment, required.contains(Environment.STREAM_NAME)),
                new S3Archive(
                        s3,
                        environment.archive().bucket(),
                        environment.archive().retention()),
                new S3FailedBatches(s3, environment.failedBatchesBucket()),
                new SecretsManagerSecrets(
                        secrets,
                        environment.secrets().master(),
                        environment.secrets().adminKey(),
                        environment.secrets().edge(),
                        clock),
                clock,
                PowertoolsTelemetry.INSTANCE);
    }

    /** Returns the stack's buckets, {@code ARCHIVE_BUCKET} and {@code FAILED_BATCHES_BUCKET}, for emptying. */
    public static List<Emptying> bucketsFromEnvironment() {
        Environment environment = Environment.read(
                System.getenv(), Set.of(Environment.ARCHIVE_BUCKET, Environment.FAILED_BATCHES_BUCKET));
        Supplier<S3Client> s3 = Lazy.of(() ->
                AwsClients.s3(environment.region(), environment.endpoints().s3()));
        return Stream.of(environment.archive().bucket(), environment.failedBatchesBucket())
                .map(bucket -> (Emptying) new S3Emptying(s3, Objects.requireNonNull(bucket)))
                .toList();
    }

    /**
     * At most {@code COUNT_WORKERS} workers that invoke {@code COUNT_FUNCTION}; none if the function is not set. The
     * client is created when the first worker starts.
     */
    public static Workers workersFromEnvironment() {
        return workers(System.getenv());
    }

    static Workers workers(Map<String, String> variables) {
        WorkerSettings settings = WorkerSettings.read(variables);
        return settings.function() == null || settings.most() == 0
                ? Workers.NONE
                : new LambdaWorkers(
                        Lazy.of(() -> AwsClients.lambda(settings.region(), settings.endpoint())),
                        settings.function(),
                        settings.most(),
                        settings.each());
    }

    /**
     * Sends messages to the topic {@code TOPIC_INSIGHTS}; discards them if it is not set. The client is created for the
     * first message.
     */
    public static Notices noticesFromEnvironment() {
        return notices(System.getenv());
    }

    static Notices notices(Map<String, String> variables) {
        Environment.Reader reader = new Environment.Reader(variables);
        Optional<String> topic = reader.get("TOPIC_INSIGHTS");
        if (topic.isEmpty()) {
            return Notices.NONE;
        }
        Region region = reader.region();
        URI endpoint = reader.endpoint("ENDPOINT_SNS");
        reader.throwFaults();
        return new SnsNotices(Lazy.of(() -> AwsClients.sns(region, endpoint)), topic.get());
    }

    /**
     * A function that requires the stream creates the client at start; any other function creates it when it first
     * writes to the stream.
     */
    private static EventStream stream(Environment environment, boolean atStart) {
        String name = environment.streamName();
        if (name == null) {
            return entries -> {
                throw new IllegalStateException(
                        Environment.STREAM_NAME + " is not set: this function does not write to a stream.");
            };
        }
        Supplier<KinesisClient> client = Lazy.of(() ->
                AwsClients.kinesis(environment.region(), environment.endpoints().kinesis()));
        if (atStart) {
            return new KinesisStream(client.get(), name);
        }
        return new EventStream() {
            @Override
            public Set<Integer> put(List<Entry> entries) {
                return new KinesisStream(client.get(), name).put(entries);
            }

            @Override
            public void putToEveryShard(byte[] data) {
                new KinesisStream(client.get(), name).putToEveryShard(data);
            }
        };
    }
}
