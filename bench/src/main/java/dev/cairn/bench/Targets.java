package dev.cairn.bench;

import dev.cairn.domain.target.DailyMetric;
import dev.cairn.domain.target.TargetProgress;
import dev.cairn.domain.target.TargetTerms;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Measures how well the probability of a target (N7) is calibrated: of the simulated quarters with a forecast of 20, 50
 * or 80 %, how many reach their target. A site has 1 to 300 conversions a day (log-uniform), its own weekend pattern, a
 * level that drifts by 0 to 6 % a week, and days whose variance is 1.3 to 3 times their mean. Its target is set before
 * the quarter: the total at that day's level, times a lognormal factor.
 */
public final class Targets {
    /** The elapsed share of the quarter when the probability is read, in percent. */
    static final int[] ELAPSED = {10, 25, 50, 75, 90};

    /** The evaluated forecasts in percent, each plus or minus 5 points. */
    static final int[] SAID = {20, 50, 80};

    private static final int BAND = 5;
    private static final int QUARTER = 91;
    private static final int HISTORY = 120;
    private static final int MOST_A_DAY = 300;
    private static final double MOST_DRIFT = 0.06;
    private static final double LEAST_SCATTER = 1.3;
    private static final double MOST_SCATTER = 3;
    private static final double SPREAD_OF_TARGETS = 0.12;
    private static final int WEEK = 7;
    private static final int SMALL_A_DAY = 2;

    /** A Thursday: the first quarter of 2026. */
    private static final LocalDate FROM = LocalDate.parse("2026-01-01");

    private Targets() {}

    /** Counts quarters by forecast, and those of them that reached their target. */
    static final class Tally {
        private final long[][] said = new long[ELAPSED.length][SAID.length];
        private final long[][] made = new long[ELAPSED.length][SAID.length];
        private final double[] squaredError = new double[ELAPSED.length];
        private long quarters;

        void add(int elapsed, double probability, boolean isMade) {
            for (int i = 0; i < SAID.length; i++) {
                if (Math.abs(probability * 100 - SAID[i]) <= BAND) {
                    said[elapsed][i]++;
                    made[elapsed][i] += isMade ? 1 : 0;
                }
            }
            double off = probability - (isMade ? 1 : 0);
            squaredError[elapsed] += off * off;
        }

        Tally plus(Tally other) {
            for (int time = 0; time < ELAPSED.length; time++) {
                for (int i = 0; i < SAID.length; i++) {
                    said[time][i] += other.said[time][i];
                    made[time][i] += other.made[time][i];
                }
                squaredError[time] += other.squaredError[time];
            }
            quarters += other.quarters;
            return this;
        }

        /** Of the quarters with the forecast {@code SAID[i]} at a time, the percentage that reached their target. */
        double made(int time, int i) {
            return 100.0 * made[time][i] / said[time][i];
        }

        /** The same over all times. */
        double made(int i) {
            long all = IntStream.range(0, ELAPSED.length)
                    .mapToLong(time -> said[time][i])
                    .sum();
            return 100.0
                    * IntStream.range(0, ELAPSED.length)
                            .mapToLong(time -> made[time][i])
                            .sum()
                    / all;
        }

        long said(int time, int i) {
            return said[time][i];
        }

        void print(String of, PrintStream out) {
            out.println(of + ": " + quarters + " quarters");
            out.println("elapsed   said 20 %           said 50 %           said 80 %           Brier");
            for (int time = 0; time < ELAPSED.length; time++) {
                StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%4d %%   ", ELAPSED[time]));
                for (int i = 0; i < SAID.length; i++) {
                    line.append(String.format(Locale.ROOT, "%5.1f %% of %-8d", made(time, i), said[time][i]));
                }
                out.println(line + String.format(Locale.ROOT, " %.3f", squaredError[time] / quarters));
            }
            out.printf(
                    Locale.ROOT,
                    "pooled   %5.1f %%             %5.1f %%             %5.1f %%%n",
                    made(0),
                    made(1),
                    made(2));
        }
    }

    /** One simulated site. */
    private static final class Site {
        private final Random random;
        final double perDay;
        private final double drift;
        private final double scatter;
        private final double weekend;

