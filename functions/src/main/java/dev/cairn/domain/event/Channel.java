package dev.cairn.domain.event;

import java.util.Locale;

/** The channels of GA4's default channel group, including AI Assistant and Unassigned, in the order of its rules. */
public enum Channel {
    DIRECT,
    CROSS_NETWORK,
    PAID_SHOPPING,
    PAID_SEARCH,
    PAID_SOCIAL,
    PAID_VIDEO,
    DISPLAY,
    PAID_OTHER,
    ORGANIC_SHOPPING,
    ORGANIC_SOCIAL,
    ORGANIC_VIDEO,
    AI_ASSISTANT,
    ORGANIC_SEARCH,
    REFERRAL,
    EMAIL,
    AFFILIATES,
    AUDIO,
    SMS,
    MOBILE_PUSH_NOTIFICATIONS,
    UNASSIGNED;

    /** Returns the name used in statistics and API responses: {@code organic_search}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
