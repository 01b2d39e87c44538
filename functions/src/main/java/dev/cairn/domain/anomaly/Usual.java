package dev.cairn.domain.anomaly;

/**
 * What is usual for the windows of one length and clock time (N6.3, N6.4).
 *
 * @param windows number of the earlier windows that were added up
 * @param opportunities of these windows
 * @param successes of these windows
 * @param scatter rho: how much more than by chance the rates of such windows differ
 */
public record Usual(int windows, long opportunities, long successes, double scatter) {
    static final int LEAST_WINDOWS = 4;
    static final int LEAST_OPPORTUNITIES = 100;
    static final double LEAST_SCATTER = 0.00001;
    private static final double MOST_CORRELATION = 0.5;

    /** Whether too little is known for a judgement. */
    public boolean isLearning() {
        return windows < LEAST_WINDOWS || opportunities < LEAST_OPPORTUNITIES;
    }

    /** p0. */
    public double rate() {
        return (successes + 0.5) / (opportunities + 1);
    }

    /**
     * r: the scatter, and the uncertainty of the rate itself, whose opportunities are worth fewer independent ones the
     * more the windows differ.
     */
    double correlation() {
        double effective = opportunities / (1 + ((double) opportunities / windows - 1) * scatter);
        return Math.min(MOST_CORRELATION, scatter + 1 / effective);
    }

    /** How improbable it is to see so few, or so many, successes of n opportunities. */
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
