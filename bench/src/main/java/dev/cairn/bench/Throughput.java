package dev.cairn.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.Pipeline;
import dev.cairn.bench.Stopwatch.Stage;
import dev.cairn.store.SetClock;
import dev.cairn.store.memory.MemoryItemStore;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Processes a month of browser events with the real handlers in one process: collected, classified in batches of 500
 * records, aggregated. State expires after four days, so memory must stay flat. Prints events per second and per core,
 * and the heap after a garbage collection. Exits with 1 if the heap grows by more than {@link #MOST_GROWTH} from 20 %
 * to 100 % of the events, or if the statistics do not add up to the events sent.
 */
public final class Throughput {
    static final double MOST_GROWTH = 2;
    private static final int DAYS = 30;
    private static final int RECORDS_A_BATCH = 500;
    private static final int HEAP_EVERY_EVENTS = 100_000;
    private static final LocalDate FIRST_DAY = LocalDate.parse("2026-03-02");
    private static final Duration HALF_HOUR = Duration.ofMinutes(30);
    private static final String PLAN = """
            extends: default
            sites:
              shop:
                {name: Shop, time_zone: UTC, currency: EUR, origins: ["https://shop.example"], retention_days: 4}
            funnels:
              checkout: {steps: [product_interest, add_to_cart, checkout_started, purchase], window: 3d}
              quote: {steps: [quote_form_started, quote_requested], window: 3d}
            """;

    private final int events;
    private final int runsADay;
    private final Stopwatch stopwatch = new Stopwatch();
    private final Map<Integer, Long> heap = new TreeMap<>();
    private final SetClock clock = new SetClock(FIRST_DAY.atStartOfDay().toInstant(java.time.ZoneOffset.UTC));
    private final MemoryItemStore items = new MemoryItemStore(clock);
    private final Pipeline pipeline = new Pipeline(items, clock, PLAN, Workload.SITE);
    private final Traffic traffic = new Traffic(1);
    private int sent;
    private int waiting;
    private long counted;

    private Throughput(int events, int runsADay) {
        this.events = events;
        this.runsADay = runsADay;
    }

    /**
     * @param counted events in the statistics of all days
     * @param heap bytes after a garbage collection, by events sent so far
     */
    record Measured(int sent, long counted, int runsADay, Stopwatch stopwatch, Map<Integer, Long> heap) {

        double eventsPerCpuSecond() {
            return sent / stopwatch.cpuSeconds();
        }

        /** The growth factor from the first measurement at or after 20 % to the last. */
        double growth() {
            List<Integer> steps = new ArrayList<>(heap.keySet());
            int early = steps.stream().filter(at -> at >= sent / 5).findFirst().orElseThrow();
            return (double) heap.get(steps.getLast()) / heap.get(early);
        }

        boolean isGood() {
            return counted == sent && growth() <= MOST_GROWTH;
        }
    }

    public static void main(String[] arguments) {
        int events = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1_000_000;
        int runsADay = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 1;
        Measured measured = measure(events, runsADay);
        System.out.print(describe(measured));
        System.exit(measured.isGood() ? 0 : 1);
    }

    static Measured measure(int events, int runsADay) {
        return new Throughput(events, runsADay).run();
    }

    private Measured run() {
        for (int day = 0; day < DAYS; day++) {
            Instant start = FIRST_DAY.plusDays(day).atStartOfDay().toInstant(java.time.ZoneOffset.UTC);
            day(start);
            forwardTo(start.plus(Duration.ofDays(1)).plus(HALF_HOUR));
            stopwatch.during(Stage.AGGREGATE, pipeline::aggregate);
            items.dropExpired();
            lookAtHeap();
        }
        for (int day = 0; day < DAYS; day++) {
            counted += pipeline.figures(Workload.SITE, "overview", FIRST_DAY.plusDays(day))
                    .path("events")
                    .asLong();
        }
        return new Measured(sent, counted, runsADay, stopwatch, heap);
    }

    private void day(Instant start) {
        Duration betweenRuns = Duration.ofDays(1).dividedBy(runsADay);
        Instant nextRun = start.plus(betweenRuns);
        for (Traffic.Request request : traffic.day(start, (events - sent) / (DAYS - daysBefore(start)))) {
            Instant received = Instant.ofEpochMilli(request.receivedAt());
            if (runsADay > 1 && received.isAfter(nextRun)) {
                classify();
                forwardTo(nextRun);
                stopwatch.during(Stage.AGGREGATE, pipeline::aggregate);
                nextRun = nextRun.plus(betweenRuns);
            }
            forwardTo(received);
            stopwatch.during(Stage.COLLECT, () -> post(request));
            sent += request.events();
            if (++waiting == RECORDS_A_BATCH) {
                classify();
            }
        }
        classify();
    }

    private static int daysBefore(Instant start) {
        return (int) Duration.between(FIRST_DAY.atStartOfDay().toInstant(java.time.ZoneOffset.UTC), start)
                .toDays();
    }

    private void post(Traffic.Request request) {
        JsonNode answer = pipeline.post(request.body(), request.headers(), request.address());
        if (answer.path("statusCode").asInt() != 202) {
            throw new IllegalStateException("a body was not accepted: " + answer);
        }
    }

    private void classify() {
        stopwatch.during(Stage.CLASSIFY, () -> pipeline.drain(RECORDS_A_BATCH));
        waiting = 0;
        lookAtHeap();
    }

    private void forwardTo(Instant instant) {
        if (instant.isAfter(clock.instant())) {
            clock.forward(Duration.between(clock.instant(), instant));
        }
    }

    private void lookAtHeap() {
        int every = Math.min(HEAP_EVERY_EVENTS, events / 10);
        int step = sent / every;
        if (step > 0 && !heap.containsKey(step * every)) {
            System.gc();
            heap.put(
                    step * every,
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        }
    }

    static String describe(Measured measured) {
        Stopwatch time = measured.stopwatch();
        StringBuilder text = new StringBuilder("%d events sent, %d in the statistics; %d aggregator runs a day%n"
                .formatted(measured.sent(), measured.counted(), measured.runsADay()));
        text.append("%.0f events per second; %.0f per second and core%n"
                .formatted(measured.sent() / time.wallSeconds(), measured.eventsPerCpuSecond()));
        for (Stage stage : Stage.values()) {
            text.append("  %-10s %6.1f CPU microseconds per event%n"
                    .formatted(stage.name().toLowerCase(Locale.ROOT), time.cpuSeconds(stage) / measured.sent() * 1e6));
        }
        measured.heap()
                .forEach((at, bytes) -> text.append("  heap after %8d events %7.1f MB%n".formatted(at, bytes / 1e6)));
        return text.append("heap from 20 %% to 100 %% of the events: factor %.2f (at most %.1f)%n"
                        .formatted(measured.growth(), MOST_GROWTH))
                .toString();
    }
}
