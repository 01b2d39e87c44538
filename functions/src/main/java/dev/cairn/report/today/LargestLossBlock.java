package dev.cairn.report.today;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.domain.funnel.Funnel;
import dev.cairn.domain.insight.WilsonInterval;
import dev.cairn.domain.statistic.FunnelCounts;
import dev.cairn.domain.statistic.FunnelStatistic;
import dev.cairn.domain.statistic.GoalCounts;
import dev.cairn.domain.statistic.RowKey;
import dev.cairn.plan.model.Site;
import dev.cairn.plan.version.PlanRepository;
import dev.cairn.report.api.DayRange;
import dev.cairn.report.api.MoneyJson;
import dev.cairn.report.api.PlainNumbers;
import dev.cairn.report.api.Ratios;
import dev.cairn.report.statistics.FunnelDays;
import dev.cairn.report.statistics.ReportContext;
import dev.cairn.report.statistics.ReportContextReader;
import dev.cairn.report.text.Phrases;
import dev.cairn.store.Dependencies;
import dev.cairn.store.Json;
import dev.cairn.store.statistic.StatisticRows;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Where do we lose most? For each funnel, the step after which most entries of the last 28 complete days were lost, in
 * people and, if the funnel's last goal has values, in money. If too few visitors can be recognised across days, it
 * uses all visitors within a day (I4).
 */
final class LargestLossBlock implements PageBlock {
    private static final int DAYS = 28;

    private final PlanRepository plans;
    private final ReportContextReader periods;
    private final FunnelDays funnelDays;
    private final StatisticRows rows;

    LargestLossBlock(PlanRepository plans, ReportContextReader periods, Dependencies dependencies) {
        this.plans = plans;
        this.periods = periods;
        this.funnelDays = new FunnelDays(periods, plans, dependencies);
        this.rows = new StatisticRows(dependencies.items());
    }

    @Override
    public String key() {
        return "largest_loss";
    }

    /** @param expectedLost how many are expected to remain lost (F6); empty if unknown */
    private record Loss(
            Funnel funnel,
            FunnelStatistic<FunnelCounts> view,
            FunnelLoss largest,
            Optional<BigDecimal> money,
            OptionalLong expectedLost) {

        /** How many of the lost are still expected to reach the next step. */
        long stillToCome() {
            return Math.max(0, largest.lost() - expectedLost.orElse(largest.lost()));
        }
    }

    @Override
    public Content of(Site site, Phrases phrases) {
        if (site.funnels().isEmpty()) {
            return new Quiet(phrases.say("loss.none"));
        }
        Optional<LocalDate> last = periods.completeThrough(site);
        if (last.isEmpty()) {
            return new Quiet(phrases.say("loss.incomplete"));
        }
        DayRange range = new DayRange(last.get().minusDays(DAYS - 1L), last.get());
        List<Loss> losses = losses(site, range);
        if (losses.isEmpty()) {
            return new Quiet(phrases.say(
                    "loss.few",
                    Map.of("entries", phrases.count(FunnelLoss.FEWEST_ENTRIES), "days", phrases.count(DAYS))));
        }
        ObjectNode figures = Json.MAPPER
                .createObjectNode()
                .put("from", range.from().toString())
                .put("to", range.to().toString());
        ArrayNode all = figures.putArray("funnels");
        losses.forEach(loss -> all.add(json(loss, site.currency())));
        return new Said(
                losses.stream()
                        .map(loss -> sentence(loss, site.currency(), phrases))
                        .toList(),
                "/v1/sites/" + site.id() + "/funnels/"
                        + losses.getFirst().funnel().id() + "?from=" + range.from() + "&to=" + range.to(),
                figures);
    }

    private List<Loss> losses(Site site, DayRange range) {
        List<StatisticRows.Row> goals =
                rows.range(site.id(), RowKey.of(GoalCounts.STATISTIC), range.from(), range.to());
        List<Loss> losses = new ArrayList<>();
        for (Funnel funnel : site.funnels().values()) {
            loss(site, range, funnel, FunnelCounts.ENTRY, goals)
                    .or(() -> loss(site, range, funnel, FunnelCounts.SAME_DAY, goals))
                    .ifPresent(losses::add);
        }
        return losses;
    }

    private Optional<Loss> loss(
            Site site,
            DayRange range,
            Funnel funnel,
            FunnelStatistic<FunnelCounts> view,
            List<StatisticRows.Row> goals) {
        FunnelCounts sum = FunnelCounts.empty(funnel.steps().size());
        for (StatisticRows.Row row : rows.range(site.id(), RowKey.of(view, funnel.id()), range.from(), range.to())) {
            if (hasSteps(site, funnel, row.planVersion())) {
                sum = sum.plus(row.total(view));
            }
        }
        FunnelCounts counts = sum;
        return FunnelLoss.of(counts).map(so -> {
            OptionalLong expectedLost = view == FunnelCounts.ENTRY
                    ? expectedLost(periods.of(site, range), funnel, so.step())
                    : OptionalLong.empty();
            FunnelLoss largest = so.ofWhom(expectedLost.orElse(so.lost()));
            Optional<BigDecimal> money =
                    money(counts, largest, site.currency()).or(() -> money(site, funnel, largest, goals));
            return new Loss(funnel, view, largest, money, expectedLost);
        });
    }

