package dev.cairn.store.anomaly;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.domain.anomaly.AlarmState;
import dev.cairn.domain.anomaly.AlarmState.Episode;
import dev.cairn.domain.anomaly.AlarmState.Found;
import dev.cairn.domain.anomaly.AlarmState.Subject;
import dev.cairn.domain.anomaly.Change;
import dev.cairn.domain.anomaly.PulseSeries;
import dev.cairn.plan.model.Site;
import dev.cairn.store.Hashes;
import dev.cairn.store.Json;
import dev.cairn.store.notice.Notice;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Describes anomalies in the API and in messages (N6.10, N6.11). */
public final class AnomalyMessages {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mmXXX");
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm");
    private static final DateTimeFormatter DAY_AND_CLOCK = DateTimeFormatter.ofPattern("d MMM HH:mm", Locale.ROOT);
    private static final double UNSPEAKABLE = 1e-12;

    private final Site site;
    private final Map<String, PulseSeries> series;

    /** @param series the site's series, which identify the goals of a step */
    public AnomalyMessages(Site site, List<PulseSeries> series) {
        this.site = site;
        this.series = series.stream().collect(Collectors.toMap(PulseSeries::id, each -> each));
    }

    /** The id of a change, the same in every process (N6.10). */
    public static String id(String site, String subject, long firstBad, Change change) {
        return Hashes.text(site + "\n" + subject + "\n" + firstBad + "\n" + change.word());
    }

    /** One message about all of these changes, the earliest funnel step first. */
    public Notice notice(List<AlarmState.Told> changes) {
        List<AlarmState.Told> ordered = changes.stream()
                .sorted(Comparator.<AlarmState.Told>comparingInt(each -> order(each.subject()))
                        .thenComparing(AlarmState.Told::subject))
                .toList();
        AlarmState.Told first = ordered.getFirst();
        ObjectNode json = write(first);
        if (ordered.size() > 1) {
            ArrayNode also = json.putArray("also");
            ordered.subList(1, ordered.size()).forEach(each -> also.add(write(each)));
        }
        List<String> ids =
                ordered.stream().map(each -> id(site.id(), each)).sorted().toList();
        String id = ids.size() == 1 ? ids.getFirst() : Hashes.text(String.join("\n", ids));
        String subject = site.name() + ": " + what(Subject.of(first.subject())) + " " + verb(first.change())
                + (ordered.size() > 1 ? " and " + (ordered.size() - 1) + " more" : "");
        String text = ordered.stream().map(this::text).collect(Collectors.joining("\n"));
        return new Notice(id, site.id(), subject, text, Json.write(json));
    }

    private static String verb(Change change) {
        return switch (change) {
            case STARTED -> "is unusual";
            case RECOVERED -> "is usual again";
            case ACCEPTED -> "has a new level";
        };
    }

    /** Funnel steps in order, then everything else. */
    private static int order(String subject) {
        int step = PulseSeries.step(Subject.of(subject).series());
        return step == 0 ? Integer.MAX_VALUE : step;
    }

    private static String id(String site, AlarmState.Told told) {
        return id(site, told.subject(), told.episode().firstBad(), told.change());
    }

    /** The change in the message format of INSIGHTS. */
    public ObjectNode write(AlarmState.Told told) {
        Episode episode = told.episode();
        Subject subject = Subject.of(told.subject());
        ObjectNode json = Json.MAPPER.createObjectNode();
        json.put("id", id(site.id(), told)).put("site", site.id()).put("series", subject.series());
        if (subject.dimension() != null) {
            json.putObject("segment").put("dimension", subject.dimension()).put("value", subject.value());
        }
        json.put("change", told.change().word());
        putEpisode(json, episode);
        json.put("text", text(told));
        return json;
    }

    /** Adds an alarm's times, figures and worst segments. */
    public void putEpisode(ObjectNode json, Episode episode) {
        json.put("first_bad", time(episode.firstBad()))
                .put("detected", time(episode.detected()))
                .put("ended", episode.ended() == null ? null : time(episode.ended()))
                .put(
                        "ending",
                        episode.ending() == null ? null : episode.ending().word());
        put(json, episode.found());
        json.put("p", probability(episode.found().tail()));
        ArrayNode segments = json.putArray("segments");
        for (AlarmState.Segment each : episode.segments()) {
            ObjectNode segment = segments.addObject();
            segment.put("dimension", each.dimension()).put("value", each.value());
            put(segment, each.found());
        }
    }

