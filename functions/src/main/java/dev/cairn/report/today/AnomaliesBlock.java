package dev.cairn.report.today;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.domain.anomaly.AlarmJudge;
import dev.cairn.domain.anomaly.AlarmState;
import dev.cairn.domain.anomaly.AlarmState.Episode;
import dev.cairn.domain.anomaly.Change;
import dev.cairn.plan.model.Site;
import dev.cairn.report.anomalies.AlarmReader;
import dev.cairn.report.api.DayRange;
import dev.cairn.report.statistics.ReportContextReader;
import dev.cairn.report.text.Phrases;
import dev.cairn.store.Dependencies;
import dev.cairn.store.Json;
import dev.cairn.store.anomaly.AnomalyMessages;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What broke? A sentence for each open alarm, for each that ended in the last 7 days (N6), and for form and video
 * errors (F13).
 */
final class AnomaliesBlock implements PageBlock {
    private static final int ENDED_DAYS = 7;

    private final ReportContextReader periods;
    private final AlarmReader reader;
    private final ErrorReader errors;

    AnomaliesBlock(ReportContextReader periods, AlarmReader reader, Dependencies dependencies) {
        this.periods = periods;
        this.reader = reader;
        this.errors = new ErrorReader(dependencies);
    }

    @Override
    public String key() {
        return "anomalies";
    }

    private record Alarm(String subject, Episode episode) {
        boolean isOpen() {
            return episode.ended() == null;
        }
    }

    @Override
    public Content of(Site site, Phrases phrases) {
        LocalDate today = periods.today(site);
        List<AlarmState> states = reader.states(site);
        List<Alarm> current = current(site, today, states);
        List<ErrorReader.Errors> found = errors.untilBefore(site, today);
        if (current.isEmpty() && found.isEmpty()) {
            return new Quiet(none(phrases) + learning(site, today, states, phrases));
        }
        AlarmSentences sentences = new AlarmSentences(site, phrases);
        List<String> said = new ArrayList<>();
        if (current.isEmpty()) {
            said.add(none(phrases));
        }
        current.forEach(alarm -> said.add(sentences.of(alarm.subject, alarm.episode)));
        found.forEach(each -> said.add(sentences.of(each)));
        return new Said(said, "/v1/sites/" + site.id() + "/anomalies", figures(site, current, found));
    }

    private static String none(Phrases phrases) {
        return phrases.say("anomalies.none", Map.of("days", phrases.count(ENDED_DAYS)));
    }

    private static ObjectNode figures(Site site, List<Alarm> current, List<ErrorReader.Errors> found) {
        long open = current.stream().filter(Alarm::isOpen).count();
        ObjectNode figures = Json.MAPPER.createObjectNode().put("open", open).put("ended", current.size() - open);
        AnomalyMessages json = new AnomalyMessages(site, AlarmReader.series(site));
        ArrayNode alarms = figures.putArray("alarms");
        current.forEach(
                alarm -> alarms.add(json.write(new AlarmState.Told(alarm.subject, alarm.episode, Change.STARTED))));
        ArrayNode totals = figures.putArray("error_totals");
        found.forEach(each -> totals.add(each.total()));
        ArrayNode errors = figures.putArray("errors");
        found.forEach(each -> each.values().forEach(value -> errors.add(value.json(each.event()))));
        return figures;
    }

    /** Open alarms first, then in the order in which they began. */
    private static List<Alarm> current(Site site, LocalDate today, List<AlarmState> states) {
        List<Alarm> current = new ArrayList<>();
        for (AlarmState state : states) {
            for (Episode episode : state.episodes()) {
                if (isCurrent(site, today, episode.ended())) {
                    current.add(new Alarm(state.subject(), episode));
                }
            }
        }
        current.sort(Comparator.comparing(Alarm::isOpen)
                .reversed()
                .thenComparingLong(alarm -> alarm.episode.firstBad())
                .thenComparing(Alarm::subject));
        return current;
    }

    private static boolean isCurrent(Site site, LocalDate today, @Nullable Long ended) {
        return ended == null || !site.zones().dayOf(ended).isBefore(today.minusDays(ENDED_DAYS));
    }

    private String learning(Site site, LocalDate today, List<AlarmState> states, Phrases phrases) {
        List<AlarmJudge.Running> running = reader.running(periods.of(site, new DayRange(today, today)), states);
        long learning = running.stream().filter(AlarmReader::isLearning).count();
        if (learning == 0) {
            return "";
        }
        LocalDate from = reader.speaksFrom(site);
        Map<String, String> counts = Map.of("all", phrases.count(running.size()), "n", phrases.count(learning));
        return " "
                + (from == null
                        ? phrases.say("anomalies.learning", learning, counts)
                        : phrases.say(
                                "anomalies.learning_until",
                                learning,
                                Map.of(
                                        "all", phrases.count(running.size()),
                                        "n", phrases.count(learning),
                                        "day", phrases.day(from))));
    }
}
