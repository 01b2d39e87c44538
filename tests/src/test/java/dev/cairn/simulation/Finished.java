package dev.cairn.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.domain.event.AcceptedEvent;
import dev.cairn.domain.event.Delivery;
import dev.cairn.model.Cells;
import dev.cairn.model.Differences;
import dev.cairn.model.History;
import dev.cairn.model.Model;
import dev.cairn.model.PlanVersion;
import dev.cairn.model.Request;
import dev.cairn.plan.model.Site;
import dev.cairn.plan.model.TimeZoneHistory;
import dev.cairn.plan.version.PlanRepository;
import dev.cairn.simulation.Clients.Attempt;
import dev.cairn.store.Json;
import dev.cairn.store.codec.DeliveryCodec;
import dev.cairn.store.statistic.IngestionLedger;
import dev.cairn.store.statistic.StatisticRows;
import dev.cairn.store.work.Quarantine;
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

/** The final state of a run, and the checks on it. */
final class Finished {
    private static final Duration HALF_HOUR = Duration.ofMinutes(30);

    private final SimulationCase what;
    private final World world;
    private final Clients clients;
    private final Map<String, List<Delivery>> offered = new HashMap<>();
    private final Map<String, List<Delivery>> taken = new HashMap<>();
    private final List<Delivery> lostWithCollectors = new ArrayList<>();

    private @Nullable History history;
    private @Nullable Map<String, String> cells;

    /** @param inDeadHands records that killed collectors held */
    Finished(SimulationCase what, World world, Stream stream, Clients clients, List<byte[]> inDeadHands) {
        this.what = what;
        this.world = world;
        this.clients = clients;
        stream.offered().forEach(data -> add(offered, data));
        stream.taken().forEach(data -> add(taken, data));
        inDeadHands.stream()
                .map(DeliveryCodec::read)
                .filter(each -> !isTaken(each))
                .forEach(lostWithCollectors::add);
    }

    private static String requestOf(Delivery delivery) {
        return delivery.id().substring(0, delivery.id().lastIndexOf('-'));
    }

    private boolean isTaken(Delivery delivery) {
        return taken.getOrDefault(requestOf(delivery), List.of()).stream()
                .anyMatch(each -> each.id().equals(delivery.id()));
    }

    private static void add(Map<String, List<Delivery>> deliveries, byte[] data) {
        Delivery delivery = DeliveryCodec.read(data);
        deliveries.computeIfAbsent(requestOf(delivery), id -> new ArrayList<>()).add(delivery);
    }

    Tally tally() {
        return world.tally();
    }

    World world() {
        return world;
    }

    /** The reference model's input. */
    History history() {
        History known = history;
        return known == null ? history = read() : known;
    }

    private History read() {
        List<Request> requests = new ArrayList<>();
        for (Attempt attempt : clients.attempts()) {
            if (clients.refused().containsKey(attempt.requestId())) {
                requests.add(refused(attempt));
            } else if (taken.containsKey(attempt.requestId())) {
                requests.add(request(attempt));
            }
        }
        lostWithCollectors.forEach(delivery -> takeOff(delivery, requests));
        List<PlanVersion> plans = new ArrayList<>();
        what.plans()
                .forEach(plan ->
                        plans.add(new PlanVersion(plans.size() + 1, plan.at().toEpochMilli(), plan.source())));
        long now = world.clock().millis();
        return History.of(Simulation.SITE, requests, plans, now - Math.floorMod(now, HALF_HOUR.toMillis()))
                .with(Cells.averages(world.tables(), Simulation.SITE));
    }

    /** Every event is counted, whether its body went to the stream or only its count. */
    private Request refused(Attempt attempt) {
        SortedMap<Integer, String> reasons = new TreeMap<>(clients.refused().get(attempt.requestId()));
        return request(attempt, Set.of(), reasons, Set.copyOf(reasons.keySet()));
    }

    /**
     * Records lost with a collector are not on the stream; it does not matter which of the day's rejected events they
     * held.
     */
    private void takeOff(Delivery lost, List<Request> requests) {
        LocalDate day = zones().dayOf(lost.receivedAt());
        for (Delivery.Rejected each : lost.rejected()) {
            Request request = requests.stream()
                    .filter(one -> clients.refused().containsKey(one.id())
                            && one.rejected().containsValue(each.reason())
                            && zones().dayOf(one.receivedAt()).equals(day))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("a collector held what nobody was told: " + lost));
            request.rejected().values().remove(each.reason());
        }
    }

    private Request request(Attempt attempt) {
        SortedMap<Integer, String> rejected = new TreeMap<>();
        deliveries(taken, attempt)
                .forEach(delivery -> delivery.rejected().forEach(each -> rejected.put(each.index(), each.reason())));
        Set<Integer> refused = new HashSet<>();
        deliveries(offered, attempt)
                .forEach(delivery -> delivery.rejected().forEach(each -> refused.add(each.index())));
        return request(attempt, confirmed(attempt, refused), rejected, refused);
    }

    private static Request request(
            Attempt attempt, Set<Integer> confirmed, SortedMap<Integer, String> rejected, Set<Integer> refused) {
        return new Request(
                attempt.requestId(),
                attempt.receivedAt(),
                attempt.post().address(),
                attempt.post().headers(),
                attempt.post().server(),
                attempt.body(),
                confirmed,
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

    /** The cells that differ from the model. */
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

    private Site site() {
        return Objects.requireNonNull(new PlanRepository(world.tables(), world.clock(), Duration.ZERO)
                .current()
                .sites()
                .get(Simulation.SITE));
    }

    private TimeZoneHistory zones() {
        return site().zones();
    }

    /**
     * By day of receipt, the events of the stream that the product lost (or counted twice), and its own residual; empty
     * if there are none.
     */
    Map<String, Long> residual() {
        Site site = site();
        Map<String, Long> residual = new TreeMap<>();
        for (List<Delivery> deliveries : taken.values()) {
            for (Delivery delivery : deliveries) {
                LocalDate received = site.zones().dayOf(delivery.receivedAt());
                residual.merge(received + " accepted", (long) delivery.events().size(), Long::sum);
            }
        }
        LocalDate last = site.zones().dayOf(world.clock().millis());
        new IngestionLedger(new StatisticRows(world.tables()), new Quarantine(world.tables(), world.clock()))
                .of(Simulation.SITE, site.retentionDays(), last.minusDays(site.retentionDays()), last)
                .forEach((day, received) -> {
                    residual.merge(day + " accepted", -received.accepted(), Long::sum);
                    residual.put(day + " counted", received.residual());
                });
        residual.values().removeIf(missing -> missing == 0);
        return residual;
    }
}
