package dev.cairn.report.statistics;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.domain.statistic.Dimension;
import dev.cairn.domain.statistic.OverviewCounts;
import dev.cairn.domain.statistic.RowKey;
import dev.cairn.plan.model.Site;
import dev.cairn.report.api.ApiRequest;
import dev.cairn.report.api.DayRange;
import dev.cairn.report.api.QueryParameters;
import dev.cairn.report.api.Ratios;
import dev.cairn.report.api.Response;
import dev.cairn.report.api.TableResponse;
import dev.cairn.report.api.Warning;
import dev.cairn.store.Dependencies;
import dev.cairn.store.Json;
import dev.cairn.store.statistic.StatisticRows;
import dev.cairn.store.statistic.VisitorSketch;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reports visitors, visits and their activity by day. */
public final class OverviewResource implements SiteResource {
    private static final int DEFAULT_DAYS = 30;
    private static final int MILLIS_DIGITS = 3;

    private final ReportContextReader periods;
    private final StatisticRows rows;

    public OverviewResource(ReportContextReader periods, Dependencies dependencies) {
        this.periods = periods;
        this.rows = new StatisticRows(dependencies.items());
    }

    /** The sum of the days of one breakdown value, or of all visitors. */
    private record Sum(OverviewCounts figures, int linkableDays) {
        static final Sum NOTHING = new Sum(OverviewCounts.EMPTY, 0);

        Sum plus(OverviewCounts day) {
            return new Sum(figures.plus(day), linkableDays + (day.linkableVisitors() > 0 ? 1 : 0));
        }

        /** Null when more than one day has linkable visitors: the sum would count a visitor of two days twice. */
        @Nullable
        Long visitors() {
            return linkableDays <= 1 ? figures.visitors() : null;
        }
    }

    @Override
    public Response answer(Site site, ApiRequest call) {
        QueryParameters parameters = new QueryParameters(
                call.request().query(),
                "from",
                "to",
                Breakdowns.PARAMETER,
                QueryParameters.COMPARE,
                "format",
                "cursor");
        DayRange range = parameters.range(periods.today(site), DEFAULT_DAYS);
        Optional<Dimension> dimension = parameters.choice(Breakdowns.PARAMETER, Breakdowns.WORDS);
        return parameters.answer(range, days -> report(site, days, dimension));
    }

    private TableResponse report(Site site, DayRange range, Optional<Dimension> dimension) {
        ReportContext period = periods.of(site, range);
        Sum sum = Sum.NOTHING;
        for (OverviewCounts day : period.overview().values()) {
            sum = sum.plus(day);
        }
        List<TableResponse.Row> days = new ArrayList<>();
        Map<String, Sum> values = new TreeMap<>();
        if (dimension.isPresent()) {
            split(period, dimension, days, values);
        } else {
            period.days().forEach(day -> days.add(row(day, "", dimension, period.overviewOf(day))));
        }
        Distinct distinct = distinct(period, sum);
        ObjectNode meta =
                period.meta(Breakdowns.usesOther(values.keySet()) ? List.of(Warning.OTHER_VALUES) : List.of());
        meta.set("visitors", distinct.json());
        return new TableResponse(
                Json.MAPPER.createObjectNode().put("site", site.id()),
                days,
                figures(Json.MAPPER.createObjectNode(), distinct.visitors(), sum.figures),
                totals(dimension, values),
                meta,
                row(range.from(), "", dimension, OverviewCounts.EMPTY).figures(),
                period.isSettled());
    }

    private void split(
            ReportContext period,
            Optional<Dimension> dimension,
            List<TableResponse.Row> days,
            Map<String, Sum> values) {
        DayRange range = period.range();
        RowKey key = RowKey.of(OverviewCounts.STATISTIC).by(dimension.orElse(null));
        for (StatisticRows.Row row : rows.range(period.site().id(), key, range.from(), range.to())) {
            row.breakdown(OverviewCounts.STATISTIC).forEach((value, figures) -> {
                days.add(row(row.day(), value, dimension, figures));
                values.merge(value, Sum.NOTHING.plus(figures), (one, same) -> one.plus(figures));
            });
        }
    }

    private static List<TableResponse.Row> totals(Optional<Dimension> dimension, Map<String, Sum> values) {
        List<TableResponse.Row> totals = new ArrayList<>();
        values.forEach((value, sum) -> {
            totals.add(new TableResponse.Row("", value, () -> {
                ObjectNode total = Json.MAPPER.createObjectNode();
                Breakdowns.put(total, dimension, value);
                return figures(total, sum.visitors(), sum.figures);
            }));
        });
        return totals;
    }

    private static TableResponse.Row row(
            LocalDate day, String value, Optional<Dimension> dimension, OverviewCounts overview) {
        return new TableResponse.Row(day.toString(), value, () -> {
            ObjectNode row = Json.MAPPER.createObjectNode().put("date", day.toString());
            Breakdowns.put(row, dimension, value);
            return figures(row, overview.visitors(), overview);
        });
    }

    private static ObjectNode figures(ObjectNode into, @Nullable Long visitors, OverviewCounts overview) {
        into.put("visitors", visitors)
                .put("visits", overview.visits())
                .put("events", overview.events())
                .put("page_views", overview.pageViews())
                .put("engaged_seconds", seconds(overview.engagedMillis()));
        into.set("linkable_share", Ratios.share(overview.linkableVisitors(), overview.visitors()));
        return into;
    }

    /** Never with an exponent: a spreadsheet or a person reads 40, not 4E+1. */
    static BigDecimal seconds(long millis) {
        BigDecimal seconds = BigDecimal.valueOf(millis, MILLIS_DIGITS).stripTrailingZeros();
        return seconds.setScale(Math.max(0, seconds.scale()));
    }

    /**
     * The visitors of a range (F9).
     *
     * @param low with 95 % confidence there were at least this many linkable visitors
     * @param high with 95 % confidence there were at most this many linkable visitors
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

    private Distinct distinct(ReportContext period, Sum sum) {
        long linkable = sum.figures.linkableVisitors();
        long others = sum.figures.visitors() - linkable;
        if (sum.linkableDays <= 1) {
            return new Distinct(linkable, linkable, linkable, others);
        }
        DayRange range = period.range();
        VisitorSketch uniques = VisitorSketch.sum(
                rows.range(period.site().id(), RowKey.of(VisitorSketch.LINKABLE), range.from(), range.to()).stream()
                        .map(row -> row.total(VisitorSketch.LINKABLE))
                        .toList());
        return new Distinct(
                Math.round(uniques.estimate()),
                (long) Math.floor(uniques.lowerBound()),
                (long) Math.ceil(uniques.upperBound()),
                others);
    }
}
