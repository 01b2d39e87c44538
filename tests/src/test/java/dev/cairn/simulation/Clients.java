package dev.cairn.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.collect.CollectHandler;
import dev.cairn.simulation.traffic.Post;
import dev.cairn.store.Json;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The clients: they resend a request with the same ids, at growing intervals, until it is acknowledged. */
final class Clients {
    private static final Duration FIRST_WAIT = Duration.ofSeconds(20);
    private static final int MOST_DOUBLINGS = 8;
    private static final int LATENCY_MILLIS = 400;

    /**
     * One request as API Gateway saw it.
     *
     * @param body with the client's time
     */
    record Attempt(String requestId, Post post, long receivedAt, String body) {}

    /** @param accepted number of events that the response acknowledges */
    record Acknowledged(String requestId, int accepted) {}

    private final World world;
    private final Fleet<CollectHandler> collectors;
    private final String adminKey;
    private final List<Attempt> attempts = new ArrayList<>();
    private final List<Acknowledged> acknowledged = new ArrayList<>();
    private final Map<String, SortedMap<Integer, String>> refused = new HashMap<>();

    Clients(World world, Fleet<CollectHandler> collectors, String adminKey) {
        this.world = world;
        this.collectors = collectors;
        this.adminKey = adminKey;
    }

    List<Attempt> attempts() {
        return attempts;
    }

    List<Acknowledged> acknowledged() {
        return acknowledged;
    }

    /** The requests answered with 422: the reasons by index, for all their events. */
    Map<String, SortedMap<Integer, String>> refused() {
        return refused;
    }

    void send(Post post) {
        send(post, 0);
    }

    private void send(Post post, int before) {
        long now = world.clock().millis();
        String id = "request-" + attempts.size();
        String body = post.bodyAt(now - world.dice().below(LATENCY_MILLIS));
        attempts.add(new Attempt(id, post, now, body));
        world.tally().add(What.ATTEMPTS);
        JsonNode answer = answer(event(id, post, body, now));
        boolean heard = !world.dice().happens(world.dice().faults().unanswered());
        switch (answer.path("statusCode").asInt()) {
            case 202 -> acknowledged(id, post, answer, heard, before);
            case 422 -> refused(id, post, answer);
            case 503 -> sendAgain(post, before);
            default -> throw new IllegalStateException("the collector answers " + answer);
        }
    }

    private void acknowledged(String id, Post post, JsonNode answer, boolean heard, int before) {
        if (!heard) {
            world.tally().add(What.ANSWERS_LOST_TO_CLIENTS);
            sendAgain(post, before);
            return;
        }
        int accepted = Json.read(answer.path("body").asText(), JsonNode.class)
                .path("accepted")
                .asInt();
        world.tally().add(What.ACKNOWLEDGED, accepted);
        acknowledged.add(new Acknowledged(id, accepted));
    }

    private void refused(String id, Post post, JsonNode answer) {
        world.tally().add(What.REJECTED, post.events());
        SortedMap<Integer, String> reasons = new TreeMap<>();
        Json.read(answer.path("body").asText(), JsonNode.class)
                .path("rejected")
                .forEach(each -> reasons.put(
                        each.path("index").asInt(), each.path("reason").asText()));
        refused.put(id, reasons);
    }

    private void sendAgain(Post post, int before) {
        Duration wait = FIRST_WAIT.multipliedBy(1L << Math.min(before, MOST_DOUBLINGS));
        world.in(wait.plusMillis(world.dice().between(0, wait.toMillis())), () -> send(post, before + 1));
    }

    private JsonNode answer(byte[] event) {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        try {
            collectors.invoke(handler -> {
                handler.handleRequest(new ByteArrayInputStream(event), answer, null);
                return true;
            });
            return Json.MAPPER.readTree(answer.toByteArray());
        } catch (Killed dead) {
            return Json.MAPPER.createObjectNode().put("statusCode", 503);
        } catch (Exception broken) {
            throw new IllegalStateException("the collector broke", broken);
        }
    }

    private byte[] event(String id, Post post, String body, long now) {
        ObjectNode event = Json.MAPPER.createObjectNode();
        ObjectNode context =
                event.putObject("requestContext").put("timeEpoch", now).put("requestId", id);
        context.putObject("http")
                .put("method", "POST")
                .put("path", "/v1/events")
                .put("sourceIp", post.address());
        ObjectNode headers = event.putObject("headers").put("content-type", "text/plain");
        for (Map.Entry<String, String> header : post.headers().entrySet()) {
            headers.put(header.getKey(), header.getValue());
        }
        if (post.server()) {
            headers.put("authorization", "Bearer " + adminKey);
        }
        event.put("isBase64Encoded", false).put("body", body);
        return event.toString().getBytes(StandardCharsets.UTF_8);
    }
}
