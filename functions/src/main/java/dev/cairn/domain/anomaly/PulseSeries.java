package dev.cairn.domain.anomaly;

import dev.cairn.domain.funnel.Funnel;
import dev.cairn.domain.statistic.DayDefinitions;
import dev.cairn.domain.visit.TaggedDay.TaggedEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * A rate that is watched (N6.2): of the visits with an opportunity, those that have a success soon after it. The series
 * of a site follow from its plan.
 *
 * @param id as in messages and in {@code alerts.off}: {@code goal:purchase}, {@code step:checkout:1}, {@code video}, …
 * @param opportunity what makes a visit count
 * @param success what is expected of it
 * @param after whether only an event after the opportunity (T4) is a success; else it may be the same event
 * @param tail on which side the unusual lies
 */
public record PulseSeries(String id, What opportunity, What success, boolean after, Tail tail) {
    /** The series of the site's own standstill, which has no rate: {@link Silence}. */
    public static final String SILENCE = "silence";

    /** On which side of the usual rate the unusual lies. */
    public enum Tail {
        LOW,
        HIGH
    }

    /**
     * Selects events.
     *
     * @param key under which a row counts the visits that have such an event; the same for the same selection
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

    /** The series of a day's definitions: goals by id, then funnels by step, then the others. */
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

    /** All visits, for the standstill. */
    static PulseSeries visits() {
        return new PulseSeries(SILENCE, What.VISIT, What.VISIT, false, Tail.LOW);
    }

    /** The number of the funnel step that fails, for ordering messages; 0 for series that are no steps. */
    public static int step(String id) {
        return id.startsWith("step:") ? Integer.parseInt(id.substring(id.lastIndexOf(':') + 1)) : 0;
    }
}
