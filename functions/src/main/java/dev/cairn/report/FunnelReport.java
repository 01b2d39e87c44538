package dev.cairn.report;

import dev.cairn.domain.statistic.CompletionCounts;
import dev.cairn.domain.statistic.Dimension;
import dev.cairn.domain.statistic.FunnelCounts;
import dev.cairn.domain.statistic.FunnelStatistic;
import dev.cairn.plan.Plans;
import dev.cairn.plan.Site;
import dev.cairn.report.FunnelAnswer.Question;
import dev.cairn.store.Ports;
import dev.cairn.store.Statistics;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** One funnel by day, in one of its three views (F4, F5). The rows of a range are one Query. */
final class FunnelReport implements SiteReport {
    private static final int DEFAULT_DAYS = 30;
    private static final Map<String, FunnelStatistic<?>> VIEWS =
            Statistics.ofFunnels().stream().collect(Collectors.toMap(FunnelStatistic::name, Function.identity()));

    private final Periods periods;
    private final FunnelDays funnelDays;
    private final BackfillCheck backfillCheck;

    FunnelReport(Periods periods, FunnelDays funnelDays, Plans plans, Ports ports) {
        this.periods = periods;
        this.funnelDays = funnelDays;
        this.backfillCheck = new BackfillCheck(plans, ports);
    }

    @Override
    public Answer answer(Site site, Call call) {
        String funnel = call.path("funnel");
        if (!site.funnels().containsKey(funnel)) {
            return Refusal.missing(
                    "unknown_funnel",
                    "The site has no such funnel.",
                    new TreeSet<>(site.funnels().keySet()));
        }
        Parameters parameters = new Parameters(
                call.request().query(),
                "from",
                "to",
                "view",
                Breakdowns.PARAMETER,
                Parameters.COMPARE,
                "format",
                "cursor");
        DayRange range = parameters.range(periods.today(site), DEFAULT_DAYS);
        FunnelStatistic<?> view = parameters.choice("view", VIEWS).orElse(FunnelCounts.ENTRY);
        Optional<Dimension> dimension = parameters.choice(Breakdowns.PARAMETER, Breakdowns.WORDS);
        return parameters.answer(range, days -> report(periods.of(site, days), funnel, view, dimension));
    }

    private Tabular report(Period period, String funnel, FunnelStatistic<?> view, Optional<Dimension> dimension) {
        Question question = funnelDays.question(period, funnel, view, dimension);
        boolean needsBackfill = backfillCheck.isNeeded(period, funnel);
        if (view == CompletionCounts.COMPLETION) {
            return new FunnelAnswer<>(period, question, new FunnelFigures.OfCompletions())
                    .report(funnelDays.days(period, question, period.range()), needsBackfill);
        }
        FunnelDays.Followed followed = funnelDays.followed(period, question);
        return new FunnelAnswer<>(period, question, new FunnelFigures.OfEntries(followed.forecast()))
                .report(followed.days(), needsBackfill);
    }
}
