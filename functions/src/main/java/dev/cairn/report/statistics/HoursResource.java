package dev.cairn.report.statistics;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.domain.anomaly.PulseCounts;
import dev.cairn.domain.statistic.RowKey;
import dev.cairn.plan.model.Site;
import dev.cairn.report.api.ApiRequest;
import dev.cairn.report.api.DayRange;
import dev.cairn.report.api.QueryParameters;
import dev.cairn.report.api.Response;
import dev.cairn.report.api.TableResponse;
import dev.cairn.report.api.Warning;
import dev.cairn.store.Dependencies;
import dev.cairn.store.Json;
import dev.cairn.store.statistic.StatisticRows;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reports one day's visits by hour, alongside the usual number for that weekday (H4.2). Both come from the pulse
 * statistic, which runs compute for anomalies anyway: a visit counts in the half hour in which it began.
 */
public final class HoursResource implements SiteResource {
    /** The number of previous weeks that the usual number is averaged over. */
    private static final int WEEKS = 4;

    /** With fewer counted weeks, there is no usual number. */
    private static final int FEWEST_WEEKS = 3;

    private static final int HALVES = 2;
    private static final long HOUR_MILLIS = HALVES * PulseCounts.HALF_HOUR_MILLIS;
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm");

    private final ReportContextReader periods;
    private final StatisticRows rows;

    public HoursResource(ReportContextReader periods, Dependencies dependencies) {
        this.periods = periods;
        this.rows = new StatisticRows(dependencies.items());
    }

    @Override
    public Response answer(Site site, ApiRequest call) {
        QueryParameters parameters = new QueryParameters(call.request().query(), "date", "format", "cursor");
        LocalDate today = periods.today(site);
        LocalDate day = parameters.day("date", today).orElse(today);
        return parameters.fault().<Response>map(fault -> fault).orElseGet(() -> report(site, day));
    }

    private TableResponse report(Site site, LocalDate day) {
        ReportContext period = periods.of(site, new DayRange(day, day));
        Map<LocalDate, List<Long>> halves = new HashMap<>();
        for (StatisticRows.Row row :
                rows.range(site.id(), RowKey.of(PulseCounts.STATISTIC), day.minusWeeks(WEEKS), day)) {
            halves.put(row.day(), row.total(PulseCounts.STATISTIC).visits());
        }
        long begin = site.zones().endOf(day.minusDays(1));
        long end = site.zones().endOf(day);
        long counted = period.asOf() == null ? begin : period.asOf();
        List<TableResponse.Row> hours = new ArrayList<>();
        long visits = 0;
        for (int hour = 0; begin + hour * HOUR_MILLIS < end; hour++) {
            long start = begin + hour * HOUR_MILLIS;
            Long here = start < counted ? visits(halves.get(day), hour) : null;
            BigDecimal usual = usual(halves, day, hour);
            Instant at = Instant.ofEpochMilli(start);
            String clock = CLOCK.format(at.atZone(site.zones().at(at)));
            visits += here == null ? 0 : here;
            hours.add(
                    new TableResponse.Row(day.toString(), "%02d".formatted(hour), () -> row(day, clock, here, usual)));
        }
        return new TableResponse(
                Json.MAPPER.createObjectNode().put("site", site.id()),
                hours,
                Json.MAPPER.createObjectNode().put("visits", visits),
                List.of(),
                period.meta(weeks(halves, day) < FEWEST_WEEKS ? List.of(Warning.HOURS_LEARNING) : List.of()),
                row(day, "", null, null),
                period.isSettled());
    }

    private static ObjectNode row(LocalDate day, String clock, @Nullable Long visits, @Nullable BigDecimal usual) {
        return Json.MAPPER
                .createObjectNode()
                .put("date", day.toString())
                .put("hour", clock)
                .put("visits", visits)
                .put("usual", usual);
    }

    /** An hour's visits; the list ends with the last half hour that has visits. */
    private static long visits(@Nullable List<Long> halves, int hour) {
        long visits = 0;
        for (int half = hour * HALVES; half < (hour + 1) * HALVES; half++) {
            visits += halves == null || half >= halves.size() ? 0 : halves.get(half);
        }
        return visits;
    }

    /** Null if too few of the same weekdays were counted. */
    private static @Nullable BigDecimal usual(Map<LocalDate, List<Long>> halves, LocalDate day, int hour) {
        long weeks = weeks(halves, day);
        long sum = before(day).mapToLong(then -> visits(halves.get(then), hour)).sum();
        return weeks < FEWEST_WEEKS
                ? null
                : BigDecimal.valueOf(sum).divide(BigDecimal.valueOf(weeks), 1, RoundingMode.HALF_UP);
    }

    /** The number of previous weeks in which this weekday was counted. */
    private static long weeks(Map<LocalDate, List<Long>> halves, LocalDate day) {
        return before(day).filter(halves::containsKey).count();
    }

    private static Stream<LocalDate> before(LocalDate day) {
        return IntStream.rangeClosed(1, WEEKS).mapToObj(day::minusWeeks);
    }
}
