package dev.cairn.domain.event;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The record on the stream: the events of one visitor from one request. The rejected events of a request are part of
 * its first delivery, after scrubbing, so that they are counted only from records that the stream has confirmed. Some
 * fully rejected requests have no delivery; their counts are part of a later delivery without events
 * ({@link Rejected#counted}).
 *
 * @param id request id and index, unique; a redelivery has the same id
 * @param receivedAt API Gateway's time of the request, epoch milliseconds (T1)
 * @param planVersion the plan version that was active at {@code receivedAt}; it tags the events
 */
public record Delivery(
        String id,
        String site,
        long receivedAt,
        int planVersion,
        Sender sender,
        List<AcceptedEvent> events,
        List<Rejected> rejected) {

    /**
     * The sender of the events, and the sender's consent.
     *
     * @param visitor the visitor under whom the events are stored; {@link VisitorKey#NOBODY} for link level none
     * @param device the device if {@code visitor} is a user on a known device; otherwise null (I3)
     * @param deviceMadeAt when the device id was created, epoch milliseconds; null if the id does not carry it
     * @param server whether it was sent with a server key
     * @param ads whether consent for ads was given and Global Privacy Control was not set (I2)
     */
    public record Sender(
            VisitorKey visitor,
            @Nullable DeviceHash device,
            @Nullable Long deviceMadeAt,
            boolean server,
            boolean ads) {
        public static final Sender NOBODY = of(VisitorKey.NOBODY);

        /** Creates the sender for a visitor's browser, without consent for ads. */
        public static Sender of(VisitorKey visitor) {
            return new Sender(visitor, null, null, false, false);
        }

        /** Returns a sender of which only the use of a server key is known. */
        public Sender anonymous() {
            return new Sender(VisitorKey.NOBODY, null, null, server, false);
        }
    }

    public VisitorKey visitor() {
        return sender.visitor();
    }

    public @Nullable DeviceHash device() {
        return sender.device();
    }

    public boolean server() {
        return sender.server();
    }

    /** Returns a copy of this delivery, tagged by another plan version. */
    public Delivery taggedBy(int version) {
        return new Delivery(id, site, receivedAt, version, sender, events, rejected);
    }

    /**
     * One rejected event.
     *
     * @param index position in the body; negative if the event is only counted
     * @param reason name of the rejection reason
     * @param payload the event after scrubbing; empty if the event is only counted
     */
    public record Rejected(int index, String reason, String payload) {
        private static final int NO_PLACE = -1;

        /** Creates a rejected event of which only the reason is known. */
        public static Rejected counted(String reason) {
            return new Rejected(NO_PLACE, reason, "");
        }
    }
}
