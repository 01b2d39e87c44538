package dev.cairn.domain.event;

import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * One copy of an event as stored in a visitor day. It keeps what visits, goals and funnels need; of the event as sent,
 * only names and the property values that are counted are kept.
 *
 * @param key identifies the event, and places it among others (T4)
 * @param copy the delivery it came in, and what distinguishes it from other copies (D1)
 * @param name the event's name
 * @param elsewhere whether a copy that was received earlier is stored in another visitor day (D1); this one is then
 *     counted as a duplicate and otherwise ignored
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
     * The order is that of D1: of copies that differ, the smallest is kept.
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
     * Who sent the event.
     *
     * @param server whether it was sent with a server key
     * @param device the device it was sent from if it is stored under a user; it then identifies that device (I3)
     * @param ads whether consent for ads was given and Global Privacy Control was not set (I2); false for events that
     *     were stored before this was kept
     */
    public record Sender(boolean server, @Nullable DeviceHash device, boolean ads) {
        public static final Sender BROWSER = new Sender(false, null, false);
    }

    /**
     * What is kept of the event as sent.
     *
     * @param propKeys keys of its properties, sorted
     * @param host of its page; null when it has no URL, and in events stored before hosts were kept
     * @param page path of its page, null when it has no URL
     * @param props values of the properties that are counted by value (F13), by key: at most
     *     {@link PropertyValues#MOST_CHARS} characters each
     * @param click the ad click that brought the visitor to the page; null without one, and without consent for ads
     */
    public record Payload(
            List<String> propKeys,
            @Nullable String host,
            @Nullable String page,
            SortedMap<String, String> props,
            Measures measures,
            @Nullable ClickId click) {}

    /**
     * What the plan says of the event.
     *
     * @param planVersion the plan version that tagged it
     * @param touch the traffic source of a visit that begins with this event (V1)
     * @param matches the goals whose match holds for this event
     */
    public record Classification(int planVersion, TrafficSource touch, Set<GoalMatch> matches) {}

    /**
     * The event's part in a sale.
     *
     * @param value amount, null when it has none
     * @param order its order, null when it names none
     * @param refund whether it takes back the order, or its value of it (D3)
     */
    public record Transaction(
            @Nullable Money value, @Nullable OrderHash order, boolean refund) {
        public static final Transaction NONE = new Transaction(null, null, false);
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
     * Returns a marker that this event is not counted here, because {@code first} is stored elsewhere and counts
     * instead.
     */
    public StoredEvent keptElsewhere(EventSource first) {
        return new StoredEvent(key, first, sender, name, payload, classification, transaction, true);
    }

    /** Returns this event with other matching goals. */
    public StoredEvent matching(Set<GoalMatch> others) {
        Classification other = new Classification(planVersion(), touch(), others);
        return new StoredEvent(key, copy, sender, name, payload, other, transaction, elsewhere);
    }
}
