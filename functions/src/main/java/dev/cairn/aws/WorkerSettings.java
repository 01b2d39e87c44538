package dev.cairn.aws;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.regions.Region;

/**
 * Configures, from the environment, the workers that count what exceeds one run.
 *
 * @param function the function to invoke ({@code COUNT_FUNCTION}); null for none
 * @param most maximum number of workers at once ({@code COUNT_WORKERS})
 * @param each the amount of work that justifies a worker ({@code COUNT_SECONDS}, 60): long compared with the start of
 *     an instance (2 s), short compared with the half hour between runs
 * @param endpoint the URL of a local service that replaces AWS's ({@code ENDPOINT_LAMBDA}); null in the cloud
 */
record WorkerSettings(
        Region region,
        @Nullable String function,
        int most,
        Duration each,
        @Nullable URI endpoint) {

    /** Throws an {@link IllegalStateException} that lists all errors. */
    static WorkerSettings read(Map<String, String> variables) {
        Environment.Reader reader = new Environment.Reader(variables);
        WorkerSettings settings = new WorkerSettings(
                reader.region(),
                reader.get("COUNT_FUNCTION").orElse(null),
                reader.number("COUNT_WORKERS", 0),
                Duration.ofSeconds(reader.number("COUNT_SECONDS", 60)),
                reader.endpoint("ENDPOINT_LAMBDA"));
        reader.throwFaults();
        return settings;
    }
}
