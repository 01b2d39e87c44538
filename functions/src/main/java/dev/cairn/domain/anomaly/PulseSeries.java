package dev.cairn.domain.anomaly;

import dev.cairn.domain.funnel.Funnel;
import dev.cairn.domain.statistic.DayDefinitions;
import dev.cairn.domain.visit.TaggedDay.TaggedEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * A rate that is monitored (N6.2): the share of visits with an opportunity in which a success follows soon after it. A
 * site's plan determines its series.
 *
 * @param id the id used in messages and in {@code alerts.off}: {@code goal:purchase}, {@code step:checkout:1},
 *     {@code video}, …
 * @param opportunity what makes a visit count
 * @param success what such a visit is expected to do
 * @param after whether the success must be an event after the opportunity (T4); otherwise it may be the same event
 * @param tail the side on which a rate is unusual
 */
public record PulseSeries(String id, What opportunity, What success, boolean after, Tail tail) {
    /** The series that detects {@link Silence}; it has no rate. */
    public static final String SILENCE = "silence";

    /** The side of the usual rate on which a rate is unusual. */
    public enum Tail {
        LOW,
        HIGH
    }

    /**
     * Selects events.
     *
     * @param key the key under which a row counts the visits with such an event; equal selections have the same key
     */
    public record What(String key, Predicate<TaggedEvent> holds) {
        static final What VISIT = new What("visit", event -> true);

        static What goal(String id) {
            return new What("goal:" + id, event -> event.goals().contains(id));
        }

        static What named(String name) {
            return new What("event:" + name, event -> event.event().name().equals(name));
        }
    }

    private static final What VIDEO = new What(
            "video",
            event -> event.event().name().equals("video_start")
                    || event.event().name().equals("video_error"));
    private static final What FORM =
            new What("form", event -> event.event().name().startsWith("form_"));

    /** Returns the series for a day's definitions: goals by id, then funnels by step, then the others. */
    public static List<PulseSeries> of(DayDefinitions definitions) {
        List<PulseSeries> series = new ArrayList<>();
        TreeSet<String> goals = new TreeSet<>(definitions.macros());
        goals.addAll(definitions.micros());
        for (String goal : goals) {
            series.add(new PulseSeries("goal:" + goal, What.VISIT, What.goal(goal), false, Tail.LOW));
        }
        definitions.funnels().forEach((id, funnel) -> steps(id, funnel, series));
        series.add(new PulseSeries("video", What.VISIT, What.named("video_start"), false, Tail.LOW));
        series.add(new PulseSeries("form", What.named("form_start"), What.named("form_submit"), true, Tail.LOW));
        series.add(new PulseSeries("error:video", VIDEO, What.named("video_error"), false, Tail.HIGH));
        series.add(new PulseSeries("error:form", FORM, What.named("form_error"), false, Tail.HIGH));
        definitions
                .watches()
                .forEach((id, watch) -> series.add(new PulseSeries(
                        "watch:" + id, What.goal(watch.of()), What.goal(watch.success()), true, Tail.LOW)));
        return series;
    }

    private static void steps(String id, Funnel funnel, List<PulseSeries> series) {
        for (int step = 1; step < funnel.steps().size(); step++) {
            series.add(new PulseSeries(
                    "step:" + id + ":" + step,
                    What.goal(funnel.steps().get(step - 1)),
                    What.goal(funnel.steps().get(step)),
                    true,
                    Tail.LOW));
        }
    }

    /** All visits, for detecting silence. */
    static PulseSeries visits() {
        return new PulseSeries(SILENCE, What.VISIT, What.VISIT, false, Tail.LOW);
    }

    /** Returns the number of the failing funnel step, for ordering messages; 0 for series that are not funnel steps. */
    public static int step(String id) {
        return id.startsWith("step:") ? Integer.parseInt(id.substring(id.lastIndexOf(':') + 1)) : 0;
    }
}
