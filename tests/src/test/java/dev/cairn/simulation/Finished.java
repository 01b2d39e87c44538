package dev.cairn.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.domain.AcceptedEvent;
import dev.cairn.domain.Delivery;
import dev.cairn.model.Cells;
import dev.cairn.model.Differences;
import dev.cairn.model.History;
import dev.cairn.model.Model;
import dev.cairn.model.PlanVersion;
import dev.cairn.model.Request;
import dev.cairn.plan.Plans;
import dev.cairn.plan.Site;
import dev.cairn.simulation.Clients.Attempt;
import dev.cairn.store.DeliveryJson;
import dev.cairn.store.Json;
import dev.cairn.store.Quarantine;
import dev.cairn.store.ReceivedDays;
import dev.cairn.store.Rows;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a run left behind, and what must hold of it. */
final class Finished {
    private static final Duration HALF_HOUR = Duration.ofMinutes(30);

    private final Case what;
    private final World world;
    private final Clients clients;
    private final Map<String, List<Delivery>> offered = new HashMap<>();
    private final Map<String, List<Delivery>> taken = new HashMap<>();

    private @Nullable History history;
    private @Nullable Map<String, String> cells;

    Finished(Case what, World world, Stream stream, Clients clients) {
        this.what = what;
        this.world = world;
        this.clients = clients;
        stream.offered().forEach(data -> add(offered, data));
        stream.taken().forEach(data -> add(taken, data));
    }

    private static void add(Map<String, List<Delivery>> deliveries, byte[] data) {
        Delivery delivery = DeliveryJson.read(data);
        String request = delivery.id().substring(0, delivery.id().lastIndexOf('-'));
        deliveries.computeIfAbsent(request, id -> new ArrayList<>()).add(delivery);
    }

    Tally tally() {
        return world.tally();
    }

    World world() {
        return world;
    }

    /** All that the reference model wants to know. */
    History history() {
        History known = history;
        return known == null ? history = read() : known;
    }

    private History read() {
        List<Request> requests = new ArrayList<>();
        for (Attempt attempt : clients.attempts()) {
            if (taken.containsKey(attempt.requestId())) {
                requests.add(request(attempt));
            }
        }
        List<PlanVersion> plans = new ArrayList<>();
        what.plans()
                .forEach(plan ->
                        plans.add(new PlanVersion(plans.size() + 1, plan.at().toEpochMilli(), plan.source())));
        long now = world.clock().millis();
        return History.of(Simulation.SITE, requests, plans, now - Math.floorMod(now, HALF_HOUR.toMillis()))
                .with(Cells.averages(world.tables(), Simulation.SITE));
    }

    private Request request(Attempt attempt) {
        SortedMap<Integer, String> rejected = new TreeMap<>();
        deliveries(taken, attempt)
                .forEach(delivery -> delivery.rejected().forEach(each -> rejected.put(each.index(), each.reason())));
        Set<Integer> refused = new HashSet<>();
        deliveries(offered, attempt)
                .forEach(delivery -> delivery.rejected().forEach(each -> refused.add(each.index())));
        return new Request(
                attempt.requestId(),
                attempt.receivedAt(),
                attempt.post().address(),
                attempt.post().headers(),
                attempt.post().server(),
                attempt.body(),
                confirmed(attempt, refused),
                rejected,
                refused);
    }

    private static List<Delivery> deliveries(Map<String, List<Delivery>> from, Attempt attempt) {
        return from.getOrDefault(attempt.requestId(), List.of());
    }

    private Set<Integer> confirmed(Attempt attempt, Set<Integer> refused) {
        JsonNode events = Json.read(attempt.body(), JsonNode.class).path("events");
        Set<Integer> confirmed = new HashSet<>();
        for (Delivery delivery : deliveries(taken, attempt)) {
            for (AcceptedEvent event : delivery.events()) {
                int index = 0;
                while (refused.contains(index)
                        || confirmed.contains(index)
                        || !event.id().equals(events.path(index).path("id").asText())) {
                    index++;
                }
                confirmed.add(index);
            }
        }
        return confirmed;
    }

    /** Cells that are not what the model says they must be. */
    List<String> differences() {
        return Differences.of(Model.cells(history()), cells());
    }

    /** Every cell of every statistic, as stored. */
    Map<String, String> cells() {
        Map<String, String> known = cells;
        return known == null ? cells = Cells.ofRows(world.tables(), history()) : known;
    }

    /** Acknowledged requests of which not every event is on the stream. */
    List<String> lost() {
        List<String> lost = new ArrayList<>();
        for (Clients.Acknowledged answer : clients.acknowledged()) {
            int there = taken.getOrDefault(answer.requestId(), List.of()).stream()
                    .mapToInt(delivery -> delivery.events().size())
                    .sum();
            if (there != answer.accepted()) {
                lost.add(answer.requestId() + ": " + answer.accepted() + " acknowledged, " + there + " on the stream");
            }
        }
        return lost;
    }

    /**
     * By day of receipt, what the product misses (or counts too much) of what the stream took, and what it says itself
     * that it cannot account for; empty when nothing.
     */
    Map<String, Long> residual() {
        Site site = Objects.requireNonNull(new Plans(world.tables(), world.clock(), Duration.ZERO)
                .current()
                .sites()
                .get(Simulation.SITE));
        Map<String, Long> residual = new TreeMap<>();
        for (List<Delivery> deliveries : taken.values()) {
            for (Delivery delivery : deliveries) {
                LocalDate received = site.zones().dayOf(delivery.receivedAt());
                residual.merge(received + " accepted", (long) delivery.events().size(), Long::sum);
            }
        }
        LocalDate last = site.zones().dayOf(world.clock().millis());
        new ReceivedDays(new Rows(world.tables()), new Quarantine(world.tables(), world.clock()))
                .of(Simulation.SITE, site.retentionDays(), last.minusDays(site.retentionDays()), last)
                .forEach((day, received) -> {
                    residual.merge(day + " accepted", -received.accepted(), Long::sum);
                    residual.put(day + " counted", received.residual());
                });
        residual.values().removeIf(missing -> missing == 0);
        return residual;
    }
}
