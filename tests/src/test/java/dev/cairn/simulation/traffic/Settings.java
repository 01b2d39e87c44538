package dev.cairn.simulation.traffic;

import java.time.Instant;
import java.time.ZoneId;

/**
 * The settings of a run's traffic.
 *
 * @param events approximate number before duplicates
 * @param begin start of the period in which they happen
 * @param days length of that period
 * @param zone the site's first zone
 * @param secondZone the site's from somewhere in the middle on; the same for none
 * @param plans how many versions of the plan are put, the first one included
 * @param identifying whether a user's device says so when it becomes known ({@code identify})
 * @param steps how many events follow the first page of a visit, below this number, before those of an order
 */
public record Settings(
        int events,
        Instant begin,
        int days,
        ZoneId zone,
        ZoneId secondZone,
        int plans,
        boolean identifying,
        int steps) {
    /** The short visits of most shops: about four events. */
    public static final int SHORT_VISITS = 5;

    private static final int VISITS_OF_A_DEVICE = 3;

    /** The number of devices needed for all events. */
    int devices() {
        int eventsOfAVisit = 2 + steps / 2;
        return Math.max(3, events / (VISITS_OF_A_DEVICE * eventsOfAVisit));
    }
}
