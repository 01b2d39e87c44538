package dev.cairn.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A visitor of a simulated site with known truth: the goals met on each day, in order. The micro goal {@code plain} has
 * no effect; {@code doubling} on the first day doubles the odds of buying later; {@code after} is met only by buyers,
 * right after buying; {@code often_after} is met by half of the buyers right after buying and occasionally by any
 * visitor, and has no effect either.
 *
 * @param days in order, beginning with the landmark day
 */
record SimulatedVisitor(List<Day> days) {
    static final String MACRO = "buy";
    static final String PLAIN = "plain";
    static final String DOUBLING = "doubling";
    static final String OFTEN_AFTER = "often_after";
    static final String AFTER = "after";

    /** The micro goals that a visitor may meet on the first day. */
    static final List<String> MET_BEFORE = List.of(PLAIN, DOUBLING, OFTEN_AFTER);

    static final List<String> MICROS = List.of(PLAIN, DOUBLING, OFTEN_AFTER, AFTER);

    static final double BUYS_AT_ONCE = 0.01;
    static final double BUYS_LATER = 0.03;
    static final double MORE_PAGES = 2;

    private static final int WINDOW = 30;
    private static final double RETURNS = 0.02;
    private static final double AFTERWARDS = 0.5;

    /** How much visitors differ in activity, as the standard deviation of the log odds. */
    private static final double SPREAD = 0.7;

    /** How visitors differ in interest, and whether the first day's page views reveal it. */
    enum Interest {
        /** All are equally interested. */
        SAME,
        /** Visitors with more page views do more of everything: the class of page views (N2.6) reveals all. */
        SEEN,
        /** Interested visitors do more of everything, including page views, which reveal only part of the interest. */
        UNSEEN
    }

    /** Interest by class of page views, for {@link Interest#SEEN}. */
    private static final double[] BY_STRATUM = {-0.7, -0.2, 0.4, 1.1};

    /**
     * @param number days since the first one
     * @param goals the goal of each event, in order
     */
    record Day(int number, int pageViews, List<String> goals) {}

    /** The probability that a visitor of average interest meets a micro goal on a day. */
    static double probability(String micro) {
        return micro.equals(OFTEN_AFTER) ? 0.03 : 0.12;
    }

    /** @param logOdds added to the log odds of the probability */
    static double probability(double probability, double logOdds) {
        double odds = probability / (1 - probability) * (logOdds == 0 ? 1 : Math.exp(logOdds));
        return odds / (1 + odds);
    }

    /** The class of page views, 0 to 3 (N2.6). */
    static int stratum(int pageViews) {
        return pageViews <= 1 ? 0 : pageViews <= 3 ? 1 : pageViews <= 7 ? 2 : 3;
    }

    static double interest(Interest how, double drawn, int stratum) {
        return switch (how) {
            case SAME -> 0;
            case SEEN -> BY_STRATUM[stratum];
            case UNSEEN -> drawn;
        };
    }

    /** Maps a standard normal number to an interest, before page views are considered. */
    static double drawn(Interest how, double normal) {
        return how == Interest.SAME ? 0 : SPREAD * normal;
    }

    static SimulatedVisitor draw(RandomGenerator random, Interest how) {
        double drawn = drawn(how, how == Interest.SAME ? 0 : random.nextGaussian());
        int pageViews = pageViews(random, drawn);
        double interest = interest(how, drawn, stratum(pageViews));
        List<Day> days = new ArrayList<>(4);
        List<String> first = micros(random, interest);
        if (random.nextDouble() < probability(BUYS_AT_ONCE, interest)) {
            buy(random, first);
        }
        days.add(new Day(0, pageViews, first));
        double buysLater = probability(BUYS_LATER, interest + (first.contains(DOUBLING) ? Math.log(2) : 0));
        int buysOn = random.nextDouble() < buysLater ? 1 + random.nextInt(WINDOW) : WINDOW + 1;
        double stays = Math.log(1 - probability(RETURNS, interest));
        boolean bought = false;
        for (int day = 0; day <= WINDOW; ) {
            int returns = day + 1 + (int) Math.min(WINDOW, Math.log(1 - random.nextDouble()) / stays);
            if (!bought && buysOn <= returns) {
                returns = buysOn;
            }
            if (returns <= WINDOW) {
                List<String> goals = micros(random, interest);
                if (returns == buysOn) {
                    buy(random, goals);
                    bought = true;
                }
                days.add(new Day(returns, pageViews(random, drawn), goals));
            }
            day = returns;
        }
        return new SimulatedVisitor(days);
    }

    private static void buy(RandomGenerator random, List<String> goals) {
        goals.add(MACRO);
        if (random.nextDouble() < AFTERWARDS) {
            goals.add(AFTER);
        }
        if (random.nextDouble() < AFTERWARDS) {
            goals.add(OFTEN_AFTER);
        }
    }

    private static List<String> micros(RandomGenerator random, double interest) {
        List<String> micros = new ArrayList<>(2);
        for (String micro : MET_BEFORE) {
            if (random.nextDouble() < probability(probability(micro), interest)) {
                micros.add(micro);
            }
        }
        return micros;
    }

    /** One page view plus a Poisson-distributed number of further ones. */
    private static int pageViews(RandomGenerator random, double interest) {
        double end = Math.exp(-MORE_PAGES * Math.exp(interest));
        int views = 1;
        for (double product = random.nextDouble(); product > end; product *= random.nextDouble()) {
            views++;
        }
        return views;
    }

    /** Whether a goal was met on the first day. */
    boolean isMet(String goal) {
        return days.getFirst().goals.contains(goal);
    }

    boolean isMetLater(String goal) {
        for (int i = 1; i < days.size(); i++) {
            if (days.get(i).goals.contains(goal)) {
                return true;
            }
        }
        return false;
    }
}
