package dev.cairn.bench;

import dev.cairn.bench.SimulatedVisitor.Interest;
import dev.cairn.domain.insight.AssociationCounts;
import dev.cairn.domain.insight.FourfoldTable;
import dev.cairn.domain.insight.LaterConversionCounts;
import dev.cairn.domain.insight.MicroRanking;
import dev.cairn.domain.insight.RatioEstimate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Compares the association of micro goals (N2, N3) with the truth on simulated sites: how often the 95 % interval
 * contains the true ratio, and how often a micro goal without an effect is called significant. Exits with 1 if the
 * interval of the adjusted ratio contains the truth on fewer than 90 of 100 sites, if a micro goal without an effect is
 * significant on more than 10 of 100 sites where page views reveal the visitors' interest or all visitors are equally
 * interested, or if a micro goal that only buyers meet, after buying, gets a ratio.
 */
public final class Association {
    private static final int SEEDS = 100;
    private static final int VISITORS = 200_000;
    private static final int DAYS = 30;
    private static final double LEAST_COVERED = 0.9;
    private static final double MOST_SIGNIFICANT = 0.1;
    private static final String LINE = "%-12s %8s %9s %9s %9s %12s %18s %18s%n";

    private Association() {}

    /**
     * The results for one micro goal over all sites.
     *
     * @param covered sites whose plain interval contains the true plain ratio
     * @param adjustedCovered the same for the adjusted ratio
     * @param significant sites that call it significant
     * @param others lowest and highest of the ratio before conversion and of the "ever" ratio, see {@link OtherFigures}
     */
    record Outcome(
            AssociationTruth truth, int sites, int covered, int adjustedCovered, int significant, List<Double> others) {

        boolean isCovered() {
            return adjustedCovered >= LEAST_COVERED * sites;
        }

        boolean isRarelySignificant() {
            return significant <= MOST_SIGNIFICANT * sites;
        }
    }

    /**
     * @param micros micro goals that visitors may meet before buying
     * @param shownAfter sites that show a ratio for the micro goal that only buyers meet, after buying
     * @param otherAfter other tools' ratios for it, as in {@link Outcome}
     */
    record Measured(Interest how, Map<String, Outcome> micros, int shownAfter, List<Double> otherAfter) {

        boolean holds() {
            return shownAfter == 0
                    && micros.values().stream().allMatch(Outcome::isCovered)
                    && (how == Interest.UNSEEN
                            || known(micros, SimulatedVisitor.PLAIN).isRarelySignificant()
                                    && known(micros, SimulatedVisitor.OFTEN_AFTER)
                                            .isRarelySignificant());
        }
    }

    public static void main(String[] arguments) {
        int seeds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : SEEDS;
        boolean holds = true;
        for (Interest how : Interest.values()) {
            long began = System.nanoTime();
            Measured measured = measure(seeds, VISITORS, how);
            System.out.print(describe(measured));
            System.out.printf(Locale.ROOT, "%.0f seconds%n%n", (System.nanoTime() - began) / 1e9);
            holds &= measured.holds();
        }
        System.exit(holds ? 0 : 1);
    }

    static String describe(Measured measured) {
        StringBuilder text = new StringBuilder(
                switch (measured.how()) {
                    case SAME -> "All visitors are equally interested.\n";
                    case SEEN -> "Interest varies, and the day's page views reveal it.\n";
                    case UNSEEN -> "Interest varies (sd 0.7), and page views reveal only part of it.\n";
                });
        text.append(LINE.formatted(
                "micro", "truth", "adjusted", "covered", "adjusted", "significant", "before buying", "ever"));
        measured.micros()
                .forEach((micro, outcome) -> text.append(LINE.formatted(
                        micro,
                        ratio(outcome.truth().plain()),
                        ratio(outcome.truth().adjusted()),
                        outcome.covered() + "/" + outcome.sites(),
                        outcome.adjustedCovered() + "/" + outcome.sites(),
                        outcome.significant() + "/" + outcome.sites(),
                        range(outcome.others(), 0),
                        range(outcome.others(), 2))));
        return text.append(LINE.formatted(
                        SimulatedVisitor.AFTER,
                        "none",
                        "none",
                        "",
                        measured.shownAfter() + " shown",
                        "",
                        range(measured.otherAfter(), 0),
                        range(measured.otherAfter(), 2)))
                .toString();
    }

