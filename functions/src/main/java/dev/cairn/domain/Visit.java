package dev.cairn.domain;

/** A visitor's events without a gap of 30 minutes, within one local day (V1). */
public record Visit(Touch touch, long firstAt, long lastAt, int events, int pageViews, long engagedMillis) {

    /** A gap this long ends a visit. */
    public static final long GAP_MILLIS = 30 * 60_000;
}
