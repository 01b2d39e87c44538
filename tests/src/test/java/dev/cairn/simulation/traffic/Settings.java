package dev.cairn.simulation.traffic;

import java.time.Instant;
import java.time.ZoneId;

/**
 * What a run's traffic is made of.
 *
 * @param events about how many are made, before duplicates
 * @param begin of the span in which they happen
 * @param days how long that is
 * @param zone the site's, at first
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
    /** The short visits of most shops: some four events. */
    public static final int SHORT_VISITS = 5;

    private static final int VISITS_OF_A_DEVICE = 3;

    /** How many devices it takes for all the events. */
    int devices() {
        int eventsOfAVisit = 2 + steps / 2;
        return Math.max(3, events / (VISITS_OF_A_DEVICE * eventsOfAVisit));
    }
}
