package dev.cairn.report.today;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.domain.audience.Audience;
import dev.cairn.domain.insight.WilsonInterval;
import dev.cairn.plan.model.Site;
import dev.cairn.report.api.DayRange;
import dev.cairn.report.audiences.AudienceDays;
import dev.cairn.report.audiences.AudienceReader;
import dev.cairn.report.audiences.AudienceResource;
import dev.cairn.report.audiences.Recovery;
import dev.cairn.report.statistics.ReportContext;
import dev.cairn.report.statistics.ReportContextReader;
import dev.cairn.report.text.Phrases;
import dev.cairn.store.Json;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Who stopped half-way? The number of members in each audience of the plan, how many entered and left yesterday, and
 * how many of those who entered were recovered (N5). Counts only: a share link can read this block, so it must not
 * identify a member.
 */
final class AudiencesBlock implements PageBlock {
    private final ReportContextReader periods;
    private final AudienceReader reader;

    AudiencesBlock(ReportContextReader periods, AudienceReader reader) {
        this.periods = periods;
        this.reader = reader;
    }

    @Override
    public String key() {
        return "audiences";
    }

    /** An audience and its membership changes. */
    private record Movements(Audience audience, AudienceDays days, Recovery recovery) {}

    @Override
    public Content of(Site site, Phrases phrases) {
        Collection<Audience> audiences = new TreeMap<>(site.definitions().audiences()).values();
        if (audiences.isEmpty()) {
            return new Quiet(phrases.say("audiences.none"));
        }
        LocalDate today = periods.today(site);
        ReportContext period =
                periods.of(site, new DayRange(today.minusDays(AudienceResource.DEFAULT_DAYS - 1L), today));
        List<Movements> all = new ArrayList<>();
        reader.read(site, period.range(), period.asOf(), audiences)
                .forEach((audience, days) ->
                        all.add(new Movements(audience, days, Recovery.of(period, days, period.days()))));
        boolean isComplete = period.isComplete(today.minusDays(1));
        ObjectNode figures = Json.MAPPER
                .createObjectNode()
                .put("date", today.minusDays(1).toString())
                .put("complete", isComplete);
        ArrayNode array = figures.putArray("audiences");
        all.forEach(each -> array.add(json(each, today)));
        return new Said(
                all.stream()
                        .map(each -> sentence(each, today, isComplete, phrases))
                        .toList(),
                "/v1/sites/" + site.id() + "/audiences",
                figures);
    }

    private static ObjectNode json(Movements of, LocalDate today) {
        LocalDate yesterday = today.minusDays(1);
        ObjectNode json = Json.MAPPER
                .createObjectNode()
                .put("audience", of.audience().id())
                .put("did", of.audience().did())
                .put("not", of.audience().not())
                .put("members", of.days().members(today))
                .put("entered", of.days().entered(yesterday));
        json.putObject("left")
                .put("met", of.days().met(yesterday))
                .put("expired", of.days().expired(yesterday));
        of.recovery().put(json);
        return json;
    }

    private static String sentence(Movements of, LocalDate today, boolean isComplete, Phrases phrases) {
        String sentence = moved(of, today, isComplete, phrases);
        String not = of.audience().not();
        Recovery recovery = of.recovery();
        return not == null || !recovery.isShown() ? sentence : sentence + " " + recovered(recovery, not, phrases);
    }

    private static String moved(Movements of, LocalDate today, boolean isComplete, Phrases phrases) {
        LocalDate yesterday = today.minusDays(1);
        long members = of.days().members(today);
        long met = of.days().met(yesterday);
        String not = of.audience().not();
        Map<String, String> values = new HashMap<>();
        values.put(
                "members",
                phrases.say(
                        "audiences.members",
                        members,
                        Map.of("audience", phrases.audience(of.audience().id()), "n", phrases.count(members))));
        values.put("entered", phrases.count(of.days().entered(yesterday)));
        values.put("left", phrases.count(met + of.days().expired(yesterday)));
        String phrase = "audiences.moved";
        if (met > 0 && not != null) {
            phrase = "audiences.met";
            values.put("met", phrases.count(met));
            values.put("goal", phrases.goal(not));
        }
        return phrases.say(phrase + (isComplete ? "" : "_so_far"), values);
    }

    private static String recovered(Recovery recovery, String not, Phrases phrases) {
        WilsonInterval interval = WilsonInterval.of(recovery.recovered(), recovery.entered());
        Map<String, String> values = new HashMap<>();
        values.put("entered", phrases.count(recovery.entered()));
        values.put("from", phrases.day(recovery.days().getFirst()));
        values.put("to", phrases.day(recovery.days().getLast()));
        values.put("rate", phrases.finePercent((double) recovery.recovered() / recovery.entered()));
        values.put("goal", phrases.goal(not));
        values.put("days", phrases.count(Recovery.DAYS));
        values.put("low", phrases.finePercent(interval.low()));
        values.put("high", phrases.finePercent(interval.high()));
        return phrases.say("audiences.recovered", values);
    }
}
