package dev.cairn.report.api;

import java.util.Collection;
import java.util.stream.Collectors;

/**
 * A notice for readers alongside the figures.
 *
 * @param code for programs
 * @param message the meaning, and what to do about it
 */
public record Warning(String code, String message) {

    public static final Warning NO_LINKABLE_VISITORS = new Warning(
            "no_linkable_visitors",
            "No visitor on these days can be followed across days, so journeys end with the day. Once a visitor has"
                    + " consented, send consent.analytics: true (data-consent=\"granted\" on the script, or"
                    + " cairn.consent({analytics: true})); until then read funnels with view=same_day.");

    public static final Warning OTHER_VALUES =
            new Warning("other_values", "Some days have more than 500 values; the smallest are grouped under (other).");

    public static final Warning STEPS_CHANGED = new Warning(
            "steps_changed",
            "The funnel's steps changed within these days: rows with other steps list them, and the total adds up"
                    + " figures by step number.");

    public static final Warning NEEDS_BACKFILL = new Warning(
            "needs_backfill",
            "Events of these days were received before the funnel had its current definition. Until a backfill, they"
                    + " keep the goals they met when they were received.");

    private static final int MOST_NAMED = 20;

    /** Of goals that are new or changed, by name. */
    public static Warning goalsNeedBackfill(Collection<String> goals) {
        String others = goals.size() > MOST_NAMED ? " and " + (goals.size() - MOST_NAMED) + " more" : "";
        String named = goals.stream().limit(MOST_NAMED).collect(Collectors.joining(", "));
        return new Warning(
                NEEDS_BACKFILL.code(),
                "Events of these days were received before these goals had their current definition: " + named + others
                        + ". Until a backfill, they keep the goals they met when they were received.");
    }

    public static final Warning NO_ORDER_ID = new Warning(
            "no_order_id",
            "Some conversions of a goal that counts orders had no order_id: each of them counts, even if it is a"
                    + " repeat. Send the shop's order id with the event.");

    public static final Warning AVERAGES_MISSING = new Warning(
            "averages_missing",
            "A goal compares with the site's average, and for some of these days fewer than 7 days with visits were"
                    + " available to compute it: on those days nothing met the goal.");
}
