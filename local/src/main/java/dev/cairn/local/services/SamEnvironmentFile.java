package dev.cairn.local.services;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.store.Json;
import dev.cairn.store.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Writes {@code events/env.json}, which {@code sam local --env-vars} passes to the functions in containers, by logical
 * id, so that they use this machine's services. Containers reach this machine as {@code host.docker.internal}.
 */
public final class SamEnvironmentFile {

    /** The functions' logical ids in template.yaml. */
    static final List<String> FUNCTIONS =
            List.of("Collect", "Classify", "Aggregate", "Count", "Restate", "Web", "Report", "Admin", "Setup");

    private SamEnvironmentFile() {}

    /** @param host the host name by which the functions reach this machine */
    public static void write(Path file, String host, int dynamoDbPort, int servicesPort, Map<Table, String> tables)
            throws IOException {
        ObjectNode functions = Json.MAPPER.createObjectNode();
        for (String function : FUNCTIONS) {
            ObjectNode variables = functions.putObject(function);
            tables.forEach((table, name) -> variables.put("TABLE_" + table, name));
            variables.put("STREAM_NAME", "cairn-events");
            // Set for functions that require them; there is no S3 here.
            variables.put("ARCHIVE_BUCKET", "cairn-archive");
            variables.put("FAILED_BATCHES_BUCKET", "cairn-failed-batches");
            variables.put("MASTER_SECRET_ARN", ServiceEmulator.MASTER_SECRET);
            variables.put("ADMIN_KEY_SECRET_ARN", ServiceEmulator.ADMIN_KEY);
            variables.put("ENDPOINT_DYNAMODB", "http://" + host + ":" + dynamoDbPort);
            variables.put("ENDPOINT_KINESIS", "http://" + host + ":" + servicesPort);
            variables.put("ENDPOINT_SECRETS", "http://" + host + ":" + servicesPort);
            // No function can be invoked here, so a run counts everything itself.
            variables.put("COUNT_FUNCTION", "");
            // There is no topic either: containers send no messages.
            variables.put("TOPIC_INSIGHTS", "");
            variables.put("AWS_REGION", "eu-central-1");
            variables.put("AWS_ACCESS_KEY_ID", "local").put("AWS_SECRET_ACCESS_KEY", "local");
        }
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, functions.toPrettyString() + "\n");
    }
}
