package dev.cairn.domain.anomaly;

/**
 * Tails of the beta-binomial distribution (N6.5): a binomial whose rate varies with mean p and intra-class correlation
 * r, so that a = p(1/r - 1) and b = (1 - p)(1/r - 1) (J. G. Skellam, A probability distribution derived from the
 * binomial distribution by regarding the probability of success as variable between the sets of trials, 1948). Each
 * term is computed from the previous one, beginning with k = 0:
 *
 * <pre>
 * P(0) = product of (b + i)/(a + b + i), i = 0 … n - 1
 * P(k + 1)/P(k) = (n - k)/(k + 1) · (a + k)/(b + n - k - 1)
 * </pre>
 */
final class BetaBinomial {
    /**
     * More trials are scaled down to this number. This bounds the work. It makes a tail larger, because fewer trials
     * are weaker evidence.
     */
    private static final int MOST_TRIALS = 10_000;

    private static final double SMALL = 1e-200;
    private static final double LARGE = 1e200;

    private BetaBinomial() {}

    /** Returns P(X <= x) for n trials. */
    static double atMost(long x, long n, double p, double r) {
        if (x >= n) {
            return 1;
        }
        if (x < 0) {
            return 0;
        }
        if (n > MOST_TRIALS) {
            return atMost(Math.ceilDiv(x * MOST_TRIALS, n), MOST_TRIALS, p, r);
        }
        double a = p * (1 / r - 1);
        double b = (1 - p) * (1 / r - 1);
        double logScale = 0;
        double term = 1;
        for (long i = 0; i < n; i++) {
            term *= (b + i) / (a + b + i);
            if (term < SMALL) {
                logScale += Math.log(term);
                term = 1;
            }
        }
        double sum = term;
        for (long k = 0; k < x; k++) {
            term *= (n - k) / (k + 1.0) * (a + k) / (b + n - k - 1);
            sum += term;
            if (sum > LARGE) {
                logScale += Math.log(sum);
                term /= sum;
                sum = 1;
            }
        }
        return Math.min(1, Math.exp(Math.log(sum) + logScale));
    }

    /** Returns P(X >= x) for n trials; values below about 1e-15 are not exact. */
    static double atLeast(long x, long n, double p, double r) {
        if (n > MOST_TRIALS) {
            return atLeast(x * MOST_TRIALS / n, MOST_TRIALS, p, r);
        }
        return x <= 0 ? 1 : Math.max(0, 1 - atMost(x - 1, n, p, r));
    }
}
