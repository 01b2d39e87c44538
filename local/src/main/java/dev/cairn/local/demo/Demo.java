package dev.cairn.local.demo;

import dev.cairn.access.KeyService;
import dev.cairn.access.Scope;
import dev.cairn.aggregate.AnomalyReplay;
import dev.cairn.local.FunctionFactory;
import dev.cairn.local.http.GatewayAnswer;
import dev.cairn.local.http.GatewayEvent;
import dev.cairn.local.replay.Progress;
import dev.cairn.plan.version.PlanRepository;
import dev.cairn.plan.version.PutResult;
import dev.cairn.store.Dependencies;
import dev.cairn.store.Json;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The demo site and its history. The history is sent through a collector whose clock is set to the day being sent, so
 * that it is stored as it would have been at that time: with that day's salts and time of receipt.
 */
public final class Demo {
    public static final String SITE = "demo";
    public static final ZoneId ZONE = ZoneId.of("Europe/Berlin");

    private static final long SEED = 20_251;
    private static final int EVENTS_PER_BODY = 500;
    private static final Duration AFTER_THE_LAST_EVENT = Duration.ofSeconds(1);
    private static final int ATTEMPTS = 120;
    private static final Duration BEFORE_THE_OUTAGE = Duration.ofHours(2);
    private static final Duration AFTER_THE_OUTAGE = Duration.ofHours(36);

    /** Averages use the days up to two days earlier, and need at least seven (G2). */
    private static final int DAYS_BEFORE_AVERAGES = 9;

    private static final String PLAN = """
            extends: default
            sites:
              demo:
                name: Lamp shop (demo)
                time_zone: Europe/Berlin
                currency: EUR
                origins: ["https://lamps.example", "http://localhost:%d"]
                key_pages: ["/quote*", "/shop/quote*"]
                targets:
                  orders:
                    label: {en: Orders, de: Bestellungen, nl: Bestellingen, fr: Commandes}
                    metric: conversions
                    goal: purchase
                    value: %d
                    from: %s
                    to: %s
                  signups:
                    label: {en: Newsletter sign-ups, de: Newsletter-Anmeldungen, nl: Nieuwsbriefaanmeldingen, fr: Inscriptions à la newsletter}
                    metric: conversions
                    goal: newsletter_signup
                    value: %d
                    from: %s
                    to: %s
                audiences:
                  left_cart:
                    label: {en: Left a cart, de: Warenkorb verlassen, nl: Winkelwagen verlaten, fr: Panier abandonné}
                    did: add_to_cart
                    not: purchase
                    after: 24h
                    within: 30d
            """;

    /** More orders than the shop will get, so that this target is missed. */
    private static final int ORDERS_WANTED = 780;

    /** About as many as the shop will get. */
    private static final int SIGNUPS_WANTED = 560;

    /** The targets run for 84 days, of which 56 have passed. */
    private static final int DAYS_OF_TARGETS = 84;

    private static final int DAYS_OF_TARGETS_PASSED = 56;

    private final @Nullable Path file;
    private final MovableClock then;
    private final dev.cairn.local.Function collect;
    private DemoState state;

    private Demo(@Nullable Path file, MovableClock then, dev.cairn.local.Function collect, DemoState state) {
        this.file = file;
        this.then = then;
        this.collect = collect;
        this.state = state;
    }

    /**
     * The demo of a data folder, set up if it is missing: plan, site and server key. Empty if the folder already has
     * another plan, which is left unchanged.
     *
     * @param file the file with its state; null without a folder
     * @param portsAt returns the dependencies with another clock
     */
    public static Optional<Demo> of(
            @Nullable Path file, Clock clock, Function<Clock, Dependencies> portsAt, FunctionFactory wiring, int port)
            throws IOException {
        Optional<DemoState> kept = file == null ? Optional.empty() : DemoState.load(file);
        MovableClock then = new MovableClock(clock.instant());
        Dependencies dependencies = portsAt.apply(then);
        if (kept.isEmpty()) {
            kept = setUp(clock, then, dependencies, port);
            if (kept.isPresent() && file != null) {
                kept.get().save(file);
            }
        }
        return kept.map(state -> new Demo(file, then, wiring.collect(dependencies), state));
    }

    /** The demo site's server key, which may also read the site's statistics. */
    public String key() {
        return state.key();
    }

    public boolean complete() {
        return state.complete();
    }

    public LocalDate firstDay() {
        return LocalDate.parse(state.firstDay());
    }

    /** The day on which the load began. */
    public LocalDate lastDay() {
        return firstDay().plusDays(DemoHistory.DAYS_BEFORE_TODAY);
    }

    /** Counts the events sent so far. */
    @FunctionalInterface
    public interface Counting {
        void count() throws IOException, InterruptedException;
    }