    private OptionalLong expectedLost(ReportContext period, Funnel funnel, int step) {
        List<Long> reached = funnelDays.expectedReached(period, funnel);
        return step + 1 < reached.size()
                ? OptionalLong.of(reached.get(step) - reached.get(step + 1))
                : OptionalLong.empty();
    }

    /** Whether a day has the same steps: steps are summed by number, so other days are left out. */
    private boolean hasSteps(Site site, Funnel funnel, int planVersion) {
        try {
            return Optional.ofNullable(plans.version(planVersion).sites().get(site.id()))
                    .map(then -> then.funnels().get(funnel.id()))
                    .filter(then -> then.steps().equals(funnel.steps()))
                    .isPresent();
        } catch (NoSuchElementException neverPut) {
            return false;
        }
    }

    /** The lost conversions, at the mean value of the funnel's conversions in the site's currency. */
    private static Optional<BigDecimal> money(FunnelCounts counts, FunnelLoss loss, String currency) {
        Map<String, BigDecimal> value = counts.journeys().value();
        BigDecimal amount = value == null ? BigDecimal.ZERO : value.getOrDefault(currency, BigDecimal.ZERO);
        return money(loss, amount, counts.reached().getLast());
    }

    /** The same, at the mean value of all conversions of the goal, for days before the funnel's values were counted. */
    private static Optional<BigDecimal> money(
            Site site, Funnel funnel, FunnelLoss loss, List<StatisticRows.Row> goals) {
        GoalCounts sum = GoalCounts.EMPTY;
        for (StatisticRows.Row row : goals) {
            Map<String, GoalCounts> day = row.total(GoalCounts.STATISTIC);
            sum = sum.plus(day.getOrDefault(funnel.steps().getLast(), GoalCounts.EMPTY));
        }
        BigDecimal amount = sum.value().getOrDefault(site.currency(), BigDecimal.ZERO);
        return money(loss, amount, sum.conversions());
    }

    /** Empty if no conversion was lost, or none had a value. */
    private static Optional<BigDecimal> money(FunnelLoss loss, BigDecimal amount, long conversions) {
        return amount.signum() <= 0 || loss.conversions() == 0
                ? Optional.empty()
                : Optional.of(amount.multiply(BigDecimal.valueOf(loss.conversions()))
                        .divide(BigDecimal.valueOf(conversions), MathContext.DECIMAL64));
    }

    private static ObjectNode json(Loss loss, String currency) {
        FunnelLoss largest = loss.largest();
        List<String> steps = loss.funnel().steps();
        ObjectNode json = Json.MAPPER
                .createObjectNode()
                .put("funnel", loss.funnel().id())
                .put("view", loss.view().name())
                .put("after", steps.get(largest.step()))
                .put("before", steps.get(largest.step() + 1))
                .put("step", largest.step() + 1)
                .put("reached", largest.reached())
                .put("lost", largest.lost())
                .put(
                        "expected_lost",
                        loss.expectedLost().isPresent()
                                ? Long.valueOf(loss.expectedLost().getAsLong())
                                : null);
        json.set("share", Ratios.share(largest.lost(), largest.reached()));
        json.set("interval", Ratios.wilson(largest.lost(), largest.reached()));
        json.put("conversions", PlainNumbers.rounded(BigDecimal.valueOf(largest.conversions()), 1));
        json.set(
                "value",
                MoneyJson.json(
                        loss.money().map(amount -> Map.of(currency, amount)).orElse(Map.of())));
        return json;
    }

    private static String sentence(Loss loss, String currency, Phrases phrases) {
        String sentence = lost(loss, phrases);
        if (loss.stillToCome() > 0) {
            sentence += " " + phrases.say("loss.to_come", Map.of("n", phrases.count(loss.stillToCome())));
        }
        return loss.largest().conversions() < 1 ? sentence : sentence + " " + cost(loss, currency, phrases);
    }

    private static String lost(Loss loss, Phrases phrases) {
        FunnelLoss largest = loss.largest();
        List<String> steps = loss.funnel().steps();
        WilsonInterval interval = WilsonInterval.of(largest.lost(), largest.reached());
        Map<String, String> values = new HashMap<>();
        values.put("funnel", phrases.funnel(loss.funnel().id()));
        values.put("after", phrases.goal(steps.get(largest.step())));
        values.put("before", phrases.goal(steps.get(largest.step() + 1)));
        values.put("share", phrases.percent((double) largest.lost() / largest.reached()));
        values.put("lost", phrases.count(largest.lost()));
        values.put("reached", phrases.count(largest.reached()));
        values.put("days", phrases.count(DAYS));
        values.put("low", phrases.percent(interval.low()));
        values.put("high", phrases.percent(interval.high()));
        return phrases.say(loss.view() == FunnelCounts.SAME_DAY ? "loss.lost_within_day" : "loss.lost", values);
    }

    private static String cost(Loss loss, String currency, Phrases phrases) {
        String conversions = phrases.count(Math.round(loss.largest().conversions()));
        String goal = phrases.goal(loss.funnel().steps().getLast());
        return loss.money()
                .map(amount -> phrases.say(
                        "loss.cost_money",
                        Map.of("n", conversions, "goal", goal, "money", phrases.money(amount, currency))))
                .orElseGet(() -> phrases.say("loss.cost", Map.of("n", conversions, "goal", goal)));
    }
}
