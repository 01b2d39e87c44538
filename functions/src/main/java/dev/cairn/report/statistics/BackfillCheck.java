package dev.cairn.report.statistics;

import dev.cairn.domain.funnel.Funnel;
import dev.cairn.domain.goal.Goal;
import dev.cairn.domain.statistic.HealthCounts;
import dev.cairn.domain.statistic.RowKey;
import dev.cairn.plan.model.Site;
import dev.cairn.plan.model.TimeZoneHistory;
import dev.cairn.plan.version.PlanRepository;
import dev.cairn.plan.version.PlanRepository.Version;
import dev.cairn.store.Dependencies;
import dev.cairn.store.statistic.StatisticRows;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Detects whether requested days have events that were received, and therefore tagged, before the funnel got the
 * definition that applies to those days (section 4), without a finished backfill since. It knows the day of receipt but
 * not the hour: events received on the day a plan was saved count as received before it.
 */
final class BackfillCheck {
    private final PlanRepository plans;
    private final StatisticRows rows;

    BackfillCheck(PlanRepository plans, Dependencies dependencies) {
        this.plans = plans;
        this.rows = new StatisticRows(dependencies.items());
    }

    /**
     * The definitions that decide which events match a funnel's steps.
     *
     * @param goals the goals of the steps
     */
    private record Recipe(List<@Nullable Goal> goals, List<Funnel.Exclude> excludes) {}

    boolean isNeeded(ReportContext period, String funnel) {
        TimeZoneHistory zones = period.site().zones();
        Map<LocalDate, LocalDate> putOn = new TreeMap<>();
        for (LocalDate day : period.days()) {
            changedSince(period.site(), funnel, day)
                    .ifPresent(changed -> putOn.put(day, zones.dayOf(changed.toEpochMilli())));
        }
        return !putOn.isEmpty() && wasReceivedBefore(period.site(), new TreeMap<>(putOn));
    }

    private boolean wasReceivedBefore(Site site, TreeMap<LocalDate, LocalDate> putOn) {
        return rows.range(site.id(), RowKey.of(HealthCounts.STATISTIC), putOn.firstKey(), putOn.lastKey()).stream()
                .filter(row -> putOn.containsKey(row.day()))
                .anyMatch(row -> row.total(HealthCounts.STATISTIC).entrySet().stream()
                        .anyMatch(received -> received.getValue().stored() > 0
                                && !LocalDate.parse(received.getKey()).isAfter(putOn.get(row.day()))));
    }

    /**
     * When the definition that applies to the day was saved, if that was after the day began and it replaced a
     * different one; empty if a backfill has tagged the day's events since.
     */
    private Optional<Instant> changedSince(Site site, String funnel, LocalDate day) {
        Instant began = Instant.ofEpochMilli(site.zones().startOf(day));
        List<Version> versions = plans.versions();
        int index = index(versions, plans.funnelOn(site.id(), funnel, day).orElseThrow());
        while (index > 0 && versions.get(index).since().isAfter(began)) {
            Site before =
                    plans.version(versions.get(index - 1).number()).sites().get(site.id());
            if (before == null) {
                // A site that does not exist receives nothing.
                return Optional.empty();
            }
            Recipe recipe =
                    recipe(plans.version(versions.get(index).number()).sites().get(site.id()), funnel);
            if (!Objects.equals(recipe(before, funnel), recipe)) {
                return plans.backfills()
                                .isFinished(site.id(), day, versions.get(index).number())
                        ? Optional.empty()
                        : Optional.of(versions.get(index).since());
            }
            index--;
        }
        return Optional.empty();
    }

    private static int index(List<Version> versions, PlanRepository.Definition definition) {
        for (int i = versions.size() - 1; i >= 0; i--) {
            if (versions.get(i).number() == definition.planVersion()) {
                return i;
            }
        }
        return 0;
    }

    private static @Nullable Recipe recipe(@Nullable Site site, String id) {
        Funnel funnel = site == null ? null : site.funnels().get(id);
        return site == null || funnel == null
                ? null
                : new Recipe(
                        funnel.steps().stream()
                                .<@Nullable Goal>map(site.goals()::get)
                                .toList(),
                        funnel.excludes());
    }
}
