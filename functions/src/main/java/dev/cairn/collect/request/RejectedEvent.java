package dev.cairn.collect.request;

import dev.cairn.domain.event.Delivery.Rejected;
import java.util.List;

/**
 * A rejected event.
 *
 * @param index position in the body
 * @param faults at least one; the first is the reason that is counted
 * @param excerpt of the event after scrubbing
 */
public record RejectedEvent(int index, List<EventFault> faults, String excerpt) {
    public RejectedEvent {
        faults = List.copyOf(faults);
    }

    public String reason() {
        return faults.getFirst().reason().word();
    }

    /** The form in which it travels on the stream. */
    public Rejected onStream() {
        return new Rejected(index, reason(), excerpt);
    }
}
