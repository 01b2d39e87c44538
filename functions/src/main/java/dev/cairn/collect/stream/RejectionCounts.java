package dev.cairn.collect.stream;

import dev.cairn.collect.request.CollectRequest;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Counts a site's rejected events that are not known to be on the stream, by day of receipt and reason, and limits how
 * many records of them the site may write. Memory grows with days and reasons, not with events.
 */
final class RejectionCounts {
    /** The limit for one record: at most about 300 KB of JSON, which fits. */
    static final int COUNTS_PER_RECORD = 5_000;

    /** {@code health} counts by day of receipt (in the plan version's time zone), so a record must not mix days. */
    private record Group(int planVersion, LocalDate day) {}

    /** Counts that are not yet in a record. */
    private static final class Waiting {
        /** The first request counted here; the records use its id and time. */
        private final String request;

        private final long receivedAt;
        private final SortedMap<String, Long> rejected = new TreeMap<>();
        private int records;

        Waiting(String request, long receivedAt) {
            this.request = request;
            this.receivedAt = receivedAt;
        }
    }

    private final String site;
    private final TokenBucket allowance = new TokenBucket();
    private final Map<Group, Waiting> waiting = new LinkedHashMap<>();
    /** Records sent to the stream but not confirmed; the stream may contain them nevertheless. */
    private final Deque<RejectionCountsRecord> inDoubt = new ArrayDeque<>();

    private long oldest = Long.MAX_VALUE;

    RejectionCounts(String site) {
        this.site = site;
    }

    boolean mayPut(long now) {
        return allowance.mayPass(now);
    }

    boolean isEmpty() {
        return waiting.isEmpty() && inDoubt.isEmpty();
    }

    boolean isInDoubt() {
        return !inDoubt.isEmpty();
    }

    /** Whether these counts can be discarded without effect. */
    boolean isIdle(long now) {
        return isEmpty() && allowance.isFull(now);
    }

    /** When the oldest pending count was added, epoch milliseconds; {@link Long#MAX_VALUE} if nothing is pending. */
    long oldest() {
        return oldest;
    }

    void hold(CollectRequest collectRequest, long now) {
        long receivedAt = collectRequest.request.receivedAt();
        Group group = new Group(
                collectRequest.planVersion, collectRequest.knownSite().zones().dayOf(receivedAt));
        Waiting counts =
                waiting.computeIfAbsent(group, any -> new Waiting(collectRequest.request.requestId(), receivedAt));
        collectRequest.rejected.forEach(each -> counts.rejected.merge(each.reason(), 1L, Long::sum));
        oldest = Math.min(oldest, now);
    }

    /** Keeps a record, which will be sent again unchanged. */
    void hold(RejectionCountsRecord unconfirmed, long now) {
        inDoubt.add(unconfirmed);
        oldest = Math.min(oldest, now);
    }

    /** Removes and returns at most this many records, beginning with those already sent. The rest stay pending. */
    List<RejectionCountsRecord> take(int most) {
        List<RejectionCountsRecord> taken = new ArrayList<>();
        while (taken.size() < most && !inDoubt.isEmpty()) {
            taken.add(inDoubt.remove());
        }
        Iterator<Map.Entry<Group, Waiting>> groups = waiting.entrySet().iterator();
        while (taken.size() < most && groups.hasNext()) {
            Map.Entry<Group, Waiting> group = groups.next();
            while (taken.size() < most && !group.getValue().rejected.isEmpty()) {
                taken.add(cut(group.getKey(), group.getValue()));
            }
            if (group.getValue().rejected.isEmpty()) {
                groups.remove();
            }
        }
        oldest = isEmpty() ? Long.MAX_VALUE : oldest;
        return taken;
    }

    private RejectionCountsRecord cut(Group group, Waiting counts) {
        SortedMap<String, Integer> rejected = new TreeMap<>();
        int left = COUNTS_PER_RECORD;
        while (left > 0 && !counts.rejected.isEmpty()) {
            String reason = counts.rejected.firstKey();
            long count = Objects.requireNonNull(counts.rejected.remove(reason));
            int cut = (int) Math.min(left, count);
            rejected.put(reason, cut);
            left -= cut;
            if (count > cut) {
                counts.rejected.put(reason, count - cut);
            }
        }
        String id = counts.request + "-held-" + counts.records++;
        return new RejectionCountsRecord(
                id, DeliveryBatcher.partitionKey(site, id), site, counts.receivedAt, group.planVersion(), rejected);
    }
}
