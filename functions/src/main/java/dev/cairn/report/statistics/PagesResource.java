package dev.cairn.report.statistics;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.domain.statistic.PageCounts;
import dev.cairn.domain.statistic.RowKey;
import dev.cairn.plan.model.Site;
import dev.cairn.report.api.ApiRequest;
import dev.cairn.report.api.DayRange;
import dev.cairn.report.api.QueryParameters;
import dev.cairn.report.api.Response;
import dev.cairn.report.api.TableResponse;
import dev.cairn.report.api.Warning;
import dev.cairn.report.selection.Selection;
import dev.cairn.store.Dependencies;
import dev.cairn.store.Json;
import dev.cairn.store.statistic.StatisticRows;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reports the pages of each day: one row per day and page (F12). */
public final class PagesResource implements SiteResource {
    private static final int DEFAULT_DAYS = 30;

    private final ReportContextReader periods;
    private final StatisticRows rows;

    public PagesResource(ReportContextReader periods, Dependencies dependencies) {
        this.periods = periods;
        this.rows = new StatisticRows(dependencies.items());
    }

    @Override
    public Response answer(Site site, ApiRequest call) {
        QueryParameters parameters =
                new QueryParameters(call.request().query(), Selection.names(QueryParameters.COMPARE, Selection.TOP));
        DayRange range = parameters.range(periods.today(site), DEFAULT_DAYS);
        Selection selection = Selection.plain(parameters);
        return parameters.answer(range, days -> report(site, days, selection));
    }

    private TableResponse report(Site site, DayRange range, Selection selection) {
        ReportContext period = periods.of(site, range);
        Map<LocalDate, Map<String, PageCounts>> found = new HashMap<>();
        Map<String, PageCounts> sums = new TreeMap<>();
        for (StatisticRows.Row row : rows.range(site.id(), RowKey.of(PageCounts.STATISTIC), range.from(), range.to())) {
            Map<String, PageCounts> pages = row.total(PageCounts.STATISTIC);
            found.put(row.day(), pages);
            pages.forEach((page, each) -> sums.merge(page, each, PageCounts::plus));
        }
        Set<String> shown = selection.largest(sums, PageCounts::views);
        List<TableResponse.Row> rowsOfSpans = new ArrayList<>();
        for (DayRange span : selection.interval().spans(period.days())) {
            Map<String, PageCounts> pages = new TreeMap<>();
            span.until(span.to())
                    .forEach(day -> found.getOrDefault(day, Map.of())
                            .forEach((page, each) -> pages.merge(page, each, PageCounts::plus)));
            pages.keySet().retainAll(shown);
            pages.forEach((page, each) -> rowsOfSpans.add(row(span, selection, page, each)));
            if (pages.isEmpty()) {
                rowsOfSpans.add(row(span, selection, null, PageCounts.EMPTY));
            }
        }
        List<TableResponse.Row> totals = new ArrayList<>();
        sums.forEach((page, each) -> {
            if (shown.contains(page)) {
                totals.add(new TableResponse.Row("", page, () -> figures(Json.MAPPER.createObjectNode(), page, each)));
            }
        });
        return new TableResponse(
                Json.MAPPER.createObjectNode().put("site", site.id()),
                rowsOfSpans,
                total(sums.values().stream().reduce(PageCounts.EMPTY, PageCounts::plus)),
                totals,
                period.meta(Breakdowns.usesOther(sums.keySet()) ? List.of(Warning.OTHER_VALUES) : List.of()),
                row(new DayRange(range.from(), range.from()), selection, null, PageCounts.EMPTY)
                        .figures(),
                period.isSettled());
    }

    private static TableResponse.Row row(DayRange span, Selection selection, @Nullable String page, PageCounts counts) {
        return new TableResponse.Row(
                span.from().toString(),
                page == null ? "" : page,
                () -> figures(selection.putSpan(Json.MAPPER.createObjectNode(), span), page, counts));
    }

    private static ObjectNode figures(ObjectNode into, @Nullable String page, PageCounts counts) {
        return into.put("page", page)
                .put("views", counts.views())
                .put("visits", counts.visits())
                .put("entries", counts.entries())
                .put("exits", counts.exits())
                .put("engaged_seconds", OverviewResource.seconds(counts.engagedMillis()))
                .put("scrolled_half", counts.scrolledHalf())
                .put("macro_visits", counts.macroVisits());
    }

    /** Without the figures that count a visit once for each of its pages. */
    private static ObjectNode total(PageCounts sum) {
        return Json.MAPPER
                .createObjectNode()
                .put("views", sum.views())
                .put("entries", sum.entries())
                .put("exits", sum.exits())
                .put("engaged_seconds", OverviewResource.seconds(sum.engagedMillis()));
    }
}
