package dev.cairn.report.insights;

import dev.cairn.domain.goal.GoalTier;
import dev.cairn.domain.insight.MicroCounts;
import dev.cairn.domain.statistic.GoalCounts;
import dev.cairn.domain.statistic.RowKey;
import dev.cairn.report.api.DayRange;
import dev.cairn.report.statistics.ReportContext;
import dev.cairn.store.Dependencies;
import dev.cairn.store.statistic.StatisticRows;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Reads the figures on the micro goals of a macro goal over a range of days (N0 to N4). */
public final class MicroReader {
    /** Long enough that most days of the default range are mature. */
    public static final int DEFAULT_DAYS = 90;

    /** The id of the main goal of most sites. */
    private static final String PURCHASE = "purchase";

    private final StatisticRows rows;

    public MicroReader(Dependencies dependencies) {
        this.rows = new StatisticRows(dependencies.items());
    }

    /** A day's row and its counts for the macro goal. */
    record Day(StatisticRows.Row row, MicroCounts counts) {
        LocalDate date() {
            return row.day();
        }

        Set<String> micros() {
            Set<String> micros = new TreeSet<>(counts.assist().micros().keySet());
            micros.addAll(counts.sufficiency().micros().keySet());
            return micros;
        }
    }

    List<Day> days(MicroQuestion question) {
        DayRange range = question.period().range();
        String site = question.period().site().id();
        return rows.range(site, RowKey.of(MicroCounts.STATISTIC), range.from(), range.to()).stream()
                .map(row -> new Day(
                        row, row.total(MicroCounts.STATISTIC).getOrDefault(question.macro(), MicroCounts.EMPTY)))
                .toList();
    }

    /** All conversions of the macro goal, including those of visitors who cannot be recognised across days (F8). */
    long conversions(MicroQuestion question) {
        return conversions(question.period()).getOrDefault(question.macro(), 0L);
    }

    private Map<String, Long> conversions(ReportContext period) {
        Map<String, Long> conversions = new HashMap<>();
        for (StatisticRows.Row row : rows.range(
                period.site().id(),
                RowKey.of(GoalCounts.STATISTIC),
                period.range().from(),
                period.range().to())) {
            row.total(GoalCounts.STATISTIC)
                    .forEach((goal, counts) -> conversions.merge(goal, counts.conversions(), Long::sum));
        }
        return conversions;
    }

    /**
     * Returns the site's main macro goal: {@code purchase} if it was met in the range, otherwise the goal that was met
     * most often; ties go to the first id. Empty if no visible macro goal was met.
     */
    public Optional<String> mainMacro(ReportContext period) {
        Map<String, Long> conversions = conversions(period);
        String main = null;
        for (String macro : period.site().definitions().shownGoals(GoalTier.MACRO)) {
            long met = conversions.getOrDefault(macro, 0L);
            if (met > 0 && macro.equals(PURCHASE)) {
                return Optional.of(macro);
            }
            if (met > (main == null ? 0 : conversions.getOrDefault(main, 0L))) {
                main = macro;
            }
        }
        return Optional.ofNullable(main);
    }

    /** Compares the micro goals of a macro goal within the longest window for which the range has mature days. */
    public MicroComparison compare(ReportContext period, String macro) {
        MicroQuestion question = MicroQuestion.of(period, macro, Optional.empty());
        MicroCounts mature = MicroCounts.EMPTY;
        for (Day day : days(question)) {
            mature = question.isMature(day.date()) ? mature.plus(day.counts()) : mature;
        }
        return new MicroSums(question, MicroCounts.EMPTY, mature).comparison();
    }
}
