package dev.cairn.domain.event;

import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One copy of an event as stored in a visitor day. It keeps what visits, goals and funnels need; of the event as sent,
 * only names are kept.
 *
 * @param idHash first 8 bytes of SHA-256(id), compared unsigned (T4)
 * @param copy the delivery it came in, and what distinguishes it from other copies (D1)
 * @param planVersion the plan version that tagged it
 * @param name the event's name
 * @param propKeys keys of its properties, sorted
 * @param touch the traffic source of a visit that begins with this event (V1)
 * @param page path of its page, null when it has no URL
 * @param matches goals it meets: {@code goal}, or {@code goal~2} if the goal's alternative 2 also depends on the visit
 * @param order hash of its order id
 * @param device hash of the device it was sent from if it is stored under a user; it then identifies that device (I3)
 * @param elsewhere whether a copy that was received earlier is stored in another visitor day (D1); this one is then
 *     counted as a duplicate and otherwise ignored
 */
public record StoredEvent(
        long idHash,
        EventSource copy,
        long at,
        long seq,
        int planVersion,
        boolean server,
        String name,
        List<String> propKeys,
        TrafficSource touch,
        @Nullable String page,
        Set<String> matches,
        @Nullable Money value,
        @Nullable String order,
        boolean refund,
        Measures measures,
        @Nullable String device,
        boolean elsewhere) {

    /** Order T4: by time, sequence number and id. */
    public static final Comparator<StoredEvent> T4 = Comparator.comparingLong(StoredEvent::at)
            .thenComparingLong(StoredEvent::seq)
            .thenComparing(StoredEvent::idHash, Long::compareUnsigned);

    /**
     * Identifies a copy of an event: hash of the delivery and position in it, time of receipt, and hash of the content.
     * The order is that of D1: of copies that differ, the smallest is kept.
     *
     * @param deliveryEvents number of events in that delivery, so that a partial loss can be detected
     */
    public record EventSource(String delivery, int position, long receivedAt, long content, int deliveryEvents)
            implements Comparable<EventSource> {
        private static final Comparator<EventSource> ORDER = Comparator.comparingLong(EventSource::receivedAt)
                .thenComparing(EventSource::content, Long::compareUnsigned)
                .thenComparing(EventSource::delivery)
                .thenComparingInt(EventSource::position);

        @Override
        public int compareTo(EventSource other) {
            return ORDER.compare(this, other);
        }

        /** Whether this is the same copy, redelivered by the stream. */
        public boolean isRedeliveryOf(EventSource other) {
            return position == other.position && delivery.equals(other.delivery);
        }
    }

    /**
     * The measurements that engagement keys use (G2).
     *
     * @param engagedMillis of an {@code engagement} event: milliseconds since the previous one
     * @param scroll of an {@code engagement} event: percent
     * @param scrolled of an {@code engagement} event: whether the page was scrolled
     * @param percent of a {@code video_progress} or {@code video_complete} event
     */
    public record Measures(
            long engagedMillis,
            @Nullable BigDecimal scroll,
            boolean scrolled,
            @Nullable BigDecimal percent) {
        public static final Measures NONE = new Measures(0, null, false, null);
    }

    /**
     * Returns a marker that this event is not counted here, because {@code first} is stored elsewhere and counts
     * instead.
     */
    public StoredEvent keptElsewhere(EventSource first) {
        return with(first, matches, true);
    }

    /** Returns this event with other matching goals. */
    public StoredEvent matching(Set<String> others) {
        return with(copy, others, elsewhere);
    }

    private StoredEvent with(EventSource otherCopy, Set<String> otherMatches, boolean isElsewhere) {
        return new StoredEvent(
                idHash,
                otherCopy,
                at,
                seq,
                planVersion,
                server,
                name,
                propKeys,
                touch,
                page,
                otherMatches,
                value,
                order,
                refund,
                measures,
                device,
                isElsewhere);
    }
}
