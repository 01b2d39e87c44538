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

    public static final Warning ATTRIBUTION_MISSING = new Warning(
            "attribution_missing",
            "Conversions of some of these days were counted before attribution was, and are in the total only. A backfill"
                    + " adds them.");
    public static final Warning LOOK_BACK_INCOMPLETE = new Warning(
            "look_back_incomplete",
            "The site's first visitors came less than 30 days before these days, so that the look-back of some days is cut"
                    + " off: some who look new may have been here before measuring began. Ask for later days.");

    public static final Warning FEW_VALUES = new Warning(
            "few_values",
            "Some figures are null, as they would be over too few visitors or conversions; the counts beside them are"
                    + " complete. Ask for a longer range of days.");

    /** @param known the retention in days that assists need; {@code needed} is the retention that all figures need */
    public static Warning retentionTooShort(int retention, int known, int needed) {
        return new Warning(
                "retention_too_short",
                "Visitors are kept for " + retention + " days (retention_days), too short for figures that look "
                        + (retention < known ? "back and forward" : "forward") + ". Set retention_days to "
                        + needed + " or more; "
                        + (retention < known ? known + " are enough for assist." : "assist is not concerned."));
    }

    /** @param first the date on which the first day is mature */
    public static Warning noMatureDays(LocalDate first, int window) {
        return new Warning(
                "no_mature_days",
                "No visitor of these days has been followed for " + window + " days yet. The first figures that look"
                        + " forward will be there on " + first + "; until then, ask for earlier days"
                        + (window > 7 ? " or a shorter window." : "."));
    }

    private static final int MOST_NAMED = 20;

    /** For new or changed goals, given by name. */
    public static Warning goalsNeedBackfill(Collection<String> goals) {
        String others = goals.size() > MOST_NAMED ? " and " + (goals.size() - MOST_NAMED) + " more" : "";
        String named = goals.stream().limit(MOST_NAMED).collect(Collectors.joining(", "));
        return new Warning(
                NEEDS_BACKFILL.code(),
                "Events of these days were received before these goals had their current definition: " + named + others
                        + ". Until a backfill, they keep the goals they met when they were received.");
    }

    public static final Warning WEBHOOK_FAILING = new Warning(
            "webhook_failing",
            "The last message could not be posted to alerts.webhook for an hour. Check that the address answers with"
                    + " 2xx within 10 seconds, without a redirect, and from the public internet.");

    /** @param from the first day with enough history; null when there are too few visits */
    public static Warning learning(@Nullable LocalDate from) {
        return new Warning(
                "learning",
                from == null
                        ? "Some series have too few visits, or no usual past yet, and raise no alarm."
                        : "What is usual is still being learned: series raise no alarm before " + from + ".");
    }

    public static final Warning HOURS_LEARNING = new Warning(
            "learning",
            "What is usual by hour is not known yet: at least three of the four days a week apart before this one must"
                    + " have been counted.");

    public static final Warning NO_ADS_GOALS = new Warning(
            "no_ads_goals",
            "No goal of the site has ads, so no conversion is handed over. Set ads: primary or ads: secondary on the goals"
                    + " that Google Ads should learn from.");

    public static final Warning NO_CLICK_IDS = new Warning(
            "no_click_ids",
            "No conversion of these days has a click that came with consent to ads. Check that the pages pass it:"
                    + " data-consent=\"granted\" on the script, or cairn.consent({ads: true}), that is consent.ads of an"
                    + " event.");

    public static final Warning NO_ORDER_ID = new Warning(
            "no_order_id",
            "Some conversions of a goal that counts orders had no order_id: each of them counts, even if it is a"
                    + " repeat. Send the shop's order id with the event.");

    public static final Warning AVERAGES_MISSING = new Warning(
            "averages_missing",
            "A goal compares with the site's average, and for some of these days fewer than 7 days with visits were"
                    + " available to compute it: on those days nothing met the goal.");
}
