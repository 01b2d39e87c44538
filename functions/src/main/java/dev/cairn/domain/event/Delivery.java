package dev.cairn.domain.event;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one request says of one visitor: the record on the stream. Rejected events of a request travel with its first
 * delivery, scrubbed, so that they are counted by what the stream confirmed and by nothing else. Of wholly rejected
 * requests some have none; then a later delivery without events has their counts ({@link Rejected#counted}).
 *
 * @param id request id and index, unique; a redelivery has the same one
 * @param receivedAt API Gateway's time of the request, epoch milliseconds (T1)
 * @param planVersion the plan version in force at {@code receivedAt}; it tags the events
 * @param visitor under whom the events are kept; {@link VisitorKey#NOBODY} for link level none
 * @param device the device's hash where {@code visitor} is a user on a known device, null otherwise (I3)
 * @param deviceMadeAt when the device's id was made, epoch milliseconds; null where the id does not tell
 * @param server sent with a server key
 * @param ads consent for ads was given and Global Privacy Control was not set (I2)
 */
public record Delivery(
        String id,
        String site,
        long receivedAt,
        int planVersion,
        VisitorKey visitor,
        @Nullable String device,
        @Nullable Long deviceMadeAt,
        boolean server,
        boolean ads,
        List<AcceptedEvent> events,
        List<Rejected> rejected) {

    /** The same under a later version of the plan. */
    public Delivery taggedBy(int version) {
        return new Delivery(
                id, site, receivedAt, version, visitor, device, deviceMadeAt, server, ads, events, rejected);
    }

    /**
     * One rejected event.
     *
     * @param index its place in the body, negative when it is only counted
     * @param reason the reason's word
     * @param payload what is left of it after scrubbing, empty when it is only counted
     */
    public record Rejected(int index, String reason, String payload) {
        private static final int NO_PLACE = -1;

        /** One of which nothing but the reason is known any more. */
        public static Rejected counted(String reason) {
            return new Rejected(NO_PLACE, reason, "");
        }
    }
}
