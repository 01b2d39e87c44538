package dev.cairn.collect.stream;

import dev.cairn.collect.request.CollectRequest;
import dev.cairn.store.EventStream.Entry;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Limits how many records fully rejected bodies write to the stream, and counts the events of the others. Each site has
 * its own {@link TokenBucket}: bursts of {@value TokenBucket#AT_ONCE} bodies, and one a second on average, go to the
 * stream with scrubbed samples. The others are counted here by reason. The counts are written
 *
 * <ul>
 *   <li>with the next request of the site that its token bucket admits, whether its events are rejected or accepted,
 *   <li>or with the next request of any other site, once they have been pending for {@link #LONGEST}.
 * </ul>
 *
 * <p>Nothing here runs in the background: Lambda freezes a process between requests, so pending counts wait for the
 * next request to the same process. Records that the stream did not confirm are sent again under the same id.
 *
 * <p>If the process is killed, its pending counts are lost. Lambda kills a process without notice, usually after some
 * minutes without requests. The loss is limited to what exceeded the limit since the site's last record: about the last
 * second of a flood, or more if the stream was refusing records. A site that stays within its limit never has pending
 * counts. An orderly shutdown calls {@link #everything}.
 *
 * <p>Memory is bounded by the number of sites (only sites in the plan get here), days and reasons, and by about
 * {@value #RECORDS_AT_ONCE} unconfirmed records per site. Thread-safe.
 */
public final class RejectionLimiter {
    /**
     * Long enough that a flooded site's own requests write its counts; well within the minute that docs/rules.md
     * allows.
     */
    static final Duration LONGEST = Duration.ofSeconds(10);

    /** Records of one site per request; later requests write the rest. */
    static final int RECORDS_AT_ONCE = 8;

    /** Records of all other sites per request, one for each site. */
    private static final int RECORDS_OF_OTHERS = 100;

    private final Clock clock;
    private final Map<String, RejectionCounts> sites = new HashMap<>();

    public RejectionLimiter(Clock clock) {
        this.clock = clock;
    }

    /** The entries to write to the stream for a body without an accepted event; may be empty. */
    public synchronized List<Entry> withRejected(CollectRequest collectRequest) {
        long now = clock.millis();
        RejectionCounts own = sites.computeIfAbsent(collectRequest.knownSite().id(), RejectionCounts::new);
        boolean mayPut = own.mayPut(now);
        // While records are unconfirmed, samples would only add to the backlog.
        boolean withSamples = mayPut && !own.isInDoubt();
        if (!withSamples) {
            own.hold(collectRequest, now);
        }
        List<Entry> entries = mayPut ? entries(own.take(RECORDS_AT_ONCE)) : new ArrayList<>();
        if (withSamples) {
            entries.addAll(DeliveryBatcher.of(collectRequest));
        }
        entries.addAll(ofOthers(own, now));
        return entries;
    }

    /** The pending counts to write to the stream after it has confirmed the events of a body. */
    public synchronized List<Entry> withAccepted(CollectRequest collectRequest) {
        if (sites.isEmpty()) {
            return List.of();
        }
        long now = clock.millis();
        RejectionCounts own = sites.computeIfAbsent(collectRequest.knownSite().id(), RejectionCounts::new);
        List<Entry> entries =
                own.isEmpty() || !own.mayPut(now) ? new ArrayList<>() : entries(own.take(RECORDS_AT_ONCE));
        entries.addAll(ofOthers(own, now));
        return entries;
    }

    /** Takes back entries from here that were not confirmed. */
    public synchronized void takeBack(List<Entry> unconfirmed) {
        long now = clock.millis();
        for (Entry entry : unconfirmed) {
            RejectionCountsRecord counts = RejectionCountsRecord.of(entry);
            sites.computeIfAbsent(counts.site(), RejectionCounts::new).hold(counts, now);
        }
    }

    /** All pending counts, without a limit, before the process ends. */
    public synchronized List<Entry> everything() {
        List<Entry> entries = new ArrayList<>();
        sites.values().forEach(each -> entries.addAll(entries(each.take(Integer.MAX_VALUE))));
        return entries;
    }

    /** Longest pending first, one record per site, so that a site with many records does not delay the others. */
    private List<Entry> ofOthers(RejectionCounts own, long now) {
        sites.values().removeIf(each -> each.isIdle(now));
        List<RejectionCounts> overdue = sites.values().stream()
                .filter(each -> each != own && each.oldest() <= now - LONGEST.toMillis())
                .sorted(Comparator.comparingLong(RejectionCounts::oldest))
                .toList();
        List<Entry> entries = new ArrayList<>();
        for (RejectionCounts each : overdue) {
            if (entries.size() < RECORDS_OF_OTHERS && each.mayPut(now)) {
                entries.addAll(entries(each.take(1)));
            }
        }
        return entries;
    }

    private static List<Entry> entries(List<RejectionCountsRecord> records) {
        List<Entry> entries = new ArrayList<>();
        records.forEach(each -> entries.add(each.entry()));
        return entries;
    }
}
