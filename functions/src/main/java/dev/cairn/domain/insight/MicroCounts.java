package dev.cairn.domain.insight;

import dev.cairn.domain.statistic.Counts;
import dev.cairn.domain.statistic.DayDefinitions;
import dev.cairn.domain.statistic.SiteStatistic;
import dev.cairn.domain.statistic.StatisticCounter;
import dev.cairn.domain.statistic.StatisticSum;
import dev.cairn.domain.statistic.StatisticValues;
import dev.cairn.domain.statistic.VisitorDayInput;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A day's counts of the micro conversions of one macro goal (N1, N2, N4). Only linkable visitors are counted, and all
 * periods are local days (N0).
 */
public record MicroCounts(AssistCounts assist, AssociationCounts association, SufficiencyCounts sufficiency)
        implements Counts<MicroCounts> {

    /** How many days a figure looks back before its own day. */
    public static final int LOOK_BACK_DAYS = 30;

    public static final MicroCounts EMPTY =
            new MicroCounts(AssistCounts.EMPTY, AssociationCounts.EMPTY, SufficiencyCounts.EMPTY);

    /** By macro goal; a macro without any figure is absent. */
    public static final SiteStatistic<Map<String, MicroCounts>> STATISTIC =
            SiteStatistic.countedBy("micros", StatisticValues.byName(MicroCounts.class), Counter::new);

    /** Counts visitors in place, because copying all pairs for each visitor would be too expensive. */
    private static final class Counter implements StatisticCounter<Map<String, MicroCounts>> {
        private final AssistCounts.Counter assist;
        private final AssociationCounts.Counter association;
        private final SufficiencyCounts.Counter sufficiency;

        Counter(DayDefinitions definitions) {
            assist = new AssistCounts.Counter(definitions);
            association = new AssociationCounts.Counter(definitions);
            sufficiency = new SufficiencyCounts.Counter(definitions);
        }

        @Override
        public void add(VisitorDayInput input) {
            if (input.isVisitor() && input.visitor().linkable()) {
                assist.add(input);
                association.add(input);
                sufficiency.add(input);
            }
        }

        @Override
        public StatisticSum<Map<String, MicroCounts>> sum() {
            Map<String, AssistCounts> assists = assist.counts();
            Map<String, AssociationCounts> associations = association.counts();
            Map<String, SufficiencyCounts> sufficiencies = sufficiency.counts();
            TreeSet<String> macros = new TreeSet<>(assists.keySet());
            macros.addAll(associations.keySet());
            macros.addAll(sufficiencies.keySet());
            Map<String, MicroCounts> sum = new TreeMap<>();
            macros.forEach(macro -> sum.put(
                    macro,
                    new MicroCounts(
                            assists.getOrDefault(macro, AssistCounts.EMPTY),
                            associations.getOrDefault(macro, AssociationCounts.EMPTY),
                            sufficiencies.getOrDefault(macro, SufficiencyCounts.EMPTY))));
            return new StatisticSum<>(sum, Map.of());
        }
    }

    @Override
    public MicroCounts plus(MicroCounts other) {
        return new MicroCounts(
                assist.plus(other.assist), association.plus(other.association), sufficiency.plus(other.sufficiency));
    }

    @Override
    public long weight() {
        return assist.macros();
    }
}
