package dev.cairn.domain.target;

/** The standard normal distribution. */
final class NormalDistribution {
    private static final double LOG_SQRT_2_PI = 0.9189385332046728;

    /** Beyond this, the probability is 0 or 1 to 15 digits. */
    private static final double FAR = 8;

    /** A term of the series that can be ignored; by then the terms decrease faster than a geometric series. */
    private static final double NEGLIGIBLE = 1e-18;

    private NormalDistribution() {}

    /**
     * Returns the probability of a value below {@code z}, with an error below 1e-14. The series is from G. Marsaglia,
     * Evaluating the normal distribution, Journal of Statistical Software 11 (2004).
     */
    static double below(double z) {
        if (Math.abs(z) > FAR) {
            return z < 0 ? 0 : 1;
        }
        double term = z;
        double sum = z;
        for (int i = 3; Math.abs(term) > NEGLIGIBLE; i += 2) {
            term *= z * z / i;
            sum += term;
        }
        return 0.5 + sum * Math.exp(-0.5 * z * z - LOG_SQRT_2_PI);
    }
}
