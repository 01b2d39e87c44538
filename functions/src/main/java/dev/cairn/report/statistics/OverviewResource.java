package dev.cairn.report.statistics;

import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.domain.statistic.Dimension;
import dev.cairn.domain.statistic.MacroCounts;
import dev.cairn.domain.statistic.OverviewCounts;
import dev.cairn.domain.statistic.RowKey;
import dev.cairn.plan.model.Site;
import dev.cairn.report.api.ApiRequest;
import dev.cairn.report.api.DayRange;
import dev.cairn.report.api.MoneyJson;
import dev.cairn.report.api.QueryParameters;
import dev.cairn.report.api.Ratios;
import dev.cairn.report.api.Response;
import dev.cairn.report.api.TableResponse;
import dev.cairn.report.api.Warning;
import dev.cairn.report.selection.Selection;
import dev.cairn.store.Dependencies;
import dev.cairn.store.Json;
import dev.cairn.store.statistic.StatisticRows;
import dev.cairn.store.statistic.VisitorSketch;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reports visitors, visits, activity and macro conversions by day (F8). */
public final class OverviewResource implements SiteResource {
    private static final int DEFAULT_DAYS = 30;
    private static final int MILLIS_DIGITS = 3;

    private final ReportContextReader periods;
    private final StatisticRows rows;

    public OverviewResource(ReportContextReader periods, Dependencies dependencies) {
        this.periods = periods;
        this.rows = new StatisticRows(dependencies.items());
    }

    /** The sum over the days for one breakdown value, or for all visitors. */
    private record Sum(OverviewCounts figures, int linkableDays) {
        static final Sum NOTHING = new Sum(OverviewCounts.EMPTY, 0);

        Sum plus(OverviewCounts day) {
            return new Sum(figures.plus(day), linkableDays + (day.linkableVisitors() > 0 ? 1 : 0));
        }

        /**
         * Null if more than one day has linkable visitors: the sum would count a visitor who came on two days twice.
         */
        @Nullable
        Long visitors() {
            return linkableDays <= 1 ? figures.visitors() : null;
        }
    }

    @Override
    public Response answer(Site site, ApiRequest call) {
        QueryParameters parameters = new QueryParameters(
                call.request().query(),
                Selection.names(Breakdowns.PARAMETER, Selection.FILTER, Selection.TOP, QueryParameters.COMPARE));
        DayRange range = parameters.range(periods.today(site), DEFAULT_DAYS);
        Selection selection = Selection.read(parameters).topNeedsBreakdown(parameters);
        return parameters.answer(range, days -> report(site, days, selection));
    }

    private TableResponse report(Site site, DayRange range, Selection selection) {
        ReportContext period = periods.of(site, range);
        List<Warning> warnings = new ArrayList<>();
        Map<LocalDate, Map<String, OverviewCounts>> days = days(period, selection, warnings);
        Map<String, Sum> values = sums(period.days(), days);
        Set<String> shown = selection.largest(values, sum -> sum.figures.visitors());
        Sum sum = selection.filter().isPresent() ? values.getOrDefault("", Sum.NOTHING) : sum(period);
        Visitors visitors = new Visitors(period);
        List<TableResponse.Row> rows = new ArrayList<>();
        for (DayRange span : selection.interval().spans(period.days())) {
            sums(span.until(span.to()), days).forEach((value, ofSpan) -> {
                if (shown.contains(value)) {
                    Long distinct = selection.stored().isPresent() ? ofSpan.visitors() : visitors.of(span, ofSpan);
                    rows.add(row(span, value, selection, distinct, ofSpan.figures));
                }
            });
        }
        ObjectNode meta = period.meta(warnings);
        Long inRange = sum.visitors();
        if (selection.filter().isEmpty()) {
            Distinct distinct = visitors.distinct(range, sum);
            meta.set("visitors", distinct.json());
            inRange = distinct.visitors();
        }
        return new TableResponse(
                Json.MAPPER.createObjectNode().put("site", site.id()),
                rows,
                figures(Json.MAPPER.createObjectNode(), inRange, sum.figures),
                selection.breakdown().isPresent() ? totals(selection.breakdown(), values, shown) : List.of(),
                meta,
                row(new DayRange(range.from(), range.from()), "", selection, 0L, OverviewCounts.EMPTY)
                        .figures(),
                period.isSettled());
    }

    /** By day and breakdown value; without a breakdown, every day under the empty value, including zeros. */
    private Map<LocalDate, Map<String, OverviewCounts>> days(
            ReportContext period, Selection selection, List<Warning> warnings) {
        Map<LocalDate, Map<String, OverviewCounts>> days = new HashMap<>();
        if (selection.breakdown().isEmpty()) {
            period.days().forEach(day -> days.put(day, Map.of("", OverviewCounts.EMPTY)));
        }
        if (selection.stored().isEmpty()) {
            period.days().forEach(day -> days.put(day, Map.of("", period.overviewOf(day))));
            return days;
        }
        DayRange range = period.range();
        RowKey key = RowKey.of(OverviewCounts.STATISTIC).by(selection.stored().orElseThrow());
        for (StatisticRows.Row row : rows.range(period.site().id(), key, range.from(), range.to())) {
            Map<String, OverviewCounts> values = row.breakdown(OverviewCounts.STATISTIC);
            Map<String, OverviewCounts> selected = selection.of(values);
            if (!selected.isEmpty()) {
                days.put(row.day(), selected);
            }
            if (selection.mayBeOther(values.keySet())
                    || selection.breakdown().isPresent() && Breakdowns.usesOther(values.keySet())) {
                warnings.add(Warning.OTHER_VALUES);
            }
        }
        return days;
    }

