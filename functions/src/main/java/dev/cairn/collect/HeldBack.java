package dev.cairn.collect;

import dev.cairn.store.EventStream.Entry;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Limits what wholly rejected bodies put on the stream, and loses none of their counts. Each site has an
 * {@link Allowance} of its own: {@value Allowance#AT_ONCE} bodies at once and one a second in the long run go to the
 * stream with scrubbed samples. Of the others the number by reason is kept here, and goes
 *
 * <ul>
 *   <li>with the site's next request that lets something pass, whether it is rejected or accepted,
 *   <li>or with the next request of any other site, once it has been held for {@link #LONGEST}.
 * </ul>
 *
 * Nothing here runs by itself: a Lambda function is frozen between requests, so counts wait for the next one of the same
 * process. What the stream did not confirm comes back and is offered again under the same id.
 *
 * <p>Counts that are held when a process is killed are lost. Lambda ends a process without notice, after some minutes
 * without requests; what it then holds is what came beyond the allowance after the site's last record, that is within
 * about a second at the end of a flood, or what the stream was refusing until then. A site that sends fewer wholly
 * rejected bodies than its allowance never has anything held. A process that ends in order calls {@link #everything}.
 *
 * <p>Memory is bounded by sites (only those that the plan has get here), days and reasons, and
 * {@value #RECORDS_AT_ONCE} unconfirmed records each. Thread-safe.
 */
final class HeldBack {
    /** So long that a flooded site's own requests take its counts along; well within the minute of SPEC section 2. */
    static final Duration LONGEST = Duration.ofSeconds(10);

    /** Of one site with one request. More stays held, and goes with the next ones. */
    static final int RECORDS_AT_ONCE = 8;

    /** Of all other sites with one request, one of each. */
    private static final int RECORDS_OF_OTHERS = 100;

    private final Clock clock;
    private final Map<String, HeldCounts> sites = new HashMap<>();

    HeldBack(Clock clock) {
        this.clock = clock;
    }

    /** What is to be offered to the stream for a body without an accepted event; perhaps nothing now. */
    synchronized List<Entry> withRejected(Submission submission) {
        long now = clock.millis();
        HeldCounts own = sites.computeIfAbsent(submission.knownSite().id(), HeldCounts::new);
        boolean mayPut = own.mayPut(now);
        // While records are in doubt no more become so: the stream has trouble enough.
        boolean withSamples = mayPut && !own.isInDoubt();
        if (!withSamples) {
            own.hold(submission, now);
        }
        List<Entry> entries = mayPut ? entries(own.take(RECORDS_AT_ONCE)) : new ArrayList<>();
        if (withSamples) {
            entries.addAll(Deliveries.of(submission));
        }
        entries.addAll(ofOthers(own, now));
        return entries;
    }

    /** What is to be offered to the stream on the occasion of a body whose events it has confirmed. */
    synchronized List<Entry> withAccepted(Submission submission) {
        if (sites.isEmpty()) {
            return List.of();
        }
        long now = clock.millis();
        HeldCounts own = sites.computeIfAbsent(submission.knownSite().id(), HeldCounts::new);
        List<Entry> entries =
                own.isEmpty() || !own.mayPut(now) ? new ArrayList<>() : entries(own.take(RECORDS_AT_ONCE));
        entries.addAll(ofOthers(own, now));
        return entries;
    }

    /** Entries that were taken from here and not confirmed. */
    synchronized void takeBack(List<Entry> unconfirmed) {
        long now = clock.millis();
        for (Entry entry : unconfirmed) {
            CountsRecord counts = CountsRecord.of(entry);
            sites.computeIfAbsent(counts.site(), HeldCounts::new).hold(counts, now);
        }
    }

    /** All that is held, for a process that is about to end. */
    synchronized List<Entry> everything() {
        List<Entry> entries = new ArrayList<>();
        sites.values().forEach(each -> entries.addAll(entries(each.take(Integer.MAX_VALUE))));
        return entries;
    }

    /** Those that were held longest first, one record of each, so that no site waits for another's many. */
    private List<Entry> ofOthers(HeldCounts own, long now) {
        sites.values().removeIf(each -> each.isIdle(now));
        List<HeldCounts> overdue = sites.values().stream()
                .filter(each -> each != own && each.oldest() <= now - LONGEST.toMillis())
                .sorted(Comparator.comparingLong(HeldCounts::oldest))
                .toList();
        List<Entry> entries = new ArrayList<>();
        for (HeldCounts each : overdue) {
            if (entries.size() < RECORDS_OF_OTHERS && each.mayPut(now)) {
                entries.addAll(entries(each.take(1)));
            }
        }
        return entries;
    }

    private static List<Entry> entries(List<CountsRecord> records) {
        List<Entry> entries = new ArrayList<>();
        records.forEach(each -> entries.add(each.entry()));
        return entries;
    }
}
