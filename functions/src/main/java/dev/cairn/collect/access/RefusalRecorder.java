package dev.cairn.collect.access;

import dev.cairn.collect.request.CollectRequest;
import dev.cairn.collect.scrub.Redactor;
import dev.cairn.collect.stream.TokenBucket;
import dev.cairn.store.Dependencies;
import dev.cairn.store.statistic.RefusedRequests;
import dev.cairn.store.statistic.RefusedSenders;
import dev.cairn.telemetry.Telemetry;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Optional;

/**
 * Records refused origins and unknown sites, so that a site's owner sees them in {@code health}. Anybody can send such
 * requests, so their cost is bounded: a process writes a site's counts at most every {@link #EVERY}, and
 * {@value TokenBucket#AT_ONCE} sites at once and one a second in the long run; until then it holds them, at most
 * {@value RefusedSenders#MOST} senders a site.
 *
 * <p>Nothing runs in the background. Held counts are written with a later request to the same process; those that a
 * process holds when it is killed are lost. The first refusal of a site is written at once. Thread-safe.
 */
public final class RefusalRecorder {
    static final Duration EVERY = Duration.ofSeconds(10);

    /** Sites that may wait, the unknown ones being one of them: more than a plan may have. */
    private static final int MOST_SITES = 2_000;

    private static final String MALFORMED = "(malformed)";

    private static final class Held {
        private RefusedSenders senders = RefusedSenders.NONE;
        private long dueAt = Long.MIN_VALUE;

        private boolean isDue(long now) {
            // A clock that was set back must not block for longer than usual.
            return !senders.isEmpty() && (dueAt <= now || dueAt > now + EVERY.toMillis());
        }
    }

    private final RefusedRequests store;
    private final Clock clock;
    private final Telemetry telemetry;
    private final TokenBucket allowance = new TokenBucket();
    /** The site that has waited longest comes first. */
    private final LinkedHashMap<String, Held> sites = new LinkedHashMap<>();

    public RefusalRecorder(Dependencies dependencies) {
        this.store = new RefusedRequests(dependencies.items(), dependencies.clock());
        this.clock = dependencies.clock();
        this.telemetry = dependencies.telemetry();
    }

    /**
     * Counts the request if it was refused for its site or origin, and writes the counts of at most two sites that are
     * due. A request adds one site, so none waits behind the others for good. Never throws: no response depends on it.
     */
    public void record(CollectRequest collectRequest) {
        String origin = collectRequest.request.header("origin").orElse("");
        if (collectRequest.refusedFor.isPresent() && !collectRequest.siteId.isEmpty() && !collectRequest.debug()) {
            switch (collectRequest.refusedFor.get()) {
                case ORIGIN_NOT_ALLOWED -> hold(collectRequest.siteId, collectRequest.siteId, origin);
                case UNKNOWN_SITE -> hold(RefusedRequests.UNKNOWN_SITES, collectRequest.siteId, origin);
                default -> {}
            }
        }
        due().ifPresent(this::write);
        due().ifPresent(this::write);
    }

    /** Writes everything that is held, for a process that is about to end. */
    public void writeAll() {
        Map<String, RefusedSenders> all = new HashMap<>();
        synchronized (this) {
            sites.forEach((site, held) -> all.put(site, held.senders));
            sites.clear();
        }
        all.entrySet().removeIf(each -> each.getValue().isEmpty());
        all.entrySet().forEach(this::write);
    }

    private synchronized void hold(String key, String site, String origin) {
        if (sites.size() >= MOST_SITES && !sites.containsKey(key)) {
            return;
        }
        RefusedSenders.Sender sender =
                new RefusedSenders.Sender(withoutPersons(site), named(origin), 1, clock.millis());
        Held held = sites.computeIfAbsent(key, any -> new Held());
        held.senders = held.senders.plus(new RefusedSenders(List.of(sender)));
    }

    private synchronized Optional<Entry<String, RefusedSenders>> due() {
        long now = clock.millis();
        for (Entry<String, Held> each : sites.entrySet()) {
            Held held = each.getValue();
            if (held.isDue(now) && allowance.mayPass(now)) {
                RefusedSenders taken = held.senders;
                held.senders = RefusedSenders.NONE;
                held.dueAt = now + EVERY.toMillis();
                sites.putLast(each.getKey(), held);
                return Optional.of(Map.entry(each.getKey(), taken));
            }
        }
        return Optional.empty();
    }

    private void write(Entry<String, RefusedSenders> counts) {
        try {
            if (store.add(counts.getKey(), counts.getValue())) {
                return;
            }
        } catch (RuntimeException broken) {
            telemetry.error("refused requests could not be recorded", broken, Map.of("site", counts.getKey()));
        }
        takeBack(counts);
    }

    private synchronized void takeBack(Entry<String, RefusedSenders> counts) {
        Held held = sites.computeIfAbsent(counts.getKey(), any -> new Held());
        held.senders = counts.getValue().plus(held.senders);
    }

    private static String named(String origin) {
        return origin.isEmpty() || OriginCheck.wellFormed(origin) ? withoutPersons(origin) : MALFORMED;
    }

    /** Any page can choose its origin, and any sender its site's id. */
    private static String withoutPersons(String text) {
        return Redactor.betrays(text) ? Redactor.REDACTED : text;
    }
}