    private static void put(ObjectNode json, Found found) {
        json.put("opportunities", found.opportunities()).put("successes", found.successes());
        json.put("expected", decimals(found.expected(), 1));
        json.put("usual_rate", decimals(found.usualRate(), 4));
        json.put(
                "rate",
                found.opportunities() == 0 ? null : decimals((double) found.successes() / found.opportunities(), 4));
    }

    public static BigDecimal decimals(double number, int decimals) {
        BigDecimal rounded = BigDecimal.valueOf(number)
                .setScale(decimals, RoundingMode.HALF_UP)
                .stripTrailingZeros();
        return rounded.setScale(Math.max(0, rounded.scale()));
    }

    private static String probability(double tail) {
        return tail < UNSPEAKABLE ? "<1e-12" : String.format(Locale.ROOT, "%.1e", tail);
    }

    /** A time in the site's time zone, with its offset. */
    public String time(long epochMillis) {
        return local(epochMillis).format(TIME);
    }

    private OffsetDateTime local(long epochMillis) {
        Instant instant = Instant.ofEpochMilli(epochMillis);
        return instant.atZone(site.zones().at(instant)).toOffsetDateTime();
    }

    private String text(AlarmState.Told told) {
        Episode episode = told.episode();
        Subject subject = Subject.of(told.subject());
        String what = what(subject);
        boolean sameDay =
                site.zones().dayOf(episode.firstBad()).equals(site.zones().dayOf(episode.detected()));
        String since = sameDay ? local(episode.firstBad()).format(CLOCK) : dayAndClock(episode.firstBad());
        return switch (told.change()) {
            case STARTED ->
                subject.series().equals(PulseSeries.SILENCE)
                        ? "No visit since " + since + ", usually "
                                + Math.round(episode.found().usualRate()) + "."
                        : what + ": " + episode.found().successes() + " of "
                                + episode.found().opportunities() + " visits since " + since + ", usually "
                                + Math.round(episode.found().expected()) + ".";
            case RECOVERED -> what + " is usual again; it was unusual since " + since + ".";
            case ACCEPTED -> what + " has been different since " + since + " (14 days); this is now the usual level.";
        };
    }

    /** A human-readable time, such as {@code 24 Feb 09:30}. */
    public String dayAndClock(long epochMillis) {
        return local(epochMillis).format(DAY_AND_CLOCK);
    }

    /** A series or one of its segments in words, such as {@code purchase after checkout started (browser safari)}. */
    public String what(Subject subject) {
        return what(subject.series())
                + (subject.value() == null ? "" : " (" + subject.dimension() + " " + subject.value() + ")");
    }

    private String what(String id) {
        Named named = named(id);
        if (id.equals(PulseSeries.SILENCE)) {
            return "The number of visits";
        }
        if (named.goal() == null) {
            return id;
        }
        return quoted(named.goal()) + (named.before() == null ? "" : " after " + quoted(named.before()));
    }

    private String quoted(String goal) {
        return "“" + site.definitions().labels().goal(goal, "en") + "”";
    }

    /**
     * The goals of a series.
     *
     * @param goal the goal whose conversions it counts; null if it counts something else
     * @param before the goal that a visit must have met first; null if it counts all visits
     */
    public record Named(@Nullable String goal, @Nullable String before) {}

    /** The goals of a series. */
    public Named named(String id) {
        PulseSeries known = series.get(id);
        if (known == null || known.tail() == PulseSeries.Tail.HIGH || !isGoal(known.success())) {
            return new Named(null, null);
        }
        return new Named(
                bare(known.success().key()),
                known.after() && isGoal(known.opportunity())
                        ? bare(known.opportunity().key())
                        : null);
    }

    private static boolean isGoal(PulseSeries.What what) {
        return what.key().startsWith("goal:");
    }

    private static String bare(String key) {
        return key.substring(key.indexOf(':') + 1);
    }
}
