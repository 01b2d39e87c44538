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
 */
public record Settings(
        int events, Instant begin, int days, ZoneId zone, ZoneId secondZone, int plans, boolean identifying) {}
