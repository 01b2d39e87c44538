package dev.cairn.domain.insight;

/** The standard normal distribution. */
public final class NormalDistribution {
    /** The 97.5 % quantile. */
    public static final double Z = 1.959964;

    /** From here on, the continued fraction converges faster than the series. */
    private static final double TAIL = 3;

    private static final int TERMS = 200;

    private NormalDistribution() {}

    /** Returns P(|X| ≥ |z|), the two-sided p value of z. */
    public static double twoSided(double z) {
        return complementaryError(Math.abs(z) / Math.sqrt(2));
    }

    /**
     * Returns erfc(x) for x ≥ 0, by the series of erf (Abramowitz and Stegun, 7.1.6) or, in the tail, by its continued
     * fraction (7.1.14), with a relative error below 1e-10.
     */
    private static double complementaryError(double x) {
        double scale = Math.exp(-x * x);
        if (x < TAIL) {
            double term = x;
            double sum = x;
            for (int n = 1; n < TERMS; n++) {
                term *= 2 * x * x / (2 * n + 1);
                sum += term;
            }
            return 1 - 2 / Math.sqrt(Math.PI) * scale * sum;
        }
        double fraction = x;
        for (int k = TERMS; k > 0; k--) {
            fraction = x + k / 2.0 / fraction;
        }
        return scale / Math.sqrt(Math.PI) / fraction;
    }
}
