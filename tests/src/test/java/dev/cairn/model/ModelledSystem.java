package dev.cairn.model;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.Pipeline;
import dev.cairn.store.ItemStore;
import dev.cairn.store.Json;
import dev.cairn.store.SetClock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/** Sends to the real handlers and records, for the model, which events reached the stream or were wholly rejected. */
final class ModelledSystem {
    static final String SITE = "shop";
    private static final long HALF_HOUR = 30 * 60_000;

    final String site;
    final SetClock clock;
    final List<Request> requests = new ArrayList<>();
    final ItemStore items;
    final Pipeline pipeline;
    final List<Backfill> backfills = new ArrayList<>();
    final List<Erasure> erasures = new ArrayList<>();
    private final List<PlanVersion> plans = new ArrayList<>();
    private int posts;

    ModelledSystem(ItemStore items, SetClock clock, String plan) {
        this(items, clock, plan, SITE);
    }

    ModelledSystem(ItemStore items, SetClock clock, String plan, String site) {
        this.items = items;
        this.clock = clock;
        this.site = site;
        this.pipeline = new Pipeline(items, clock, plan, site);
        plans.add(new PlanVersion(1, clock.millis(), plan));
    }

    void putPlan(String plan) {
        pipeline.putPlan(plan);
        addPlan(plan);
    }

    /** Records a plan that was put. */
    void addPlan(String plan) {
        plans.add(new PlanVersion(plans.size() + 1, clock.millis(), plan));
    }

    JsonNode browser(String body, String ip, Map<String, String> headers) {
        Map<String, String> all = new HashMap<>(headers);
        all.put("origin", "https://shop.example");
        all.put("content-type", "text/plain");
        int before = pipeline.peekStream().size();
        JsonNode answer = pipeline.post(body, all, ip);
        return written(body, ip, all, false, answer, before);
    }

    JsonNode server(String body) {
        int before = pipeline.peekStream().size();
        return written(body, "192.0.2.7", Map.of(), true, pipeline.post(body), before);
    }

    private JsonNode written(
            String body, String ip, Map<String, String> headers, boolean server, JsonNode answer, int before) {
        String id = "request-" + posts++;
        boolean counts = pipeline.peekStream().size() > before
                || answer.path("statusCode").asInt() == 422;
        JsonNode told = Json.read(answer.path("body").asText("{}"), JsonNode.class);
        TreeMap<Integer, String> rejected = new TreeMap<>();
        told.path("rejected")
                .forEach(each -> rejected.put(
                        each.path("index").asInt(), each.path("reason").asText()));
        Set<Integer> confirmed = new HashSet<>();
        int events = Json.read(body, JsonNode.class).path("events").size();
        for (int i = 0; i < events; i++) {
            if (!rejected.containsKey(i)) {
                confirmed.add(i);
            }
        }
        if (counts) {
            requests.add(new Request(
                    id, clock.millis(), ip, headers, server, body, confirmed, rejected, Set.copyOf(rejected.keySet())));
        }
        return answer;
    }

    /** The stream's records in a different order, some of them twice, in batches. */
    void deliver(Random random) {
        List<byte[]> records = new ArrayList<>(pipeline.takeStream());
        for (int i = records.size() / 5; i > 0; i--) {
            records.add(records.get(random.nextInt(records.size())));
        }
        java.util.Collections.shuffle(records, random);
        for (int from = 0; from < records.size(); ) {
            int to = Math.min(records.size(), from + 1 + random.nextInt(40));
            if (pipeline.deliver(from, records.subList(from, to)).isPresent()) {
                throw new IllegalStateException("not delivered");
            }
            from = to;
        }
    }

    void run() {
        pipeline.aggregate();
    }

    History history() {
        return new History(
                site,
                requests,
                plans,
                Cells.averages(items, site),
                backfills,
                erasures,
                clock.millis() / HALF_HOUR * HALF_HOUR);
    }

    List<String> differences() {
        return Differences.of(Model.cells(history()), Cells.ofRows(items, history()));
    }
}
