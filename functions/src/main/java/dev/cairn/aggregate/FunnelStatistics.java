package dev.cairn.aggregate;

import dev.cairn.domain.Funnel;
import dev.cairn.domain.FunnelWalk;
import dev.cairn.domain.JourneyEvent;
import dev.cairn.domain.statistic.CompletionCounts;
import dev.cairn.domain.statistic.Counts;
import dev.cairn.domain.statistic.DayFacts;
import dev.cairn.domain.statistic.Dimension;
import dev.cairn.domain.statistic.FunnelCounts;
import java.util.Map;
import java.util.TreeMap;

/** The three views of one funnel on one day, each with its breakdowns (F4, F7). A monoid like its parts. */
record FunnelStatistics(
        FunnelCounts entry,
        Map<String, Map<String, FunnelCounts>> entryBy,
        FunnelCounts sameDay,
        Map<String, Map<String, FunnelCounts>> sameDayBy,
        CompletionCounts completion,
        Map<String, Map<String, CompletionCounts>> completionBy,
        long nextClose) {

    /** No entry is in progress. */
    static final long NEVER = Long.MAX_VALUE;

    static FunnelStatistics empty(Funnel funnel) {
        FunnelCounts none = FunnelCounts.empty(funnel.steps().size());
        return new FunnelStatistics(none, Map.of(), none, Map.of(), CompletionCounts.EMPTY, Map.of(), NEVER);
    }

    /** Adds up visitors in place; adds with what {@link #plus} adds with. */
    static final class Builder {
        private final Funnel funnel;
        private final Map<String, Map<String, FunnelCounts>> entryBy = new TreeMap<>();
        private final Map<String, Map<String, FunnelCounts>> sameDayBy = new TreeMap<>();
        private final Map<String, Map<String, CompletionCounts>> completionBy = new TreeMap<>();
        private FunnelCounts entry;
        private FunnelCounts sameDay;
        private CompletionCounts completion = CompletionCounts.EMPTY;
        private long nextClose = NEVER;

        Builder(Funnel funnel) {
            this.funnel = funnel;
            this.entry = FunnelCounts.empty(funnel.steps().size());
            this.sameDay = entry;
        }

        void add(DayFacts facts) {
            FunnelCounts.entry(funnel, facts).ifPresent(each -> {
                FunnelCounts counts = FunnelCounts.of(funnel, each, facts.asOf());
                entry = entry.plus(counts);
                addBy(entryBy, each.first(), counts);
                nextClose = Math.min(nextClose, closes(each, facts));
            });
            FunnelCounts.sameDay(funnel, facts).ifPresent(each -> {
                FunnelCounts counts = FunnelCounts.of(funnel, each, facts.asOf());
                sameDay = sameDay.plus(counts);
                addBy(sameDayBy, each.first(), counts);
                nextClose = Math.min(nextClose, closes(each, facts));
            });
            for (FunnelWalk.Completion each : CompletionCounts.completions(funnel, facts)) {
                CompletionCounts counts = CompletionCounts.of(funnel, each);
                completion = completion.plus(counts);
                addBy(completionBy, each.entry(), counts);
            }
        }

        FunnelStatistics build() {
            return new FunnelStatistics(entry, entryBy, sameDay, sameDayBy, completion, completionBy, nextClose);
        }
    }

    /** When the figures of this entry change by themselves. */
    private static long closes(FunnelWalk.Entry entry, DayFacts facts) {
        return facts.asOf() < entry.closesAt() ? entry.closesAt() : NEVER;
    }

    private static <S extends Counts<S>> void addBy(
            Map<String, Map<String, S>> dimensions, JourneyEvent event, S counts) {
        for (Dimension dimension : Dimension.values()) {
            Split.add(dimensions, dimension, Map.of(dimension.value(event.touch()), counts), Counts::plus);
        }
    }

    FunnelStatistics plus(FunnelStatistics other) {
        return new FunnelStatistics(
                entry.plus(other.entry),
                Split.plus(entryBy, other.entryBy, Counts::plus),
                sameDay.plus(other.sameDay),
                Split.plus(sameDayBy, other.sameDayBy, Counts::plus),
                completion.plus(other.completion),
                Split.plus(completionBy, other.completionBy, Counts::plus),
                Math.min(nextClose, other.nextClose));
    }
}
