package dev.cairn.report.statistics;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.domain.statistic.Dimension;
import dev.cairn.domain.statistic.FunnelCounts;
import dev.cairn.domain.statistic.OverviewCounts;
import dev.cairn.domain.statistic.RowKey;
import dev.cairn.plan.model.Site;
import dev.cairn.plan.version.PlanRepository;
import dev.cairn.report.api.ApiRequest;
import dev.cairn.report.api.DayRange;
import dev.cairn.report.api.QueryParameters;
import dev.cairn.report.api.Ratios;
import dev.cairn.report.api.Response;
import dev.cairn.report.api.TableResponse;
import dev.cairn.report.api.Warning;
import dev.cairn.report.selection.Selection;
import dev.cairn.report.statistics.FunnelTable.Day;
import dev.cairn.report.statistics.FunnelTable.Question;
import dev.cairn.store.Dependencies;
import dev.cairn.store.Json;
import dev.cairn.store.statistic.StatisticRows;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reports traffic sources and their conversions: one row per day and channel with its visits and, for the visitors who
 * entered the funnel from the channel that day, the figures of the entry view (F4, F7).
 */
public final class ChannelsResource implements SiteResource {
    private static final int DEFAULT_DAYS = 30;
    private static final RowKey VISITS = RowKey.of(OverviewCounts.STATISTIC).by(Dimension.CHANNEL);

    private final ReportContextReader periods;
    private final FunnelDays funnelDays;
    private final BackfillCheck backfillCheck;
    private final StatisticRows rows;

    public ChannelsResource(
            ReportContextReader periods, FunnelDays funnelDays, PlanRepository plans, Dependencies dependencies) {
        this.periods = periods;
        this.funnelDays = funnelDays;
        this.backfillCheck = new BackfillCheck(plans, dependencies);
        this.rows = new StatisticRows(dependencies.items());
    }

    /** The figures of one channel, or of all channels. */
    private record Figures(OverviewCounts overview, ExpectedFunnelCounts entries) {
        Figures plus(Figures other) {
            return new Figures(overview.plus(other.overview), entries.plus(other.entries));
        }
    }

    @Override
    public Response answer(Site site, ApiRequest call) {
        QueryParameters parameters = new QueryParameters(
                call.request().query(),
                Selection.names("funnel", Selection.FILTER, Selection.TOP, QueryParameters.COMPARE));
        DayRange range = parameters.range(periods.today(site), DEFAULT_DAYS);
        Map<String, String> funnels =
                site.funnels().keySet().stream().collect(Collectors.toMap(Function.identity(), id -> id));
        Optional<String> funnel = parameters.required("funnel", funnels);
        Selection selection = Selection.by(Dimension.CHANNEL, parameters);
        return parameters.answer(range, days -> report(periods.of(site, days), funnel.orElseThrow(), selection));
    }

    private TableResponse report(ReportContext period, String funnel, Selection selection) {
        Question question = funnelDays.question(period, funnel, FunnelCounts.ENTRY, selection);
        FunnelDays.Followed followed = funnelDays.followed(period, question);
        FunnelMetrics.OfEntries figures = new FunnelMetrics.OfEntries(followed.forecast());
        Map<LocalDate, Map<String, OverviewCounts>> visits = visits(period);
        Map<String, Figures> sums = new TreeMap<>();
        Map<LocalDate, Map<String, Figures>> byDate = new HashMap<>();
        Figures nothing =
                new Figures(OverviewCounts.EMPTY, figures.empty(question.steps().size()));
        Figures sum = nothing;
        for (Day day : followed.days()) {
            Map<String, Figures> channels = channels(day, visits.getOrDefault(day.date(), Map.of()), figures);
            selection.filter().ifPresent(filter -> channels.keySet().retainAll(Set.of(filter.value())));
            byDate.put(day.date(), channels);
            for (Map.Entry<String, Figures> channel : channels.entrySet()) {
                sums.merge(channel.getKey(), channel.getValue(), Figures::plus);
                sum = sum.plus(channel.getValue());
            }
        }
        Set<String> shown = selection.largest(sums, each -> each.overview.visits());
        List<TableResponse.Row> rowsOfSpans = new ArrayList<>();
        for (DayRange span : selection.interval().spans(period.days())) {
            Map<String, Figures> channels = new TreeMap<>();
            span.until(span.to())
                    .forEach(date -> byDate.getOrDefault(date, Map.of())
                            .forEach((channel, each) -> channels.merge(channel, each, Figures::plus)));
            channels.keySet().retainAll(shown);
            channels.forEach((channel, each) -> rowsOfSpans.add(row(period, span, selection, channel, each, figures)));
        }
        sums.keySet().retainAll(shown);
        LocalDate from = period.range().from();
        return new TableResponse(
                head(period, question),
                rowsOfSpans,
                put(Json.MAPPER.createObjectNode(), sum, figures),
                totals(sums, figures),
                period.meta(warnings(period, funnel, followed.days(), question, figures.isFew(sum.entries))),
                row(period, new DayRange(from, from), selection, "", nothing, figures)
                        .figures(),
                period.isSettled());
    }

