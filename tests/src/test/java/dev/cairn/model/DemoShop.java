package dev.cairn.model;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.local.demo.Demo;
import dev.cairn.model.DemoTraffic.Sent;
import dev.cairn.store.BreakingItems;
import dev.cairn.store.SetClock;
import dev.cairn.store.memory.MemoryItemStore;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/**
 * The demo shop after its month, before its last two days: the real handlers, an archive, and a jobs function that has
 * time for only a few parts, is killed, and runs concurrently with others.
 */
final class DemoShop {
    /** The preceding month has a day of 23 hours. */
    private static final Instant END = Instant.parse("2026-04-10T20:00:00Z");

    private static final Instant LIVE_FROM = END.minus(Duration.ofDays(2));
    private static final LocalDate PLAN_CHANGES_ON = LocalDate.parse("2026-03-23");
    private static final int RECORDS_PER_OBJECT = 120;
    private static final int LIVE_BODIES = 70;
    private static final int ONE_LATE_OF = 15;
    private static final int TURNS_TO_FINISH = 400;
    private static final int FEW_PARTS = 6;

    /** The exponent of 2 for the maximum number of table calls before a process dies or another one intervenes. */
    private static final int MOST_CALLS_POWER = 12;

    final SetClock clock;
    final MemoryItemStore items;
    final ModelledSystem till;
    final Past past;
    /** How often work on the past died, and how often something arrived in the middle of one of its steps. */
    int deaths;

    int interruptions;
    private final BreakingItems breaking;
    private final Random random;
    private final DemoTraffic traffic;
    private final int eventsPerLiveBody;
    private final List<Sent> month = new ArrayList<>();
    private final Deque<Sent> late = new ArrayDeque<>();
    private final Deque<Sent> live = new ArrayDeque<>();

    DemoShop(int percent, long seed) {
        this.traffic = DemoTraffic.until(END, percent);
        this.random = new Random(seed);
        this.eventsPerLiveBody = eventsPerLiveBody();
        for (Sent sent : traffic.bodies()) {
            if (sent.at().isAfter(LIVE_FROM)) {
                live.addAll(sent.inParts(eventsPerLiveBody));
            } else if (random.nextInt(ONE_LATE_OF) == 0) {
                late.addAll(sent.inParts(eventsPerLiveBody));
            } else {
                month.add(sent);
            }
        }
        this.clock = new SetClock(month.getFirst().at().minus(Duration.ofDays(1)));
        this.items = new MemoryItemStore(clock);
        this.breaking = new BreakingItems(items);
        this.till = new ModelledSystem(items, clock, traffic.plan(), Demo.SITE);
        this.past = new Past(till);
    }

    private int eventsPerLiveBody() {
        int events = traffic.bodies().stream()
                .filter(sent -> sent.at().isAfter(LIVE_FROM))
                .mapToInt(sent -> sent.events().size())
                .sum();
        return Math.max(1, events / LIVE_BODIES);
    }

    String firstPlan() {
        return traffic.plan();
    }

    static LocalDate day(Instant at) {
        return LocalDate.ofInstant(at, Demo.ZONE);
    }

    LocalDate firstDay() {
        return day(traffic.bodies().getFirst().at());
    }

    LocalDate today() {
        return day(clock.instant());
    }

    /** Plays everything except late events, with one run per day. On one of the days a new plan is put. */
    void playMonth(String secondPlan) {
        LocalDate day = day(month.getFirst().at());
        for (Sent sent : month) {
            if (!day(sent.at()).equals(day)) {
                deliverAndArchive();
                till.run();
                day = day(sent.at());
                if (day.equals(PLAN_CHANGES_ON)) {
                    till.putPlan(secondPlan);
                }
            }
            send(sent);
        }
        deliverAndArchive();
        till.run();
    }

    boolean isLive() {
        return !live.isEmpty();
    }

    /**
     * Plays one body of the last days, possibly one for days long past, a repeat or a run, and some work on the past.
     *
     * @param parts upper limit (exclusive) of the archived objects or days that can be processed
     */
    void turn(int parts) {
        send(live.removeFirst());
        switch (random.nextInt(4)) {
            case 0 -> sendLate();
            case 1 -> send(repeat());
            default -> {}
        }
        if (random.nextInt(3) > 0) {
            past.deliver(random);
        }
        if (random.nextInt(3) == 0) {
            past.archive(random, RECORDS_PER_OBJECT);
        }
        if (random.nextInt(10) == 0) {
            till.run();
        }
        restate(random.nextInt(parts));
    }

