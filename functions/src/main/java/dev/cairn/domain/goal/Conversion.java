package dev.cairn.domain.goal;

import dev.cairn.domain.event.Money;
import org.jspecify.annotations.Nullable;

/**
 * One counted conversion: an event, visit or day that met a goal (G3, G4).
 *
 * @param planVersion the plan version that tagged it
 * @param event index into the day's tagged events
 * @param visit index into the day's visits; the visit's channel applies; -1 for link level none
 * @param withoutOrder whether it met a {@code count: order} goal without an order id; a repeat would then be counted
 *     again (D2)
 * @param verified whether it was sent with a server key; for an order, whether any of its events that meet the goal was
 *     (D2)
 */
public record Conversion(
        String goal,
        int planVersion,
        int event,
        int visit,
        @Nullable Money value,
        boolean withoutOrder,
        boolean verified) {}
