package dev.cairn.report.plan;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.domain.funnel.Funnel;
import dev.cairn.domain.statistic.FunnelCounts;
import dev.cairn.domain.statistic.GoalCounts;
import dev.cairn.plan.model.Site;
import dev.cairn.report.api.MoneyJson;
import dev.cairn.report.api.Ratios;
import dev.cairn.report.plan.PlanChanges.Change;
import dev.cairn.store.Json;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes a preview as JSON. For a sample, every count is an estimate for all visitors, {@code count / share}, and a
 * goal's conversions have a 95 % interval. Each visitor is in the sample independently with probability p (by hash), so
 * the estimate's variance is (1 - p) / p² times the sum of the squares of each visitor's count (Horvitz and Thompson,
 * 1952, for a Poisson sample).
 */
final class PlanPreviewJson {
    private static final double Z95 = 1.959964;

    private final PlanPreview.Result result;
    private final double share;

    PlanPreviewJson(PlanPreview.Result result) {
        this.result = result;
        this.share = result.sample().share();
    }

    void put(ObjectNode into, Site now, Site drafted) {
        into.put("from", result.sample().days().getFirst().toString())
                .put("to", result.sample().days().getLast().toString());
        if (result.sample().isWhole()) {
            into.putNull("sample");
        } else {
            into.putObject("sample")
                    .set(
                            "share",
                            Ratios.share(
                                    result.sample().parts(), result.sample().of()));
        }
        into.put("undecided_events", result.undecided());
        ArrayNode goals = into.putArray("goals");
        result.changes().goals().forEach((id, change) -> {
            ObjectNode goal = goals.addObject().put("goal", id).put("change", change.word());
            figures(goal, change == Change.REMOVED ? null : result.drafted().goal(id));
            figures(
                    goal.putObject("now"),
                    change == Change.NEW ? null : result.now().goal(id));
        });
        ArrayNode funnels = into.putArray("funnels");
        result.changes().funnels().forEach((id, change) -> {
            ObjectNode funnel = funnels.addObject().put("funnel", id).put("change", change.word());
            views(funnel, drafted.funnels().get(id), change == Change.REMOVED ? null : result.drafted());
            views(funnel.putObject("now"), now.funnels().get(id), change == Change.NEW ? null : result.now());
        });
    }

    private void figures(ObjectNode into, PlanPreviewCounter.@Nullable Met met) {
        PlanPreviewCounter.Met counted = met == null ? PlanPreviewCounter.Met.nothing() : met;
        GoalCounts total = counted.total();
        into.put("conversions", scaled(total.conversions())).put("visitors", scaled(counted.visitors()));
        into.set("value", result.sample().isWhole() ? MoneyJson.json(total.value()) : Json.MAPPER.createArrayNode());
        if (result.sample().isWhole()) {
            into.putNull("interval");
        } else {
            double estimate = total.conversions() / share;
            double error = Z95 * Math.sqrt(counted.squares() * (1 - share)) / share;
            into.putArray("interval")
                    .add(Math.max(total.conversions(), Math.round(estimate - error)))
                    .add(Math.round(estimate + error));
        }
        ArrayNode rows = into.putArray("rows");
        for (LocalDate day : result.sample().days()) {
            GoalCounts of = counted.byDay().getOrDefault(day, GoalCounts.EMPTY);
            rows.addObject()
                    .put("date", day.toString())
                    .put("conversions", scaled(of.conversions()))
                    .put("converters", scaled(of.converters()));
        }
    }

    private void views(ObjectNode into, @Nullable Funnel funnel, @Nullable PlanPreviewCounter count) {
        if (funnel == null || count == null) {
            into.putNull("steps").putNull("entry").putNull("same_day");
            return;
        }
        ArrayNode steps = into.putArray("steps");
        funnel.steps().forEach(steps::add);
        PlanPreviewCounter.Walked walked = count.funnel(funnel.id());
        entries(into.putObject("entry"), walked.entry());
        entries(into.putObject("same_day"), walked.sameDay());
    }

    private void entries(ObjectNode into, FunnelCounts counts) {
        into.put("entered", scaled(counts.entered()));
        List<Long> reached = counts.reached();
        ArrayNode array = into.putArray("reached");
        reached.forEach(each -> array.add(scaled(each)));
        into.put("converted", scaled(counts.outcomes().converted()))
                .put("in_progress", scaled(counts.outcomes().inProgress()))
                .put("dropped", scaled(counts.outcomes().dropped()))
                .put("excluded", scaled(counts.outcomes().excluded()));
    }

    private long scaled(long counted) {
        return Math.round(counted / share);
    }
}
