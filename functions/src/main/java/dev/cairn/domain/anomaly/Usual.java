package dev.cairn.domain.anomaly;

/**
 * The usual values for windows of one length and clock time (N6.3, N6.4).
 *
 * @param windows number of earlier windows in the sums
 * @param opportunities total opportunities of these windows
 * @param successes total successes of these windows
 * @param scatter rho: how much the rates of such windows differ beyond chance
 */
public record Usual(int windows, long opportunities, long successes, double scatter) {
    static final int LEAST_WINDOWS = 4;
    static final int LEAST_OPPORTUNITIES = 100;
    static final double LEAST_SCATTER = 0.00001;
    private static final double MOST_CORRELATION = 0.5;

    /** Whether there is too little data to evaluate a window. */
    public boolean isLearning() {
        return windows < LEAST_WINDOWS || opportunities < LEAST_OPPORTUNITIES;
    }

    /** Returns p0, the usual rate. */
    public double rate() {
        return (successes + 0.5) / (opportunities + 1);
    }

    /**
     * Returns r: the scatter plus the uncertainty of the rate. The more the windows differ, the fewer independent
     * opportunities the rate is worth.
     */
    double correlation() {
        double effective = opportunities / (1 + ((double) opportunities / windows - 1) * scatter);
        return Math.min(MOST_CORRELATION, scatter + 1 / effective);
    }

    /** Returns the probability of this few, or this many, successes in n opportunities. */
    double tail(PulseSeries.Tail tail, long n, long x) {
        return tail == PulseSeries.Tail.LOW
                ? BetaBinomial.atMost(x, n, rate(), correlation())
                : BetaBinomial.atLeast(x, n, rate(), correlation());
    }

    /** Whether a window is so unusual that its series is in alarm (N6.5). */
    boolean isAlarm(PulseSeries.Tail tail, long n, long x, double below) {
        if (isLearning() || n == 0) {
            return false;
        }
        boolean possible =
                tail == PulseSeries.Tail.LOW ? x < n * rate() : x >= LEAST_ERRORS && x > LEAST_FACTOR * rate() * n;
        return possible && tail(tail, n, x) < below;
    }

    private static final int LEAST_ERRORS = 10;
    private static final int LEAST_FACTOR = 3;
}
