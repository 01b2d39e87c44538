package dev.cairn.plan.parse;

import dev.cairn.domain.funnel.Funnel;
import dev.cairn.domain.funnel.Funnel.Exclude;
import dev.cairn.domain.goal.Glob;
import dev.cairn.plan.document.Node;
import dev.cairn.plan.document.Suggestions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Reads one funnel (F1). Whether its goals exist is checked later, when all goals are known. */
final class FunnelParser {
    static final int MIN_STEPS = 2;
    static final int MAX_STEPS = 20;
    static final long DEFAULT_WINDOW = 30 * Durations.DAY;
    static final long MAX_WINDOW = 180 * Durations.DAY;

    private static final Set<String> KEYS = Set.of("steps", "window", "within", "exclude", LabelParser.KEY);
    private static final Set<String> EXCLUDE = Set.of("event", "from", "to");

    private FunnelParser() {}

    /** Returns null and reports why if the funnel is invalid. */
    static @Nullable Funnel read(MappingReader.Named named) {
        int faultsBefore = named.faults().count();
        MappingReader block = named.open(KEYS);
        List<String> steps = steps(block);
        long window = Objects.requireNonNullElse(block.duration("window", Durations.SECOND), DEFAULT_WINDOW);
        if (window > MAX_WINDOW) {
            block.fault(
                    "window", Durations.text(window) + " is too long; the maximum is " + Durations.text(MAX_WINDOW));
        }
        Map<Integer, Long> within = within(block, steps);
        List<Exclude> excludes = excludes(block, steps.size());
        return named.faults().count() > faultsBefore ? null : new Funnel(named.id(), steps, window, within, excludes);
    }

    private static List<String> steps(MappingReader block) {
        block.require("steps", "a list of " + MIN_STEPS + " to " + MAX_STEPS + " goals in order");
        List<String> steps = block.texts("steps", MappingReader.Place::text);
        int named = block.items("steps").size();
        if (block.node("steps") instanceof Node.Sequence && (named < MIN_STEPS || named > MAX_STEPS)) {
            block.fault(
                    "steps",
                    "has " + named + (named == 1 ? " step" : " steps") + "; use " + MIN_STEPS + " to " + MAX_STEPS);
        }
        return steps;
    }

    private static Map<Integer, Long> within(MappingReader block, List<String> steps) {
        MappingReader within = MappingReader.openNames(block.node("within"), block.under("within"), block.faults());
        Map<Integer, Long> limits = new LinkedHashMap<>();
        for (String key : within.keys()) {
            Integer step = step(key, steps, within);
            within.require(key, "the longest time from the previous step, such as 7d");
            Long limit = within.duration(key, Durations.SECOND);
            if (step != null && limit != null && limits.put(step, limit) != null) {
                within.fault(key, "step " + step + " already has a limit");
            }
        }
        return limits;
    }

    private static @Nullable Integer step(String key, List<String> steps, MappingReader within) {
        int[] numbers = key.matches("[0-9]{1,3}")
                ? new int[] {Integer.parseInt(key)}
                : IntStream.rangeClosed(1, steps.size())
                        .filter(number -> steps.get(number - 1).equals(key))
                        .toArray();
        if (numbers.length == 1 && numbers[0] >= 2 && numbers[0] <= steps.size()) {
            return numbers[0];
        }
        if (numbers.length > 1) {
            within.fault(key, "is more than one step; use the number of the step instead");
        } else if (numbers.length == 1 && numbers[0] == 1) {
            within.fault(key, "the first step has no previous step");
        } else if (!steps.isEmpty()) {
            within.fault(
                    key,
                    "no step " + Suggestions.quoted(key) + Suggestions.didYouMean(key, steps)
                            + "; use a goal from steps, or a step number from 2 to " + steps.size());
        }
        return null;
    }

    private static List<Exclude> excludes(MappingReader block, int steps) {
        List<Node> items = block.items("exclude");
        PlanLimits.items(block, "exclude", PlanLimits.EXCLUDES_PER_FUNNEL);
        List<Exclude> excludes = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            MappingReader exclude = MappingReader.open(
                    items.get(i), Suggestions.item(block.under("exclude"), i), block.faults(), EXCLUDE);
            exclude.require("event", "the name of the event that breaks the chain, or a glob");
            String event = exclude.text("event");
            int most = Math.max(steps, MIN_STEPS);
            int from = Objects.requireNonNullElse(exclude.whole("from", 1, most - 1), 1);
            int to = Objects.requireNonNullElse(exclude.whole("to", 2, most), most);
            if (from >= to) {
                exclude.fault("to", "must be a later step than from");
            }
            if (event != null) {
                PlanLimits.pattern(event, exclude.under("event"), block.faults());
                excludes.add(new Exclude(new Glob(event), from, to));
            }
        }
        return List.copyOf(excludes);
    }
}
