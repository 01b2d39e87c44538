package dev.cairn.domain.event;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The record on the stream: the events of one visitor from one request. Rejected events of a request travel with its
 * first delivery, scrubbed, so that they are counted only from records that the stream has confirmed. Some wholly
 * rejected requests have no delivery; their counts then travel in a later delivery without events
 * ({@link Rejected#counted}).
 *
 * @param id request id and index, unique; a redelivery has the same id
 * @param receivedAt API Gateway's time of the request, epoch milliseconds (T1)
 * @param planVersion the plan version in force at {@code receivedAt}; it tags the events
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
     * Who sent the events, and on which grounds.
     *
     * @param visitor the visitor under whom the events are stored; {@link VisitorKey#NOBODY} for link level none
     * @param device the device when {@code visitor} is a user on a known device, null otherwise (I3)
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

        /** A visitor's browser, without consent for ads. */
        public static Sender of(VisitorKey visitor) {
            return new Sender(visitor, null, null, false, false);
        }

        /** Returns a sender of which nothing is known but whether it had a server key. */
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

    /** Returns a copy of this delivery that is tagged by another plan version. */
    public Delivery taggedBy(int version) {
        return new Delivery(id, site, receivedAt, version, sender, events, rejected);
    }

    /**
     * One rejected event.
     *
     * @param index position in the body; negative when the event is only counted
     * @param reason the reason's name
     * @param payload the event after scrubbing; empty when the event is only counted
     */
    public record Rejected(int index, String reason, String payload) {
        private static final int NO_PLACE = -1;

        /** A rejected event of which only the reason is still known. */
        public static Rejected counted(String reason) {
            return new Rejected(NO_PLACE, reason, "");
        }
    }
}
