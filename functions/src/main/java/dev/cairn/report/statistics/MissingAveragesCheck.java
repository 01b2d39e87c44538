package dev.cairn.report.statistics;

import dev.cairn.domain.goal.VisitCondition;
import dev.cairn.plan.model.Site;
import dev.cairn.report.api.Warning;
import dev.cairn.store.Dependencies;
import dev.cairn.store.statistic.BaselineAverages;
import java.util.List;

/** Detects goals that compare with an average when no average is known (G2). */
public final class MissingAveragesCheck {
    private final BaselineAverages averages;

    public MissingAveragesCheck(Dependencies dependencies) {
        this.averages = new BaselineAverages(dependencies.items());
    }

    public List<Warning> of(ReportContext period) {
        Site site = period.site();
        boolean compares = site.goals().values().stream()
                .flatMap(goal -> goal.alternatives().stream())
                .anyMatch(alternative -> comparesWithAverage(alternative.engagement()));
        boolean missing = compares
                && averages
                        .stored(site.id(), period.range().from(), period.range().to())
                        .stream()
                        .anyMatch(day -> day.dwellMillis() == null);
        return missing ? List.of(Warning.AVERAGES_MISSING) : List.of();
    }

    private static boolean comparesWithAverage(@org.jspecify.annotations.Nullable VisitCondition engagement) {
        return engagement != null && (engagement.dwellAboveAverage() || engagement.visitFrequencyAboveAverage());
    }
}
