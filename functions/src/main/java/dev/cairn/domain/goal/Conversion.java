package dev.cairn.domain.goal;

import dev.cairn.domain.event.Money;
import org.jspecify.annotations.Nullable;

/**
 * One event (or visit, or day) that met a goal and is counted (G3, G4).
 *
 * @param planVersion the plan version that tagged it
 * @param event index into the day's tagged events
 * @param visit index into the day's visits, whose channel applies; -1 for link level none
 * @param withoutOrder whether it met a {@code count: order} goal without an order id, so that a repeat would count
 *     again (D2)
 * @param verified whether it was sent with a server key or, for an order, an event of the same order that meets the
 *     goal was (D2)
 */
public record Conversion(
        String goal,
        int planVersion,
        int event,
        int visit,
        @Nullable Money value,
        boolean withoutOrder,
        boolean verified) {}
