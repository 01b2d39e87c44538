package dev.cairn.report.statistics;

import dev.cairn.domain.statistic.FunnelCompletionCounts;
import dev.cairn.domain.statistic.FunnelCounts;
import dev.cairn.domain.statistic.FunnelStatistic;
import dev.cairn.plan.model.Site;
import dev.cairn.plan.version.PlanRepository;
import dev.cairn.report.api.ApiRequest;
import dev.cairn.report.api.DayRange;
import dev.cairn.report.api.ErrorResponse;
import dev.cairn.report.api.QueryParameters;
import dev.cairn.report.api.Response;
import dev.cairn.report.api.TableResponse;
import dev.cairn.report.selection.Selection;
import dev.cairn.report.statistics.FunnelTable.Question;
import dev.cairn.store.Dependencies;
import dev.cairn.store.statistic.StatisticRegistry;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reports one funnel by day, in one of its three views (F4, F5). Reads the rows of a range with one Query. */
public final class FunnelResource implements SiteResource {
    private static final int DEFAULT_DAYS = 30;
    private static final Map<String, FunnelStatistic<?>> VIEWS = StatisticRegistry.ofFunnels().stream()
            .collect(Collectors.toMap(FunnelStatistic::name, Function.identity()));

    private final ReportContextReader periods;
    private final FunnelDays funnelDays;
    private final BackfillCheck backfillCheck;

    public FunnelResource(
            ReportContextReader periods, FunnelDays funnelDays, PlanRepository plans, Dependencies dependencies) {
        this.periods = periods;
        this.funnelDays = funnelDays;
        this.backfillCheck = new BackfillCheck(plans, dependencies);
    }

    @Override
    public Response answer(Site site, ApiRequest call) {
        String funnel = call.path("funnel");
        if (!site.funnels().containsKey(funnel)) {
            return ErrorResponse.missing(
                    "unknown_funnel",
                    "The site has no such funnel.",
                    new TreeSet<>(site.funnels().keySet()));
        }
        QueryParameters parameters = new QueryParameters(
                call.request().query(),
                Selection.names(
                        "view", Breakdowns.PARAMETER, Selection.FILTER, Selection.TOP, QueryParameters.COMPARE));
        DayRange range = parameters.range(periods.today(site), DEFAULT_DAYS);
        FunnelStatistic<?> view = parameters.choice("view", VIEWS).orElse(FunnelCounts.ENTRY);
        Selection selection = Selection.read(parameters).topNeedsBreakdown(parameters);
        return parameters.answer(range, days -> report(periods.of(site, days), funnel, view, selection));
    }

    private TableResponse report(ReportContext period, String funnel, FunnelStatistic<?> view, Selection selection) {
        Question question = funnelDays.question(period, funnel, view, selection);
        boolean needsBackfill = backfillCheck.isNeeded(period, funnel);
        if (view == FunnelCompletionCounts.COMPLETION) {
            return new FunnelTable<>(period, question, new FunnelMetrics.OfCompletions())
                    .report(funnelDays.days(period, question, period.range()), needsBackfill);
        }
        FunnelDays.Followed followed = funnelDays.followed(period, question);
        return new FunnelTable<>(period, question, new FunnelMetrics.OfEntries(followed.forecast()))
                .report(followed.days(), needsBackfill);
    }
}
