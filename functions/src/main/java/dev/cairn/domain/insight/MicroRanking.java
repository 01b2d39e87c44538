package dev.cairn.domain.insight;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Ranks the micro goals of one macro goal by their adjusted odds ratios (N3). The less precise a ratio, the more it is
 * shrunk towards 1 (empirical Bayes; the variance between micro goals is estimated with a prior of weight 2 at
 * {@link #PRIOR_VARIANCE}).
 */
public final class MicroRanking {
    /** Prior variance of the logarithms of the ratios. */
    static final double PRIOR_VARIANCE = 0.25;

    private static final double PRIOR_WEIGHT = 2;
    private static final double LEAST_VARIANCE = 0.01;

    /** The expected share of false discoveries among the significant ratios (N3.4). */
    static final double FALSE_DISCOVERIES = 0.10;

    private MicroRanking() {}

    /** Whether visitors who met the micro goal met the macro goal more often, less often, or neither with certainty. */
    public enum Direction {
        MORE,
        LESS,
        UNCLEAR
    }

    /**
     * @param rank the rank, from 1
     * @param shrunk the odds ratio after shrinkage
     * @param significant whether the ratio is significant according to Benjamini and Hochberg
     */
    public record Ranked(int rank, RatioEstimate shrunk, boolean significant) {
        public Direction direction() {
            return shrunk.low() > 1 ? Direction.MORE : shrunk.high() < 1 ? Direction.LESS : Direction.UNCLEAR;
        }
    }

    private record Shrunk(String micro, RatioEstimate ratio, boolean significant) {}

    /**
     * Ranks by the lower bound of the shrunk ratio, with ties broken by goal id.
     *
     * @param adjusted the adjusted odds ratios that are shown, by micro goal
     */
    public static Map<String, Ranked> of(Map<String, RatioEstimate> adjusted) {
        double variance = varianceBetween(adjusted.values());
        double bound = significanceBound(
                adjusted.values().stream().map(RatioEstimate::p).toList());
        List<Shrunk> order = new ArrayList<>();
        adjusted.forEach(
                (micro, estimate) -> order.add(new Shrunk(micro, shrunk(estimate, variance), estimate.p() <= bound)));
        order.sort(
                Comparator.<Shrunk>comparingDouble(each -> -each.ratio().low()).thenComparing(Shrunk::micro));
        Map<String, Ranked> ranked = new TreeMap<>();
        for (Shrunk each : order) {
            ranked.put(each.micro(), new Ranked(ranked.size() + 1, each.ratio(), each.significant()));
        }
        return ranked;
    }

    /** Returns τ², the variance of the true logarithms about 0 (N3.2). */
    static double varianceBetween(Collection<RatioEstimate> estimates) {
        double weights = PRIOR_WEIGHT;
        double sum = PRIOR_WEIGHT * PRIOR_VARIANCE;
        for (RatioEstimate each : estimates) {
            double squaredError = each.standardError() * each.standardError();
            double share = PRIOR_VARIANCE / (PRIOR_VARIANCE + squaredError);
            weights += share * share;
            sum += share * share * (each.logRatio() * each.logRatio() - squaredError);
        }
        return Math.max(LEAST_VARIANCE, sum / weights);
    }

    static RatioEstimate shrunk(RatioEstimate estimate, double variance) {
        double squaredError = estimate.standardError() * estimate.standardError();
        double share = variance / (variance + squaredError);
        return new RatioEstimate(share * estimate.logRatio(), Math.sqrt(share) * estimate.standardError());
    }

    /**
     * Returns the largest p value that is significant: Y. Benjamini and Y. Hochberg, Controlling the false discovery
     * rate (1995). Negative if there is none.
     */
    static double significanceBound(Collection<Double> pValues) {
        List<Double> sorted = pValues.stream().sorted().toList();
        double bound = -1;
        for (int i = 0; i < sorted.size(); i++) {
            if (sorted.get(i) <= FALSE_DISCOVERIES * (i + 1) / sorted.size()) {
                bound = sorted.get(i);
            }
        }
        return bound;
    }
}
