package dev.cairn.plan.parse;

import dev.cairn.domain.statistic.DayDefinitions.Watch;
import dev.cairn.plan.document.Node;
import dev.cairn.plan.document.Suggestions;
import dev.cairn.plan.model.Alerts;
import dev.cairn.plan.model.Definitions;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads how anomalies are detected and reported (N6). */
final class AlertsParser {
    private static final Set<String> KEYS = Set.of("webhook", "chat", "quiet_days", "off", "watch");
    private static final Set<String> WATCH_KEYS = Set.of("of", "do");
    private static final int MAX_URL = 2_000;
    private static final Pattern SERIES = Pattern.compile("(?:video|form|silence|error:(?:video|form)"
            + "|(?:goal:|watch:)?[a-z0-9][a-z0-9_-]{0,63}|step:[a-z0-9][a-z0-9_-]{0,63}:[0-9]{1,2})");

    private AlertsParser() {}

    /**
     * The keys of one level; absent keys are inherited from the level above.
     *
     * @param given the keys of this level
     * @param off what this level turns off, by path
     */
    record Draft(Set<String> given, Alerts alerts, Map<String, String> off) {
        static final Draft NONE = new Draft(Set.of(), Alerts.NONE, Map.of());

        /** Merges this level over the one above: a key replaces the same key, and a watch the one with the same id. */
        Draft over(Draft base) {
            Map<String, Watch> watch = new LinkedHashMap<>(base.alerts.watch());
            watch.putAll(alerts.watch());
            Set<String> keys = new LinkedHashSet<>(base.given);
            keys.addAll(given);
            return new Draft(
                    keys,
                    new Alerts(
                            given.contains("webhook") ? alerts.webhook() : base.alerts.webhook(),
                            given.contains("chat") ? alerts.chat() : base.alerts.chat(),
                            given.contains("quiet_days") ? alerts.quietDays() : base.alerts.quietDays(),
                            given.contains("off") ? alerts.off() : base.alerts.off(),
                            watch),
                    given.contains("off") ? off : base.off);
        }
    }

    static Draft read(MappingReader level) {
        MappingReader block = level.block("alerts", KEYS);
        PlanLimits.items(block, "quiet_days", PlanLimits.QUIET_DAYS);
        PlanLimits.items(block, "off", PlanLimits.SERIES_OFF);
        Map<String, Watch> watch = block.named("watch", AlertsParser::watch);
        if (watch.size() > PlanLimits.WATCHES) {
            block.faults()
                    .limit(
                            block.under("watch"),
                            "has " + watch.size() + " entries; the maximum is " + PlanLimits.WATCHES);
        }
        Map<String, String> off = new LinkedHashMap<>();
        return new Draft(
                Set.copyOf(block.keys()),
                new Alerts(
                        address(block, "webhook"),
                        address(block, "chat"),
                        inOrder(block.texts("quiet_days", AlertsParser::day)),
                        inOrder(block.texts("off", place -> series(place, off))),
                        java.util.Collections.unmodifiableMap(watch)),
                off);
    }

    private static <T> Set<T> inOrder(List<T> values) {
        return java.util.Collections.unmodifiableSet(new LinkedHashSet<>(values));
    }

    private static @Nullable String address(MappingReader block, String key) {
        String text = block.text(key);
        if (text == null) {
            return null;
        }
        String fault = fault(text);
        if (fault != null) {
            block.fault(key, Suggestions.quoted(text) + " " + fault);
            return null;
        }
        return text;
    }

    private static @Nullable String fault(String text) {
        if (text.length() > MAX_URL) {
            return "is longer than " + MAX_URL + " characters";
        }
        try {
            URI url = new URI(text);
            if (!"https".equals(url.getScheme()) || url.getHost() == null) {
                return "is not an https address, such as https://hooks.example.com/cairn";
            }
            if (url.getRawUserInfo() != null || url.getRawFragment() != null) {
                return "has a user or a fragment; put everything the receiver needs in the path";
            }
            return url.getPort() == 0 || url.getPort() > 65_535 ? "has an invalid port" : null;
        } catch (URISyntaxException notAUrl) {
            return "is not an https address, such as https://hooks.example.com/cairn";
        }
    }

    /** Reads a date. Returns null and reports why if it is invalid. */
    static @Nullable LocalDate day(MappingReader.Place place) {
        try {
            return LocalDate.parse(place.text());
        } catch (DateTimeParseException notADay) {
            place.fault(Suggestions.quoted(place.text()) + " is not a date; write it as 2026-12-25");
            return null;
        }
    }

    private static @Nullable String series(MappingReader.Place place, Map<String, String> off) {
        if (SERIES.matcher(place.text()).matches()) {
            off.put(place.path(), place.text());
            return place.text();
        }
        place.fault(Suggestions.quoted(place.text())
                + " is neither a goal nor a series; use a goal id, goal:ID, step:FUNNEL:NUMBER, watch:ID, video, form,"
                + " error:video, error:form or silence");
        return null;
    }

    /** What can be turned off on a site: its goals and its series. */
    static Set<String> known(Definitions definitions) {
        Set<String> known = new TreeSet<>(List.of("video", "form", "silence", "error:video", "error:form"));
        definitions.goals().keySet().forEach(goal -> known.addAll(List.of(goal, "goal:" + goal)));
        definitions.funnels().forEach((id, funnel) -> {
            for (int step = 1; step < funnel.steps().size(); step++) {
                known.add("step:" + id + ":" + step);
            }
        });
        definitions.alerts().watch().keySet().forEach(id -> known.add("watch:" + id));
        return known;
    }

    static String unknown(String name, Set<String> known) {
        return "there is no goal or series " + Suggestions.quoted(name) + Suggestions.didYouMean(name, known);
    }

    private static @Nullable Watch watch(MappingReader.Named named) {
        int faultsBefore = named.faults().count();
        MappingReader block = named.open(WATCH_KEYS);
        block.require("of", "the goal that is the opportunity");
        block.require("do", "the goal that should follow");
        String of = block.text("of");
        String success = block.text("do");
        if (of != null && of.equals(success)) {
            block.fault("do", "is the same goal as of, so there is nothing to follow");
        }
        return named.faults().count() > faultsBefore || of == null || success == null ? null : new Watch(of, success);
    }

    /** Collects the goals that a level's watches refer to, with their paths. */
    static void note(MappingReader level, List<PlanLayer.Reference> references) {
        if (level.node("alerts") instanceof Node.Mapping alerts
                && alerts.entries().get("watch") instanceof Node.Mapping watches) {
            String path = Suggestions.under(level.under("alerts"), "watch");
            watches.entries().forEach((id, node) -> {
                if (node instanceof Node.Mapping watch) {
                    for (String key : new String[] {"of", "do"}) {
                        if (watch.entries().get(key) instanceof Node.Scalar goal && goal.type() == Node.Type.TEXT) {
                            references.add(new PlanLayer.Reference(
                                    "alerts", id, Suggestions.under(Suggestions.under(path, id), key), goal.text()));
                        }
                    }
                }
            });
        }
    }
}
