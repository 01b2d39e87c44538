package dev.cairn.domain.target;

/**
 * The forecast for the remaining days (N7.4, N7.5): a gamma distribution, computed with the cube-root approximation of
 * E. B. Wilson and M. M. Hilferty, The distribution of chi-square (1931).
 *
 * @param mean above 0
 * @param variance above 0
 */
record RestForecast(double mean, double variance) {
    /** How much a site's level changes in a week (standard deviation, as a fraction). */
    private static final double DRIFT_PER_WEEK = 0.03;

    private static final double WEEK = 7;

    /** The 90 % quantile of the standard normal distribution. */
    private static final double Z_80_PERCENT = 1.281552;

    /**
     * Returns the forecast. Its variance has three parts: the scatter of the remaining days, the error of the estimated
     * level, and the drift of the level between the middle of the days it is based on and the middle of the remaining
     * days.
     *
     * @param weight total weight of the remaining days; above 0
     * @param days number of remaining days
     */
    static RestForecast of(Level level, double weight, int days) {
        double mean = level.rate() * weight;
        double scatter = level.scatter() * mean;
        double estimate = scatter * weight / level.weight();
        double weeks = (days + level.days()) / WEEK;
        double drift = mean * mean * DRIFT_PER_WEEK * DRIFT_PER_WEEK * weeks / 3;
        return new RestForecast(mean, scatter + estimate + drift);
    }

    /** Returns the lower end of the 80 % interval. */
    double low() {
        return quantile(-Z_80_PERCENT);
    }

    /** Returns the upper end of the 80 % interval. */
    double high() {
        return quantile(Z_80_PERCENT);
    }

    /** Returns the probability of at least this amount; 1 for amounts up to 0. */
    double probabilityOfAtLeast(double much) {
        return much <= 0 ? 1 : 1 - probabilityOfAtMost(much);
    }

    /** Returns the probability of at most this amount; 0 for amounts up to 0. */
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