        Site(long seed, int fewest, int most) {
            this.random = new Random(new SplittableRandom(seed).nextLong());
            this.perDay = fewest * Math.exp(random.nextDouble() * Math.log((double) most / fewest));
            this.drift = random.nextDouble() * MOST_DRIFT / Math.sqrt(WEEK);
            this.scatter = LEAST_SCATTER + random.nextDouble() * (MOST_SCATTER - LEAST_SCATTER);
            this.weekend = 0.3 + random.nextDouble();
        }

        Quarter quarter() {
            Map<LocalDate, BigDecimal> days = new TreeMap<>();
            double level = perDay;
            double atBeginning = level;
            for (int i = -HISTORY; i < QUARTER; i++) {
                level *= Math.exp(drift * random.nextGaussian());
                LocalDate day = FROM.plusDays(i);
                boolean rest = day.getDayOfWeek().getValue() >= 6;
                double mean = level * WEEK * (rest ? weekend : 1) / (5 + 2 * weekend);
                days.put(day, BigDecimal.valueOf(poisson(gamma(mean / (scatter - 1)) * (scatter - 1))));
                if (i == -1) {
                    atBeginning = level;
                }
            }
            double figure = atBeginning * QUARTER * Math.exp(SPREAD_OF_TARGETS * random.nextGaussian());
            return new Quarter(days, BigDecimal.valueOf(Math.max(1, Math.round(figure))));
        }

        /** G. Marsaglia and W. W. Tsang, A simple method for generating gamma variables (2000). */
        private double gamma(double shape) {
            if (shape < 1) {
                return gamma(shape + 1) * Math.pow(random.nextDouble(), 1 / shape);
            }
            double d = shape - 1.0 / 3;
            while (true) {
                double x = random.nextGaussian();
                double v = Math.pow(1 + x / Math.sqrt(9 * d), 3);
                if (v > 0 && Math.log(1 - random.nextDouble()) < x * x / 2 + d - d * v + d * Math.log(v)) {
                    return d * v;
                }
            }
        }

        private long poisson(double mean) {
            long events = 0;
            for (double at = random.nextExponential(); at < mean; at += random.nextExponential()) {
                events++;
            }
            return events;
        }
    }

    private record Quarter(Map<LocalDate, BigDecimal> days, BigDecimal figure) {
        private static final LocalDate LAST = FROM.plusDays(QUARTER - 1L);

        TargetProgress after(int closedDays) {
            LocalDate complete = FROM.plusDays(closedDays - 1L);
            TreeMap<LocalDate, BigDecimal> known = new TreeMap<>(days);
            DailyMetric metric =
                    new DailyMetric(known.headMap(complete, true), FROM.minusDays(HISTORY), complete, complete);
            return TargetProgress.of(new TargetTerms(FROM, LAST, figure, false, false), metric);
        }

        boolean isMade() {
            return after(QUARTER).actual().compareTo(figure) >= 0;
        }
    }

    /** Simulates sites with {@code fewest} to {@code most} conversions a day. */
    static Tally simulate(int quarters, long seed, int fewest, int most) {
        return IntStream.range(0, quarters)
                .mapToObj(i -> simulate(new Site(seed * 1_000_003 + i, fewest, most).quarter()))
                .reduce(new Tally(), Tally::plus);
    }

    private static Tally simulate(Quarter quarter) {
        Tally tally = new Tally();
        tally.quarters = 1;
        boolean isMade = quarter.isMade();
        for (int time = 0; time < ELAPSED.length; time++) {
            Double probability =
                    quarter.after(Math.round(QUARTER * ELAPSED[time] / 100f)).probability();
            tally.add(time, probability == null ? 0 : probability, isMade);
        }
        return tally;
    }

    public static void main(String... arguments) {
        int quarters = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 40_000;
        long seed = arguments.length > 1 ? Long.parseLong(arguments[1]) : 1;
        simulate(quarters, seed, 1, MOST_A_DAY).print("1 to 300 a day", System.out);
        System.out.println();
        simulate(quarters, seed, 1, SMALL_A_DAY).print("1 to 2 a day", System.out);
    }
}
