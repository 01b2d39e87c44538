package dev.cairn.bench;

import dev.cairn.bench.SimulatedVisitor.Interest;

/**
 * The ratios of the whole population from which {@link SimulatedVisitor}s are drawn, computed by integrating over their
 * interest, without counting and without the product's code.
 *
 * @param plain odds ratio of all visitors
 * @param adjusted the Mantel-Haenszel odds ratio over the classes of page views
 */
record AssociationTruth(double plain, double adjusted) {
    private static final int STRATA = 4;
    private static final double FROM = -7;
    private static final double STEP = 0.01;
    private static final int STEPS = 1_400;
    private static final int MOST_PAGES = 8;

    /**
     * The probabilities of the four cells by class: exposed with and without the outcome, others with and without it.
     */
    private static final class Cells {
        private final double[][] cells = new double[STRATA][4];

        void add(int stratum, double weight, double interest, String micro) {
            double cohort = weight * (1 - probability(SimulatedVisitor.BUYS_AT_ONCE, interest));
            double met = probability(SimulatedVisitor.probability(micro), interest);
            double once = probability(SimulatedVisitor.BUYS_LATER, interest);
            double twice = probability(SimulatedVisitor.BUYS_LATER, interest + Math.log(2));
            double doubled = probability(SimulatedVisitor.probability(SimulatedVisitor.DOUBLING), interest);
            boolean doubles = micro.equals(SimulatedVisitor.DOUBLING);
            double any = doubled * twice + (1 - doubled) * once;
            double exposedBuys = doubles ? twice : any;
            double othersBuy = doubles ? once : any;
            cells[stratum][0] += cohort * met * exposedBuys;
            cells[stratum][1] += cohort * met * (1 - exposedBuys);
            cells[stratum][2] += cohort * (1 - met) * othersBuy;
            cells[stratum][3] += cohort * (1 - met) * (1 - othersBuy);
        }

        private static double probability(double probability, double logOdds) {
            return SimulatedVisitor.probability(probability, logOdds);
        }

        AssociationTruth ratios() {
            double[] all = new double[4];
            double with = 0;
            double without = 0;
            for (double[] each : cells) {
                double stratum = each[0] + each[1] + each[2] + each[3];
                with += each[0] * each[3] / stratum;
                without += each[1] * each[2] / stratum;
                for (int i = 0; i < all.length; i++) {
                    all[i] += each[i];
                }
            }
            return new AssociationTruth(all[0] * all[3] / (all[1] * all[2]), with / without);
        }
    }

    static AssociationTruth of(String micro, Interest how) {
        Cells cells = new Cells();
        for (int i = 0; i <= STEPS; i++) {
            double normal = FROM + i * STEP;
            double weight = Math.exp(-normal * normal / 2);
            double drawn = SimulatedVisitor.drawn(how, normal);
            double[] strata = strata(SimulatedVisitor.MORE_PAGES * Math.exp(drawn));
            for (int stratum = 0; stratum < STRATA; stratum++) {
                cells.add(stratum, weight * strata[stratum], SimulatedVisitor.interest(how, drawn, stratum), micro);
            }
        }
        return cells.ratios();
    }

    /** The probability of each class when page views are 1 plus a Poisson number. */
    private static double[] strata(double mean) {
        double[] strata = new double[STRATA];
        double term = Math.exp(-mean);
        double sum = 0;
        for (int pages = 1; pages < MOST_PAGES; pages++) {
            strata[SimulatedVisitor.stratum(pages)] += term;
            sum += term;
            term *= mean / pages;
        }
        strata[STRATA - 1] = 1 - sum;
        return strata;
    }
}
