package dev.cairn.local.doctor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.store.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A CloudFormation stack of Cairn, read with the AWS CLI and its credentials. */
public final class Stack {
    private final String name;
    private final @Nullable String region;
    private JsonNode described = Json.MAPPER.missingNode();

    public Stack(String name, @Nullable String region) {
        this.name = name;
        this.region = region;
    }

    String name() {
        return name;
    }

    /** Reads the stack; throws with the AWS CLI's message if it does not exist or cannot be read. */
    JsonNode describe() throws IOException, InterruptedException {
        if (described.isMissingNode()) {
            described = aws("cloudformation", "describe-stacks", "--stack-name", name)
                    .path("Stacks")
                    .path(0);
        }
        return described;
    }

    /** The value of an output in the stack's description. */
    public Optional<String> output(String key) throws IOException, InterruptedException {
        return value(describe().path("Outputs"), "OutputKey", key, "OutputValue");
    }

    /** The value of a parameter in the stack's description. */
    public Optional<String> parameter(String key) throws IOException, InterruptedException {
        return value(describe().path("Parameters"), "ParameterKey", key, "ParameterValue");
    }

    /** The physical id of a resource. */
    String resource(String logicalId) throws IOException, InterruptedException {
        return aws(
                        "cloudformation",
                        "describe-stack-resource",
                        "--stack-name",
                        name,
                        "--logical-resource-id",
                        logicalId)
                .path("StackResourceDetail")
                .path("PhysicalResourceId")
                .asText();
    }

    /** Calls the AWS CLI and returns its output. */
    JsonNode aws(String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("aws"));
        command.addAll(List.of(words));
        command.addAll(List.of("--output", "json"));
        if (region != null) {
            command.addAll(List.of("--region", region));
        }
        Process process;
        try {
            ProcessBuilder builder = new ProcessBuilder(command);
            builder.environment().put("AWS_PAGER", "");
            process = builder.start();
        } catch (IOException e) {
            throw new IOException("--stack needs the AWS CLI, and there is no aws on the PATH", e);
        }
        process.getOutputStream().close();
        String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String error = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (process.waitFor() != 0) {
            throw new IOException(error.isEmpty() ? String.join(" ", command) + " failed" : error);
        }
        try {
            return answer.isBlank() ? Json.MAPPER.createObjectNode() : Json.MAPPER.readTree(answer);
        } catch (JsonProcessingException e) {
            throw new IOException(String.join(" ", command) + " did not answer in JSON", e);
        }
    }

    private static Optional<String> value(JsonNode list, String keyName, String key, String valueName) {
        for (JsonNode each : list) {
            if (each.path(keyName).asText().equals(key)) {
                return Optional.of(each.path(valueName).asText());
            }
        }
        return Optional.empty();
    }
}
