package dev.cairn.simulation;

import dev.cairn.simulation.traffic.Post;
import dev.cairn.simulation.traffic.Settings;
import dev.cairn.simulation.traffic.Traffic;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Random;

/**
 * Everything that determines a run: the same case always gives the same run.
 *
 * @param seed of everything except the posts
 * @param patience maximum time that records wait for a batch
 * @param runsEvery interval between scheduled runs
 */
record SimulationCase(
        long seed,
        Settings settings,
        List<Traffic.PlanChange> plans,
        List<Post> posts,
        Faults faults,
        Duration patience,
        Duration runsEvery) {

    /** The percentage of sent events that are sent for the first time. */
    private static final int FIRST_OF_100 = 64;

    private static final List<String> ZONES =
            List.of("Europe/Brussels", "America/New_York", "UTC", "Asia/Kolkata", "Pacific/Auckland");
    private static final List<String> BEGINNINGS =
            List.of("2026-03-24T03:00:00Z", "2026-10-20T00:00:00Z", "2026-03-05T12:00:00Z", "2026-06-01T00:00:00Z");

    /** A case of a given kind, with this many events before any resends. */
    static SimulationCase of(
            long seed,
            int events,
            Instant begin,
            int days,
            ZoneId zone,
            Faults faults,
            Duration patience,
            Duration runsEvery) {
        Settings settings = new Settings(events, begin, days, zone, zone, 3, true, Settings.SHORT_VISITS);
        return new SimulationCase(
                seed,
                settings,
                Traffic.plans(seed, settings),
                Traffic.posts(seed, settings),
                faults,
                patience,
                runsEvery);
    }

    /** A case whose kind depends on its seed, with about this many sent events. */
    static SimulationCase of(long seed, int events) {
        Random random = new Random(seed);
        ZoneId zone = zone(random);
        Settings settings = new Settings(
                events * FIRST_OF_100 / 100,
                Instant.parse(BEGINNINGS.get(random.nextInt(BEGINNINGS.size()))),
                days(random),
                zone,
                random.nextInt(3) == 0 ? zone(random) : zone,
                1 + random.nextInt(3),
                random.nextInt(4) > 0,
                steps(random));
        return new SimulationCase(
                seed,
                settings,
                Traffic.plans(seed, settings),
                Traffic.posts(seed, settings),
                Faults.usual(1 + random.nextInt(8)),
                patience(random),
                settingsSpan(settings).dividedBy(3 + random.nextInt(6)));
    }

    /** Occasionally long enough for windows to close and averages to exist (G2). */
    private static int days(Random random) {
        return random.nextInt(8) == 0 ? 30 + random.nextInt(12) : 2 + random.nextInt(5);
    }

    /** Visits of about four to about twenty events. */
    private static int steps(Random random) {
        return Settings.SHORT_VISITS << random.nextInt(4);
    }

    private static Duration settingsSpan(Settings settings) {
        return Duration.ofDays(settings.days());
    }

    /** From four minutes to seventeen hours: small batches in some runs, large ones in others. */
    private static Duration patience(Random random) {
        return Duration.ofMinutes(4L << random.nextInt(9));
    }

    private static ZoneId zone(Random random) {
        return ZoneId.of(ZONES.get(random.nextInt(ZONES.size())));
    }

    SimulationCase with(List<Post> fewer) {
        return new SimulationCase(seed, settings, plans, fewer, faults, patience, runsEvery);
    }

    SimulationCase with(Faults others) {
        return new SimulationCase(seed, settings, plans, posts, others, patience, runsEvery);
    }

    /** A day that is closed at the end of the run. */
    LocalDate firstDay() {
        return settings.begin().atZone(settings.zone()).toLocalDate().plusDays(1);
    }

    /** The end of the first sends, before any retry. */
    Instant end() {
        Instant spanEnds = settings.begin().plus(Duration.ofDays(settings.days()));
        Instant last = posts.isEmpty()
                ? spanEnds
                : Instant.ofEpochMilli(posts.getLast().due());
        return last.isAfter(spanEnds) ? last : spanEnds;
    }
}