    /**
     * Sends the remaining events and prints the progress. Returns the number of accepted events.
     *
     * @param counting called once along the way, so that the later days have averages to compare with (G2)
     */
    public int load(PrintStream out, Counting counting) throws IOException, InterruptedException {
        DemoHistory history = new DemoHistory(state.seed(), firstDay(), ZONE);
        Instant until = Instant.parse(state.until());
        Progress progress = new Progress(out, Duration.ofSeconds(5));
        int accepted = 0;
        int body = 0;
        for (int day = 0; day <= DemoHistory.DAYS_BEFORE_TODAY; day++) {
            List<DemoEvent> events = history.nextDay().stream()
                    .filter(event -> event.at() < until.toEpochMilli())
                    .toList();
            for (int i = 0; i < events.size(); i += EVENTS_PER_BODY) {
                if (body++ >= state.sent()) {
                    accepted += send(events.subList(i, Math.min(i + EVENTS_PER_BODY, events.size())));
                    keep(state.sent(body));
                }
            }
            if (day == DAYS_BEFORE_AVERAGES) {
                counting.count();
            }
            int done = day + 1;
            int soFar = accepted;
            progress.say(() -> "Demo data: " + 100 * done / (DemoHistory.DAYS_BEFORE_TODAY + 1) + " % (day " + done
                    + " of " + (DemoHistory.DAYS_BEFORE_TODAY + 1) + ", " + soFar + " events)");
        }
        progress.end();
        keep(state.completed());
        return accepted;
    }

    /**
     * Once everything is counted, looks for anomalies in the half hours around the video outage and in the last one, as
     * the runs at those times would have (N6). Prints the progress.
     */
    public void judge(PrintStream out, Dependencies dependencies) {
        DemoOutage outage = new DemoHistory(state.seed(), firstDay(), ZONE).videoOutage();
        Instant now = dependencies.clock().instant();
        Instant from = outage.from().minus(BEFORE_THE_OUTAGE);
        Instant mended = outage.until().plus(AFTER_THE_OUTAGE);
        Instant to = mended.isBefore(now) ? mended : now;
        long minutes = Duration.between(from, to).toMinutes();
        Progress progress = new Progress(out, Duration.ofSeconds(5));
        AnomalyReplay replay = new AnomalyReplay(dependencies);
        replay.run(
                SITE,
                from,
                to,
                at -> progress.say(() -> "Demo data: judging what was unusual, "
                        + 100 * Duration.between(from, at).toMinutes() / minutes + " %"));
        replay.run(SITE, now, now, at -> {});
        progress.end();
    }

    private int send(List<DemoEvent> events) throws IOException, InterruptedException {
        then.moveTo(Instant.ofEpochMilli(events.getLast().at()).plus(AFTER_THE_LAST_EVENT));
        byte[] body = body(events);
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            GatewayAnswer answer = GatewayAnswer.read(collect.invoke(event(body).json()));
            if (answer.status() == 202) {
                return Json.MAPPER.readTree(answer.text()).path("accepted").asInt();
            }
            if (answer.status() != 503 && answer.status() != 429) {
                throw new IOException("the collector answered the demo with " + answer.status());
            }
            Thread.sleep(500); // the stream's reader has fallen behind
        }
        throw new IOException("the stream accepted no records for a minute");
    }

    private GatewayEvent event(byte[] body) {
        return new GatewayEvent(
                "POST",
                "/v1/events",
                "",
                Map.of(
                        "authorization", "Bearer " + state.key(),
                        "content-type", "application/json",
                        "user-agent", "cairn-demo"),
                body,
                "127.0.0.1",
                then.instant());
    }

    private static byte[] body(List<DemoEvent> events) {
        var body = Json.MAPPER.createObjectNode().put("site", SITE);
        var list = body.putArray("events");
        events.forEach(event -> list.add(event.json()));
        return body.toString().getBytes(StandardCharsets.UTF_8);
    }

    private void keep(DemoState newState) throws IOException {
        state = newState;
        if (file != null) {
            state.save(file);
        }
    }

    private static String plan(Clock clock, int port) {
        LocalDate from = LocalDate.ofInstant(clock.instant(), ZONE).minusDays(DAYS_OF_TARGETS_PASSED);
        LocalDate to = from.plusDays(DAYS_OF_TARGETS - 1);
        return PLAN.formatted(port, ORDERS_WANTED, from, to, SIGNUPS_WANTED, from, to);
    }

    /** Dates the plan and the key to the day before the history, so that they apply to all of it. */
    private static Optional<DemoState> setUp(Clock clock, MovableClock then, Dependencies dependencies, int port) {
        LocalDate firstDay = LocalDate.ofInstant(clock.instant(), ZONE).minusDays(DemoHistory.DAYS_BEFORE_TODAY);
        then.moveTo(firstDay.minusDays(1).atStartOfDay(ZONE).toInstant());
        PlanRepository plans = new PlanRepository(dependencies.items(), then, Duration.ZERO);
        if (plans.current().version() != 0) {
            return Optional.empty();
        }
        if (!(plans.put(plan(clock, port), "*", null) instanceof PutResult.Stored)) {
            throw new IllegalStateException("the demo's plan was refused");
        }
        KeyService.Created key = new KeyService(dependencies.items(), dependencies.secrets(), then, Duration.ZERO)
                .create(SITE, Set.of(Scope.EVENTS_WRITE, Scope.STATS_READ), "demo", null);
        return Optional.of(DemoState.begin(SEED, firstDay, clock.instant(), key.secret()));
    }
}
