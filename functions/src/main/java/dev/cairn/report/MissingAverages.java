package dev.cairn.report;

import dev.cairn.domain.Engagement;
import dev.cairn.plan.Site;
import dev.cairn.store.Averages;
import dev.cairn.store.Ports;
import java.util.List;

/** Whether a goal that compares with an average had none to compare with (G2). */
final class MissingAverages {
    private final Averages averages;

    MissingAverages(Ports ports) {
        this.averages = new Averages(ports.items());
    }

    List<Warning> of(Period period) {
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

    private static boolean comparesWithAverage(@org.jspecify.annotations.Nullable Engagement engagement) {
        return engagement != null && (engagement.dwellAboveAverage() || engagement.visitFrequencyAboveAverage());
    }
}
