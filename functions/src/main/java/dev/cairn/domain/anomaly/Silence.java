package dev.cairn.domain.anomaly;

/**
 * The standstill of a site (N6.5): no visit at all in a window in which that is next to impossible. Visits of a window
 * are taken as negative binomial with mean m and shape k.
 *
 * @param mean m, visits of such a window
 * @param shape k
 */
public record Silence(double mean, double shape) {
    static final double BELOW = 0.00001;
    static final double LEAST_SHAPE = 0.2;

    /** Holidays have half the visits of usual days. */
    private static final double HOLIDAY = 2;

    /** Whether no visit in the window is an alarm. */
    boolean isAlarm() {
        return Math.pow(1 + mean / (HOLIDAY * shape), -shape) < BELOW;
    }
}
