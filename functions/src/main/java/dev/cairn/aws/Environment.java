package dev.cairn.aws;

import dev.cairn.store.Table;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.regions.Region;

/**
 * The functions' configuration from environment variables, read once. An empty variable counts as not set.
 *
 * @param tables the configured table names, by table ({@code TABLE_STATE}, …)
 */
record Environment(
        Region region,
        Map<Table, String> tables,
        @Nullable String streamName,
        Archive archive,
        @Nullable String failedBatchesBucket,
        SecretArns secrets,
        Endpoints endpoints) {

    /**
     * The archive's bucket.
     *
     * @param bucket {@code ARCHIVE_BUCKET}
     * @param retention {@code ARCHIVE_DAYS}, after which the bucket's lifecycle rule deletes objects
     */
    record Archive(@Nullable String bucket, @Nullable Duration retention) {
        private static Archive read(Reader reader) {
            int days = reader.number(ARCHIVE_DAYS, 0);
            return new Archive(reader.get(ARCHIVE_BUCKET).orElse(null), days == 0 ? null : Duration.ofDays(days));
        }
    }

    /**
     * The ARNs of the secrets; a function has only those that it may read.
     *
     * @param master {@code MASTER_SECRET_ARN}
     * @param adminKey {@code ADMIN_KEY_SECRET_ARN}
     * @param edge {@code EDGE_SECRET_ARN}
     */
    record SecretArns(
            @Nullable String master,
            @Nullable String adminKey,
            @Nullable String edge) {
        private static SecretArns read(Reader reader) {
            return new SecretArns(
                    reader.get(MASTER_SECRET_ARN).orElse(null),
                    reader.get(ADMIN_KEY_SECRET_ARN).orElse(null),
                    reader.get(EDGE_SECRET_ARN).orElse(null));
        }
    }

    /**
     * The URLs of local services that replace AWS's; null in the cloud.
     *
     * @param dynamoDb {@code ENDPOINT_DYNAMODB}
     * @param kinesis {@code ENDPOINT_KINESIS}
     * @param secrets {@code ENDPOINT_SECRETS}
     * @param s3 {@code ENDPOINT_S3}
     */
    record Endpoints(
            @Nullable URI dynamoDb,
            @Nullable URI kinesis,
            @Nullable URI secrets,
            @Nullable URI s3) {
        private static Endpoints read(Reader reader) {
            return new Endpoints(
                    reader.endpoint("ENDPOINT_DYNAMODB"),
                    reader.endpoint("ENDPOINT_KINESIS"),
                    reader.endpoint("ENDPOINT_SECRETS"),
                    reader.endpoint("ENDPOINT_S3"));
        }
    }

    static final String STREAM_NAME = "STREAM_NAME";
    static final String ARCHIVE_BUCKET = "ARCHIVE_BUCKET";
    static final String ARCHIVE_DAYS = "ARCHIVE_DAYS";
    static final String FAILED_BATCHES_BUCKET = "FAILED_BATCHES_BUCKET";
    static final String MASTER_SECRET_ARN = "MASTER_SECRET_ARN";
    static final String ADMIN_KEY_SECRET_ARN = "ADMIN_KEY_SECRET_ARN";
    static final String EDGE_SECRET_ARN = "EDGE_SECRET_ARN";

    static String nameOf(Table table) {
        return "TABLE_" + table;
    }

    /**
     * Throws an {@link IllegalStateException} that lists all errors.
     *
     * @param required names of variables that this function requires; others fail when they are used
     */
    static Environment read(Map<String, String> variables, Set<String> required) {
        Reader reader = new Reader(variables);
        required.stream().sorted().forEach(reader::require);
        Map<Table, String> tables = new EnumMap<>(Table.class);
        for (Table table : Table.values()) {
            reader.get(nameOf(table)).ifPresent(name -> tables.put(table, name));
        }
        Environment environment = new Environment(
                reader.region(),
                tables,
                reader.get(STREAM_NAME).orElse(null),
                Archive.read(reader),
                reader.get(FAILED_BATCHES_BUCKET).orElse(null),
                SecretArns.read(reader),
                Endpoints.read(reader));
        reader.throwFaults();
        return environment;
    }

    /** Reads variables and collects the errors in them. */
    static final class Reader {
        private final Map<String, String> variables;
        private final List<String> faults = new ArrayList<>();

        Reader(Map<String, String> variables) {
            this.variables = variables;
        }

        Optional<String> get(String name) {
            return Optional.ofNullable(variables.get(name)).map(String::strip).filter(value -> !value.isEmpty());
        }

        void require(String name) {
            if (get(name).isEmpty()) {
                faults.add(name + " is not set");
            }
        }

        Region region() {
            Optional<String> region = get("AWS_REGION").or(() -> get("AWS_DEFAULT_REGION"));
            if (region.isEmpty()) {
                faults.add("AWS_REGION is not set");
            }
            return region.map(Region::of).orElse(Region.US_EAST_1);
        }

        int number(String name, int whenNotSet) {
            try {
                return get(name).map(Integer::parseUnsignedInt).orElse(whenNotSet);
            } catch (NumberFormatException notANumber) {
                faults.add(name + " is not a whole number");
                return whenNotSet;
            }
        }

        @Nullable
        URI endpoint(String name) {
            Optional<String> text = get(name);
            if (text.isEmpty()) {
                return null;
            }
            try {
                URI endpoint = new URI(text.get());
                if (endpoint.getHost() != null && Set.of("http", "https").contains(endpoint.getScheme())) {
                    return endpoint;
                }
            } catch (URISyntaxException notAnAddress) {
                // Reported below, like any other value that is not a URL.
            }
            faults.add(name + " is not an address like http://localhost:8000");
            return null;
        }

        void throwFaults() {
            if (!faults.isEmpty()) {
                throw new IllegalStateException("Environment variables: " + String.join("; ", faults) + ".");
            }
        }
    }
}
