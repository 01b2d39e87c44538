package dev.cairn.report.today;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.domain.goal.Goal;
import dev.cairn.domain.goal.GoalTier;
import dev.cairn.domain.statistic.GoalCounts;
import dev.cairn.domain.statistic.MacroCounts;
import dev.cairn.domain.statistic.OverviewCounts;
import dev.cairn.domain.statistic.RowKey;
import dev.cairn.plan.model.Site;
import dev.cairn.report.api.DayRange;
import dev.cairn.report.api.MoneyJson;
import dev.cairn.report.api.Ratios;
import dev.cairn.report.statistics.ReportContext;
import dev.cairn.report.statistics.ReportContextReader;
import dev.cairn.report.text.Phrases;
import dev.cairn.store.Dependencies;
import dev.cairn.store.Json;
import dev.cairn.store.statistic.StatisticRows;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToLongFunction;

/**
 * How was yesterday, or how were the last 7 days? Visitors (for single days only, because daily visitors do not add
 * up), visits, and conversions, value and conversion rate of macro goals, compared with the same weekdays a week
 * earlier and their range over the last 8 weeks.
 */
final class PastDaysBlock implements PageBlock {
    private static final int WEEK = 7;
    private static final int WEEKS = 8;

    /** Minimum number of weeks for a usual range. */
    private static final int FEWEST_WEEKS = 4;

    private final String key;
    private final int length;
    private final ReportContextReader periods;
    private final StatisticRows rows;

    private PastDaysBlock(String key, int length, ReportContextReader periods, Dependencies dependencies) {
        this.key = key;
        this.length = length;
        this.periods = periods;
        this.rows = new StatisticRows(dependencies.items());
    }

    static PastDaysBlock yesterday(ReportContextReader periods, Dependencies dependencies) {
        return new PastDaysBlock("yesterday", 1, periods, dependencies);
    }

    static PastDaysBlock lastWeek(ReportContextReader periods, Dependencies dependencies) {
        return new PastDaysBlock("last_week", WEEK, periods, dependencies);
    }

    @Override
    public String key() {
        return key;
    }

    /** A day's figures. */
    private record Day(OverviewCounts overview, GoalCounts macros) {
        static final Day NOTHING = new Day(OverviewCounts.EMPTY, GoalCounts.EMPTY);

        Day plus(Day other) {
            return new Day(overview.plus(other.overview), macros.plus(other.macros));
        }

        /** The share of visits with a macro conversion (F8); empty without visits or if it was not counted. */
        OptionalDouble conversionRate() {
            MacroCounts counted = overview.macros();
            return counted == null || overview.visits() == 0
                    ? OptionalDouble.empty()
                    : OptionalDouble.of((double) counted.visits() / overview.visits());
        }
    }

    /** The period that ends on a given day, and the same period in earlier weeks. */
    private record Periods(Map<LocalDate, Day> days, LocalDate last, int length) {
        LocalDate first(int weeksBack) {
            return last.minusDays((long) WEEK * weeksBack + length - 1);
        }

        Day sum(int weeksBack) {
            return first(weeksBack)
                    .datesUntil(last.minusDays((long) WEEK * weeksBack).plusDays(1))
                    .map(day -> days.getOrDefault(day, Day.NOTHING))
                    .reduce(Day.NOTHING, Day::plus);
        }

        /** Whether the site was measured on every day of the period. */
        boolean isKnown(int weeksBack) {
            return days.keySet().stream()
                    .min(Comparator.naturalOrder())
                    .filter(first -> !first.isAfter(first(weeksBack)))
                    .isPresent();
        }

        Metric metric(String name, ToLongFunction<Day> of) {
            LongSummaryStatistics before = new LongSummaryStatistics();
            for (int week = 1; week <= WEEKS; week++) {
                if (isKnown(week)) {
                    before.accept(of.applyAsLong(sum(week)));
                }
            }
            return new Metric(
                    name,
                    of.applyAsLong(sum(0)),
                    of.applyAsLong(sum(1)),
                    before.getCount() < FEWEST_WEEKS ? Optional.empty() : Optional.of(before));
        }
    }

    /**
     * One metric.
     *
     * @param usual the minimum and maximum over the previous weeks; empty with fewer than 4 weeks
     */
    private record Metric(String name, long count, long weekBefore, Optional<LongSummaryStatistics> usual) {

        /** {@code within}, {@code above} or {@code below} the usual range. */
        Optional<String> compared() {
            return usual.map(range -> count > range.getMax() ? "above" : count < range.getMin() ? "below" : "within");
        }

        ObjectNode json() {
            ObjectNode json = Json.MAPPER
                    .createObjectNode()
                    .put("metric", name)
                    .put("count", count)
                    .put("week_before", weekBefore);
            usual.ifPresentOrElse(
                    range -> json.putArray("usual").add(range.getMin()).add(range.getMax()),
                    () -> json.putNull("usual"));
            return json.put("compared", compared().orElse(null));
        }

