package dev.cairn.domain.event;

import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * One copy of an event as stored in a visitor day. It holds the data that visits, goals and funnels need. Of the event
 * as sent, it keeps only names and the property values that are counted.
 *
 * @param key identifies the event and determines its order (T4)
 * @param copy the delivery that contained it, and the data that distinguishes it from other copies (D1)
 * @param name the event's name
 * @param elsewhere whether an earlier copy is stored in another visitor day (D1); this copy is then counted as a
 *     duplicate and otherwise ignored
 */
public record StoredEvent(
        EventOrderKey key,
        EventSource copy,
        Sender sender,
        String name,
        Payload payload,
        Classification classification,
        Transaction transaction,
        boolean elsewhere) {

    /** Order T4: by time, sequence number and id. */
    public static final Comparator<StoredEvent> T4 = Comparator.comparing(StoredEvent::key);

    /**
     * Identifies a copy of an event: hash of the delivery and position in it, time of receipt, and hash of the content.
     * Copies are ordered as in D1: if they differ, the smallest is kept.
     *
     * @param deliveryEvents number of events in that delivery, so that a partial loss can be detected
     */
    public record EventSource(String delivery, int position, long receivedAt, ContentHash content, int deliveryEvents)
            implements Comparable<EventSource> {
        private static final Comparator<EventSource> ORDER = Comparator.comparingLong(EventSource::receivedAt)
                .thenComparing(EventSource::content)
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
     * The sender of the event.
     *
     * @param server whether it was sent with a server key
     * @param device the device that sent it if the event is stored under a user; the event then identifies the user on
     *     that device (I3)
     * @param ads whether consent for ads was given and Global Privacy Control was not set (I2); false for events stored
     *     before consent was recorded
     */
    public record Sender(boolean server, @Nullable DeviceHash device, boolean ads) {
        public static final Sender BROWSER = new Sender(false, null, false);
    }

    /**
     * The stored data of the event as sent.
     *
     * @param propKeys keys of its properties, sorted
     * @param host host of its page; null if it has no URL, and for events stored before hosts were kept
     * @param page path of its page; null if it has no URL
     * @param props by key, values of the properties that are counted by value (F13), at most
     *     {@link PropertyValues#MOST_CHARS} characters each
     * @param click the ad click that led the visitor to the page; null without a click or without consent for ads
     */
    public record Payload(
            List<String> propKeys,
            @Nullable String host,
            @Nullable String page,
            SortedMap<String, String> props,
            Measures measures,
            @Nullable ClickId click) {}

    /**
     * The event's classification by the plan.
     *
     * @param planVersion the plan version that tagged it
     * @param touch the traffic source of a visit that began with this event (V1)
     * @param matches the goals whose match holds for this event
     */
    public record Classification(int planVersion, TrafficSource touch, Set<GoalMatch> matches) {}

    /**
     * The event's part in a sale.
     *
     * @param value amount; null if it has none
     * @param order its order; null if it has none
     * @param refund whether it refunds the order, fully or by its value (D3)
     */
    public record Transaction(
            @Nullable Money value, @Nullable OrderHash order, boolean refund) {
        public static final Transaction NONE = new Transaction(null, null, false);
    }

    /**
     * The measurements that engagement conditions use (G2).
     *
     * @param engagedMillis for an {@code engagement} event: milliseconds since the previous one
     * @param scroll for an {@code engagement} event: percentage
     * @param scrolled for an {@code engagement} event: whether the page was scrolled
     * @param percent for a {@code video_progress} or {@code video_complete} event: percentage
     */
    public record Measures(
            long engagedMillis,
            @Nullable BigDecimal scroll,
            boolean scrolled,
            @Nullable BigDecimal percent) {
        public static final Measures NONE = new Measures(0, null, false, null);
    }

    public EventHash id() {
        return key.id();
    }

    /** Returns the event time, epoch milliseconds. */
    public long at() {
        return key.at();
    }

    public boolean server() {
        return sender.server();
    }

    public @Nullable DeviceHash device() {
        return sender.device();
    }

    /** Whether consent for ads was given with the event and Global Privacy Control was not set (I2). */
    public boolean ads() {
        return sender.ads();
    }

    public @Nullable ClickId click() {
        return payload.click();
    }

    public List<String> propKeys() {
        return payload.propKeys();
    }

    public @Nullable String page() {
        return payload.page();
    }

    public @Nullable String host() {
        return payload.host();
    }

    /** Returns the values of the properties that are counted by value (F13), by key. */
    public SortedMap<String, String> props() {
        return payload.props();
    }

    public Measures measures() {
        return payload.measures();
    }

    public int planVersion() {
        return classification.planVersion();
    }

    public TrafficSource touch() {
        return classification.touch();
    }

    public Set<GoalMatch> matches() {
        return classification.matches();
    }

    public @Nullable Money value() {
        return transaction.value();
    }

    public @Nullable OrderHash order() {
        return transaction.order();
    }

    public boolean refund() {
        return transaction.refund();
    }

    /**
     * Returns a marker that this event is not counted here because {@code first}, which is stored elsewhere, counts
     * instead.
     */
    public StoredEvent keptElsewhere(EventSource first) {
        return new StoredEvent(key, first, sender, name, payload, classification, transaction, true);
    }

    /** Returns this event with different matching goals. */
    public StoredEvent matching(Set<GoalMatch> others) {
        Classification other = new Classification(planVersion(), touch(), others);
        return new StoredEvent(key, copy, sender, name, payload, other, transaction, elsewhere);
    }
}
