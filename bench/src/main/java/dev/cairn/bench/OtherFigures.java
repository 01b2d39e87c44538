package dev.cairn.bench;

import java.util.List;

/**
 * Other tools' figures for a micro goal, printed next to Cairn's: odds ratios that compare converters with other
 * visitors over the whole period.
 */
final class OtherFigures {
    private static final double HALF = 0.5;

    private final String micro;
    private final long[] beforeConversion = new long[4];
    private final long[] ever = new long[4];

    OtherFigures(String micro) {
        this.micro = micro;
    }

    void add(SimulatedVisitor visitor) {
        boolean converts = false;
        boolean before = false;
        boolean did = false;
        List<SimulatedVisitor.Day> days = visitor.days();
        for (int day = 0; day < days.size(); day++) {
            List<String> goals = days.get(day).goals();
            for (int i = 0; i < goals.size(); i++) {
                converts |= goals.get(i).equals(SimulatedVisitor.MACRO);
                if (goals.get(i).equals(micro)) {
                    did = true;
                    before |= !converts;
                }
            }
        }
        beforeConversion[cell(before, converts)]++;
        ever[cell(did, converts)]++;
    }

    private static int cell(boolean exposed, boolean outcome) {
        return (exposed ? 0 : 2) + (outcome ? 0 : 1);
    }

    private static double ratio(long[] cells) {
        return (cells[0] + HALF) * (cells[3] + HALF) / ((cells[1] + HALF) * (cells[2] + HALF));
    }

    /**
     * The odds ratio of PostHog's correlation analysis: what converters did before converting, against what other
     * visitors did over the whole period.
     */
    double beforeConversion() {
        return ratio(beforeConversion);
    }

    /** The odds ratio of "ever met the micro goal". */
    double ever() {
        return ratio(ever);
    }
}
