package dev.cairn.setup;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.store.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** Sends the response to a custom resource's request to the presigned URL that CloudFormation included in it. */
final class CloudFormationAnswer {
    private static final int PATIENCE_MILLIS = 10_000;
    private static final int REDIRECT = 300;

    /** Constant: if the id changed, CloudFormation would delete the previous resource. */
    private static final String PHYSICAL_ID = "cairn-setup";

    private CloudFormationAnswer() {}

    /**
     * @param failure empty for success. A request without a URL does not come from CloudFormation and gets no response.
     */
    static void send(JsonNode event, String failure) throws IOException {
        String address = event.path("ResponseURL").asText("");
        if (!address.isEmpty()) {
            put(URI.create(address), Json.write(answer(event, failure)).getBytes(StandardCharsets.UTF_8));
        }
    }

    private static ObjectNode answer(JsonNode event, String failure) {
        ObjectNode answer = Json.MAPPER.createObjectNode();
        answer.put("Status", failure.isEmpty() ? "SUCCESS" : "FAILED")
                .put("Reason", failure)
                .put("PhysicalResourceId", event.path("PhysicalResourceId").asText(PHYSICAL_ID));
        for (String field : new String[] {"StackId", "RequestId", "LogicalResourceId"}) {
            answer.put(field, event.path(field).asText());
        }
        return answer;
    }

    private static void put(URI address, byte[] body) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
        connection.setConnectTimeout(PATIENCE_MILLIS);
        connection.setReadTimeout(PATIENCE_MILLIS);
        connection.setRequestMethod("PUT");
        connection.setDoOutput(true);
        // The presigned URL does not allow a content type.
        connection.setRequestProperty("Content-Type", "");
        connection.setFixedLengthStreamingMode(body.length);
        try (OutputStream out = connection.getOutputStream()) {
            out.write(body);
        }
        int status = connection.getResponseCode();
        if (status >= REDIRECT) {
            throw new IOException("CloudFormation rejected the response with status " + status + ".");
        }
    }
}
