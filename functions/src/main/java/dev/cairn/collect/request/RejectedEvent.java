package dev.cairn.collect.request;

import dev.cairn.domain.event.Delivery.Rejected;
import java.util.List;

/**
 * A rejected event.
 *
 * @param index position in the body
 * @param faults at least one; the first determines the reason that is counted
 * @param excerpt an excerpt of the scrubbed event
 */
public record RejectedEvent(int index, List<EventFault> faults, String excerpt) {
    public RejectedEvent {
        faults = List.copyOf(faults);
    }

    public String reason() {
        return faults.getFirst().reason().word();
    }

    /** Returns the form in which it is written to the stream. */
    public Rejected onStream() {
        return new Rejected(index, reason(), excerpt);
    }
}