    private Map<LocalDate, Map<String, OverviewCounts>> visits(ReportContext period) {
        Map<LocalDate, Map<String, OverviewCounts>> visits = new HashMap<>();
        DayRange range = period.range();
        for (StatisticRows.Row row : rows.range(period.site().id(), VISITS, range.from(), range.to())) {
            visits.put(row.day(), row.breakdown(OverviewCounts.STATISTIC));
        }
        return visits;
    }

    /** The channels with visits or entries: an entry's visit may have begun before midnight. */
    private static Map<String, Figures> channels(
            Day day, Map<String, OverviewCounts> visits, FunnelMetrics.OfEntries figures) {
        Map<String, ExpectedFunnelCounts> entries = day.row() == null ? Map.of() : figures.read(day, day.row(), true);
        TreeSet<String> names = new TreeSet<>(visits.keySet());
        names.addAll(entries.keySet());
        Map<String, Figures> channels = new TreeMap<>();
        for (String name : names) {
            ExpectedFunnelCounts none = figures.empty(day.definition().steps().size());
            channels.put(
                    name,
                    new Figures(visits.getOrDefault(name, OverviewCounts.EMPTY), entries.getOrDefault(name, none)));
        }
        return channels;
    }

    private static ObjectNode head(ReportContext period, Question question) {
        ObjectNode head = Json.MAPPER
                .createObjectNode()
                .put("site", period.site().id())
                .put("funnel", question.funnel().id());
        head.set("steps", Json.MAPPER.valueToTree(question.steps()));
        return head;
    }

    private static TableResponse.Row row(
            ReportContext period,
            DayRange span,
            Selection selection,
            String channel,
            Figures sum,
            FunnelMetrics.OfEntries figures) {
        return new TableResponse.Row(span.from().toString(), channel, () -> {
            ObjectNode row =
                    selection.putSpan(Json.MAPPER.createObjectNode(), span).put("channel", name(channel));
            return put(row, sum, figures).put("complete", period.isComplete(span.to()));
        });
    }

    private static @Nullable String name(String channel) {
        return channel.equals(Dimension.NOT_SET) ? null : channel;
    }

    private static ObjectNode put(ObjectNode into, Figures sum, FunnelMetrics.OfEntries figures) {
        into.put("visits", sum.overview.visits());
        OverviewResource.putRate(into, sum.overview);
        figures.put(into, sum.entries);
        into.set(
                "expected_interval",
                Ratios.wilson(sum.entries.expectedRate(), sum.entries.counts().entered()));
        return into;
    }

    private static List<TableResponse.Row> totals(Map<String, Figures> sums, FunnelMetrics.OfEntries figures) {
        List<TableResponse.Row> totals = new ArrayList<>();
        sums.forEach((channel, sum) -> totals.add(new TableResponse.Row(
                "", channel, () -> put(Json.MAPPER.createObjectNode().put("channel", name(channel)), sum, figures))));
        return totals;
    }

    private List<Warning> warnings(
            ReportContext period, String funnel, List<Day> days, Question question, boolean few) {
        List<Warning> warnings = new ArrayList<>();
        if (days.stream().anyMatch(day -> !day.definition().steps().equals(question.steps()))) {
            warnings.add(Warning.STEPS_CHANGED);
        }
        if (few) {
            warnings.add(Warning.FEW_VALUES);
        }
        if (backfillCheck.isNeeded(period, funnel)) {
            warnings.add(Warning.NEEDS_BACKFILL);
        }
        return warnings;
    }
}
