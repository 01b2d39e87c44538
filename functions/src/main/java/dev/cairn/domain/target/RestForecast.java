package dev.cairn.domain.target;

/**
 * What the days to come will bring (N7.4, N7.5): a gamma distribution, by the cube-root approximation of E. B. Wilson
 * and M. M. Hilferty, The distribution of chi-square (1931).
 *
 * @param mean above 0
 * @param variance above 0
 */
record RestForecast(double mean, double variance) {
    /** By how much the level of a site changes in a week, as a fraction (standard deviation). */
    private static final double DRIFT_PER_WEEK = 0.03;

    private static final double WEEK = 7;

    /** The 90 % quantile of the standard normal distribution. */
    private static final double Z_80_PERCENT = 1.281552;

    /**
     * The variance has three parts: the days to come scatter; the level is an estimate; and the level drifts, on the
     * way from the middle of the days it was taken from to the middle of those to come.
     *
     * @param weight of the days to come, summed; above 0
     * @param days how many they are
     */
    static RestForecast of(Level level, double weight, int days) {
        double mean = level.rate() * weight;
        double scatter = level.scatter() * mean;
        double estimate = scatter * weight / level.weight();
        double weeks = (days + level.days()) / WEEK;
        double drift = mean * mean * DRIFT_PER_WEEK * DRIFT_PER_WEEK * weeks / 3;
        return new RestForecast(mean, scatter + estimate + drift);
    }

    /** The lower end of the 80 % interval. */
    double low() {
        return quantile(-Z_80_PERCENT);
    }

    /** The upper end of the 80 % interval. */
    double high() {
        return quantile(Z_80_PERCENT);
    }

    /** The probability of at least this much; 1 of what is not above 0. */
    double probabilityOfAtLeast(double much) {
        return much <= 0 ? 1 : 1 - probabilityOfAtMost(much);
    }

    /** The probability of at most this much; 0 of what is not above 0. */
    double probabilityOfAtMost(double much) {
        return much <= 0 ? 0 : NormalDistribution.below((Math.cbrt(much / mean) - centre()) / spread());
    }

    private double quantile(double z) {
        double root = Math.max(0, centre() + z * spread());
        return mean * root * root * root;
    }

    private double centre() {
        return 1 - ninth();
    }

    private double spread() {
        return Math.sqrt(ninth());
    }

    private double ninth() {
        return variance / (mean * mean) / 9;
    }
}
