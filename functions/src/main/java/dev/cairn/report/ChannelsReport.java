package dev.cairn.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.domain.statistic.Dimension;
import dev.cairn.domain.statistic.FunnelCounts;
import dev.cairn.domain.statistic.Overview;
import dev.cairn.domain.statistic.RowKey;
import dev.cairn.plan.Plans;
import dev.cairn.plan.Site;
import dev.cairn.report.FunnelAnswer.Day;
import dev.cairn.report.FunnelAnswer.Question;
import dev.cairn.store.Json;
import dev.cairn.store.Ports;
import dev.cairn.store.Rows;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where people come from and how far they get: a row per day and channel with its visits and, of those who entered the
 * funnel from it that day, the entry view's figures (F4, F7).
 */
final class ChannelsReport implements SiteReport {
    private static final int DEFAULT_DAYS = 30;
    private static final RowKey VISITS = RowKey.of(Overview.STATISTIC).by(Dimension.CHANNEL);

    private final Periods periods;
    private final FunnelDays funnelDays;
    private final BackfillCheck backfillCheck;
    private final Rows rows;

    ChannelsReport(Periods periods, FunnelDays funnelDays, Plans plans, Ports ports) {
        this.periods = periods;
        this.funnelDays = funnelDays;
        this.backfillCheck = new BackfillCheck(plans, ports);
        this.rows = new Rows(ports.items());
    }

    /** What one channel, or all of them, came to. */
    private record Figures(Overview overview, Entries entries) {
        Figures plus(Figures other) {
            return new Figures(overview.plus(other.overview), entries.plus(other.entries));
        }
    }

    @Override
    public Answer answer(Site site, Call call) {
        Parameters parameters =
                new Parameters(call.request().query(), "funnel", "from", "to", Parameters.COMPARE, "format", "cursor");
        DayRange range = parameters.range(periods.today(site), DEFAULT_DAYS);
        Map<String, String> funnels =
                site.funnels().keySet().stream().collect(Collectors.toMap(Function.identity(), id -> id));
        Optional<String> funnel = parameters.required("funnel", funnels);
        return parameters.answer(range, days -> report(periods.of(site, days), funnel.orElseThrow()));
    }

    private Tabular report(Period period, String funnel) {
        Question question = funnelDays.question(period, funnel, FunnelCounts.ENTRY, Optional.of(Dimension.CHANNEL));
        FunnelDays.Followed followed = funnelDays.followed(period, question);
        FunnelFigures.OfEntries figures = new FunnelFigures.OfEntries(followed.forecast());
        Map<LocalDate, Map<String, Overview>> visits = visits(period);
        List<Tabular.Row> days = new ArrayList<>();
        Map<String, Figures> sums = new TreeMap<>();
        Figures nothing =
                new Figures(Overview.EMPTY, figures.empty(question.steps().size()));
        Figures sum = nothing;
        for (Day day : followed.days()) {
            for (Map.Entry<String, Figures> channel : channels(day, visits.getOrDefault(day.date(), Map.of()), figures)
                    .entrySet()) {
                days.add(row(period, day, channel.getKey(), channel.getValue(), figures));
                sums.merge(channel.getKey(), channel.getValue(), Figures::plus);
                sum = sum.plus(channel.getValue());
            }
        }
        return new Tabular(
                head(period, question),
                days,
                put(Json.MAPPER.createObjectNode(), sum, figures),
                totals(sums, figures),
                period.meta(warnings(period, funnel, followed.days(), question)),
                row(
                                period,
                                new Day(period.range().from(), null, new Definitions.Definition(question.funnel(), 0)),
                                "",
                                nothing,
                                figures)
                        .figures(),
                period.isSettled());
    }

    private Map<LocalDate, Map<String, Overview>> visits(Period period) {
        Map<LocalDate, Map<String, Overview>> visits = new HashMap<>();
        DayRange range = period.range();
        for (Rows.Row row : rows.range(period.site().id(), VISITS, range.from(), range.to())) {
            visits.put(row.day(), row.breakdown(Overview.STATISTIC));
        }
        return visits;
    }

    /** Those with visits or with entries; an entry's visit may have begun before midnight. */
    private static Map<String, Figures> channels(
            Day day, Map<String, Overview> visits, FunnelFigures.OfEntries figures) {
        Map<String, Entries> entries = day.row() == null ? Map.of() : figures.read(day, day.row(), true);
        TreeSet<String> names = new TreeSet<>(visits.keySet());
        names.addAll(entries.keySet());
        Map<String, Figures> channels = new TreeMap<>();
        for (String name : names) {
            Entries none = figures.empty(day.definition().steps().size());
            channels.put(
                    name, new Figures(visits.getOrDefault(name, Overview.EMPTY), entries.getOrDefault(name, none)));
        }
        return channels;
    }

    private static ObjectNode head(Period period, Question question) {
        ObjectNode head = Json.MAPPER
                .createObjectNode()
                .put("site", period.site().id())
                .put("funnel", question.funnel().id());
        head.set("steps", Json.MAPPER.valueToTree(question.steps()));
        return head;
    }

    private static Tabular.Row row(
            Period period, Day day, String channel, Figures sum, FunnelFigures.OfEntries figures) {
        return new Tabular.Row(day.date().toString(), channel, () -> {
            ObjectNode row = Json.MAPPER
                    .createObjectNode()
                    .put("date", day.date().toString())
                    .put("channel", name(channel));
            return put(row, sum, figures).put("complete", period.isComplete(day.date()));
        });
    }

    private static @Nullable String name(String channel) {
        return channel.equals(Dimension.NOT_SET) ? null : channel;
    }

    private static ObjectNode put(ObjectNode into, Figures sum, FunnelFigures.OfEntries figures) {
        into.put("visits", sum.overview.visits());
        figures.put(into, sum.entries);
        return into;
    }

    private static List<Tabular.Row> totals(Map<String, Figures> sums, FunnelFigures.OfEntries figures) {
        List<Tabular.Row> totals = new ArrayList<>();
        sums.forEach((channel, sum) -> totals.add(new Tabular.Row(
                "", channel, () -> put(Json.MAPPER.createObjectNode().put("channel", name(channel)), sum, figures))));
        return totals;
    }

    private List<Warning> warnings(Period period, String funnel, List<Day> days, Question question) {
        List<Warning> warnings = new ArrayList<>();
        if (days.stream().anyMatch(day -> !day.definition().steps().equals(question.steps()))) {
            warnings.add(Warning.STEPS_CHANGED);
        }
        if (backfillCheck.isNeeded(period, funnel)) {
            warnings.add(Warning.NEEDS_BACKFILL);
        }
        return warnings;
    }
}
