package dev.cairn.aws;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.regions.Region;

/**
 * Who counts what is too much for one run, as the environment says.
 *
 * @param function whom to invoke ({@code COUNT_FUNCTION}); null for nobody
 * @param most at once ({@code COUNT_WORKERS})
 * @param each how much work is worth one ({@code COUNT_SECONDS}, 60): long enough that the start of an instance (2 s) is
 *     little beside it, short against the half hour of a run
 * @param endpoint a local service instead of AWS's own ({@code ENDPOINT_LAMBDA}); null in the cloud
 */
record WorkerSettings(
        Region region,
        @Nullable String function,
        int most,
        Duration each,
        @Nullable URI endpoint) {

    /** Throws {@link IllegalStateException} that names every fault at once. */
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
