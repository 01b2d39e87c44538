package dev.cairn.report.targets;

import dev.cairn.domain.target.DailyMetric;
import dev.cairn.domain.target.TargetStatus;
import dev.cairn.report.api.Warning;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The warnings about targets, each with its remedy. */
final class TargetWarnings {
    private TargetWarnings() {}

    /** @param needsBackfill goals whose definition is newer than events on the days that were read */
    static List<Warning> of(SiteTargets targets, Set<String> needsBackfill) {
        List<Warning> warnings = new ArrayList<>();
        if (targets.reports().stream().anyMatch(report -> report.progress().status() == TargetStatus.LEARNING)) {
            warnings.add(learning(targets.firstDay()));
        }
        String uncompared = ids(targets, report -> report.progress().status() == TargetStatus.NO_COMPARISON);
        if (!uncompared.isEmpty()) {
            warnings.add(new Warning(
                    "no_comparison",
                    "Some of the days that these targets compare with were not measured or are still to come: "
                            + uncompared + ". Give them a baseline or a value instead of compare."));
        }
        String summed = ids(
                targets, report -> TargetMetrics.DAILY.contains(report.target().metric()));
        if (!summed.isEmpty()) {
            warnings.add(new Warning(
                    "sums_of_days",
                    "visitors and converters are sums of daily figures: a person who comes on three days counts three"
                            + " times. This affects " + summed + "."));
        }
        otherCurrencies(targets, warnings);
        Set<String> changed = new TreeSet<>(needsBackfill);
        changed.retainAll(targets.reports().stream()
                .map(report -> String.valueOf(report.target().goal()))
                .toList());
        if (!changed.isEmpty()) {
            warnings.add(Warning.goalsNeedBackfill(changed));
        }
        return warnings;
    }

    private static Warning learning(@Nullable LocalDate firstDay) {
        String from = firstDay == null
                ? "once the site has " + DailyMetric.LEARNING_DAYS + " complete days"
                : "from " + firstDay.plusDays(DailyMetric.LEARNING_DAYS);
        return new Warning(
                "learning",
                "The site has fewer than " + DailyMetric.LEARNING_DAYS
                        + " complete days, too few for a forecast. Forecasts are available " + from + ".");
    }

    private static void otherCurrencies(SiteTargets targets, List<Warning> warnings) {
        String concerned = ids(targets, report -> !report.otherCurrencies().isEmpty());
        if (!concerned.isEmpty()) {
            Set<String> currencies = targets.reports().stream()
                    .flatMap(report -> report.otherCurrencies().stream())
                    .collect(Collectors.toCollection(TreeSet::new));
            warnings.add(new Warning(
                    "other_currencies",
                    "Amounts in " + String.join(", ", currencies) + " are left out of " + concerned
                            + ": a target sums amounts in the site's currency only. Send amounts in that currency, or"
                            + " change the currency in the plan."));
        }
    }

    private static String ids(SiteTargets targets, Predicate<TargetReport> of) {
        return targets.reports().stream()
                .filter(of)
                .map(report -> report.target().id())
                .collect(Collectors.joining(", "));
    }
}
