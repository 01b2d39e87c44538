package dev.cairn.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.cairn.store.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;

/**
 * A service on this machine that implements PutRecords (JSON 1.1, or the CBOR that the SDK prefers) and fails: single
 * entries of a 200, whole calls, and responses to calls that it executed.
 */
final class FailingKinesis implements AutoCloseable {
    private static final ObjectMapper CBOR = new ObjectMapper(new CBORFactory());

    /** Failure rates, as shares of all entries and of all calls. */
    record Failing(double entries, double outages, double lostAnswers) {}

    /**
     * @param entries offered, in all calls
     * @param lost answers
     */
    record Counts(long calls, long outages, long lost, long entries, long failedEntries) {}

    private final HttpServer server;
    private final Random random;
    private final Failing failing;
    private final List<byte[]> stream = new ArrayList<>();
    private long calls;
    private long outages;
    private long lost;
    private long entries;
    private long failedEntries;

    FailingKinesis(long seed, Failing failing) throws IOException {
        this.random = new Random(seed);
        this.failing = failing;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Everything that was accepted, confirmed or not. */
    synchronized List<byte[]> stream() {
        return List.copyOf(stream);
    }

    synchronized Counts counts() {
        return new Counts(calls, outages, lost, entries, failedEntries);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String type = exchange.getRequestHeaders().getFirst("Content-Type");
        ObjectMapper mapper = type.contains("cbor") ? CBOR : Json.MAPPER;
        JsonNode request = mapper.readTree(exchange.getRequestBody().readAllBytes());
        Fate fate = fate();
        if (fate == Fate.OUTAGE) {
            ObjectNode error = Json.MAPPER.createObjectNode().put("__type", "InternalFailure");
            send(exchange, 500, type, mapper.writeValueAsBytes(error));
            return;
        }
        byte[] body = mapper.writeValueAsBytes(put(request.path("Records")));
        if (fate == Fate.LOST) {
            exchange.close();
            return;
        }
        send(exchange, 200, type, body);
    }

    private enum Fate {
        ANSWERED,
        OUTAGE,
        LOST
    }

    private synchronized Fate fate() {
        calls++;
        double dice = random.nextDouble();
        if (dice < failing.outages()) {
            outages++;
            return Fate.OUTAGE;
        }
        if (dice < failing.outages() + failing.lostAnswers()) {
            lost++;
            return Fate.LOST;
        }
        return Fate.ANSWERED;
    }

    private synchronized ObjectNode put(JsonNode records) throws IOException {
        ObjectNode answer = Json.MAPPER.createObjectNode();
        ArrayNode results = Json.MAPPER.createArrayNode();
        int failed = 0;
        for (JsonNode record : records) {
            byte[] data = record.path("Data").binaryValue();
            entries++;
            if (random.nextDouble() < failing.entries()) {
                failed++;
                results.addObject()
                        .put("ErrorCode", "ProvisionedThroughputExceededException")
                        .put("ErrorMessage", "injected");
                continue;
            }
            stream.add(data);
            results.addObject().put("SequenceNumber", "" + stream.size()).put("ShardId", "shardId-000000000000");
        }
        failedEntries += failed;
        answer.put("FailedRecordCount", failed).set("Records", results);
        return answer;
    }

    private static void send(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