    /** Delivers everything and completes the work on the past. */
    void finish(List<JsonNode> jobs) {
        while (isLive()) {
            turn(FEW_PARTS);
        }
        while (!late.isEmpty()) {
            sendLate();
        }
        deliverAndArchive();
        for (int turns = 0; !jobs.stream().allMatch(this::isDone); turns++) {
            if (turns > TURNS_TO_FINISH) {
                throw new IllegalStateException(jobs.stream().map(past::job).toList() + " are not done");
            }
            clock.forward(Duration.ofMinutes(5));
            past.restate(200);
        }
        till.run();
    }

    boolean isDone(JsonNode job) {
        return past.job(job).path("status").asText().equals("done");
    }

    void putPlan(String plan) {
        till.putPlan(plan);
        clock.forward(Duration.ofMinutes(1)); // the time until it is in force everywhere
    }

    /** Erases a visitor whose events are all classified. Their events of the month are then resent. */
    JsonNode erase(boolean user, String id) {
        past.deliver(random);
        clock.forward(Duration.ofSeconds(1));
        JsonNode job = past.erase(user, id);
        clock.forward(Duration.ofSeconds(1));
        late.addAll(Sent.of(month.getLast().at(), sentBy(user ? "user" : "visitor", id))
                .inParts(eventsPerLiveBody));
        return job;
    }

    private List<JsonNode> sentBy(String field, String id) {
        List<JsonNode> events = new ArrayList<>();
        month.forEach(sent -> sent.events().forEach(event -> {
            if (event.path(field).asText().equals(id)) {
                events.add(event);
            }
        }));
        return events;
    }

    /** The ids sent in the month, as {@code user} or {@code visitor}: those with the most events first. */
    List<String> busiest(String field) {
        Map<String, Integer> events = new HashMap<>();
        month.forEach(sent -> sent.events().forEach(event -> {
            if (event.has(field)) {
                events.merge(event.path(field).asText(), 1, Integer::sum);
            }
        }));
        return events.keySet().stream()
                .sorted(Comparator.<String>comparingInt(id -> -events.get(id)).thenComparing(id -> id))
                .toList();
    }

    /** The ids in a list that also occur on the last days. */
    List<String> comingBack(String field, List<String> ids) {
        List<String> coming = new ArrayList<>();
        Stream.concat(live.stream(), late.stream())
                .forEach(sent -> sent.events()
                        .forEach(event -> coming.add(event.path(field).asText())));
        return ids.stream().filter(coming::contains).toList();
    }

    private void send(Sent sent) {
        if (sent.at().isAfter(clock.instant())) {
            clock.set(sent.at());
        }
        int status = till.server(sent.body()).path("statusCode").asInt();
        if (status != 202) {
            throw new IllegalStateException("the collector answered " + status);
        }
    }

    private void sendLate() {
        if (!late.isEmpty()) {
            send(late.removeFirst());
        }
    }

    private Sent repeat() {
        List<Sent> parts = month.get(random.nextInt(month.size())).inParts(eventsPerLiveBody);
        return parts.get(random.nextInt(parts.size()));
    }

    private void deliverAndArchive() {
        past.deliver(random);
        past.archive(random, RECORDS_PER_OBJECT);
    }

    private void restate(int parts) {
        switch (random.nextInt(4)) {
            case 0 -> restateAndDie(parts);
            case 1 -> restateWhileSomebodyComes(parts);
            default -> past.restate(parts);
        }
    }

    private void restateAndDie(int parts) {
        int call = anyCall();
        if (random.nextBoolean()) {
            breaking.dieAt(call);
        } else {
            breaking.dieAfter(call);
        }
        try {
            past.restate(breaking, parts);
        } catch (IllegalStateException dead) {
            deaths++;
        }
        breaking.heal();
    }

    /** Early or late: a part takes hundreds or thousands of calls. */
    private int anyCall() {
        return 1 + random.nextInt(1 << random.nextInt(MOST_CALLS_POWER + 1));
    }

    private void restateWhileSomebodyComes(int parts) {
        breaking.interruptAt(anyCall(), () -> {
            interruptions++;
            if (isLive()) {
                send(live.removeFirst());
            }
            sendLate();
            past.deliver(random);
        });
        past.restate(breaking, parts);
        breaking.heal();
    }
}
