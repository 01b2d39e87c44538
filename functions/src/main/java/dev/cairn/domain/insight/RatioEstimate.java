package dev.cairn.domain.insight;

/**
 * An estimated odds ratio.
 *
 * @param logRatio its natural logarithm
 * @param standardError standard error of the logarithm
 */
public record RatioEstimate(double logRatio, double standardError) {

    public double ratio() {
        return Math.exp(logRatio);
    }

    /** Returns the lower end of the 95 % interval. */
    public double low() {
        return Math.exp(logRatio - NormalDistribution.Z * standardError);
    }

    /** Returns the upper end of the 95 % interval. */
    public double high() {
        return Math.exp(logRatio + NormalDistribution.Z * standardError);
    }

    /** Returns the two-sided p value of "the ratio is 1". */
    public double p() {
        return NormalDistribution.twoSided(logRatio / standardError);
    }

    /** Whether the 95 % interval contains 1. */
    public boolean holdsOne() {
        return low() <= 1 && high() >= 1;
    }
}
