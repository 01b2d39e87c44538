package dev.cairn.report.statistics;

import dev.cairn.domain.goal.Goal;
import dev.cairn.domain.goal.GoalTier;
import dev.cairn.domain.goal.MicroKind;
import dev.cairn.domain.statistic.Dimension;
import dev.cairn.domain.statistic.GoalCounts;
import dev.cairn.domain.statistic.OverviewCounts;
import dev.cairn.domain.statistic.RowKey;
import dev.cairn.plan.model.Site;
import dev.cairn.plan.version.PlanRepository;
import dev.cairn.store.Dependencies;
import dev.cairn.store.statistic.StatisticRows;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads what goals brought, cell by cell, with what the plan says of each goal. */
final class GoalRows {
    private final PlanRepository plans;
    private final StatisticRows rows;

    GoalRows(PlanRepository plans, Dependencies ports) {
        this.plans = plans;
        this.rows = new StatisticRows(ports.items());
    }

    /**
     * @param tier null when no plan that can be asked knows the goal any more
     * @param kind null for a macro
     * @param byServer only server keys' events meet it
     */
    record Named(
            String id, @Nullable GoalTier tier, @Nullable MicroKind kind, boolean byServer) {

        /** Whether its figures say which share of them no server key sent (D2). */
        boolean showsUnverified() {
            return tier == GoalTier.MACRO && !byServer;
        }
    }

    /** Which goals are wanted; empty is all. */
    record Filter(Optional<GoalTier> tier, Optional<MicroKind> kind) {
        boolean passes(Named goal) {
            return tier.map(wanted -> wanted == goal.tier()).orElse(true)
                    && kind.map(wanted -> wanted == goal.kind()).orElse(true);
        }
    }

    /** Of one day, value of the breakdown (empty without one) and goal, with at least one conversion. */
    record Cell(LocalDate day, String value, Named goal, GoalCounts counts) {
        static final Comparator<Cell> ORDER = Comparator.comparing(Cell::day).thenComparing(Cell::key);

        /** Orders the cells of a day. */
        String key() {
            return value + '\n' + goal.id();
        }
    }

    List<Cell> whole(ReportPeriod period, Filter filter) {
        List<Cell> cells = new ArrayList<>();
        for (StatisticRows.Row row : range(period, RowKey.of(GoalCounts.STATISTIC))) {
            add(cells, row, "", row.total(GoalCounts.STATISTIC), period.site());
        }
        return passing(cells, filter);
    }

    List<Cell> split(ReportPeriod period, Filter filter, Dimension dimension) {
        List<Cell> cells = new ArrayList<>();
        for (StatisticRows.Row row :
                range(period, RowKey.of(GoalCounts.STATISTIC).by(dimension))) {
            row.breakdown(GoalCounts.STATISTIC).forEach((value, goals) -> add(cells, row, value, goals, period.site()));
        }
        return passing(cells, filter);
    }

    /** A rate among what was folded together would mean nothing: another lot of values was. */
    GoalDenominators visitors(ReportPeriod period, Dimension dimension) {
        Map<LocalDate, Map<String, Long>> days = new HashMap<>();
        for (StatisticRows.Row row :
                range(period, RowKey.of(OverviewCounts.STATISTIC).by(dimension))) {
            Map<String, Long> values = new HashMap<>();
            row.breakdown(OverviewCounts.STATISTIC)
                    .forEach((value, overview) -> values.put(value, overview.visitors()));
            values.remove(Dimension.OTHER);
            days.put(row.day(), values);
        }
        return GoalDenominators.of(days);
    }

    /** The cells' days added up, by value and goal. */
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

    private List<StatisticRows.Row> range(ReportPeriod period, RowKey key) {
        return rows.range(
                period.site().id(), key, period.range().from(), period.range().to());
    }

    private void add(List<Cell> cells, StatisticRows.Row row, String value, Map<String, GoalCounts> goals, Site site) {
        goals.forEach(
                (id, counts) -> cells.add(new Cell(row.day(), value, named(site, row.planVersion(), id), counts)));
    }

    private static List<Cell> passing(List<Cell> cells, Filter filter) {
        return cells.stream()
                .filter(cell -> cell.counts.conversions() > 0 && filter.passes(cell.goal))
                .sorted(Cell.ORDER)
                .toList();
    }

    /** By the plan in force; a goal that is gone from it, by the plan that its row was computed under. */
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
