package dev.cairn.domain.event;

import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One copy of an event as a visitor day keeps it: what visits, goals and funnels need, nothing as sent but names.
 *
 * @param idHash first 8 bytes of SHA-256(id), compared unsigned (T4)
 * @param copy which delivery brought it and what tells it from other copies (D1)
 * @param planVersion the version that tagged it
 * @param name the event's name
 * @param propKeys keys of its properties, sorted
 * @param touch where its visit would come from if it were the visit's first event (V1)
 * @param page path of its page, null when it has no address
 * @param matches goals it meets: {@code goal}, or {@code goal~2} where the goal's alternative 2 also looks at the visit
 * @param order hash of its order id
 * @param device hash of the device it was sent from where its home is a user's, so that it identifies that device (I3)
 * @param elsewhere a copy of it that was received earlier is kept in another visitor day (D1): this one is counted
 *     as a duplicate and otherwise ignored
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

    /** T4: by time, sequence number and id. */
    public static final Comparator<StoredEvent> T4 = Comparator.comparingLong(StoredEvent::at)
            .thenComparingLong(StoredEvent::seq)
            .thenComparing(StoredEvent::idHash, Long::compareUnsigned);

    /**
     * A copy of an event: the delivery's hash and the place in it, when it was received, and the content's hash.
     * The order is D1's: of copies that differ the smallest is kept.
     *
     * @param deliveryEvents how many events that delivery brought, so that it shows when a part of it got lost
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

        /** The same copy, delivered again by the stream. */
        public boolean isRedeliveryOf(EventSource other) {
            return position == other.position && delivery.equals(other.delivery);
        }
    }

    /**
     * What engagement keys look at (G2).
     *
     * @param engagedMillis of an {@code engagement} event, new since the last one
     * @param scroll of an {@code engagement} event, percent
     * @param scrolled of an {@code engagement} event: the page was scrolled
     * @param percent of a {@code video_progress} or {@code video_complete} event
     */
    public record Measures(
            long engagedMillis,
            @Nullable BigDecimal scroll,
            boolean scrolled,
            @Nullable BigDecimal percent) {
        public static final Measures NONE = new Measures(0, null, false, null);
    }

    /** The sign that this event does not count where it is, for {@code first} counts and is kept elsewhere. */
    public StoredEvent keptElsewhere(EventSource first) {
        return with(first, matches, true);
    }

    /** The same event under other goals. */
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
