package dev.cairn.report.api;

import java.time.LocalDate;
import java.util.Collection;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A notice shown alongside the figures.
 *
 * @param code for programs
 * @param message what it means and what to do about it
 */
public record Warning(String code, String message) {

    public static final Warning NO_LINKABLE_VISITORS = new Warning(
            "no_linkable_visitors",
            "No visitor on these days can be recognised across days, so journeys end with the day. Once a visitor"
                    + " has consented, send consent.analytics: true (data-consent=\"granted\" on the script, or"
                    + " cairn.consent({analytics: true})); until then read funnels with view=same_day.");

    public static final Warning OTHER_VALUES =
            new Warning("other_values", "Some days have more than 500 values; the smallest are grouped under (other).");

    public static final Warning STEPS_CHANGED = new Warning(
            "steps_changed",
            "The funnel's steps changed within these days: rows with different steps list their own, and the total"
                    + " sums the figures by step number.");

    public static final Warning NEEDS_BACKFILL = new Warning(
            "needs_backfill",
            "Events on these days were received before the funnel had its current definition. Until a backfill, they"
                    + " keep the goals they met when they were received.");

    public static final Warning ATTRIBUTION_MISSING = new Warning(
            "attribution_missing",
            "Conversions on some of these days were counted before attribution existed and are only in the total."
                    + " A backfill adds them.");
    public static final Warning LOOK_BACK_INCOMPLETE = new Warning(
            "look_back_incomplete",
            "The site's first visitors came less than 30 days before these days, so the look-back of some days is cut"
                    + " short: some visitors who look new may have come before measuring began. Request later days.");

    public static final Warning FEW_VALUES = new Warning(
            "few_values",
            "Some figures are null: they would rest on too few visitors or conversions; the counts next to them"
                    + " are complete. Request a longer range.");

    /** @param known the retention in days that assists need; {@code needed} is the retention that all figures need */
    public static Warning retentionTooShort(int retention, int known, int needed) {
        return new Warning(
                "retention_too_short",
                "Visitors are kept for " + retention + " days (retention_days), too short for figures that look "
                        + (retention < known ? "back and forward" : "forward") + ". Set retention_days to "
                        + needed + " or more; "
                        + (retention < known ? known + " are enough for assist." : "assist is not affected."));
    }

    /** @param first the date on which the first day is mature */
    public static Warning noMatureDays(LocalDate first, int window) {
        return new Warning(
                "no_mature_days",
                "No visitor on these days has been observed for " + window + " days yet. The first figures that look"
                        + " forward will be available on " + first + "; until then, request earlier days"
                        + (window > 7 ? " or a shorter window." : "."));
    }

    private static final int MOST_NAMED = 20;

    /** For new or changed goals, given by name. */
    public static Warning goalsNeedBackfill(Collection<String> goals) {
        String others = goals.size() > MOST_NAMED ? " and " + (goals.size() - MOST_NAMED) + " more" : "";
        String named = goals.stream().limit(MOST_NAMED).collect(Collectors.joining(", "));
        return new Warning(
                NEEDS_BACKFILL.code(),
                "Events on these days were received before these goals had their current definition: " + named + others
                        + ". Until a backfill, they keep the goals they met when they were received.");
    }

    public static final Warning WEBHOOK_FAILING = new Warning(
            "webhook_failing",
            "The last message could not be posted to alerts.webhook for an hour. Check that the address can be"
                    + " reached from the public internet and responds with 2xx within 10 seconds, without a redirect.");

    /** @param from the first day with enough history; null when there are too few visits */
    public static Warning learning(@Nullable LocalDate from) {
        return new Warning(
                "learning",
                from == null
                        ? "Some series have too few visits or too little history, and raise no alarms yet."
                        : "The usual levels are still being learned: series raise no alarms before " + from + ".");
    }

    public static final Warning HOURS_LEARNING = new Warning(
            "learning",
            "The usual visits by hour are not known yet: the same weekday must have been counted in at least three of"
                    + " the four previous weeks.");

    public static final Warning NO_ADS_GOALS = new Warning(
            "no_ads_goals",
            "No goal of the site has ads, so no conversion is exported. Set ads: primary or ads: secondary on the"
                    + " goals that Google Ads should learn from.");

    public static final Warning NO_CLICK_IDS = new Warning(
            "no_click_ids",
            "No conversion on these days has a click with consent to ads. Check that the pages pass the consent:"
                    + " data-consent=\"granted\" on the script, or cairn.consent({ads: true}), which sets consent.ads"
                    + " on events.");

    public static final Warning NO_ORDER_ID = new Warning(
            "no_order_id",
            "Some conversions of a goal that counts orders had no order_id: each of them counts, even if it is a"
                    + " repeat. Send the shop's order id with the event.");

    public static final Warning AVERAGES_MISSING = new Warning(
            "averages_missing",
            "A goal compares with the site's average, and for some of these days fewer than 7 days with visits were"
                    + " available to compute it: no event met the goal on those days.");
}
