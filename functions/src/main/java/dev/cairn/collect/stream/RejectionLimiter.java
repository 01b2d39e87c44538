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
 * Limits how many records wholly rejected bodies put on the stream, and counts the events of those it holds back. Each
 * site has its own {@link TokenBucket}: {@value TokenBucket#AT_ONCE} bodies at once, and one a second in the long run,
 * go to the stream with scrubbed samples. The others are counted here by reason. The counts are put
 *
 * <ul>
 *   <li>with the site's next request that its token bucket admits, whether its events are rejected or accepted,
 *   <li>or with the next request of any other site, once they have been held for {@link #LONGEST}.
 * </ul>
 *
 * <p>Nothing here runs in the background: Lambda freezes a process between requests, so held counts wait for the next
 * request to the same process. Records that the stream did not confirm are offered again under the same id.
 *
 * <p>Counts that a process holds when it is killed are lost. Lambda kills a process without notice, usually after some
 * minutes without requests. The loss is what exceeded the limit since the site's last record: about the last second of
 * a flood, or more only if the stream had refused records until then. A site that stays within its limit never has
 * counts held. An orderly end of the process calls {@link #everything}.
 *
 * <p>Memory is bounded by sites (only sites of the plan get here), days and reasons, and by about
 * {@value #RECORDS_AT_ONCE} unconfirmed records per site. Thread-safe.
 */
public final class RejectionLimiter {
    /** Leaves a flooded site's counts to its own requests; well within the minute that docs/rules.md allows. */
    static final Duration LONGEST = Duration.ofSeconds(10);

    /** Records of one site per request; the rest stays held and is put with later requests. */
    static final int RECORDS_AT_ONCE = 8;

    /** Records of all other sites per request, one for each site. */
    private static final int RECORDS_OF_OTHERS = 100;

    private final Clock clock;
    private final Map<String, RejectionCounts> sites = new HashMap<>();

    public RejectionLimiter(Clock clock) {
        this.clock = clock;
    }

    /** The entries to offer to the stream for a body without an accepted event; may be empty. */
    public synchronized List<Entry> withRejected(CollectRequest collectRequest) {
        long now = clock.millis();
        RejectionCounts own = sites.computeIfAbsent(collectRequest.knownSite().id(), RejectionCounts::new);
        boolean mayPut = own.mayPut(now);
        // While the stream leaves records unconfirmed, samples would only add to the backlog.
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

    /** The held counts to offer to the stream after it has confirmed the events of a body. */
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

    /** Takes back entries that came from here and were not confirmed. */
    public synchronized void takeBack(List<Entry> unconfirmed) {
        long now = clock.millis();
        for (Entry entry : unconfirmed) {
            RejectionCountsRecord counts = RejectionCountsRecord.of(entry);
            sites.computeIfAbsent(counts.site(), RejectionCounts::new).hold(counts, now);
        }
    }

    /** Everything that is held, without a limit; for a process that is about to end. */
    public synchronized List<Entry> everything() {
        List<Entry> entries = new ArrayList<>();
        sites.values().forEach(each -> entries.addAll(entries(each.take(Integer.MAX_VALUE))));
        return entries;
    }

    /** Longest held first, one record per site, so that a site with many records does not delay the others. */
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
