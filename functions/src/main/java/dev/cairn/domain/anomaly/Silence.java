package dev.cairn.domain.anomaly;

/**
 * Decides whether a window without any visit is an alarm (N6.5), because that is next to impossible for the site. The
 * number of visits in a window is assumed to be negative binomial with mean m and shape k.
 *
 * @param mean m, the mean number of visits in such a window
 * @param shape k
 */
public record Silence(double mean, double shape) {
    static final double BELOW = 0.00001;
    static final double LEAST_SHAPE = 0.2;

    /** Holidays are assumed to have half the visits of a usual day. */
    private static final double HOLIDAY = 2;

    /** Whether a window without any visit is an alarm. */
    boolean isAlarm() {
        return Math.pow(1 + mean / (HOLIDAY * shape), -shape) < BELOW;
    }
}
