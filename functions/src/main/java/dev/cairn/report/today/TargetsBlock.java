package dev.cairn.report.today;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.domain.target.DailyMetric;
import dev.cairn.domain.target.TargetProgress;
import dev.cairn.domain.target.TargetProgress.Outlook;
import dev.cairn.plan.model.Site;
import dev.cairn.plan.model.Target;
import dev.cairn.report.targets.SiteTargets;
import dev.cairn.report.targets.TargetJson;
import dev.cairn.report.targets.TargetReader;
import dev.cairn.report.targets.TargetReport;
import dev.cairn.report.text.Phrases;
import dev.cairn.store.Json;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Are we on target? A sentence for each target that is running or ended in the last 7 days (N7). */
final class TargetsBlock implements PageBlock {
    private static final int ENDED_DAYS = 7;

    private final TargetReader reader;

    TargetsBlock(TargetReader reader) {
        this.reader = reader;
    }

    @Override
    public String key() {
        return "targets";
    }

    @Override
    public Content of(Site site, Phrases phrases) {
        if (site.definitions().targets().isEmpty()) {
            return new Quiet(phrases.say("targets.none"));
        }
        SiteTargets targets = reader.read(site, Optional.empty());
        LocalDate today = targets.period().range().to();
        List<TargetReport> current = targets.reports().stream()
                .filter(report -> !report.target().from().isAfter(today)
                        && !report.target().to().isBefore(today.minusDays(ENDED_DAYS)))
                .toList();
        if (current.isEmpty()) {
            return new Quiet(phrases.say("targets.over", Map.of("days", phrases.count(ENDED_DAYS))));
        }
        ObjectNode figures = Json.MAPPER.createObjectNode();
        ArrayNode all = figures.putArray("targets");
        current.forEach(report -> all.add(TargetJson.withDays(report)));
        return new Said(
                current.stream()
                        .map(report -> sentence(report, targets, phrases))
                        .toList(),
                "/v1/sites/" + site.id() + "/targets",
                figures);
    }

    private static String sentence(TargetReport report, SiteTargets targets, Phrases phrases) {
        TargetProgress progress = report.progress();
        String rest = switch (progress.status()) {
            case NOT_STARTED ->
                phrases.say(
                        "targets.not_started",
                        Map.of("day", phrases.day(report.target().from())));
            case NO_COMPARISON -> phrases.say("targets.no_comparison");
            case REACHED -> phrases.say("targets.reached");
            case MISSED -> phrases.say(isOver(report) ? "targets.missed" : "targets.ceiling_passed");
            case LEARNING -> learning(targets.firstDay(), phrases);
            default -> outlook(report, phrases);
        };
        return soFar(report, phrases) + " " + rest;
    }

    private static boolean isOver(TargetReport report) {
        return report.progress().path().remainingDays() == 0;
    }

    private static String learning(@Nullable LocalDate firstDay, Phrases phrases) {
        return firstDay == null
                ? phrases.say("targets.learning")
                : phrases.say(
                        "targets.learning_until",
                        Map.of("day", phrases.day(firstDay.plusDays(DailyMetric.LEARNING_DAYS))));
    }

    /** For example {@code Leads: 171 of 300 conversions of “Lead”.} */
    private static String soFar(TargetReport report, Phrases phrases) {
        Target target = report.target();
        String goal = target.goal();
        Map<String, String> values = new HashMap<>();
        values.put("target", phrases.target(target.id()));
        values.put(
                "what",
                phrases.say("metric." + target.metric(), Map.of("goal", goal == null ? "" : phrases.goal(goal))));
        values.put("actual", amount(report, report.progress().actual().doubleValue(), phrases));
        BigDecimal figure = report.figure();
        if (figure == null) {
            return phrases.say("targets.so_far_only", values);
        }
        values.put("figure", amount(report, figure.doubleValue(), phrases));
        return phrases.say("targets.so_far", values);
    }

    private static String outlook(TargetReport report, Phrases phrases) {
        TargetProgress progress = report.progress();
        Double needed = progress.path().neededPerDay();
        String forecast =
                forecast(report, phrases.say("targets." + progress.status().word()), phrases);
        if (needed == null) {
            return forecast;
        }
        int days = progress.path().remainingDays();
        String amount = report.currency() == null ? phrases.number(needed, 1) : amount(report, needed, phrases);
        return forecast + " "
                + phrases.say(
                        report.ceiling() ? "targets.allowed" : "targets.needed",
                        days,
                        Map.of("amount", amount, "days", phrases.count(days)));
    }

    private static String forecast(TargetReport report, String status, Phrases phrases) {
        Outlook outlook = report.progress().outlook();
        Double probability = report.progress().probability();
        if (outlook == null) {
            return phrases.say("targets.status", Map.of("status", status));
        }
        Map<String, String> values = new HashMap<>();
        values.put("status", status);
        values.put("forecast", amount(report, outlook.forecast(), phrases));
        values.put("low", amount(report, outlook.low(), phrases));
        values.put("high", amount(report, outlook.high(), phrases));
        if (probability == null) {
            return phrases.say("targets.forecast", values);
        }
        values.put("probability", phrases.percent(probability));
        return phrases.say("targets.probable", values);
    }

    private static String amount(TargetReport report, double amount, Phrases phrases) {
        String currency = report.currency();
        return currency == null ? phrases.number(amount, 0) : phrases.money(BigDecimal.valueOf(amount), currency);
    }
}