    private static Map<String, Sum> sums(List<LocalDate> of, Map<LocalDate, Map<String, OverviewCounts>> days) {
        Map<String, Sum> sums = new TreeMap<>();
        for (LocalDate day : of) {
            days.getOrDefault(day, Map.of())
                    .forEach((value, figures) ->
                            sums.merge(value, Sum.NOTHING.plus(figures), (one, same) -> one.plus(figures)));
        }
        return sums;
    }

    private static Sum sum(ReportContext period) {
        Sum sum = Sum.NOTHING;
        for (OverviewCounts day : period.overview().values()) {
            sum = sum.plus(day);
        }
        return sum;
    }

    private static List<TableResponse.Row> totals(
            Optional<Dimension> dimension, Map<String, Sum> values, Set<String> shown) {
        List<TableResponse.Row> totals = new ArrayList<>();
        values.forEach((value, sum) -> {
            if (shown.contains(value)) {
                totals.add(new TableResponse.Row("", value, () -> {
                    ObjectNode total = Json.MAPPER.createObjectNode();
                    Breakdowns.put(total, dimension, value);
                    return figures(total, sum.visitors(), sum.figures);
                }));
            }
        });
        return totals;
    }

    private static TableResponse.Row row(
            DayRange span, String value, Selection selection, @Nullable Long visitors, OverviewCounts overview) {
        return new TableResponse.Row(span.from().toString(), value, () -> {
            ObjectNode row = selection.putSpan(Json.MAPPER.createObjectNode(), span);
            Breakdowns.put(row, selection.breakdown(), value);
            return figures(row, visitors, overview);
        });
    }

    private static ObjectNode figures(ObjectNode into, @Nullable Long visitors, OverviewCounts overview) {
        into.put("visitors", visitors)
                .put("visits", overview.visits())
                .put("events", overview.events())
                .put("page_views", overview.pageViews())
                .put("engaged_seconds", seconds(overview.engagedMillis()));
        MacroCounts macros = overview.macros();
        into.put("conversions", macros == null ? null : Long.valueOf(macros.conversions()));
        putRate(into, overview);
        into.set("value", macros == null ? NullNode.getInstance() : MoneyJson.json(macros.value()));
        into.set("linkable_share", Ratios.share(overview.linkableVisitors(), overview.visitors()));
        return into;
    }

    /** Adds the headline rate: the share of visits with a macro conversion (F8); null if it was not counted. */
    static void putRate(ObjectNode into, OverviewCounts overview) {
        Long macroVisits = overview.macros() == null
                ? null
                : Long.valueOf(overview.macros().visits());
        into.put("macro_visits", macroVisits);
        into.set("conversion_rate", Ratios.share(macroVisits, overview.visits()));
    }

    /** Without an exponent, so that spreadsheets and people see 40 rather than 4E+1. */
    static BigDecimal seconds(long millis) {
        BigDecimal seconds = BigDecimal.valueOf(millis, MILLIS_DIGITS).stripTrailingZeros();
        return seconds.setScale(Math.max(0, seconds.scale()));
    }

    /**
     * The visitors in a range (F9).
     *
     * @param low lower end of the 95 % interval for linkable visitors
     * @param high upper end of the 95 % interval for linkable visitors
     */
    private record Distinct(long linkable, long low, long high, long others) {
        long visitors() {
            return linkable + others;
        }

        ObjectNode json() {
            ObjectNode json = Json.MAPPER.createObjectNode();
            json.put("linkable", linkable);
            json.putArray("linkable_interval").add(low).add(high);
            json.put("daily", others);
            json.put("method", "distinct linkable visitors (theta sketch, 95 % interval) plus the sum of daily ones");
            return json;
        }
    }

    /** Counts distinct visitors. Reads the sketches of a range once, on first use. */
    private final class Visitors {
        private final ReportContext period;
        private @Nullable Map<LocalDate, VisitorSketch> sketches;

        Visitors(ReportContext period) {
            this.period = period;
        }

        Long of(DayRange span, Sum sum) {
            return distinct(span, sum).visitors();
        }

        Distinct distinct(DayRange span, Sum sum) {
            long linkable = sum.figures.linkableVisitors();
            long others = sum.figures.visitors() - linkable;
            if (sum.linkableDays <= 1) {
                return new Distinct(linkable, linkable, linkable, others);
            }
            VisitorSketch uniques = VisitorSketch.sum(sketches().entrySet().stream()
                    .filter(day -> span.contains(day.getKey()))
                    .map(Map.Entry::getValue)
                    .toList());
            return new Distinct(
                    Math.round(uniques.estimate()),
                    (long) Math.floor(uniques.lowerBound()),
                    (long) Math.ceil(uniques.upperBound()),
                    others);
        }

        private Map<LocalDate, VisitorSketch> sketches() {
            Map<LocalDate, VisitorSketch> known = sketches;
            if (known == null) {
                known = new HashMap<>();
                DayRange range = period.range();
                for (StatisticRows.Row row :
                        rows.range(period.site().id(), RowKey.of(VisitorSketch.LINKABLE), range.from(), range.to())) {
                    known.put(row.day(), row.total(VisitorSketch.LINKABLE));
                }
                sketches = known;
            }
            return known;
        }
    }
}
