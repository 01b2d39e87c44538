package dev.cairn.setup;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.aws.AwsDependencies;
import dev.cairn.store.Dependencies;
import dev.cairn.store.Emptying;
import dev.cairn.store.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Handles the template's custom resource. It is the only function that reads the admin key; it stores the key's hash
 * for the functions that check it. When the stack is deleted with its data, it empties the buckets, because
 * CloudFormation deletes only empty ones. When it is not called by CloudFormation, it stores the hash again, for an
 * admin key that was changed.
 */
public final class SetupHandler implements RequestStreamHandler {
    /** With less time left than this, no further objects are deleted, so that CloudFormation gets a response. */
    private static final int LAST_DELETION_MILLIS = 60_000;

    private final Dependencies dependencies;
    private final StackSetup setup;

    /** For Lambda: reads the configuration from the environment. */
    public SetupHandler() {
        this(
                AwsDependencies.fromEnvironment("TABLE_SETTINGS", "ADMIN_KEY_SECRET_ARN"),
                AwsDependencies.bucketsFromEnvironment());
    }

    public SetupHandler(Dependencies dependencies, List<Emptying> buckets) {
        this.dependencies = dependencies;
        this.setup = new StackSetup(dependencies.items(), dependencies.secrets(), buckets);
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, @Nullable Context context) throws IOException {
        dependencies.telemetry().during(context, () -> {
            JsonNode event = Json.MAPPER.readTree(in);
            String failure = failure(event, context);
            CloudFormationAnswer.send(event, failure);
            out.write(Json.write(Map.of("failure", failure)).getBytes(StandardCharsets.UTF_8));
        });
    }

    /** What failed, in a sentence; empty if nothing did. Without a response, CloudFormation waits for an hour. */
    private String failure(JsonNode event, @Nullable Context context) {
        try {
            return setup.apply(
                    event.path("RequestType").asText("Update"),
                    event.path("ResourceProperties").path("DataDeletionPolicy").asText(""),
                    () -> context == null || context.getRemainingTimeInMillis() > LAST_DELETION_MILLIS);
        } catch (RuntimeException broken) {
            dependencies.telemetry().error("the stack could not be set up", broken, Map.of());
            return "Setup failed; see its log group for details.";
        }
    }
}