    private static String ratio(double ratio) {
        return String.format(Locale.ROOT, "%.3f", ratio);
    }

    private static String range(List<Double> figures, int from) {
        String format = figures.get(from) < 1_000 ? "%.2f to %.2f" : "%.0f to %.0f";
        return String.format(Locale.ROOT, format, figures.get(from), figures.get(from + 1));
    }

    static Measured measure(int seeds, int visitors, Interest how) {
        Map<String, AssociationTruth> truths = new TreeMap<>();
        SimulatedVisitor.MET_BEFORE.forEach(micro -> truths.put(micro, AssociationTruth.of(micro, how)));
        Map<String, int[]> hits = new TreeMap<>();
        Map<String, double[][]> others = new TreeMap<>();
        int shownAfter = 0;
        for (int seed = 1; seed <= seeds; seed++) {
            List<OtherFigures> beside =
                    SimulatedVisitor.MICROS.stream().map(OtherFigures::new).toList();
            AssociationCounts counts = site(seed, visitors, how, beside);
            Map<String, RatioEstimate> adjusted = adjusted(counts);
            Map<String, MicroRanking.Ranked> ranked = MicroRanking.of(adjusted);
            for (Map.Entry<String, AssociationTruth> truth : truths.entrySet()) {
                String micro = truth.getKey();
                RatioEstimate plain = counts.table(micro, LaterConversionCounts.LONGEST_WINDOW)
                        .oddsRatio();
                int[] hit = hits.computeIfAbsent(micro, any -> new int[3]);
                hit[0] += holds(plain, truth.getValue().plain()) ? 1 : 0;
                hit[1] += holds(known(adjusted, micro), truth.getValue().adjusted()) ? 1 : 0;
                hit[2] += known(ranked, micro).significant() ? 1 : 0;
            }
            shownAfter += adjusted.containsKey(SimulatedVisitor.AFTER) ? 1 : 0;
            for (int i = 0; i < beside.size(); i++) {
                double[][] all = others.computeIfAbsent(SimulatedVisitor.MICROS.get(i), any -> new double[2][seeds]);
                all[0][seed - 1] = beside.get(i).beforeConversion();
                all[1][seed - 1] = beside.get(i).ever();
            }
        }
        Map<String, Outcome> micros = new TreeMap<>();
        truths.forEach((micro, truth) -> {
            int[] hit = known(hits, micro);
            micros.put(micro, new Outcome(truth, seeds, hit[0], hit[1], hit[2], ranges(known(others, micro))));
        });
        return new Measured(how, micros, shownAfter, ranges(known(others, SimulatedVisitor.AFTER)));
    }

    static RandomGenerator generator(long seed) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    private static AssociationCounts site(int seed, int visitors, Interest how, List<OtherFigures> beside) {
        AssociationSite site = new AssociationSite();
        RandomGenerator random = generator(seed);
        for (int i = 0; i < visitors; i++) {
            SimulatedVisitor visitor = SimulatedVisitor.draw(random, how);
            site.add(visitor, i % DAYS);
            beside.forEach(each -> each.add(visitor));
        }
        return site.association();
    }

    private static Map<String, RatioEstimate> adjusted(AssociationCounts counts) {
        Map<String, RatioEstimate> adjusted = new TreeMap<>();
        for (String micro : SimulatedVisitor.MICROS) {
            if (counts.table(micro, LaterConversionCounts.LONGEST_WINDOW).isEnough()) {
                FourfoldTable.mantelHaenszel(counts.tables(micro, LaterConversionCounts.LONGEST_WINDOW))
                        .ifPresent(estimate -> adjusted.put(micro, estimate));
            }
        }
        return adjusted;
    }

    private static <T> T known(Map<String, T> byMicro, String micro) {
        return Objects.requireNonNull(byMicro.get(micro));
    }

    private static boolean holds(RatioEstimate estimate, double truth) {
        return estimate.low() <= truth && truth <= estimate.high();
    }

    private static List<Double> ranges(double[][] values) {
        return Arrays.stream(values)
                .flatMap(each -> java.util.stream.Stream.of(
                        Arrays.stream(each).min().orElseThrow(),
                        Arrays.stream(each).max().orElseThrow()))
                .toList();
    }
}