        String words(Phrases phrases) {
            String figure = phrases.say("past." + name, count, Map.of("n", phrases.count(count)));
            return usual.map(range -> phrases.say(
                            "past.usual",
                            Map.of(
                                    "figure", figure,
                                    "low", phrases.count(range.getMin()),
                                    "high", phrases.count(range.getMax()))))
                    .orElseGet(() -> phrases.say(
                            "past.week_before", Map.of("figure", figure, "before", phrases.count(weekBefore))));
        }
    }

    @Override
    public Content of(Site site, Phrases phrases) {
        LocalDate yesterday = periods.today(site).minusDays(1);
        if (periods.completeThrough(site)
                .filter(day -> !day.isBefore(yesterday))
                .isEmpty()) {
            return new Quiet(phrases.say("past.incomplete", Map.of("day", phrases.weekday(yesterday))));
        }
        DayRange range = new DayRange(yesterday.minusDays((long) WEEK * WEEKS + length - 1), yesterday);
        Map<LocalDate, Day> days = days(site, periods.of(site, range));
        if (days.isEmpty()) {
            return new Quiet(phrases.say("past.nothing", Map.of("weeks", phrases.count(WEEKS))));
        }
        Periods past = new Periods(days, yesterday, length);
        List<Metric> metrics = metrics(past);
        return new Said(
                List.of(sentence(past, metrics, phrases)),
                "/v1/sites/" + site.id() + "/overview?from=" + past.first(0) + "&to=" + yesterday,
                figures(past, metrics));
    }

    private List<Metric> metrics(Periods past) {
        List<Metric> metrics = new ArrayList<>();
        if (length == 1) {
            metrics.add(past.metric("visitors", day -> day.overview().visitors()));
        }
        metrics.add(past.metric("visits", day -> day.overview().visits()));
        metrics.add(past.metric("conversions", day -> day.macros().conversions()));
        return metrics;
    }

    private Map<LocalDate, Day> days(Site site, ReportContext period) {
        Map<LocalDate, GoalCounts> macros = new HashMap<>();
        for (StatisticRows.Row row : rows.range(
                site.id(),
                RowKey.of(GoalCounts.STATISTIC),
                period.range().from(),
                period.range().to())) {
            row.total(GoalCounts.STATISTIC).forEach((id, counts) -> {
                Goal goal = site.goals().get(id);
                if (goal != null && goal.tier() == GoalTier.MACRO) {
                    macros.merge(row.day(), counts, GoalCounts::plus);
                }
            });
        }
        Map<LocalDate, Day> days = new HashMap<>();
        period.overview().forEach((day, overview) -> {
            if (overview.events() > 0) {
                days.put(day, new Day(overview, macros.getOrDefault(day, GoalCounts.EMPTY)));
            }
        });
        return days;
    }

    private static ObjectNode figures(Periods past, List<Metric> metrics) {
        ObjectNode figures = Json.MAPPER
                .createObjectNode()
                .put("from", past.first(0).toString())
                .put("to", past.last().toString());
        ArrayNode all = figures.putArray("metrics");
        metrics.forEach(metric -> all.add(metric.json()));
        figures.set("conversion_rate", Ratios.share(past.sum(0).conversionRate()));
        figures.set("conversion_rate_week_before", Ratios.share(past.sum(1).conversionRate()));
        figures.set("value", MoneyJson.json(past.sum(0).macros().value()));
        figures.set("value_week_before", MoneyJson.json(past.sum(1).macros().value()));
        return figures;
    }

    private String sentence(Periods past, List<Metric> metrics, Phrases phrases) {
        List<String> parts = new ArrayList<>();
        metrics.forEach(metric -> parts.add(metric.words(phrases)));
        conversionRate(past, phrases).ifPresent(parts::add);
        past.sum(0).macros().value().forEach((currency, amount) -> parts.add(phrases.money(amount, currency)));
        String figures = String.join(", ", parts);
        String last = phrases.weekday(past.last());
        return length == 1
                ? phrases.say("past.day", Map.of("day", last, "figures", figures))
                : phrases.say("past.days", Map.of("days", phrases.count(length), "day", last, "figures", figures));
    }

    private static Optional<String> conversionRate(Periods past, Phrases phrases) {
        OptionalDouble now = past.sum(0).conversionRate();
        OptionalDouble before = past.sum(1).conversionRate();
        if (now.isEmpty()) {
            return Optional.empty();
        }
        String rate = phrases.say("past.rate", Map.of("n", phrases.finePercent(now.getAsDouble())));
        return Optional.of(
                before.isEmpty()
                        ? rate
                        : phrases.say(
                                "past.week_before",
                                Map.of("figure", rate, "before", phrases.finePercent(before.getAsDouble()))));
    }
}
