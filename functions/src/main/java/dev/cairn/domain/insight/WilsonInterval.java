package dev.cairn.domain.insight;

/**
 * The 95 % confidence interval of a proportion according to E. B. Wilson, Probable inference, the law of succession,
 * and statistical inference (1927).
 */
public record WilsonInterval(double low, double high) {

    /** @param whole at least 1 */
    public static WilsonInterval of(long part, long whole) {
        return of((double) part, whole);
    }

    /**
     * @param part may be an estimate
     * @param whole at least 1
     */
    public static WilsonInterval of(double part, long whole) {
        double z = NormalDistribution.Z;
        double n = whole;
        double p = part / n;
        double centre = p + z * z / (2 * n);
        double margin = z * Math.sqrt(p * (1 - p) / n + z * z / (4 * n * n));
        double scale = 1 + z * z / n;
        return new WilsonInterval(
                Math.clamp((centre - margin) / scale, 0, 1), Math.clamp((centre + margin) / scale, 0, 1));
    }
}
