package dev.cairn.report.statistics;

import dev.cairn.domain.goal.Goal;
import dev.cairn.domain.statistic.HealthCounts;
import dev.cairn.domain.statistic.RowKey;
import dev.cairn.plan.model.Site;
import dev.cairn.plan.version.PlanRepository;
import dev.cairn.plan.version.PlanRepository.Version;
import dev.cairn.store.Dependencies;
import dev.cairn.store.statistic.StatisticRows;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds the goals that are new or changed since events on the requested days were received, and therefore tagged
 * without them, if no backfill has finished since (section 4). It knows the day of receipt but not the hour: events
 * received on the day a plan was saved count as received before it.
 */
public final class GoalBackfillCheck {
    private final PlanRepository plans;
    private final StatisticRows rows;

    public GoalBackfillCheck(PlanRepository plans, Dependencies dependencies) {
        this.plans = plans;
        this.rows = new StatisticRows(dependencies.items());
    }

    /** A version that changed goals, with those goals. */
    private record Change(Version version, Set<String> goals) {}

    /** The names of the goals, in alphabetical order. */
    public Set<String> of(ReportContext period) {
        List<Change> changes = changes(period);
        Set<String> found = new TreeSet<>();
        if (changes.isEmpty()) {
            return found;
        }
        Map<LocalDate, LocalDate> received = firstReceipts(period);
        for (Map.Entry<LocalDate, LocalDate> day : received.entrySet()) {
            for (Change change : changes) {
                if (isNeeded(period.site(), day.getKey(), day.getValue(), change.version())) {
                    found.addAll(change.goals());
                }
            }
        }
        return found;
    }

    private boolean isNeeded(Site site, LocalDate day, LocalDate firstReceipt, Version version) {
        Instant began = Instant.ofEpochMilli(site.zones().startOf(day));
        LocalDate putOn = site.zones().dayOf(version.since().toEpochMilli());
        return version.since().isAfter(began)
                && !firstReceipt.isAfter(putOn)
                && !plans.backfills().isFinished(site.id(), day, version.number());
    }

    /** The versions saved after the first day began, with their new and changed goals that still exist. */
    private List<Change> changes(ReportContext period) {
        Site now = period.site();
        Instant began = Instant.ofEpochMilli(now.zones().startOf(period.range().from()));
        List<Version> versions = plans.versions();
        List<Change> changes = new ArrayList<>();
        for (int i = versions.size() - 1; i > 0 && versions.get(i).since().isAfter(began); i--) {
            Site before = siteIn(versions.get(i - 1), now);
            Site after = siteIn(versions.get(i), now);
            if (before == null) {
                // A site that does not exist receives nothing.
                break;
            }
            Map<String, Goal> then = before.goals();
            Set<String> changed = after == null
                    ? Set.of()
                    : after.goals().entrySet().stream()
                            .filter(goal -> now.goals().containsKey(goal.getKey())
                                    && !goal.getValue().equals(then.get(goal.getKey())))
                            .map(Map.Entry::getKey)
                            .collect(Collectors.toSet());
            if (!changed.isEmpty()) {
                changes.add(new Change(versions.get(i), changed));
            }
        }
        return changes;
    }

    private @Nullable Site siteIn(Version version, Site now) {
        return plans.version(version.number()).sites().get(now.id());
    }

    /** The day on which the first stored event of each day was received; days without events are absent. */
    private Map<LocalDate, LocalDate> firstReceipts(ReportContext period) {
        return rows
                .range(
                        period.site().id(),
                        RowKey.of(HealthCounts.STATISTIC),
                        period.range().from(),
                        period.range().to())
                .stream()
                .flatMap(row -> row.total(HealthCounts.STATISTIC).entrySet().stream()
                        .filter(received -> received.getValue().stored() > 0)
                        .map(received -> LocalDate.parse(received.getKey()))
                        .min(LocalDate::compareTo)
                        .map(first -> Map.entry(row.day(), first))
                        .stream())
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }
}
