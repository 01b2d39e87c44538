package dev.cairn.report.anomalies;

import dev.cairn.domain.anomaly.AlarmJudge;
import dev.cairn.domain.anomaly.AlarmState;
import dev.cairn.domain.anomaly.Baseline;
import dev.cairn.domain.anomaly.PulseCounts;
import dev.cairn.domain.anomaly.PulseSeries;
import dev.cairn.domain.goal.GoalTier;
import dev.cairn.domain.statistic.DayDefinitions;
import dev.cairn.domain.statistic.RowKey;
import dev.cairn.plan.model.Site;
import dev.cairn.report.statistics.ReportContext;
import dev.cairn.report.statistics.ReportContextReader;
import dev.cairn.store.Dependencies;
import dev.cairn.store.anomaly.AlarmStore;
import dev.cairn.store.statistic.StatisticRows;
import dev.cairn.store.statistic.Watermark;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads a site's alarms and the current state of its series (N6). Writes nothing. */
public final class AlarmReader {
    /** At least four usable windows on the same weekday are required for an evaluation. */
    private static final int LEARNING_DAYS = 28;

    private final ReportContextReader periods;
    private final AlarmStore alarms;
    private final StatisticRows rows;
    private final Watermark watermark;

    public AlarmReader(ReportContextReader periods, Dependencies dependencies) {
        this.periods = periods;
        this.alarms = new AlarmStore(dependencies.items());
        this.rows = new StatisticRows(dependencies.items());
        this.watermark = new Watermark(dependencies.items());
    }

    /** The stored state of every series and segment that has ever raised an alarm, by subject. */
    public List<AlarmState> states(Site site) {
        return alarms.states(site.id()).values().stream()
                .map(AlarmStore.Stored::state)
                .toList();
    }

    /** The series of the current plan. */
    public static List<PulseSeries> series(Site site) {
        return PulseSeries.of(definitions(site));
    }

    public static boolean isLearning(AlarmJudge.Running running) {
        return running.state().equals("learning");
    }

    private static DayDefinitions definitions(Site site) {
        return new DayDefinitions(
                new TreeMap<>(site.funnels()),
                site.definitions().shownGoals(GoalTier.MACRO),
                site.definitions().shownGoals(GoalTier.MICRO),
                Map.of(),
                site.definitions().alerts().watch());
    }

    /** The state of each series over the last evaluated day; empty before the first run. */
    public List<AlarmJudge.Running> running(ReportContext period, Collection<AlarmState> states) {
        Site site = period.site();
        Long asOf = period.asOf();
        if (asOf == null) {
            return List.of();
        }
        long end = AlarmJudge.lastEnd(
                site.zones(), Math.min(asOf, watermark.lowest().orElse(0)));
        LocalDate day = site.zones().dayOf(end - 1);
        Map<LocalDate, PulseCounts> days = new HashMap<>();
        for (StatisticRows.Row row :
                rows.range(site.id(), RowKey.of(PulseCounts.STATISTIC), day.minusDays(AlarmJudge.DAYS), day)) {
            days.put(row.day(), row.total(PulseCounts.STATISTIC));
        }
        Baseline stored = alarms.baseline(site.id(), day);
        Baseline baseline = stored == null ? new Baseline(Map.of(), Map.of()) : stored;
        Map<String, AlarmState> bySubject = new TreeMap<>();
        states.forEach(state -> bySubject.put(state.subject(), state));
        List<PulseSeries> series = series(site);
        Set<String> off = new TreeSet<>();
        series.stream()
                .map(PulseSeries::id)
                .filter(site.definitions().alerts()::isOff)
                .forEach(off::add);
        if (site.definitions().alerts().isOff(PulseSeries.SILENCE)) {
            off.add(PulseSeries.SILENCE);
        }
        return new AlarmJudge(site.zones(), days, baseline, bySubject, () -> {
                    throw new IllegalStateException("a report must not start an alarm");
                })
                .running(series, off, end).stream()
                        .sorted(Comparator.comparing(AlarmJudge.Running::series))
                        .toList();
    }

    /** The first day with enough history for an alarm; null when history is not what is missing. */
    public @Nullable LocalDate speaksFrom(Site site) {
        LocalDate today = periods.today(site);
        List<StatisticRows.Row> measured =
                rows.range(site.id(), RowKey.of(PulseCounts.STATISTIC), today.minusDays(LEARNING_DAYS + 1), today);
        if (measured.isEmpty()) {
            return null;
        }
        LocalDate first = measured.getFirst().day().plusDays(LEARNING_DAYS + 1);
        return first.isAfter(today) ? first : null;
    }
}
