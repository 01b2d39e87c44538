package dev.cairn.report.statistics;

import dev.cairn.domain.attribution.AttributedGoals;
import dev.cairn.domain.attribution.Attribution;
import dev.cairn.domain.goal.Goal;
import dev.cairn.domain.goal.GoalTier;
import dev.cairn.domain.goal.MicroKind;
import dev.cairn.domain.statistic.Dimension;
import dev.cairn.domain.statistic.GoalCounts;
import dev.cairn.domain.statistic.OverviewCounts;
import dev.cairn.domain.statistic.RowKey;
import dev.cairn.domain.statistic.SiteStatistic;
import dev.cairn.plan.model.Site;
import dev.cairn.plan.version.PlanRepository;
import dev.cairn.report.selection.Selection;
import dev.cairn.store.Dependencies;
import dev.cairn.store.statistic.StatisticRows;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads goal conversions cell by cell, with the plan's definition of each goal. */
final class GoalRows {
    private final PlanRepository plans;
    private final StatisticRows rows;

    GoalRows(PlanRepository plans, Dependencies dependencies) {
        this.plans = plans;
        this.rows = new StatisticRows(dependencies.items());
    }

    /**
     * @param tier null when no available plan version has the goal
     * @param kind null for a macro goal
     * @param byServer whether only events sent with a server key meet it
     */
    record Named(
            String id, @Nullable GoalTier tier, @Nullable MicroKind kind, boolean byServer) {

        /** Whether its figures include the share of conversions that were not sent with a server key (D2). */
        boolean showsUnverified() {
            return tier == GoalTier.MACRO && !byServer;
        }
    }

    /** The requested goals; empty fields match all. */
    record Filter(Optional<GoalTier> tier, Optional<MicroKind> kind) {
        boolean passes(Named goal) {
            return tier.map(wanted -> wanted == goal.tier()).orElse(true)
                    && kind.map(wanted -> wanted == goal.kind()).orElse(true);
        }
    }

    /** The counts of one day, breakdown value (empty without a breakdown) and goal, with at least one conversion. */
    record Cell(LocalDate day, String value, Named goal, GoalCounts counts) {
        static final Comparator<Cell> ORDER = Comparator.comparing(Cell::day).thenComparing(Cell::key);

        /** Orders the cells of a day. */
        String key() {
            return value + '\n' + goal.id();
        }
    }

    List<Cell> whole(ReportContext period, Filter filter) {
        List<Cell> cells = new ArrayList<>();
        for (StatisticRows.Row row : range(period, RowKey.of(GoalCounts.STATISTIC))) {
            add(cells, row, "", row.total(GoalCounts.STATISTIC), period.site());
        }
        return passing(cells, filter);
    }

    /**
     * The cells of a breakdown by the credited visit.
     *
     * @param days the days that have a row for the breakdown
     * @param others whether the filter's value may be among the values merged into one
     */
    record Split(List<Cell> cells, Set<LocalDate> days, boolean others) {}

    /** Reads the selected values of a breakdown; a filter's value appears as the empty value. */
    Split split(ReportContext period, Filter filter, Attribution attribution, Selection selection) {
        SiteStatistic<Map<String, GoalCounts>> statistic = AttributedGoals.by(attribution);
        List<Cell> cells = new ArrayList<>();
        Set<LocalDate> days = new HashSet<>();
        boolean others = false;
        for (StatisticRows.Row row :
                range(period, RowKey.of(statistic).by(selection.stored().orElseThrow()))) {
            Map<String, Map<String, GoalCounts>> values = row.breakdown(statistic);
            days.add(row.day());
            others |= selection.mayBeOther(values.keySet());
            selection.of(values).forEach((value, goals) -> add(cells, row, value, goals, period.site()));
        }
        return new Split(passing(cells, filter), days, others);
    }

    /**
     * Omits {@link Dimension#OTHER}: goals and overview fold different sets of values into it, so a rate over it would
     * be meaningless.
     */
    GoalDenominators denominators(ReportContext period, Selection selection) {
        Map<LocalDate, Map<String, GoalDenominators.Numbers>> days = new HashMap<>();
        for (StatisticRows.Row row : range(
                period,
                RowKey.of(OverviewCounts.STATISTIC).by(selection.stored().orElseThrow()))) {
            Map<String, GoalDenominators.Numbers> values = new HashMap<>();
            selection
                    .of(row.breakdown(OverviewCounts.STATISTIC))
                    .forEach((value, overview) -> values.put(value, GoalDenominators.Numbers.of(overview)));
            values.remove(Dimension.OTHER);
            days.put(row.day(), values);
        }
        return GoalDenominators.of(days);
    }

    /** Sums the cells over the days, by breakdown value and goal. */
    static Collection<Cell> sums(List<Cell> cells) {
        Map<String, Cell> sums = new TreeMap<>();
        for (Cell cell : cells) {
            sums.merge(
                    cell.key(),
                    cell,
                    (sum, more) -> new Cell(sum.day, sum.value, more.goal, sum.counts.plus(more.counts)));
        }
        return sums.values();
    }

    private List<StatisticRows.Row> range(ReportContext period, RowKey key) {
        return rows.range(
                period.site().id(), key, period.range().from(), period.range().to());
    }

    private void add(List<Cell> cells, StatisticRows.Row row, String value, Map<String, GoalCounts> goals, Site site) {
        goals.forEach(
                (id, counts) -> cells.add(new Cell(row.day(), value, named(site, row.planVersion(), id), counts)));
    }

    /** Whether a goal of the current plan passes the filter. */
    boolean passes(Filter filter, Site site, String goal) {
        return filter.passes(named(site, 0, goal));
    }

    private static List<Cell> passing(List<Cell> cells, Filter filter) {
        return cells.stream()
                .filter(cell -> cell.counts.conversions() > 0 && filter.passes(cell.goal))
                .sorted(Cell.ORDER)
                .toList();
    }

    /** Uses the current plan; for a goal that it no longer has, the plan with which the row was computed. */
    private Named named(Site site, int planVersion, String id) {
        return Optional.ofNullable(site.goals().get(id))
                .or(() -> then(site, planVersion, id))
                .map(goal -> new Named(id, goal.tier(), goal.kind(), goal.byServer()))
                .orElse(new Named(id, null, null, false));
    }

    private Optional<Goal> then(Site site, int planVersion, String id) {
        try {
            return Optional.ofNullable(plans.version(planVersion).sites().get(site.id()))
                    .map(old -> old.goals().get(id));
        } catch (NoSuchElementException neverPut) {
            return Optional.empty();
        }
    }
}
