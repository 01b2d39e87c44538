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
 * Records refused origins and unknown sites, so that a site's owner sees them in {@code health}. Such requests can come
 * from anywhere, so their cost is bounded: a process writes the counts of a site at most once per {@link #EVERY}, in
 * bursts of up to {@value TokenBucket#AT_ONCE} sites and one site a second on average. Until then it holds the counts
 * in memory, for at most {@value RefusedSenders#MOST} senders per site.
 *
 * <p>Nothing runs in the background. A later request to the same process writes the pending counts; if the process is
 * killed first, they are lost. A site's first refusal is written at once. Thread-safe.
 */
public final class RefusalRecorder {
    static final Duration EVERY = Duration.ofSeconds(10);

    /** The most sites with pending counts, all unknown sites counting as one: more than a plan may have. */
    private static final int MOST_SITES = 2_000;

    private static final String MALFORMED = "(malformed)";

    private static final class Held {
        private RefusedSenders senders = RefusedSenders.NONE;
        private long dueAt = Long.MIN_VALUE;

        private boolean isDue(long now) {
            // If the clock is set back, the wait must not become longer than usual.
            return !senders.isEmpty() && (dueAt <= now || dueAt > now + EVERY.toMillis());
        }
    }

    private final RefusedRequests store;
    private final Clock clock;
    private final Telemetry telemetry;
    private final TokenBucket allowance = new TokenBucket();
    /** The site that has waited longest is first. */
    private final LinkedHashMap<String, Held> sites = new LinkedHashMap<>();

    public RefusalRecorder(Dependencies dependencies) {
        this.store = new RefusedRequests(dependencies.items(), dependencies.clock());
        this.clock = dependencies.clock();
        this.telemetry = dependencies.telemetry();
    }

    /**
     * Counts the request if it was refused because of its site or origin, and writes the counts of at most two sites
     * that are due. A request adds at most one site, so no site waits forever. Never throws: no response depends on it.
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

    /** Writes all pending counts before the process ends. */
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

    /** Redacts private data: senders can choose any origin and any site id. */
    private static String withoutPersons(String text) {
        return Redactor.betrays(text) ? Redactor.REDACTED : text;
    }
}
