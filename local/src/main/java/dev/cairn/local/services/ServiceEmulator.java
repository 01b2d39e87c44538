package dev.cairn.local.services;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.cairn.local.stream.KinesisEvent;
import dev.cairn.local.stream.LocalStream;
import dev.cairn.local.stream.SequenceNumber;
import dev.cairn.store.EventStream;
import dev.cairn.store.Json;
import dev.cairn.store.Secrets;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Executors;

/**
 * Implements the parts of Kinesis ({@code PutRecords}, {@code DescribeStreamSummary}, {@code ListShards}) and Secrets
 * Manager ({@code GetSecretValue}) that Cairn's functions call, for containers on this machine; in JSON and, for
 * Kinesis, in the SDK's CBOR. Signatures are not checked. Any other operation is rejected by name.
 */
public final class ServiceEmulator implements AutoCloseable {
    static final String MASTER_SECRET = "cairn-local-master";
    static final String ADMIN_KEY = "cairn-local-admin-key";

    private static final ObjectMapper CBOR = new CBORMapper();
    private static final int MAX_REQUEST_BYTES = 10 << 20;

    /** 2^128 - 1: the only shard takes every partition key. */
    private static final String LAST_HASH_KEY = "340282366920938463463374607431768211455";

    private final HttpServer server;
    private final LocalStream stream;
    private final Secrets secrets;

    private static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;
        private final String type;

        Refused(String type, String message) {
            super(message);
            this.type = type;
        }
    }

    /** @param port 0 for any free port; it listens on all of this machine's addresses */
    public ServiceEmulator(int port, LocalStream stream, Secrets secrets) throws IOException {
        this.stream = stream;
        this.secrets = secrets;
        server = HttpServer.create(new InetSocketAddress(port), 128);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::exchange);
        server.start();
    }

    public int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void exchange(HttpExchange exchange) throws IOException {
        String contentType = String.valueOf(exchange.getRequestHeaders().getFirst("content-type"));
        ObjectMapper format = contentType.contains("cbor") ? CBOR : Json.MAPPER;
        try (exchange) {
            JsonNode request = format.readTree(exchange.getRequestBody().readNBytes(MAX_REQUEST_BYTES));
            String target = String.valueOf(exchange.getRequestHeaders().getFirst("x-amz-target"));
            try {
                send(exchange, 200, contentType, format.writeValueAsBytes(answer(target, request)));
            } catch (Refused refused) {
                ObjectNode error = Json.MAPPER.createObjectNode();
                error.put("__type", refused.type).put("message", refused.getMessage());
                send(exchange, 400, contentType, format.writeValueAsBytes(error));
            }
        }
    }

    private ObjectNode answer(String target, JsonNode request) throws Refused, IOException {
        return switch (target.substring(target.indexOf('.') + 1)) {
            case "PutRecords" -> putRecords(request.path("Records"));
            case "DescribeStreamSummary" -> summary();
            case "ListShards" -> shards();
            case "GetSecretValue" -> secret(request.path("SecretId").asText());
            default -> throw new Refused("UnknownOperationException", "Cairn's local services do not know " + target);
        };
    }

    private ObjectNode putRecords(JsonNode records) throws Refused, IOException {
        List<EventStream.Entry> entries = new ArrayList<>();
        for (JsonNode record : records) {
            JsonNode data = record.path("Data");
            entries.add(new EventStream.Entry(
                    record.path("PartitionKey").asText(),
                    data.isBinary() ? data.binaryValue() : Base64.getDecoder().decode(data.asText())));
        }
        if (entries.isEmpty() || entries.size() > LocalStream.MAX_ENTRIES) {
            throw new Refused("ValidationException", "PutRecords takes 1 to " + LocalStream.MAX_ENTRIES + " records");
        }
        return results(entries.size(), stream.offer(entries));
    }

    private static ObjectNode results(int count, OptionalLong first) {
        ObjectNode answer = Json.MAPPER.createObjectNode();
        answer.put("EncryptionType", "NONE").put("FailedRecordCount", first.isPresent() ? 0 : count);
        ArrayNode results = answer.putArray("Records");
        for (int i = 0; i < count; i++) {
            if (first.isPresent()) {
                results.addObject()
                        .put("ShardId", KinesisEvent.SHARD)
                        .put("SequenceNumber", SequenceNumber.of(first.getAsLong() + i));
            } else {
                results.addObject()
                        .put("ErrorCode", "ProvisionedThroughputExceededException")
                        .put("ErrorMessage", "too many records are waiting to be read");
            }
        }
        return answer;
    }

    private static ObjectNode summary() {
        ObjectNode answer = Json.MAPPER.createObjectNode();
        answer.putObject("StreamDescriptionSummary")
                .put("StreamName", "cairn-events")
                .put("StreamARN", KinesisEvent.STREAM_ARN)
                .put("StreamStatus", "ACTIVE")
                .put("OpenShardCount", 1)
                .put("RetentionPeriodHours", 24);
        return answer;
    }

    private static ObjectNode shards() {
        ObjectNode answer = Json.MAPPER.createObjectNode();
        ObjectNode shard = answer.putArray("Shards").addObject().put("ShardId", KinesisEvent.SHARD);
        shard.putObject("HashKeyRange").put("StartingHashKey", "0").put("EndingHashKey", LAST_HASH_KEY);
        shard.putObject("SequenceNumberRange").put("StartingSequenceNumber", SequenceNumber.of(0));
        return answer;
    }

    private ObjectNode secret(String id) throws Refused {
        String value = switch (id) {
            case MASTER_SECRET -> new String(secrets.master(), StandardCharsets.UTF_8);
            case ADMIN_KEY -> secrets.adminKey();
            default -> throw new Refused("ResourceNotFoundException", "there is no secret with that name");
        };
        ObjectNode answer = Json.MAPPER.createObjectNode();
        return answer.put("ARN", id).put("Name", id).put("SecretString", value);
    }

    private static void send(HttpExchange exchange, int status, String contentType, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("content-type", contentType);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }
}
