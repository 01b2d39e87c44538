package dev.cairn.faults;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.local.Function;
import dev.cairn.model.Cells;
import dev.cairn.model.Differences;
import dev.cairn.model.History;
import dev.cairn.model.Model;
import dev.cairn.model.PlanVersion;
import dev.cairn.model.Request;
import dev.cairn.store.EventStream;
import dev.cairn.store.ItemStore;
import dev.cairn.store.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Sends requests and records which of them are on the stream or were wholly rejected; this is the reference model's
 * only input.
 */
final class Book {
    private static final long HALF_HOUR_MILLIS = 30 * 60_000;

    /** What a comparison must hold of, or it would say nothing of them. */
    private static final List<String> COMPARED = List.of(
            "overview",
            "goals",
            "funnel/",
            "health",
            "micros",
            "audiences",
            "pages",
            "event_properties",
            "next_events",
            "pulse");

    private final List<Request> requests = new ArrayList<>();
    private long entries;
    private long accepted;

    /** The observed stream: everything that the collector puts has to go through it. */
    EventStream watching(EventStream stream) {
        return new EventStream() {
            @Override
            public Set<Integer> put(List<Entry> offered) {
                Set<Integer> unconfirmed = stream.put(offered);
                entries += offered.size() - unconfirmed.size();
                return unconfirmed;
            }

            @Override
            public void putToEveryShard(byte[] data) {
                stream.putToEveryShard(data);
            }
        };
    }

    /** False if it was refused with 503 and has to be resent. */
    boolean send(Post post, Function collect, long now) {
        String id = "request-" + requests.size() + "-" + now;
        long before = entries;
        JsonNode answer = post.to(collect, now, id);
        boolean refused = answer.path("statusCode").asInt() == 503;
        if (entries > before || answer.path("statusCode").asInt() == 422) {
            if (refused) {
                throw new IllegalStateException("a request was refused whose events are on the stream");
            }
            write(id, post, now, Json.read(answer.path("body").asText(), JsonNode.class));
        }
        return !refused;
    }

    private void write(String id, Post post, long now, JsonNode answer) {
        SortedMap<Integer, String> rejected = new TreeMap<>();
        answer.path("rejected")
                .forEach(each -> rejected.put(
                        each.path("index").asInt(), each.path("reason").asText()));
        Set<Integer> confirmed = new HashSet<>();
        for (int index = 0; index < post.body().path("events").size(); index++) {
            if (!rejected.containsKey(index)) {
                confirmed.add(index);
            }
        }
        accepted += answer.path("accepted").asLong();
        boolean server = post.headers().containsKey("authorization");
        requests.add(new Request(
                id,
                now,
                post.address(),
                post.headers(),
                server,
                post.text(now),
                confirmed,
                rejected,
                Set.copyOf(rejected.keySet())));
    }

    /** The number of events acknowledged with a 202. */
    long accepted() {
        return accepted;
    }

    /** Compares every cell of every statistic: the expected number, and a line for each cell that differs. */
    Compared compare(ItemStore items, Instant asOf) {
        long halfHour = asOf.toEpochMilli() / HALF_HOUR_MILLIS * HALF_HOUR_MILLIS;
        List<PlanVersion> plans = List.of(new PlanVersion(1, Shop.START.toEpochMilli(), Shop.PLAN));
        History history = History.of(Shop.SITE, requests, plans, halfHour).with(Cells.averages(items, Shop.SITE));
        Map<String, String> expected = Model.cells(history);
        List<String> differences = new ArrayList<>(Differences.of(expected, Cells.ofRows(items, history)));
        Map<String, Long> byResource = new LinkedHashMap<>();
        for (String resource : COMPARED) {
            long cells = expected.keySet().stream()
                    .filter(cell -> cell.startsWith(resource))
                    .count();
            byResource.put(resource, cells);
        }
        return new Compared(expected.size(), byResource, differences);
    }

    /**
     * @param cells number of cells that are not zero in the model
     * @param byResource how many of them each kind of row has
     */
    record Compared(int cells, Map<String, Long> byResource, List<String> differences) {

        /** The differences, and a line for each kind of row of which nothing was there to compare. */
        List<String> faults() {
            List<String> faults = new ArrayList<>(differences);
            byResource.forEach((resource, number) -> {
                if (number == 0) {
                    faults.add(resource + ": there was nothing to compare");
                }
            });
            return faults;
        }
    }
}
