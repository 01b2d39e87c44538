package dev.cairn.report.today;

import dev.cairn.domain.anomaly.AlarmState;
import dev.cairn.domain.anomaly.AlarmState.Episode;
import dev.cairn.domain.anomaly.AlarmState.Subject;
import dev.cairn.domain.anomaly.Change;
import dev.cairn.domain.anomaly.PulseSeries;
import dev.cairn.plan.model.Site;
import dev.cairn.report.anomalies.AlarmReader;
import dev.cairn.report.text.Phrases;
import dev.cairn.store.anomaly.AnomalyMessages;
import java.util.HashMap;
import java.util.Map;

/** The sentences about alarms and errors. */
final class AlarmSentences {
    private final Site site;
    private final Phrases phrases;
    private final AnomalyMessages series;

    AlarmSentences(Site site, Phrases phrases) {
        this.site = site;
        this.phrases = phrases;
        this.series = new AnomalyMessages(site, AlarmReader.series(site));
    }

    /** Says since when a series or segment has been unusual and by how much, or that it is back to normal. */
    String of(String name, Episode episode) {
        Subject subject = Subject.of(name);
        Map<String, String> values = new HashMap<>();
        values.put("what", what(subject));
        values.put("since", moment(episode.firstBad()));
        Long ended = episode.ended();
        if (ended != null) {
            values.put("until", moment(ended));
            return phrases.say(
                    episode.ending() == Change.ACCEPTED ? "anomalies.accepted" : "anomalies.recovered", values);
        }
        values.put("until", moment(episode.detected()));
        AlarmState.Found found = episode.found();
        if (subject.series().equals(PulseSeries.SILENCE)) {
            values.put("usual", phrases.count(Math.round(found.usualRate())));
            return phrases.say("anomalies.silence", values);
        }
        putFound(values, found);
        boolean isHigh = found.successes() > found.expected();
        values.put("missing", phrases.count(Math.round(found.expected()) - found.successes()));
        return phrases.say(isHigh ? "anomalies.high" : "anomalies.low", values) + worst(episode);
    }

    private String worst(Episode episode) {
        if (episode.segments().isEmpty()) {
            return "";
        }
        AlarmState.Segment segment = episode.segments().getFirst();
        Map<String, String> values = new HashMap<>();
        values.put("segment", segment(segment.dimension(), segment.value()));
        putFound(values, segment.found());
        return " " + phrases.say("anomalies.worst", values);
    }

    private void putFound(Map<String, String> values, AlarmState.Found found) {
        values.put("n", phrases.count(found.successes()));
        values.put("of", phrases.count(found.opportunities()));
        values.put("usual", phrases.count(Math.round(found.expected())));
    }

    private String moment(long epochMillis) {
        return phrases.moment(site.zones().timeOf(epochMillis));
    }

    private String what(Subject subject) {
        String series = series(subject.series());
        String dimension = subject.dimension();
        String value = subject.value();
        return dimension == null || value == null
                ? series
                : phrases.say("segment", Map.of("what", series, "segment", segment(dimension, value)));
    }

    private String segment(String dimension, String value) {
        return phrases.say("segment." + dimension, Map.of("value", value));
    }

    private String series(String id) {
        AnomalyMessages.Named named = series.named(id);
        String goal = named.goal();
        String before = named.before();
        if (goal != null) {
            return before == null
                    ? phrases.say("series.goal", Map.of("goal", phrases.goal(goal)))
                    : phrases.say("series.after", Map.of("goal", phrases.goal(goal), "before", phrases.goal(before)));
        }
        return switch (id) {
            case PulseSeries.SILENCE -> phrases.say("series.silence");
            case "error:video" -> phrases.say("series.error_video");
            case "error:form" -> phrases.say("series.error_form");
            case "form" -> phrases.say("series.form");
            case "video" -> phrases.say("series.video");
            default -> id;
        };
    }

    /** Says how many errors there were, and the most frequent value. */
    String of(ErrorReader.Errors errors) {
        ErrorReader.OfValue most = errors.values().getFirst();
        return phrases.say(
                errors.event().equals(ErrorReader.FORM) ? "anomalies.form_errors" : "anomalies.video_errors",
                Map.of(
                        "days", phrases.count(ErrorReader.DAYS),
                        "n", phrases.count(errors.count()),
                        "before", phrases.count(errors.before()),
                        "value", most.value(),
                        "most", phrases.count(most.count())));
    }
}
