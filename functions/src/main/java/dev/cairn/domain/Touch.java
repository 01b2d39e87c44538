package dev.cairn.domain;

import org.jspecify.annotations.Nullable;

/**
 * Where a visit came from and with what (V1): the values of the breakdowns (F7). Decided by the visit's first event;
 * a part that is not known is null.
 *
 * @param channel of GA4's default channel group, in snake_case ({@code organic_search})
 * @param entryPage path of the visit's first page
 */
public record Touch(
        @Nullable String channel,
        @Nullable String source,
        @Nullable String medium,
        @Nullable String campaign,
        @Nullable String term,
        @Nullable String content,
        @Nullable String referrerHost,
        @Nullable String entryPage,
        @Nullable String device,
        @Nullable String country) {

    /** Of somebody of whom nothing is known. */
    public static final Touch UNKNOWN = new Touch(null, null, null, null, null, null, null, null, null, null);
}
