package dev.cairn.domain.insight;

import java.util.List;
import java.util.Optional;

/**
 * Numbers of visitors by exposure (whether they met the micro goal) and outcome (whether they later met the macro goal)
 * (N2).
 *
 * @param n11 exposed, with the outcome
 * @param n10 exposed, without it
 * @param n01 not exposed, with the outcome
 * @param n00 not exposed, without it
 */
public record FourfoldTable(long n11, long n10, long n01, long n00) {
    /** Minimum number of visitors on each side (N2.5). */
    public static final int FEWEST = 25;

    /** Minimum expected number of visitors in any cell if exposure and outcome were independent (N2.5). */
    public static final int FEWEST_EXPECTED = 5;

    private static final double HALF = 0.5;

    public long exposed() {
        return n11 + n10;
    }

    public long others() {
        return n01 + n00;
    }

    public long outcomes() {
        return n11 + n01;
    }

    public long all() {
        return exposed() + others();
    }

    /** Whether there are enough visitors for a ratio (N2.5). */
    public boolean isEnough() {
        return exposed() >= FEWEST
                && others() >= FEWEST
                && (double) Math.min(exposed(), others()) * Math.min(outcomes(), all() - outcomes())
                        >= (double) FEWEST_EXPECTED * all();
    }

    /**
     * Returns the odds ratio with 1/2 added to each cell, and its standard error according to Woolf (N2.4): J. B. S.
     * Haldane, The estimation and significance of the logarithm of a ratio of frequencies (1956).
     */
    public RatioEstimate oddsRatio() {
        double a = n11 + HALF;
        double b = n10 + HALF;
        double c = n01 + HALF;
        double d = n00 + HALF;
        return new RatioEstimate(Math.log(a * d / (b * c)), Math.sqrt(1 / a + 1 / b + 1 / c + 1 / d));
    }

    /**
     * Returns the common odds ratio of several strata according to N. Mantel and W. Haenszel (1959), with the variance
     * of its logarithm according to J. Robins, N. Breslow and S. Greenland (1986) (N2.6). Empty if a sum is 0.
     */
    public static Optional<RatioEstimate> mantelHaenszel(List<FourfoldTable> strata) {
        double r = 0;
        double s = 0;
        double pr = 0;
        double psQr = 0;
        double qs = 0;
        for (FourfoldTable each : strata) {
            double n = each.all();
            if (n > 0) {
                double ad = (double) each.n11 * each.n00 / n;
                double bc = (double) each.n10 * each.n01 / n;
                double p = (each.n11 + each.n00) / n;
                double q = (each.n10 + each.n01) / n;
                r += ad;
                s += bc;
                pr += p * ad;
                psQr += p * bc + q * ad;
                qs += q * bc;
            }
        }
        return r == 0 || s == 0
                ? Optional.empty()
                : Optional.of(new RatioEstimate(
                        Math.log(r / s), Math.sqrt(pr / (2 * r * r) + psQr / (2 * r * s) + qs / (2 * s * s))));
    }
}
