package dev.cairn.report.today;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.domain.goal.GoalTier;
import dev.cairn.plan.model.Site;
import dev.cairn.report.api.DayRange;
import dev.cairn.report.insights.MicroComparison;
import dev.cairn.report.insights.MicroReader;
import dev.cairn.report.statistics.ReportContext;
import dev.cairn.report.statistics.ReportContextReader;
import dev.cairn.report.text.Phrases;
import dev.cairn.store.Json;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which small steps come before a sale? The up to three highest-ranked micro goals whose visitors later met the site's
 * main macro goal more often (N2, N3), and the figures of the eight highest-ranked of all. It compares visitors and
 * implies no cause.
 */
final class MicrosBlock implements PageBlock {
    private static final int MOST = 3;

    /** The number that fits in a small plot. */
    private static final int MOST_FIGURES = 8;

    /** A lower end below this needs one more decimal to be distinguishable from 1. */
    private static final double NEARLY_ONE = 1.05;

    private final ReportContextReader periods;
    private final MicroReader reader;

    MicrosBlock(ReportContextReader periods, MicroReader reader) {
        this.periods = periods;
        this.reader = reader;
    }

    @Override
    public String key() {
        return "micros";
    }

    @Override
    public Content of(Site site, Phrases phrases) {
        if (site.definitions().shownGoals(GoalTier.MICRO).isEmpty()) {
            return new Quiet(phrases.say("micros.none"));
        }
        LocalDate today = periods.today(site);
        ReportContext period = periods.of(site, new DayRange(today.minusDays(MicroReader.DEFAULT_DAYS - 1L), today));
        Optional<String> macro = reader.mainMacro(period);
        return macro.isEmpty()
                ? new Quiet(phrases.say("micros.no_macro", Map.of("days", phrases.count(MicroReader.DEFAULT_DAYS))))
                : content(period, reader.compare(period, macro.get()), phrases);
    }

    private static Content content(ReportContext period, MicroComparison comparison, Phrases phrases) {
        Site site = period.site();
        String macro = phrases.goal(comparison.macro());
        if (!comparison.isKnown()) {
            return new Quiet(phrases.say(
                    "micros.retention",
                    Map.of(
                            "kept", phrases.count(site.retentionDays()),
                            "macro", macro,
                            "needed", phrases.count(MicroComparison.RETENTION))));
        }
        if (comparison.ranked().isEmpty()) {
            return new Quiet(phrases.say("micros.few", Map.of("days", phrases.count(comparison.window()))));
        }
        List<MicroComparison.OfMicro> found = comparison.moreOften(MOST);
        if (found.isEmpty()) {
            return new Quiet(phrases.say("micros.unclear", Map.of("macro", macro)));
        }
        ObjectNode figures = Json.MAPPER
                .createObjectNode()
                .put("from", period.range().from().toString())
                .put("to", period.range().to().toString())
                .put("macro", comparison.macro())
                .put("window_days", comparison.window());
        ArrayNode all = figures.putArray("micros");
        comparison.ranked().stream().limit(MOST_FIGURES).forEach(each -> all.add(each.json()));
        return new Said(
                found.stream().map(each -> sentence(comparison, each, phrases)).toList(),
                "/v1/sites/" + site.id() + "/micros?macro=" + comparison.macro(),
                figures);
    }

    private static String sentence(MicroComparison comparison, MicroComparison.OfMicro of, Phrases phrases) {
        int digits = of.adjusted().low() < NEARLY_ONE ? 2 : 1;
        Map<String, String> values = new HashMap<>();
        values.put("micro", phrases.goal(of.micro()));
        values.put("macro", phrases.goal(comparison.macro()));
        values.put("rate", phrases.finePercent(of.exposedRate()));
        values.put("others", phrases.finePercent(of.otherRate()));
        values.put("days", phrases.count(comparison.window()));
        values.put("ratio", phrases.number(of.adjusted().ratio(), digits));
        values.put("low", phrases.number(of.adjusted().low(), digits));
        values.put("high", phrases.number(of.adjusted().high(), digits));
        values.put("sample", phrases.count(of.table().all()));
        return phrases.say("micros.more", values);
    }
}
