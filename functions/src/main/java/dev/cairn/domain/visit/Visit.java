package dev.cairn.domain.visit;

import dev.cairn.domain.event.TrafficSource;

/** A sequence of a visitor's events without a gap of 30 minutes, within one local day (V1). */
public record Visit(TrafficSource touch, long firstAt, long lastAt, int events, int pageViews, long engagedMillis) {

    /** A gap this long ends a visit. */
    public static final long GAP_MILLIS = 30 * 60_000;
}
